package org.radiologytrust.lab.results;

import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** How a metric is counted for each case, so that the bootstrap can draw cases. */
sealed interface Measure {
  Metric metric();

  /**
   * A function of sums over cases, such as a share or an F1.
   *
   * @param count what a case adds to the sums; always the same length
   * @param value computed from the sums; NaN when there is nothing to count
   * @param n number of items counted, computed from the sums
   */
  record Sums(
      Metric metric,
      Function<AnsweredCase, double[]> count,
      ToDoubleFunction<double[]> value,
      ToDoubleFunction<double[]> n)
      implements Measure {}

  /** The median of all finite values of all cases. */
  record Median(Metric metric, Function<AnsweredCase, double[]> values) implements Measure {}

  /**
   * A share.
   *
   * @param count two numbers for each case: how many, and of how many
   */
  static Measure share(Metric metric, Function<AnsweredCase, double[]> count) {
    return new Sums(metric, count, s -> s[0] / s[1], s -> s[1]);
  }
}
