package org.radiologytrust.pipeline.step;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.journal.work.RunningJobs;
import org.radiologytrust.llm.ask.AnswerSource;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Report;
import org.radiologytrust.text.sections.Segmenter;

/**
 * Runs the steps of an audit one by one, without routes and journal, for evaluations and for
 * rendering training text. It uses the same code as an audit, so prompts and rules are the same.
 * Close it to stop its threads.
 */
public final class StepHarness implements AutoCloseable {
  private final Segmenter segmenter;
  private final RuleClaims rules;
  private final RunningJobs running = new RunningJobs();
  private final ExecutorService parallel = Executors.newCachedThreadPool();
  private final Steps steps;

  /** Compares claims with images in one list. */
  public StepHarness(
      SiteFiles files, StepCatalog catalog, AnswerSource asker, Models models, ImageSource images) {
    this(files, catalog, asker, models, images, Ask.LIST);
  }

  /**
   * @param asker answers the steps' questions
   * @param images renders the images of the cases
   * @param ask how claims are compared with images
   */
  public StepHarness(
      SiteFiles files,
      StepCatalog catalog,
      AnswerSource asker,
      Models models,
      ImageSource images,
      Ask ask) {
    this.segmenter = new Segmenter(files);
    this.rules = new RuleClaims(files);
    this.steps =
        new Steps(
            catalog,
            asker,
            (job, step, result) -> true,
            running,
            models,
            rules,
            images,
            parallel,
            // one question after the other, so that the same ones are asked each time
            new Steps.Options(Integer.MAX_VALUE, true, ask, 1, false));
  }

  /**
   * Starts a case: splits its report into sentences and makes each sentence of a section with
   * statements a claim.
   *
   * @param id the run's id; the nonces of its calls depend on it
   * @param instances the images to show; empty for none
   */
  public Audit open(UUID id, Report report, List<Instance> instances) {
    return rules.sentences(
        segmenter.segment(
            Audit.of(id, report)
                .instances(instances)
                .withModel(true)
                .started(Instant.EPOCH)
                .build()));
  }

  /**
   * Runs one step.
   *
   * @param step the step's name
   * @param c the case as the step before returned it
   * @throws ModelFailure when there is no valid answer
   * @throws IOException when an image cannot be read
   */
  public Audit run(String step, Audit c) throws ModelFailure, InterruptedException, IOException {
    Job job =
        new Job(
            c.runId(), c.runId(), 1, c.report(), c.studies(), "", 0, 0, Duration.ZERO, Map.of());
    running.start(job);
    try {
      return steps.run(step, c, job);
    } catch (NotAuditable e) {
      throw new IllegalStateException(
          e.getMessage(), e); // cannot happen: the limit on claims is off
    } finally {
      running.end(job);
    }
  }

  @Override
  public void close() {
    parallel.shutdownNow();
  }
}
