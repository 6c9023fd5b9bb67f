package org.radiologytrust.lab.results;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/** McNemar's exact test: are two conditions equally often right where only one of them is? */
final class McNemar {
  private McNemar() {}

  /**
   * @param first how often the first alone is right
   * @param second how often the second alone is right
   * @return the two-sided probability of a split at least as uneven, by chance; 1 when they never
   *     differ
   */
  static double p(int first, int second) {
    int n = first + second;
    return n == 0
        ? 1
        : Math.min(
            1, 2 * BinomialDistribution.of(n, 0.5).cumulativeProbability(Math.min(first, second)));
  }
}
