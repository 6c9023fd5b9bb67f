package org.radiologytrust.lab.run;

import java.io.IOException;
import java.util.Optional;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.llm.ModelClient;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.model.Audit;
import org.radiologytrust.pipeline.step.Models;
import org.radiologytrust.pipeline.step.StepCatalog;
import org.radiologytrust.pipeline.step.StepHarness;

/**
 * A model, or a pair of models, that is measured with the product's steps.
 *
 * @param images returns the pixels of all cases that are asked about
 */
public record AskedModel(
    SiteFiles files, StepCatalog catalog, ModelClient client, Models models, ImageSource images) {

  /** Starts the questions about one case. */
  Asked begin(Asking asking) {
    Recorder recorder = new Recorder(client, asking);
    return new Asked(
        new StepHarness(files, catalog, recorder, models, images, asking.ask()), recorder);
  }

  ReferenceCase truth(EvalCase c) {
    return ReferenceCase.of(c, files, catalog, images, (request, answer) -> {});
  }

  /** The questions about one case, recorded. */
  record Asked(StepHarness harness, Recorder recorder) implements AutoCloseable {
    /**
     * Runs a step.
     *
     * @param name the name under which its calls are recorded
     * @return the audit behind the step; empty if the model's answer made it fail
     * @throws ModelFailure if the server cannot be asked, which says nothing about the model
     */
    Optional<Audit> ask(String name, String step, Audit from)
        throws ModelFailure, InterruptedException, IOException {
      recorder.enter(name);
      try {
        return Optional.of(harness.run(step, from));
      } catch (ModelFailure e) {
        if (Recorder.ofModel(e)) {
          return Optional.empty();
        }
        throw e;
      }
    }

    @Override
    public void close() {
      harness.close();
    }
  }
}
