package org.radiologytrust.lab.results;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/** McNemar's exact test: where only one of two conditions is correct, is each as often correct? */
final class McNemar {
  private McNemar() {}

  /**
   * @param first how often only the first is correct
   * @param second how often only the second is correct
   * @return the two-sided probability that chance gives a split at least as uneven; 1 when they
   *     never differ
   */
  static double p(int first, int second) {
    int n = first + second;
    return n == 0
        ? 1
        : Math.min(
            1, 2 * BinomialDistribution.of(n, 0.5).cumulativeProbability(Math.min(first, second)));
  }
}
