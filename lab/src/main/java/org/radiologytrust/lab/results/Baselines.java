package org.radiologytrust.lab.results;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.radiologytrust.cases.TrueClaim;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.lab.baseline.Baseline;
import org.radiologytrust.lab.baseline.BaselineLabels;

/** Counts the labels of trivial rules as those of a model, on the same claims. */
public final class Baselines {
  /**
   * Where the difference is the same in each case, the bootstrap has no interval. Then so many
   * cases must be better: of six cases, chance makes all differ to the same side once in 32 times.
   */
  private static final int ENOUGH = 6;

  private final BaselineLabels labels;

  /** With the shipped words. */
  Baselines(List<LabelledCase> cases) {
    Map<String, List<TrueClaim>> claims = new HashMap<>();
    cases.forEach(c -> claims.put(c.id(), c.truth().claims()));
    labels = BaselineLabels.of(SiteFiles.shipped(), claims);
  }

  /**
   * A rule's figure beside that of a model.
   *
   * @param estimate the rule's figure on the claims that the model was asked about
   * @param difference the model's figure minus the rule's, with an interval over cases
   */
  public record Beside(Baseline baseline, Estimate estimate, Estimate difference) {
    /** Whether the model's figure is not clearly above the rule's. */
    public boolean reached() {
      return difference.low() == null
          ? difference.value() <= 0 || difference.cases() < ENOUGH
          : difference.low() <= 0;
    }
  }

  /**
   * The same cases with the labels of a rule. A case whose labels were not asked for has none here
   * either, so that both have the same claims.
   */
  private List<AnsweredCase> answered(Baseline baseline, List<AnsweredCase> asked) {
    return asked.stream()
        .map(
            a -> a.withLabels(a.askedLabels() ? labels.of(baseline, a.labelled().id()) : List.of()))
        .toList();
  }

  /**
   * A measure of labels beside that of each rule; nothing for other measures.
   *
   * @param asked the cases of a condition
   */
  List<Beside> beside(Measure measure, List<AnsweredCase> asked, Bootstrap bootstrap) {
    List<Beside> beside = new ArrayList<>();
    if (Metric.OF_LABELS.contains(measure.metric()) && measure instanceof Measure.Sums sums) {
      for (Baseline baseline : Baseline.values()) {
        List<AnsweredCase> ruled = answered(baseline, asked);
        Estimate estimate = bootstrap.of(measure, ruled);
        Estimate difference = bootstrap.difference(sums, ruled, asked);
        if (estimate.known() && difference.known()) {
          beside.add(new Beside(baseline, estimate, difference));
        }
      }
    }
    return beside;
  }
}
