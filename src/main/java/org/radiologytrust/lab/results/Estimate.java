package org.radiologytrust.lab.results;

/**
 * A figure with its 95 % interval.
 *
 * @param value {@code null} when there is nothing to count
 * @param low {@code null} when there is no interval, as is {@code high}
 * @param n how many calls, claims or the like the figure was counted over
 * @param cases how many cases they come from
 * @param interval how the interval was made
 */
public record Estimate(Double value, Double low, Double high, int n, int cases, Interval interval) {
  /** Where an interval comes from. */
  public enum Interval {
    /** Percentiles of the figure over resampled cases. */
    BOOTSTRAP,
    /**
     * Every resampled figure is the same, so that resampling tells nothing: Wilson's interval of
     * the share, with cases as what was tried, since what belongs to one case is not independent.
     */
    WILSON,
    /** There is nothing to count, or all values are the same and no bound is known. */
    NONE
  }

  static Estimate none() {
    return new Estimate(null, null, null, 0, 0, Interval.NONE);
  }

  public boolean known() {
    return value != null;
  }
}
