package org.radiologytrust.text.mentions;

/** How sure a sentence is of what it says. */
public enum Certainty {
  CERTAIN,
  /** The sentence holds it possible: "may represent", "cannot exclude". */
  POSSIBLE,
  /** The sentence only asks for it: "rule out", "evaluate for". */
  ASKED
}
