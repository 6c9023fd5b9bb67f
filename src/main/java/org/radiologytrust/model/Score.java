package org.radiologytrust.model;

/**
 * The score of an audit and the counts that it rests on.
 *
 * @param value 0 to 100, or {@code null} when not every claim was assessed or there is none
 * @param severity {@code null} exactly when there is no value
 */
public record Score(
    Integer value,
    Severity severity,
    int claims,
    int supported,
    int uncertain,
    int needsReview,
    int notAssessed) {
  public Score {
    if ((value == null) != (severity == null)) {
      throw new IllegalArgumentException("no score, no severity");
    }
    if (value != null && notAssessed > 0) {
      throw new IllegalArgumentException("a score needs every claim assessed");
    }
    if (claims != supported + uncertain + needsReview + notAssessed) {
      throw new IllegalArgumentException("the counts do not add up");
    }
  }

  /** The counts alone. */
  public Score withoutValue() {
    return new Score(null, null, claims, supported, uncertain, needsReview, notAssessed);
  }
}
