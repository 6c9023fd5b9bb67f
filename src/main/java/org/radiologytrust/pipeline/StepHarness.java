package org.radiologytrust.pipeline;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.radiologytrust.journal.JobQueue.Job;
import org.radiologytrust.journal.RunningJobs;
import org.radiologytrust.llm.AnswerSource;
import org.radiologytrust.llm.ModelFailure;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.ImageSource;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.SiteFiles;

/**
 * The steps of an audit one by one, outside of the routes: what an evaluation asks, and what
 * training text is rendered from. The same code as in an audit, so the same prompts and rules;
 * nothing is kept.
 */
public final class StepHarness implements AutoCloseable {
  private final Segmenter segmenter;
  private final RuleClaims rules;
  private final RunningJobs running = new RunningJobs();
  private final ExecutorService parallel = Executors.newCachedThreadPool();
  private final Steps steps;

  /**
   * @param asker answers the steps
   * @param images gives the pixels of the instances that cases name
   */
  public StepHarness(
      SiteFiles files, StepCatalog catalog, AnswerSource asker, Models models, ImageSource images) {
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
            new Steps.Options(Integer.MAX_VALUE, true));
  }

  /**
   * A case before its first step: cut into sentences, each of those stated a claim.
   *
   * @param id what the nonces of its calls are made from
   * @param instances the images to show; empty for none
   */
  public Audit open(UUID id, Report report, List<Instance> instances) {
    return rules.claims(
        segmenter.segment(
            Audit.of(id, report)
                .instances(instances)
                .withModel(true)
                .started(Instant.EPOCH)
                .build()));
  }

  /**
   * A case after one more step.
   *
   * @param step its name
   */
  public Audit run(String step, Audit c) throws ModelFailure, InterruptedException, IOException {
    Job job =
        new Job(
            c.runId(), c.runId(), 1, c.report(), c.studies(), "", 0, 0, Duration.ZERO, Map.of());
    running.start(job);
    try {
      return steps.run(step, c, job);
    } catch (NotAuditable e) {
      throw new IllegalStateException(e.getMessage(), e); // there is no limit on claims here
    } finally {
      running.end(job);
    }
  }

  @Override
  public void close() {
    parallel.shutdownNow();
  }
}
