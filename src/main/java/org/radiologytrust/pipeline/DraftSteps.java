package org.radiologytrust.pipeline;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.journal.work.RunningJobs;
import org.radiologytrust.llm.ask.AnswerSource;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.model.Audit;
import org.radiologytrust.pipeline.step.Models;
import org.radiologytrust.pipeline.step.NotAuditable;
import org.radiologytrust.pipeline.step.RuleClaims;
import org.radiologytrust.pipeline.step.StepCatalog;
import org.radiologytrust.pipeline.step.Steps;
import org.radiologytrust.runtime.DaemonThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the model's steps on a report that is still open: the steps of an audit with their prompts,
 * their masking and their rules, but without a run, and no answer is stored. One step after the
 * other, so that such a report takes one slot of the model servers at a time. Summaries are left
 * out: they are for the signed report.
 */
public final class DraftSteps {
  private static final Logger LOG = LoggerFactory.getLogger(DraftSteps.class);
  private static final String BLANK = "blank";

  /** After this step, what the model says is held against the rules, as in an audit. */
  private static final String JUDGED = "alignment";

  private static final String REWRITE = "rewrite";

  private final ModelGate gate;
  private final Parts parts;
  private final Grounding grounding;
  private final UnaryOperator<Audit> score;

  /**
   * What the steps of audits use, too.
   *
   * @param asker answers the steps' questions
   */
  record Parts(
      StepCatalog catalog,
      AnswerSource asker,
      Models models,
      RuleClaims rules,
      Steps.Options options) {}

  /**
   * @param gate says whether a model is asked
   * @param score lets the checks override the model, and computes the score
   */
  DraftSteps(ModelGate gate, Parts parts, Grounding grounding, UnaryOperator<Audit> score) {
    this.gate = gate;
    this.parts = parts;
    this.grounding = grounding;
    this.score = score;
  }

  /** A step was not done. The message is the reason, in a clinician's words. */
  public static final class NotDone extends Exception {
    private static final long serialVersionUID = 1;

    NotDone(String reason) {
      super(reason);
    }
  }

  /** Why no model is asked now, in a clinician's words; empty if one is. */
  public Optional<String> lacking() {
    return gate.lacking(false);
  }

  /** The names of the steps, in the order in which they run. */
  public List<String> names() {
    List<String> names = new ArrayList<>(List.of("claims", "findings", JUDGED));
    if (parts.options().blankProbe()) {
      names.add(BLANK);
    }
    names.add(REWRITE);
    return names;
  }

  /**
   * Begins.
   *
   * @param checked the report after the checks, with its images; a model is to be asked
   * @param images renders them
   */
  public Run begin(Audit checked, ImageSource images) {
    return new Run(checked, images);
  }

  /** One report. Not thread-safe. Threads that worked for it end with it. */
  public final class Run implements AutoCloseable {
    private final ExecutorService threads =
        Executors.newCachedThreadPool(DaemonThreads.named("draft-step"));
    private final RunningJobs running = new RunningJobs();
    private final Job job;
    private final Steps steps;
    private Audit audit;

    private Run(Audit checked, ImageSource images) {
      audit = checked;
      job =
          new Job(
              checked.runId(),
              checked.runId(),
              1,
              checked.report(),
              checked.studies(),
              "",
              0,
              0,
              Duration.ZERO,
              Map.of());
      steps =
          new Steps(
              parts.catalog(),
              parts.asker(),
              (of, step, answer) -> true,
              running,
              parts.models(),
              parts.rules(),
              images,
              threads,
              parts.options());
      running.start(job);
    }

    /**
     * Runs one step; in the order of {@link DraftSteps#names}.
     *
     * @throws NotDone if it was not done; what the steps before gave stays
     */
    public void run(String step) throws NotDone, InterruptedException {
      try {
        audit = steps.run(step, audit, job);
        boolean judged = step.equals(parts.options().blankProbe() ? BLANK : JUDGED);
        audit = judged ? score.apply(grounding.hold(audit)) : audit;
      } catch (ModelFailure | NotAuditable | IOException e) {
        throw new NotDone(ClinicalReason.of(e));
      } catch (CancellationException e) {
        throw new InterruptedException("the call was cancelled");
      } catch (RuntimeException e) {
        // its message may quote the report
        LOG.error("The step {} of an open report failed: {}", step, e.getClass().getName());
        throw new NotDone(ClinicalReason.of(e));
      }
    }

    /** The report with what the steps gave so far. */
    public Audit audit() {
      return audit;
    }

    /** Whether the claims of the text were compared with the images, and the result is complete. */
    public boolean judged() {
      return audit.score() != null;
    }

    @Override
    public void close() {
      running.drop(job);
      threads.shutdownNow();
    }
  }
}
