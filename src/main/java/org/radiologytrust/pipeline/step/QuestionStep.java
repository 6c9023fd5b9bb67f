package org.radiologytrust.pipeline.step;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.radiologytrust.llm.ask.ChoiceProbabilities;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditPart;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.ConfidenceBasis;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.pipeline.image.ImageName;
import org.radiologytrust.pipeline.image.StudyPlaces;
import org.radiologytrust.pipeline.image.UnseenSides;
import org.radiologytrust.pipeline.mask.MaskedReport;
import org.radiologytrust.pipeline.words.Hedges;

/**
 * Asks one question for each claim: whether the images show it. The model is told nothing else, so
 * it names no finding, and what the report leaves out is not found.
 */
final class QuestionStep implements ImageJudge {
  private static final String NO_OMISSIONS =
      "Each claim was a question of its own, so the audit did not look for findings that the report"
          + " leaves out.";

  private static final String HEDGED = "The claim itself is hedged, so it stays uncertain.";

  @Override
  public String name() {
    return "question";
  }

  @Override
  public Set<String> inputs() {
    return Set.of("images", "modality", "bodyPart", "sides", "claim");
  }

  @Override
  public Set<AuditPart> outputs() {
    return Set.of(AuditPart.VERDICTS, AuditPart.PRIORS);
  }

  /** Without a model or images, no claim is assessed. */
  @Override
  public Audit run(Audit c, StepCalls calls)
      throws ModelFailure, InterruptedException, IOException {
    if (!c.withModel()) {
      return c;
    }
    if (c.claims().isEmpty() || c.instances().isEmpty()) {
      return AlignmentStep.withoutImage(c);
    }
    RunImages images = RunImages.of(c, calls);
    List<Verdict> verdicts = judge(c, calls, images);
    int tooLong =
        (int) verdicts.stream().filter(v -> v.evidence().contains(AlignmentStep.TOO_LONG)).count();
    return c.toBuilder()
        .verdicts(verdicts)
        .priors(images.priors())
        .addNote(AlignmentStep.tooLong(tooLong))
        .addNote(calls.tools().catalog().unseenSides().part(c).note())
        .addNote(NO_OMISSIONS)
        .build();
  }

  @Override
  public List<Verdict> judge(Audit c, StepCalls calls, RunImages images)
      throws ModelFailure, InterruptedException, IOException {
    Questions questions = new Questions(c, calls, images);
    List<Callable<Verdict>> each = new ArrayList<>();
    UnseenSides.Parted claims = calls.tools().catalog().unseenSides().part(c);
    claims.seen().forEach(claim -> each.add(() -> questions.ask(claim)));
    return claims.with(
        new ParallelCalls(calls.tools().parallel()).all(each, calls.tools().options().atOnce()));
  }

  /** The questions about the claims of one audit. */
  private static final class Questions {
    private final Audit c;
    private final StepCalls calls;
    private final RunImages images;
    private final MaskedReport shown;
    private final Hedges hedges;

    Questions(Audit c, StepCalls calls, RunImages images) {
      this.c = c;
      this.calls = calls;
      this.images = images;
      this.shown = calls.shown(c);
      this.hedges = new Hedges(calls.tools().catalog().scopes());
    }

    Verdict ask(Claim claim) throws ModelFailure, InterruptedException {
      String words = shown.claim(claim);
      // where the prompt is too long without a claim, the client refuses the call and says so
      if (!fits(claim, words) && fits(claim, "")) {
        return Verdict.notAssessed(claim.number(), AlignmentStep.TOO_LONG);
      }
      StepRunner.Call call = call(claim, words, calls.step().answerTokens());
      BlankAnswer blank = new BlankAnswer(calls.tools().catalog().answers(), call.images());
      StepRunner.Result<Answered> asked =
          calls.ask(
              call,
              answer -> {
                Answered read = Answered.read(answer);
                blank.check(read.evidence());
                return read;
              });
      return asked.value().verdict(claim, hedges.in(claim, c.sentences()), asked.choices());
    }

    private boolean fits(Claim claim, String words) {
      int room = calls.step().answerTokens() + PromptParts.CORRECTION;
      return calls.fits(call(claim, words, room));
    }

    private StepRunner.Call call(Claim claim, String words, int answerTokens) {
      RunImages.View view = images.of(claim, c, calls);
      Map<String, String> data =
          Map.of(
              "images", view.places(),
              "modality", StudyPlaces.modality(c.instances()),
              "bodyPart", StudyPlaces.bodyPart(c.instances()),
              "sides", ImageName.sides(c.instances()),
              "claim", words);
      return new StepRunner.Call(
          calls.step(), String.valueOf(claim.number()), data, view.pngs(), answerTokens);
    }
  }

  /** What a model can answer. */
  private enum Answer {
    YES,
    NO,
    CANNOT_TELL;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    String words() {
      return code().replace('_', ' ');
    }

    /** A hedged claim says less than a yes: it is never supported. */
    Label label(boolean hedged) {
      return switch (this) {
        case YES -> hedged ? Label.UNCERTAIN : Label.SUPPORTED;
        case NO -> Label.NEEDS_REVIEW;
        case CANNOT_TELL -> Label.UNCERTAIN;
      };
    }
  }

  /**
   * The model's answer about one claim.
   *
   * @param evidence what the model says decides
   * @param probability confidence as the model wrote it, 0 to 1
   */
  private record Answered(Answer answer, String evidence, double probability) {
    static Answered read(JsonNode answer) {
      return new Answered(
          Answer.valueOf(answer.path("answer").asText().toUpperCase(Locale.ROOT)),
          answer.path("evidence").asText().strip(),
          answer.path("probability").asDouble());
    }

    /**
     * The verdict. Where the server reports the probabilities of the answers, its confidence is the
     * sum over those that give this label.
     */
    Verdict verdict(Claim claim, boolean hedged, ChoiceProbabilities choices) {
      Label label = answer.label(hedged);
      Map<String, Double> chances = choices.byPointer().getOrDefault("/answer", Map.of());
      boolean ofTokens = chances.containsKey(answer.code());
      double sum =
          Stream.of(Answer.values())
              .filter(other -> other.label(hedged) == label)
              .mapToDouble(other -> chances.getOrDefault(other.code(), 0.0))
              .sum();
      List<String> reasons = new ArrayList<>(List.of(evidence));
      reasons.add("Asked whether the images show this, the model answers: " + answer.words() + ".");
      if (hedged && answer == Answer.YES) {
        reasons.add(HEDGED);
      }
      return new Verdict(
          claim.number(),
          label,
          ofTokens ? Math.min(1, sum) : probability,
          ofTokens ? ConfidenceBasis.TOKEN_PROBABILITY : ConfidenceBasis.SELF_REPORTED,
          Verdict.Basis.MODEL_WITH_IMAGE,
          reasons,
          List.of());
    }
  }
}
