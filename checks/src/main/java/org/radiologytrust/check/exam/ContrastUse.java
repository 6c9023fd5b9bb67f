package org.radiologytrust.check.exam;

/** Whether images were made with contrast agent in a vein. */
enum ContrastUse {
  WITH("with contrast"),
  WITHOUT("without contrast"),
  BOTH("without and with contrast");

  private final String words;

  ContrastUse(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
