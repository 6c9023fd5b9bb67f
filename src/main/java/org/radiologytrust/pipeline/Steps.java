package org.radiologytrust.pipeline;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.radiologytrust.journal.JobQueue.Job;
import org.radiologytrust.llm.Asker;
import org.radiologytrust.llm.ModelFailure;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.ImageSource;

/**
 * The model steps, one method for each route {@code step-...}. Each hands on the case with its own
 * part filled in, or throws; what is thrown ends the audit as not auditable, or has it tried again.
 */
public final class Steps {
  private static final String JOB = Audits.JOB;

  private final ClaimsStep claims;
  private final FindingsStep findings;
  private final AlignmentStep alignment;
  private final RewriteStep rewrite;
  private final SummariesStep summaries;

  /**
   * How the steps go about their work.
   *
   * @param maxClaims most claims of a report
   * @param blankProbe whether the claims are held against blank images too
   */
  public record Options(int maxClaims, boolean blankProbe) {}

  /**
   * @param parallel runs the findings calls of several images side by side
   */
  public Steps(
      StepCatalog catalog,
      Asker asker,
      StepMemory memory,
      Running running,
      Models models,
      RuleClaims rules,
      ImageSource images,
      ExecutorService parallel,
      Options options) {
    StepRunner runner = new StepRunner(asker, memory, running, models);
    Parts parts = new Parts(runner);
    claims = new ClaimsStep(catalog, parts, rules, options.maxClaims());
    findings = new FindingsStep(catalog.step("findings"), runner, images, parallel);
    alignment = new AlignmentStep(catalog, parts, images, options.blankProbe());
    rewrite = new RewriteStep(catalog, parts);
    summaries = new SummariesStep(catalog, runner);
  }

  /** Splits the report into claims. */
  public Audit claims(@Body Audit c, @ExchangeProperty(JOB) Job job)
      throws ModelFailure, InterruptedException, NotAuditable {
    return claims.run(c, job);
  }

  /** Describes each image without the report. */
  public Audit findings(@Body Audit c, @ExchangeProperty(JOB) Job job)
      throws ModelFailure, InterruptedException, IOException {
    return findings.run(c, job);
  }

  /** Holds each claim against the images. */
  public Audit alignment(@Body Audit c, @ExchangeProperty(JOB) Job job)
      throws ModelFailure, InterruptedException, IOException {
    return alignment.run(c, job);
  }

  /** Holds each claim against blank images. */
  public Audit blank(@Body Audit c, @ExchangeProperty(JOB) Job job)
      throws ModelFailure, InterruptedException, IOException {
    return alignment.blank(c, job);
  }

  /** Proposes words for flagged claims. */
  public Audit rewrite(@Body Audit c, @ExchangeProperty(JOB) Job job)
      throws ModelFailure, InterruptedException {
    return rewrite.run(c, job);
  }

  /** Tells the clinician and the patient what came out. */
  public Audit summaries(@Body Audit c, @ExchangeProperty(JOB) Job job)
      throws ModelFailure, InterruptedException {
    return summaries.run(c, job);
  }
}
