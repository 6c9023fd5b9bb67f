package org.radiologytrust.strengths;

import org.radiologytrust.review.Wilson;

/**
 * A share of right flags with its 95 % interval.
 *
 * @param share 0 to 1
 */
record Share(double share, Wilson interval) {
  /**
   * @param of above 0
   */
  static Share of(int hits, int of) {
    return new Share((double) hits / of, Wilson.of(hits, of));
  }

  /** Such as: 24 %, 13 to 39. */
  String words() {
    return "%d %%, %d to %d"
        .formatted(percent(share), percent(interval.low()), percent(interval.high()));
  }

  private static long percent(double share) {
    return Math.round(100 * share);
  }
}
