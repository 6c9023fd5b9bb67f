package org.radiologytrust.strengths;

/**
 * A share with its 95 % interval by Wilson's score.
 *
 * @param share 0 to 1
 * @param lower 0 to 1
 * @param upper 0 to 1
 */
record Share(double share, double lower, double upper) {
  private static final double Z = 1.959963984540054;

  /**
   * @param hits need not be whole: what was measured elsewhere counts as a part of a verdict
   * @param of above 0
   */
  static Share of(double hits, double of) {
    double share = hits / of;
    double square = Z * Z / of;
    double middle = (share + square / 2) / (1 + square);
    double half = Z * Math.sqrt(share * (1 - share) / of + square / (4 * of)) / (1 + square);
    return new Share(share, Math.max(0, middle - half), Math.min(1, middle + half));
  }

  /** Such as: 24 %, 13 to 39. */
  String words() {
    return "%d %%, %d to %d".formatted(percent(share), percent(lower), percent(upper));
  }

  private static long percent(double share) {
    return Math.round(100 * share);
  }
}
