package org.radiologytrust.lab.results;

import org.jspecify.annotations.Nullable;
import org.radiologytrust.review.Wilson;

/**
 * A figure with its 95 % interval.
 *
 * @param value {@code null} when there is nothing to count
 * @param low lower bound; {@code null} when there is no interval
 * @param high upper bound; {@code null} when there is no interval
 * @param n number of calls, claims or other items counted
 * @param cases number of cases that they come from
 * @param interval how the interval was computed
 */
public record Estimate(
    @Nullable Double value,
    @Nullable Double low,
    @Nullable Double high,
    int n,
    int cases,
    Interval interval) {
  /** One minus the confidence of the intervals. */
  static final double ERROR = 0.05;

  /** How an interval was computed. */
  public enum Interval {
    /** Percentiles of the figure over resampled cases. */
    BOOTSTRAP,
    /**
     * Every resampled figure is the same, so the bootstrap gives no interval. This is Wilson's
     * interval of the share. It counts each case as one trial, because the items of one case are
     * not independent.
     */
    WILSON,
    /** There is nothing to count, or all values are the same and no bound can be computed. */
    NONE
  }

  /**
   * A share with Wilson's 95 % interval.
   *
   * @param hits from 0 to {@code of}
   * @param of number of independent trials; with 0 the share is not known
   */
  public static Estimate share(int hits, int of) {
    if (of == 0) {
      return none();
    }
    Wilson wilson = Wilson.of(hits, of);
    return new Estimate((double) hits / of, wilson.low(), wilson.high(), of, of, Interval.WILSON);
  }

  static Estimate none() {
    return new Estimate(null, null, null, 0, 0, Interval.NONE);
  }

  public boolean known() {
    return value != null;
  }
}
