package org.radiologytrust.journal.quality;

import org.radiologytrust.model.Strength;

/**
 * What people said about the flags of one check.
 *
 * @param check type of the problem, as in {@link org.radiologytrust.review.Problem#type}
 * @param strength that the flags had when they were made
 * @param footing how the flags came to be judged
 * @param right flags that a person called right
 * @param wrong flags that a person called wrong
 * @param notImportant flags that a person called right, but not important
 * @param people how many different log-ins judged them
 */
public record VerdictCounts(
    String check,
    Strength strength,
    Footing footing,
    int right,
    int wrong,
    int notImportant,
    int people) {
  /** The flags with a verdict. */
  public int judged() {
    return right + wrong + notImportant;
  }

  /** Those that count for the precision: what is not important counts neither way. */
  public int rightOrWrong() {
    return right + wrong;
  }
}
