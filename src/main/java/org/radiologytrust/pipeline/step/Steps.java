package org.radiologytrust.pipeline.step;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.spi.Registry;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.journal.work.RunningJobs;
import org.radiologytrust.llm.ask.AnswerSource;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.model.Audit;

/** Runs steps and checks that each writes only its declared outputs. */
public final class Steps {
  private final StepTools tools;

  /**
   * Options of the steps.
   *
   * @param maxClaims most claims of a report
   * @param blankProbe whether claims are also compared with blank images
   * @param ask how claims are compared with images
   * @param atOnce most questions about single claims of one audit at the same time
   * @param boxes whether findings on single images are asked for with boxes
   */
  public record Options(int maxClaims, boolean blankProbe, Ask ask, int atOnce, boolean boxes) {
    /** A long report must leave the servers free for others. */
    private static final int AT_ONCE = 4;

    public Options(int maxClaims, boolean blankProbe, Ask ask) {
      this(maxClaims, blankProbe, ask, AT_ONCE, false);
    }

    public Options withBoxes(boolean asked) {
      return new Options(maxClaims, blankProbe, ask, atOnce, asked);
    }
  }

  /**
   * @param asker answers the steps' questions
   * @param memory stores the answers
   * @param running the runs in progress
   * @param parallel runs the calls for several images in parallel
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

  /**
   * Binds each step as the bean {@code step-NAME}, or the step that {@link Ask} runs in its place,
   * and the bean {@code auditMerge} for parallel branches.
   */
  public void bind(Registry registry) {
    for (Step step : tools.catalog().steps()) {
      registry.bind("step-" + step.name(), new Bean(chosen(step.name())));
    }
    registry.bind("auditMerge", new AuditMerge(tools.catalog().steps()));
  }

  /** The bean by which a route calls one step. */
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

  /** Runs a step, or the one that {@link Ask} runs in its place. */
  public Audit run(String name, Audit audit, Job job)
      throws ModelFailure, NotAuditable, InterruptedException, IOException {
    return run(chosen(name), audit, job);
  }

  private Step chosen(String name) {
    return tools.catalog().byName(tools.options().ask().step(name));
  }

  private Audit run(Step step, Audit audit, Job job)
      throws ModelFailure, NotAuditable, InterruptedException, IOException {
    StepCalls calls = new StepCalls(tools.catalog().step(step.name()), job, tools);
    Audit done = step.run(audit, calls);
    List<String> undeclared = AuditChanges.between(audit, done).undeclared(step);
    if (!undeclared.isEmpty()) {
      throw new StepFault(
          "step "
              + step.name()
              + " writes parts that it does not declare: "
              + String.join(", ", undeclared));
    }
    return done.toBuilder()
        .addStep(step.name())
        .addModels(calls.uses())
        .addShown(calls.shown())
        .build();
  }
}
