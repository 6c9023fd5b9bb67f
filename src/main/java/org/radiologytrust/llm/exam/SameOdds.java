package org.radiologytrust.llm.exam;

import java.util.Map;

/** Whether two answers to one question are as probable as each other, but for rounding. */
final class SameOdds {
  /**
   * Largest difference in probability that counts as rounding, which depends on the size of the
   * batch.
   */
  private static final double SAME = 0.02;

  /**
   * The same limit for natural logarithms. Small probabilities hardly differ, but their logarithms
   * do.
   */
  private static final double SAME_LOG = 0.25;

  /** Lower limit of probabilities, so that the logarithm is finite. */
  private static final double LEAST = 1e-6;

  private SameOdds() {}

  /**
   * @param a the probability of each value
   * @param b the same of the other answer
   */
  static boolean are(Map<String, Double> a, Map<String, Double> b) {
    return a.keySet().equals(b.keySet())
        && a.entrySet().stream().allMatch(e -> close(e.getValue(), b.get(e.getKey())));
  }

  private static boolean close(double a, double b) {
    return Math.abs(a - b) < SAME
        && Math.abs(Math.log(Math.max(a, LEAST) / Math.max(b, LEAST))) < SAME_LOG;
  }
}
