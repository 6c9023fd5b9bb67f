package org.radiologytrust.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import org.radiologytrust.journal.JobQueue.Job;
import org.radiologytrust.llm.ModelFailure;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.ImageRead;
import org.radiologytrust.model.ImageSource;
import org.radiologytrust.model.Instance;

/** Describes each image without the report. */
final class FindingsStep {
  private final StepDefinition step;
  private final StepRunner runner;
  private final ImageSource images;
  private final ExecutorService parallel;

  FindingsStep(
      StepDefinition step, StepRunner runner, ImageSource images, ExecutorService parallel) {
    this.step = step;
    this.runner = runner;
    this.images = images;
    this.parallel = parallel;
  }

  Audit run(Audit c, Job job) throws ModelFailure, InterruptedException, IOException {
    if (!c.withModel()) {
      return c;
    }
    List<Callable<StepRunner.Done<ImageRead>>> calls = new ArrayList<>();
    for (int i = 0; i < c.instances().size(); i++) {
      int number = i + 1;
      Instance instance = c.instances().get(i);
      byte[] png = images.png(instance);
      calls.add(() -> describe(job, instance, number, png));
    }
    List<StepRunner.Done<ImageRead>> all = new SideBySide(parallel).all(calls);
    return c.toBuilder()
        .reads(all.stream().map(StepRunner.Done::value).toList())
        .addModels(Uses.together(all.stream().map(StepRunner.Done::use).toList()))
        .build();
  }

  private StepRunner.Done<ImageRead> describe(Job job, Instance instance, int number, byte[] png)
      throws ModelFailure, InterruptedException {
    Map<String, String> data =
        Map.of(
            "images", "[img]",
            "modality", DicomWord.of(instance.modality()),
            "bodyPart", DicomWord.of(instance.bodyPartExamined()),
            "view", DicomWord.of(instance.viewPosition()));
    return runner.run(
        job,
        new StepRunner.Ask(
            step, instance.sopInstanceUid(), data, List.of(png), step.answerTokens()),
        answer -> read(answer, instance, number));
  }

  private static ImageRead read(JsonNode answer, Instance instance, int image) {
    List<Finding> findings = new ArrayList<>();
    for (JsonNode f : answer.path("findings")) {
      findings.add(
          new Finding(
              "F" + image + "." + (findings.size() + 1),
              instance.sopInstanceUid(),
              f.path("description").asText().strip(),
              f.path("location").asText().strip(),
              f.path("probability").asDouble(),
              f.path("cue").asText().strip()));
    }
    return new ImageRead(instance.sopInstanceUid(), answer.path("quality").asText(), findings);
  }
}
