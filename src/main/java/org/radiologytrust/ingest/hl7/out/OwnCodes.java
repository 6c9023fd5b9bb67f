package org.radiologytrust.ingest.hl7.out;

/** OBX-3 of the messages that this product writes. No mapping changes them. */
enum OwnCodes {
  /** The first OBX of each message, which says what it is. */
  NOTICE("What this message is"),
  REPORT("Audited report"),
  SUMMARY("Summary"),
  FLAG("Flag"),
  QUESTION("Question"),
  LINK("Review page"),
  PAGE("Audit as a page");

  /** The coding system. */
  static final String SYSTEM = "99RTL";

  /** The coding system of the checks' ids. */
  static final String CHECKS = "99RTL-CHECK";

  private final String words;

  OwnCodes(String words) {
    this.words = words;
  }

  String code() {
    return "RTL-" + name();
  }

  String words() {
    return words;
  }
}
