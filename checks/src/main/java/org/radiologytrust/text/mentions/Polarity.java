package org.radiologytrust.text.mentions;

/** Whether a sentence asserts or denies something. */
public enum Polarity {
  AFFIRMED,
  DENIED,
  /** A negation is near, but whether it reaches so far is not certain. */
  UNCLEAR
}
