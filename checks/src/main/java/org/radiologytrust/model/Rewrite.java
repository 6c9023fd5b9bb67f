package org.radiologytrust.model;

/**
 * Proposed wording for one claim.
 *
 * @param claim the claim's number
 * @param text wording that expresses the uncertainty, or {@link #VERIFY}
 */
public record Rewrite(int claim, String text) {
  /** The request to verify a claim: an action, and no wording. */
  public static final String VERIFY =
      "Please verify this statement against the images and the order.";

  /** Whether this asks to verify the claim instead of proposing a wording. */
  public boolean verify() {
    return text.equals(VERIFY);
  }
}
