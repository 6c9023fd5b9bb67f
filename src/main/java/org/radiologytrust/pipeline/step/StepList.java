package org.radiologytrust.pipeline.step;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** The list of all steps. */
public final class StepList {
  private static final ImageJudge LIST = new AlignmentStep();
  private static final ImageJudge EACH = new QuestionStep();

  private static final List<Step> SHIPPED =
      List.of(
          new ClaimsStep(),
          new FindingsStep(),
          LIST,
          new BlankStep("blank", LIST),
          EACH,
          new BlankStep("blank-question", EACH),
          new RewriteStep());

  private StepList() {}

  /**
   * The shipped steps in the order of the pipeline, then those of other jars on the class path,
   * sorted by name.
   */
  public static List<Step> all() {
    List<Step> all = new ArrayList<>(SHIPPED);
    ServiceLoader.load(Step.class, Step.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(Step::name))
        .forEach(all::add);
    return List.copyOf(all);
  }
}
