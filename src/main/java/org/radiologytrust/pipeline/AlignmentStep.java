package org.radiologytrust.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.radiologytrust.llm.ModelClient;
import org.radiologytrust.llm.ModelFailure;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditPart;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.Verdict;

/**
 * Holds each claim against the images. Without images, findings that came with the case stand for
 * them, as in an evaluation, and the verdicts say so.
 */
final class AlignmentStep implements Step {
  private static final String TOO_LONG =
      "The claim is too long to be shown to the model together with the images.";

  /** Said to a model that has to judge by findings alone. */
  private static final String NOT_SHOWN =
      "The images are not at hand. The findings below say all that they show.";

  @Override
  public String name() {
    return "alignment";
  }

  @Override
  public Set<String> inputs() {
    return Set.of("images", "modality", "bodyPart", "claims", "findings");
  }

  @Override
  public String list() {
    return "judgements";
  }

  @Override
  public Set<AuditPart> outputs() {
    return Set.of(AuditPart.VERDICTS, AuditPart.OMISSIONS);
  }

  /** Without images or model, no claim is assessed. */
  @Override
  public Audit run(Audit c, StepCalls calls)
      throws ModelFailure, InterruptedException, IOException {
    if (!c.withModel()) {
      return c;
    }
    if (c.claims().isEmpty() || c.instances().isEmpty() && c.reads().isEmpty()) {
      return c.toBuilder()
          .verdicts(notAssessed(c.claims(), "no image of this study is at hand"))
          .build();
    }
    List<Finding> findings = c.reads().stream().flatMap(r -> r.findings().stream()).toList();
    Parts.Asked<List<AlignmentReader.Judgement>> asked = ask(c, calls, calls.images(c), findings);
    List<Verdict> verdicts = verdicts(asked);
    int tooLong = asked.tooLong().size();
    String note =
        tooLong == 0
            ? ""
            : "Too long to be shown to the model, and not assessed: "
                + tooLong
                + (tooLong == 1 ? " claim." : " claims.");
    List<Finding> omissions = unnamed(findings, verdicts);
    String doubt =
        tooLong == 0 || omissions.isEmpty()
            ? ""
            : "Possible omissions may be spoken of in claims that were not assessed.";
    return c.toBuilder()
        .verdicts(verdicts)
        .omissions(omissions)
        .addNote(note)
        .addNote(doubt)
        .build();
  }

  /**
   * @param findings what the model is told was seen
   */
  static Parts.Asked<List<AlignmentReader.Judgement>> ask(
      Audit c, StepCalls calls, List<byte[]> pngs, List<Finding> findings)
      throws ModelFailure, InterruptedException {
    ShownReport shown = calls.shown(c);
    boolean sees = !pngs.isEmpty();
    String modality = sees ? c.instances().get(0).modality() : c.report().order().modality();
    String bodyPart =
        sees ? c.instances().get(0).bodyPartExamined() : c.report().order().bodyPart();
    return calls.ask(
        c.claims(),
        pngs,
        new Parts.Question<>() {
          @Override
          public Map<String, String> data(List<Claim> claims) {
            return Map.of(
                "images", sees ? "[img]".repeat(pngs.size()) : NOT_SHOWN,
                "modality", DicomWord.of(modality),
                "bodyPart", DicomWord.of(bodyPart),
                "claims", shown.lines(claims),
                "findings", shown.findings(findings));
          }

          @Override
          public JsonNode schema(JsonNode ofStep, List<Claim> claims) {
            return Narrowed.toFindings(Narrowed.toClaims(ofStep, claims.size()), findings.size());
          }

          @Override
          public ModelClient.Reader<List<AlignmentReader.Judgement>> reader(List<Claim> claims) {
            return new AlignmentReader(
                claims,
                findings,
                sees ? Verdict.Basis.MODEL_WITH_IMAGE : Verdict.Basis.FINDINGS_ALONE);
          }
        });
  }

  /** One for each claim, in order. */
  static List<Verdict> verdicts(Parts.Asked<List<AlignmentReader.Judgement>> asked) {
    List<Verdict> verdicts = new ArrayList<>(notAssessed(asked.tooLong(), TOO_LONG));
    asked.answers().forEach(a -> a.value().forEach(j -> verdicts.add(j.verdict(a.choices()))));
    verdicts.sort(Comparator.comparingInt(Verdict::claim));
    return verdicts;
  }

  private static List<Verdict> notAssessed(List<Claim> claims, String reason) {
    return claims.stream().map(k -> Verdict.notAssessed(k.number(), reason)).toList();
  }

  /** Findings that no verdict names: no claim speaks of them. */
  private static List<Finding> unnamed(List<Finding> findings, List<Verdict> verdicts) {
    return findings.stream()
        .filter(f -> verdicts.stream().noneMatch(v -> v.findings().contains(f.id())))
        .toList();
  }
}
