package org.radiologytrust.model;

/** Whose number a confidence is. */
public enum ConfidenceBasis {
  /** The probability of the label's token, renormalised over the labels where theirs are told. */
  TOKEN_PROBABILITY,
  /** The number that the model wrote into its answer. */
  SELF_REPORTED,
  /** A rule, which is sure: always 1. */
  RULE
}
