package org.radiologytrust.model;

import org.jspecify.annotations.Nullable;

/**
 * The score of an audit, and the number of claims by label.
 *
 * @param value 0 to 100; {@code null} when some claim was not assessed, or there are no claims
 */
public record Score(
    @Nullable Integer value,
    int claims,
    int supported,
    int uncertain,
    int needsReview,
    int notAssessed) {
  public Score {
    if (value != null && notAssessed > 0) {
      throw new IllegalArgumentException("a score has no value when claims were not assessed");
    }
    if (claims != supported + uncertain + needsReview + notAssessed) {
      throw new IllegalArgumentException(
          "the counts by label do not add up to the number of claims");
    }
  }

  /** A copy with only the counts. */
  public Score withoutValue() {
    return new Score(null, claims, supported, uncertain, needsReview, notAssessed);
  }
}
