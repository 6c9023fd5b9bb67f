package org.radiologytrust.pipeline.step;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.llm.ask.AnswerSource;
import org.radiologytrust.llm.ask.ChatRequest;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.llm.exam.ExamImage;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Sex;

/**
 * The questions about images that audits ask a model, made by the steps themselves for an invented
 * report and an image that shows no patient. A server is tested with them.
 */
public final class ImageQuestions implements AnswerSource {
  /** Two, so that a step that asks about claims has two questions. */
  private static final List<String> REPORTS =
      List.of(
          "FINDINGS:\nThere is a left pleural effusion. The heart is of normal size.",
          "FINDINGS:\nNo pneumothorax is seen.");

  private static final Instance IMAGE =
      new Instance("2.25.1", "2.25.2", "", "CR", "CHEST", "", "", "", 1, 1, "example");

  private static final Patient NOBODY = new Patient(List.of(), "", "", null, Sex.UNKNOWN, "");

  private final List<ChatRequest> asked = new ArrayList<>();

  private ImageQuestions() {}

  /**
   * The questions of each model by its name; a model that sees no image has none.
   *
   * @param ask how claims are compared with images
   */
  public static Map<String, List<ChatRequest>> of(
      SiteFiles files, StepCatalog catalog, Models models, Ask ask) {
    ImageQuestions recorder = new ImageQuestions();
    ImageSource images = instance -> ExamImage.disc();
    try (StepHarness harness = new StepHarness(files, catalog, recorder, models, images, ask)) {
      for (Step step : catalog.steps()) {
        if (catalog.step(step.name()).image() && ask.runs(step.name())) {
          for (String text : REPORTS) {
            recorder.record(harness, step.name(), text);
          }
        }
      }
    }
    Map<String, List<ChatRequest>> byModel = new LinkedHashMap<>();
    for (ChatRequest request : recorder.asked) {
      byModel.computeIfAbsent(request.model(), model -> new ArrayList<>()).add(request);
    }
    return byModel;
  }

  private void record(StepHarness harness, String step, String text) {
    Report report =
        Report.of("example", "example")
            .patient(NOBODY)
            .order(new Order("", "", List.of(), List.of(), null, "CR", "CHEST", ""))
            .text(text)
            .status(ReportStatus.FINAL)
            .build();
    try {
      harness.run(step, harness.open(new UUID(0, 0), report, List.of(IMAGE)));
    } catch (ModelFailure notAsked) {
      // the question is known, and nobody answers it
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean fits(ChatRequest request) {
    return true;
  }

  @Override
  public synchronized <T> Answer<T> ask(ChatRequest request, Reader<T> reader) throws ModelFailure {
    if (!request.images().isEmpty()
        && asked.stream().noneMatch(other -> other.prompt().equals(request.prompt()))) {
      asked.add(request);
    }
    throw new ModelFailure(ModelFailure.Reason.BAD_REQUEST, "nobody is asked");
  }
}
