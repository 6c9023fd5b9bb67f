package org.radiologytrust.check.within;

/** In what two sentences about one thing differ. */
enum Difference {
  PRESENCE("one of the two asserts what the other denies"),
  SIDE("it names the other side"),
  SIZE("it gives another size"),
  CERTAINTY("one of the two holds only possible what the other says");

  private final String words;

  Difference(String words) {
    this.words = words;
  }

  /** Goes on from "An addendum changes this sentence: ". */
  String words() {
    return words;
  }
}
