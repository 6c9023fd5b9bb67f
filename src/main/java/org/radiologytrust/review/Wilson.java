package org.radiologytrust.review;

import org.apache.commons.statistics.interval.BinomialConfidenceInterval;

/**
 * Wilson's 95 % interval of a share. It is right for small numbers and for shares near 0 and 1.
 *
 * @param low lower bound, from 0 to the share
 * @param high upper bound, from the share to 1
 */
public record Wilson(double low, double high) {
  /** One minus the confidence. */
  private static final double ERROR = 0.05;

  /**
   * @param hits from 0 to {@code of}
   * @param of number of independent trials, at least 1
   * @throws IllegalArgumentException if that is no share
   */
  public static Wilson of(int hits, int of) {
    double share = (double) hits / of;
    var interval = BinomialConfidenceInterval.WILSON_SCORE.fromErrorRate(of, hits, ERROR);
    // rounding must not put the share outside, nor a bound below 0 or above 1
    return new Wilson(
        Math.max(0, Math.min(share, interval.getLowerBound())),
        Math.min(1, Math.max(share, interval.getUpperBound())));
  }
}
