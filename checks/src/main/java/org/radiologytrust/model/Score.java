package org.radiologytrust.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * The score of an audit, and the number of claims by label.
 *
 * @param value 0 to 100; {@code null} when some claim was not assessed, or there are no claims
 */
@JsonPropertyOrder({
  "value",
  "severity",
  "claims",
  "supported",
  "uncertain",
  "needsReview",
  "notAssessed"
})
@JsonIgnoreProperties(value = "severity", allowGetters = true)
public record Score(
    @Nullable Integer value,
    int claims,
    int supported,
    int uncertain,
    int needsReview,
    int notAssessed) {
  private static final int LOW_FROM = 80;
  private static final int MEDIUM_FROM = 50;

  public Score {
    if (value != null && notAssessed > 0) {
      throw new IllegalArgumentException("a score has no value when claims were not assessed");
    }
    if (claims != supported + uncertain + needsReview + notAssessed) {
      throw new IllegalArgumentException(
          "the counts by label do not add up to the number of claims");
    }
  }

  /**
   * Stored for nodes of the version before, which refuse a score without it while nodes are
   * upgraded one after the other; derived from the score as they did.
   */
  @JsonProperty("severity")
  @Nullable Severity severityOfBefore() {
    if (value == null) {
      return null;
    }
    if (value >= LOW_FROM && needsReview == 0) {
      return Severity.LOW;
    }
    return value >= MEDIUM_FROM ? Severity.MEDIUM : Severity.HIGH;
  }

  /** A copy with only the counts. */
  public Score withoutValue() {
    return new Score(null, claims, supported, uncertain, needsReview, notAssessed);
  }
}
