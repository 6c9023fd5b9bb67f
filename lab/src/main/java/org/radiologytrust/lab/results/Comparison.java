package org.radiologytrust.lab.results;

import org.jspecify.annotations.Nullable;

/**
 * Two conditions compared on the same claims or calls.
 *
 * @param first letter of the first condition
 * @param second letter of the second condition
 * @param both how often both are correct
 * @param onlyFirst how often only the first is correct
 * @param onlySecond how often only the second is correct
 * @param neither how often neither is correct
 * @param p of McNemar's exact test; {@code null} when nothing can be paired
 * @param difference share correct of the second minus that of the first, with an interval over
 *     cases
 * @param unpaired number of claims or calls that only one condition has
 */
public record Comparison(
    String first,
    String second,
    What what,
    int both,
    int onlyFirst,
    int onlySecond,
    int neither,
    @Nullable Double p,
    Estimate difference,
    int unpaired) {
  /** What is compared. */
  public enum What {
    LABELS("Correct labels"),
    /** On the claims to which both gave a label; only for two ways of asking. */
    BOTH_LABELLED("Correct, both gave"),
    SCHEMA("Valid schema");

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
