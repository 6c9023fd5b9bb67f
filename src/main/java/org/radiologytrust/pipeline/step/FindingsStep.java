package org.radiologytrust.pipeline.step;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.images.PaddedImage;
import org.radiologytrust.llm.ask.InvalidAnswer;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.llm.ask.ModelFailure.Reason;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditPart;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.ImageRead;
import org.radiologytrust.model.Instance;
import org.radiologytrust.pipeline.image.DicomCode;
import org.radiologytrust.pipeline.image.ImageGroup;
import org.radiologytrust.pipeline.image.ImageName;

/** Lets the model describe each image, or stack of slices, without showing it the report. */
final class FindingsStep implements Step {
  private static final String WITHOUT_BOXES =
      "The model gave no valid answer with boxes, and was asked again without.";

  /** Failures that a shorter answer, or one in a simpler form, may avoid. */
  private static final Set<Reason> OF_THE_ANSWER =
      EnumSet.of(
          Reason.INVALID_ANSWER,
          Reason.ANSWER_CUT,
          Reason.NOT_DONE,
          Reason.EMPTY,
          Reason.PROMPT_TOO_LONG);

  @Override
  public String name() {
    return "findings";
  }

  @Override
  public Set<String> inputs() {
    return Set.of("images", "shown", "modality", "bodyPart", "view", "sides");
  }

  @Override
  public Set<AuditPart> outputs() {
    return Set.of(AuditPart.READS);
  }

  @Override
  public Audit run(Audit c, StepCalls calls)
      throws ModelFailure, InterruptedException, IOException {
    if (!c.withModel()) {
      return c;
    }
    List<byte[]> pngs = calls.images(c);
    List<Callable<Described>> each = new ArrayList<>();
    for (ImageGroup group : ImageGroup.of(c.instances())) {
      int number = each.size() + 1;
      List<byte[]> own = pngs.subList(group.first(), group.first() + group.images().size());
      each.add(() -> describe(calls, group, number, own));
    }
    List<Described> described = new ParallelCalls(calls.tools().parallel()).all(each);
    Map<String, Integer> leftOut = new TreeMap<>();
    described.forEach(one -> one.leftOut.forEach((why, n) -> leftOut.merge(why, n, Integer::sum)));
    return c.toBuilder()
        .reads(described.stream().map(Described::read).toList())
        .addNote(AnswerBoxes.note(leftOut))
        .addNote(described.stream().anyMatch(Described::again) ? WITHOUT_BOXES : "")
        .build();
  }

  /**
   * What the model says of one image, or of a stack.
   *
   * @param leftOut boxes that could not be used, by the reason
   * @param again whether it was asked again without boxes
   */
  private record Described(ImageRead read, Map<String, Integer> leftOut, boolean again) {}

  /** One question about a group. */
  private record Question(StepCalls calls, ImageGroup group, int number, List<byte[]> pngs) {
    /**
     * Asks it.
     *
     * @param asked the step, with or without boxes
     * @param part distinguishes a question that is asked again; may be empty
     */
    Described ask(StepDefinition asked, String part, @Nullable PaddedImage image, boolean again)
        throws ModelFailure, InterruptedException {
      Instance instance = group.middle();
      Map<String, String> data =
          Map.of(
              "images", group.places(),
              "shown", group.words(),
              "modality", DicomCode.of(instance.modality()),
              "bodyPart", DicomCode.of(instance.bodyPartExamined()),
              "view", DicomCode.of(instance.viewPosition()),
              "sides", ImageName.sides(group.images()));
      return calls
          .ask(
              new StepRunner.Call(
                  asked, instance.sopInstanceUid() + part, data, pngs, asked.answerTokens()),
              answer ->
                  read(
                      answer,
                      group,
                      number,
                      image,
                      again,
                      new BlankAnswer(calls.tools().catalog().answers(), pngs)))
          .value();
    }
  }

  /**
   * A stack is asked about without boxes: a box would not say which slice it is on. Where no answer
   * with boxes is valid, the question is asked again without, so that no box fails an audit.
   */
  private static Described describe(
      StepCalls calls, ImageGroup group, int number, List<byte[]> pngs)
      throws ModelFailure, InterruptedException, IOException {
    Question question = new Question(calls, group, number, pngs);
    StepDefinition step = calls.step();
    StepDefinition plain = step.answering(AnswerBoxes.none(step.schema()));
    if (!calls.tools().options().boxes() || group.isStack()) {
      return question.ask(plain, "", null, false);
    }
    PaddedImage image =
        calls.size(group.middle()).map(size -> PaddedImage.of(size, pngs.get(0))).orElse(null);
    try {
      String more = calls.tools().catalog().boxes();
      return question.ask(step.asking(more, AnswerBoxes.tokens(step.schema())), "", image, false);
    } catch (ModelFailure e) {
      if (!OF_THE_ANSWER.contains(e.reason())) {
        throw e;
      }
      return question.ask(plain, "/without-boxes", null, true);
    }
  }

  private static Described read(
      JsonNode answer,
      ImageGroup group,
      int number,
      @Nullable PaddedImage image,
      boolean again,
      BlankAnswer blank)
      throws InvalidAnswer {
    AnswerBoxes boxes = new AnswerBoxes(image);
    List<Finding> findings = new ArrayList<>();
    for (JsonNode f : answer.path("findings")) {
      String description = f.path("description").asText().strip();
      String location = f.path("location").asText().strip();
      String cue = f.path("cue").asText().strip();
      blank.check(description + "; " + location + "; " + cue);
      findings.add(
          new Finding(
              "F" + number + "." + (findings.size() + 1),
              group.named(location + "; " + description + "; " + cue).sopInstanceUid(),
              description,
              location,
              f.path("probability").asDouble(),
              cue,
              boxes.read(f)));
    }
    return new Described(
        new ImageRead(group.middle().sopInstanceUid(), answer.path("quality").asText(), findings),
        boxes.leftOut(),
        again);
  }
}
