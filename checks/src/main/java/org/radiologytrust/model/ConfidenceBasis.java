package org.radiologytrust.model;

/** Where a confidence comes from. */
public enum ConfidenceBasis {
  /**
   * The probability of the label's tokens; renormalised over all labels where the server reports
   * theirs.
   */
  TOKEN_PROBABILITY("Probability of the label's token"),
  /** The number that the model wrote into its answer. */
  SELF_REPORTED("The model's own number");

  private final String words;

  ConfidenceBasis(String words) {
    this.words = words;
  }

  /** As people read it, for example {@code The model's own number}. */
  public String words() {
    return words;
  }
}
