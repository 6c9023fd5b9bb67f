package org.radiologytrust.lab.results;

/**
 * Two conditions on the same claims or calls.
 *
 * @param first letter of a condition, as is {@code second}
 * @param both how often both are right
 * @param onlyFirst how often the first alone is
 * @param p of McNemar's exact test; {@code null} when nothing can be paired
 * @param difference share of right ones of the second less that of the first, with an interval over
 *     cases
 * @param unpaired how many of the first or the second have no partner in the other
 */
public record Comparison(
    String first,
    String second,
    What what,
    int both,
    int onlyFirst,
    int onlySecond,
    int neither,
    Double p,
    Estimate difference,
    int unpaired) {
  /** What is right or wrong. */
  public enum What {
    LABELS("Labels right"),
    SCHEMA("Calls schema valid");

    private final String title;

    What(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }

  public int pairs() {
    return both + onlyFirst + onlySecond + neither;
  }
}
