package org.radiologytrust.pipeline.step;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.radiologytrust.llm.ask.AnswerSource;
import org.radiologytrust.llm.ask.ChoiceProbabilities;
import org.radiologytrust.llm.ask.InvalidAnswer;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditPart;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.ConfidenceBasis;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.pipeline.image.DicomCode;
import org.radiologytrust.pipeline.image.ImageName;
import org.radiologytrust.pipeline.image.StudyPlaces;
import org.radiologytrust.pipeline.image.UnseenSides;
import org.radiologytrust.pipeline.mask.MaskedReport;

/**
 * Compares each claim with the images. In an evaluation, findings can replace missing images; the
 * basis of the verdicts says so.
 */
public final class AlignmentStep implements ImageJudge {
  static final String TOO_LONG =
      "The claim is too long to be shown to the model together with the images.";

  /** Stands in the prompt in place of the images when the model judges only by findings. */
  private static final String NOT_SHOWN =
      "The images are not at hand. The findings below say all that they show.";

  @Override
  public String name() {
    return "alignment";
  }

  @Override
  public Set<String> inputs() {
    return Set.of("images", "modality", "bodyPart", "sides", "claims", "findings");
  }

  @Override
  public String list() {
    return "judgements";
  }

  @Override
  public Set<AuditPart> outputs() {
    return Set.of(AuditPart.VERDICTS, AuditPart.OMISSIONS, AuditPart.PRIORS);
  }

  /** Without a model or images, no claim is assessed. */
  @Override
  public Audit run(Audit c, StepCalls calls)
      throws ModelFailure, InterruptedException, IOException {
    if (!c.withModel()) {
      return c;
    }
    if (c.claims().isEmpty() || c.instances().isEmpty() && c.reads().isEmpty()) {
      return withoutImage(c);
    }
    List<Finding> findings = c.reads().stream().flatMap(r -> r.findings().stream()).toList();
    RunImages images = c.instances().isEmpty() ? RunImages.NONE : RunImages.of(c, calls);
    UnseenSides.Parted claims = calls.tools().catalog().unseenSides().part(c);
    PromptParts.Answers<List<Judgement>> asked = ask(c, claims.seen(), calls, images, findings);
    List<Verdict> verdicts = claims.with(verdicts(asked));
    int tooLong = asked.tooLong().size();
    List<Finding> omissions = unnamed(findings, verdicts);
    String doubt =
        tooLong == 0 || omissions.isEmpty()
            ? ""
            : "Possible omissions may be spoken of in claims that were not assessed.";
    return c.toBuilder()
        .verdicts(verdicts)
        .omissions(omissions)
        .priors(images.priors())
        .addNote(tooLong(tooLong))
        .addNote(claims.note())
        .addNote(doubt)
        .build();
  }

  /** The audit of a report without images: no claim is assessed. */
  static Audit withoutImage(Audit c) {
    return c.toBuilder()
        .verdicts(notAssessed(c.claims(), "no image of this study is at hand"))
        .build();
  }

  /** The note about claims that were too long; empty when none was. */
  static String tooLong(int claims) {
    return claims == 0
        ? ""
        : "Too long to be shown to the model, and not assessed: "
            + claims
            + (claims == 1 ? " claim." : " claims.");
  }

  @Override
  public List<Verdict> judge(Audit c, StepCalls calls, RunImages blank)
      throws ModelFailure, InterruptedException {
    UnseenSides.Parted claims = calls.tools().catalog().unseenSides().part(c);
    return claims.with(verdicts(ask(c, claims.seen(), calls, blank, List.of())));
  }

  /**
   * Asks the model about claims: about those that compare apart, behind the images of earlier
   * studies, if there are any.
   *
   * @param findings the findings to list in the prompt
   */
  private static PromptParts.Answers<List<Judgement>> ask(
      Audit c, List<Claim> seen, StepCalls calls, RunImages images, List<Finding> findings)
      throws ModelFailure, InterruptedException {
    if (images.compared().isEmpty()) {
      return ask(c, calls, "", seen, images.own(c), findings);
    }
    Map<Boolean, List<Claim>> claims =
        seen.stream()
            .collect(Collectors.partitioningBy(calls.tools().catalog().comparing()::compares));
    return ask(c, calls, "", claims.get(false), images.own(c), findings)
        .and(ask(c, calls, "earlier", claims.get(true), images.compared(c), findings));
  }

  /**
   * @param name tells these calls from others
   * @param view what the model is shown
   */
  private static PromptParts.Answers<List<Judgement>> ask(
      Audit c,
      StepCalls calls,
      String name,
      List<Claim> some,
      RunImages.View view,
      List<Finding> findings)
      throws ModelFailure, InterruptedException {
    MaskedReport shown = calls.shown(c);
    boolean sees = !view.pngs().isEmpty();
    Order order = c.report().order();
    String modality = sees ? StudyPlaces.modality(c.instances()) : DicomCode.of(order.modality());
    String bodyPart = sees ? StudyPlaces.bodyPart(c.instances()) : DicomCode.of(order.bodyPart());
    return calls.ask(
        some,
        view.pngs(),
        new PromptParts.Question<>() {
          @Override
          public String name() {
            return name;
          }

          @Override
          public Map<String, String> data(List<Claim> claims) {
            return Map.of(
                "images",
                sees ? view.places() : NOT_SHOWN,
                "modality",
                modality,
                "bodyPart",
                bodyPart,
                "sides",
                sees ? ImageName.sides(c.instances()) : ImageName.IN_FRONTAL_VIEWS,
                "claims",
                shown.lines(claims),
                "findings",
                shown.findings(findings));
          }

          @Override
          public JsonNode schema(JsonNode ofStep, List<Claim> claims) {
            return SchemaLimits.toFindings(
                SchemaLimits.toClaims(ofStep, claims.size()), findings.size());
          }

          @Override
          public AnswerSource.Reader<List<Judgement>> reader(List<Claim> claims) {
            Reader reader =
                new Reader(
                    claims,
                    findings,
                    sees ? Verdict.Basis.MODEL_WITH_IMAGE : Verdict.Basis.FINDINGS_ALONE);
            BlankAnswer blank = new BlankAnswer(calls.tools().catalog().answers(), view.pngs());
            return answer -> {
              List<Judgement> judgements = reader.read(answer);
              for (Judgement judgement : judgements) {
                blank.check(judgement.evidence());
              }
              return judgements;
            };
          }
        });
  }

  /** One verdict for each claim, in order. */
  private static List<Verdict> verdicts(PromptParts.Answers<List<Judgement>> asked) {
    List<Verdict> verdicts = new ArrayList<>(notAssessed(asked.tooLong(), TOO_LONG));
    asked.answers().forEach(a -> a.value().forEach(j -> verdicts.add(j.verdict(a.choices()))));
    verdicts.sort(Comparator.comparingInt(Verdict::claim));
    return verdicts;
  }

  private static List<Verdict> notAssessed(List<Claim> claims, String reason) {
    return claims.stream().map(k -> Verdict.notAssessed(k.number(), reason)).toList();
  }

  /** Findings that no verdict names. They are possible omissions of the report. */
  private static List<Finding> unnamed(List<Finding> findings, List<Verdict> verdicts) {
    return findings.stream()
        .filter(f -> verdicts.stream().noneMatch(v -> v.findings().contains(f.id())))
        .toList();
  }

  /**
   * The model's judgement of one claim.
   *
   * @param place position in the answer's list, from 0
   * @param claim the claim's number in the audit
   * @param probability confidence as the model wrote it, 0 to 1
   * @param basis what the model was shown
   */
  public record Judgement(
      int place,
      int claim,
      Label label,
      double probability,
      Verdict.Basis basis,
      String evidence,
      List<String> findings) {
    /**
     * The verdict. Its confidence is the label's token probability when the server reported one.
     */
    public Verdict verdict(ChoiceProbabilities choices) {
      Double ofToken =
          choices
              .byPointer()
              .getOrDefault("/judgements/" + place + "/label", Map.of())
              .get(label.code());
      return new Verdict(
          claim,
          label,
          ofToken == null ? probability : ofToken,
          ofToken == null ? ConfidenceBasis.SELF_REPORTED : ConfidenceBasis.TOKEN_PROBABILITY,
          basis,
          List.of(evidence),
          findings);
    }
  }

  /**
   * Reads the answer. It must hold exactly one judgement for each claim and only known finding ids.
   * In prompt and answer, a claim's number is its position in the list, from 1.
   */
  public static final class Reader implements AnswerSource.Reader<List<Judgement>> {
    private final List<Claim> claims;
    private final Verdict.Basis basis;
    private final Set<String> findings = new LinkedHashSet<>();

    /**
     * @param basis what the model was shown
     */
    public Reader(List<Claim> claims, List<Finding> findings, Verdict.Basis basis) {
      this.claims = claims;
      this.basis = basis;
      findings.forEach(f -> this.findings.add(f.id()));
    }

    /** The judgements in the order of the claims. */
    @Override
    public List<Judgement> read(JsonNode answer) throws InvalidAnswer {
      Map<Integer, Judgement> byClaim = new TreeMap<>();
      int place = 0;
      for (JsonNode j : answer.path("judgements")) {
        int number = j.path("claim").asInt();
        if (number < 1 || number > claims.size()) {
          throw new InvalidAnswer("There is no claim " + number + ".");
        }
        Judgement judgement =
            new Judgement(
                place++,
                claims.get(number - 1).number(),
                Label.ofCode(j.path("label").asText()),
                j.path("probability").asDouble(),
                basis,
                j.path("evidence").asText().strip(),
                known(j.path("findings")));
        if (byClaim.put(number, judgement) != null) {
          throw new InvalidAnswer("Claim " + number + " is judged twice.");
        }
      }
      for (int number = 1; number <= claims.size(); number++) {
        if (!byClaim.containsKey(number)) {
          throw new InvalidAnswer("Claim " + number + " is not judged.");
        }
      }
      return List.copyOf(byClaim.values());
    }

    private List<String> known(JsonNode said) throws InvalidAnswer {
      List<String> ids = new ArrayList<>();
      for (JsonNode id : said) {
        if (!findings.contains(id.asText())) {
          throw new InvalidAnswer("There is no such finding id; known are " + findings + ".");
        }
        ids.add(id.asText());
      }
      return ids;
    }
  }
}
