package org.radiologytrust.lab.results;

import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** How a metric is counted, case by case, so that cases can be drawn again. */
sealed interface Measure {
  Metric metric();

  /**
   * A function of sums over cases, such as a share or an F1.
   *
   * @param count what a case adds to the sums; always of one length
   * @param value of the sums; NaN where there is nothing to count
   * @param n of the sums: over how many things the value is counted
   */
  record Sums(
      Metric metric,
      Function<Answered, double[]> count,
      ToDoubleFunction<double[]> value,
      ToDoubleFunction<double[]> n)
      implements Measure {}

  /** The median of all values of all cases; what is no number is left out. */
  record Median(Metric metric, Function<Answered, double[]> values) implements Measure {}

  /**
   * A share.
   *
   * @param count how many, and of how many
   */
  static Measure share(Metric metric, Function<Answered, double[]> count) {
    return new Sums(metric, count, s -> s[0] / s[1], s -> s[1]);
  }
}
