package org.radiologytrust.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.radiologytrust.journal.JobQueue.Job;
import org.radiologytrust.llm.ModelClient;
import org.radiologytrust.llm.ModelFailure;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.ImageSource;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Verdict;

/**
 * Holds each claim against the images, and against blank ones. Without images, findings that came
 * with the case stand for them, as in an evaluation, and the verdicts say so.
 */
final class AlignmentStep {
  private static final String TOO_LONG =
      "The claim is too long to be shown to the model together with the images.";

  /** Said to a model that has to judge by findings alone. */
  private static final String NOT_SHOWN =
      "The images are not at hand. The findings below say all that they show.";

  private final StepCatalog catalog;
  private final Parts parts;
  private final ImageSource images;
  private final boolean probe;

  /**
   * @param probe whether to ask about blank images too
   */
  AlignmentStep(StepCatalog catalog, Parts parts, ImageSource images, boolean probe) {
    this.catalog = catalog;
    this.parts = parts;
    this.images = images;
    this.probe = probe;
  }

  /** Without images or model, no claim is assessed. */
  Audit run(Audit c, Job job) throws ModelFailure, InterruptedException, IOException {
    if (!c.withModel()) {
      return c;
    }
    if (c.claims().isEmpty() || c.instances().isEmpty() && c.reads().isEmpty()) {
      return c.toBuilder()
          .verdicts(notAssessed(c.claims(), "no image of this study is at hand"))
          .build();
    }
    List<Finding> findings = c.reads().stream().flatMap(r -> r.findings().stream()).toList();
    Parts.Asked<List<AlignmentReader.Judgement>> asked =
        ask(c, job, "alignment", pngs(c), findings);
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
        .addModels(asked.uses())
        .build();
  }

  /**
   * The same questions about blank images. The findings came from the images, so they are taken
   * away with them: a label that rests on either changes.
   */
  Audit blank(Audit c, Job job) throws ModelFailure, InterruptedException, IOException {
    if (!probe || !c.withModel() || c.instances().isEmpty() || c.claims().isEmpty()) {
      return c;
    }
    List<byte[]> grey = new ArrayList<>();
    for (byte[] png : pngs(c)) {
      grey.add(BlankImage.like(png));
    }
    Parts.Asked<List<AlignmentReader.Judgement>> asked =
        ask(c, job, StepCatalog.BLANK, grey, List.of());
    return c.toBuilder().blank(verdicts(asked)).addModels(asked.uses()).build();
  }

  private List<byte[]> pngs(Audit c) throws IOException {
    List<byte[]> pngs = new ArrayList<>();
    for (Instance instance : c.instances()) {
      pngs.add(images.png(instance));
    }
    return pngs;
  }

  private Parts.Asked<List<AlignmentReader.Judgement>> ask(
      Audit c, Job job, String step, List<byte[]> pngs, List<Finding> findings)
      throws ModelFailure, InterruptedException {
    ShownReport shown = new ShownReport(c, catalog.names());
    boolean sees = !pngs.isEmpty();
    String modality = sees ? c.instances().get(0).modality() : c.report().order().modality();
    String bodyPart =
        sees ? c.instances().get(0).bodyPartExamined() : c.report().order().bodyPart();
    return parts.ask(
        job,
        catalog.step(step),
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
  private static List<Verdict> verdicts(Parts.Asked<List<AlignmentReader.Judgement>> asked) {
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
