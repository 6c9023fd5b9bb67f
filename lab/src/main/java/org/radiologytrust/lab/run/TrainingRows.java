package org.radiologytrust.lab.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.radiologytrust.cases.CaseJson;
import org.radiologytrust.cases.Truth;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.llm.ask.ChatRequest;
import org.radiologytrust.model.Audit;
import org.radiologytrust.pipeline.step.Step;
import org.radiologytrust.pipeline.step.StepCatalog;

/**
 * Builds training text: the product's prompt at each step, word for word, with the true answer. In
 * use, a model then gets the same prompts as in training.
 */
public final class TrainingRows {
  /** Share of findings left out of an alignment, because the base model may miss some. */
  private static final double MISSED = 0.25;

  /**
   * Share of cases that are also judged on a blank image. It is low because their answers are all
   * the same and soon learned.
   */
  private static final double BLANK = 0.25;

  private final SiteFiles files;
  private final StepCatalog steps;

  public TrainingRows(SiteFiles files, StepCatalog steps) {
    this.files = files;
    this.steps = steps;
  }

  /**
   * One line of training text.
   *
   * @param model which model answers this step: {@code base} or {@code lora}
   * @param step name of the step
   * @param images PNG files
   */
  public record Row(
      String model, String step, String caseId, String prompt, List<byte[]> images, String answer) {
    /**
     * The row as one line of JSON.
     *
     * @param paths of the image files, in the order of the images
     */
    public String json(List<String> paths) {
      ObjectNode row = CaseJson.MAPPER.createObjectNode();
      row.put("step", step).put("case", caseId).put("prompt", prompt);
      ArrayNode names = row.putArray("images");
      paths.forEach(names::add);
      return row.put("answer", answer).toString();
    }
  }

  /**
   * The rows of one case, for each step to which the truth has an answer. The steps on images need
   * a case with images. The same case always gives the same rows.
   *
   * @throws IllegalArgumentException if the case's truth does not fit its report
   */
  public List<Row> of(EvalCase c, ImageSource images) throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(c.hash().hashCode());
    List<Integer> listed = listed(c, random);
    try (ReferenceCase reference =
        new ReferenceCase(
            c,
            files,
            steps,
            images,
            listed,
            (request, answer) -> rows.add(row(c, request, answer)))) {
      if (!c.instances().isEmpty()) {
        reference.step("findings", reference.opened());
      }
      if (!ReferenceAnswers.labelled(c.truth())) {
        return rows;
      }
      Audit judged = reference.judged(listed);
      if (!c.instances().isEmpty()) {
        reference.step("question", judged);
        if (random.nextDouble() < BLANK) {
          Row aligned = last(rows, "alignment");
          reference.step("blank", judged);
          rows.add(withFindings(rows.remove(rows.size() - 1), aligned.prompt()));
          reference.step("blank-question", judged);
        }
      }
      for (Step step : steps.steps()) {
        if (ReferenceAnswers.answers(step.name(), c.truth())) {
          reference.step(step.name(), judged);
        }
      }
    }
    return rows;
  }

  private static Row last(List<Row> rows, String step) {
    return rows.stream().filter(r -> r.step().equals(step)).reduce((a, b) -> b).orElseThrow();
  }

  /**
   * A blank image under the prompt of the real one. The probe itself lists no findings, so a model
   * would learn that an image without findings is blank.
   */
  private static Row withFindings(Row blank, String prompt) {
    return new Row(
        blank.model(), blank.step(), blank.caseId(), prompt, blank.images(), blank.answer());
  }

  private Row row(EvalCase c, ChatRequest request, String answer) {
    String step = steps.folder(request.step());
    return new Row(
        steps.step(step).model(), step, c.id(), request.content(), request.images(), answer);
  }

  /**
   * Indexes of the findings that an alignment gets. With images some are left out at random, so the
   * model must look at the image itself.
   */
  private static List<Integer> listed(EvalCase c, SplittableRandom random) {
    Truth truth = c.truth();
    if (c.instances().isEmpty()) {
      return ReferenceCase.all(truth);
    }
    return IntStream.range(0, truth.findings().size())
        .filter(place -> random.nextDouble() >= MISSED)
        .boxed()
        .toList();
  }
}
