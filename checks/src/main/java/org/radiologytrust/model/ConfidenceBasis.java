package org.radiologytrust.model;

/** Where a confidence comes from. */
public enum ConfidenceBasis {
  /**
   * The probability of the label's tokens; renormalised over all labels where the server reports
   * theirs.
   */
  TOKEN_PROBABILITY,
  /** The number that the model wrote into its answer. */
  SELF_REPORTED
}
