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
import org.radiologytrust.llm.ChatRequest;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.ImageSource;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.pipeline.Step;
import org.radiologytrust.pipeline.StepCatalog;

/**
 * Training text of a case: what the product asks at each step, word for word, and the answer that
 * is true. A model that is trained on it meets nothing new when it serves.
 */
public final class TrainingRows {
  /** Findings that a base model may miss: an alignment has to see them itself. */
  private static final double MISSED = 0.25;

  /**
   * Cases that are also judged on a blank image; all have the same answer, and it is soon learned.
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
   * @param model {@code base} or {@code lora}: which model is asked this step
   * @param step name of the step whose prompt it is
   * @param images PNG files
   */
  public record Row(
      String model, String step, String caseId, String prompt, List<byte[]> images, String answer) {
    /**
     * As JSON on one line.
     *
     * @param paths where the images are
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
   * The rows of one case: those of the text steps, and with images those of the image steps. What
   * is drawn is drawn from the case, so always the same. There are none of steps that its truth has
   * no answer for.
   */
  public List<Row> of(EvalCase c, ImageSource images) throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(c.hash().hashCode());
    List<Integer> listed = listed(c, random);
    try (ReferenceCase gold =
        new ReferenceCase(
            c,
            files,
            steps,
            images,
            listed,
            (request, answer) -> rows.add(row(c, request, answer)))) {
      if (!c.instances().isEmpty()) {
        gold.step("findings", gold.opened());
      }
      if (!ReferenceAnswers.labelled(c.truth())) {
        return rows;
      }
      Audit judged = gold.judged(listed);
      if (!c.instances().isEmpty() && random.nextDouble() < BLANK) {
        gold.step("blank", judged);
      }
      for (Step step : steps.steps()) {
        if (ReferenceAnswers.told(step.name(), c.truth())) {
          gold.step(step.name(), judged);
        }
      }
    }
    return rows;
  }

  private Row row(EvalCase c, ChatRequest request, String answer) {
    String step = steps.folder(request.step());
    return new Row(
        steps.step(step).model(), step, c.id(), request.content(), request.images(), answer);
  }

  /**
   * All findings, or where the model can look itself at times fewer: what it is told is then not
   * all that the image shows.
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
