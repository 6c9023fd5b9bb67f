package org.radiologytrust.pipeline;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.spi.Registry;
import org.radiologytrust.journal.JobQueue.Job;
import org.radiologytrust.journal.RunningJobs;
import org.radiologytrust.llm.AnswerSource;
import org.radiologytrust.llm.ModelFailure;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.ImageSource;

/** Runs steps, and holds each to what it says that it writes. */
public final class Steps {
  private final StepTools tools;

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
      AnswerSource asker,
      AnswerStore memory,
      RunningJobs running,
      Models models,
      RuleClaims rules,
      ImageSource images,
      ExecutorService parallel,
      Options options) {
    StepRunner runner = new StepRunner(asker, memory, running, models);
    tools = new StepTools(catalog, runner, rules, images, parallel, options);
  }

  /** Makes a bean {@code step-NAME} of each step, and the merge of branches that hold some. */
  public void bind(Registry registry) {
    for (Step step : tools.catalog().steps()) {
      registry.bind("step-" + step.name(), new Bean(step));
    }
    registry.bind("auditMerge", new AuditMerge(tools.catalog().steps()));
  }

  /** One step, as a route calls it. */
  public final class Bean {
    private final Step step;

    private Bean(Step step) {
      this.step = step;
    }

    public Audit run(@Body Audit audit, @ExchangeProperty(Job.PROPERTY) Job job)
        throws ModelFailure, NotAuditable, InterruptedException, IOException {
      return Steps.this.run(step, audit, job);
    }
  }

  Audit run(String name, Audit audit, Job job)
      throws ModelFailure, NotAuditable, InterruptedException, IOException {
    return run(tools.catalog().byName(name), audit, job);
  }

  private Audit run(Step step, Audit audit, Job job)
      throws ModelFailure, NotAuditable, InterruptedException, IOException {
    StepCalls calls = new StepCalls(tools.catalog().step(step.name()), job, tools);
    Audit done = step.run(audit, calls);
    List<String> beyond = AuditChanges.between(audit, done).beyond(step);
    if (!beyond.isEmpty()) {
      throw new StepFault(
          "step " + step.name() + " writes what it does not say: " + String.join(", ", beyond));
    }
    return done.toBuilder().addStep(step.name()).addModels(calls.uses()).build();
  }
}
