package org.radiologytrust.lab.results;

import org.jspecify.annotations.Nullable;

/**
 * The share of a check's flags that would be right. Every flag on a report as it is counts as
 * wrong.
 *
 * @param prevalence the share of the reports that have the error
 * @param value {@code null} where no report as it is was flagged: that says how many reports were
 *     measured, and not that every flag is right
 * @param low what holds with the lower bound of the recall and the upper bound of the flagged
 *     reports; {@code null} where nothing was measured or found
 */
public record Ppv(double prevalence, @Nullable Double value, @Nullable Double low) {
  /**
   * @param recall share of the errors that are found
   * @param flagged share of the reports without error that are flagged
   */
  public static Ppv of(Estimate recall, Estimate flagged, double prevalence) {
    Double found = recall.value();
    Double wrong = flagged.value();
    if (found == null || wrong == null || found + wrong == 0) {
      return new Ppv(prevalence, null, null);
    }
    double low = share(recall.low(), flagged.high(), prevalence);
    return new Ppv(prevalence, wrong == 0 ? null : share(found, wrong, prevalence), low);
  }

  private static double share(double found, double wrong, double prevalence) {
    double right = found * prevalence;
    return right / (right + wrong * (1 - prevalence));
  }
}
