package org.radiologytrust.ingest.hl7.out;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.ingest.hl7.message.Segment;

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

  private static final Set<String> ALL =
      Stream.of(values()).map(OwnCodes::code).collect(Collectors.toUnmodifiableSet());

  /** The coding system. */
  static final String SYSTEM = "99RTL";

  /** OBR-4.1 of the messages, unless the site's mapping says another. */
  static final String ORDER = "RTL-AUDIT";

  /** The coding system of the checks' ids. */
  static final String CHECKS = "99RTL-CHECK";

  private final String words;

  OwnCodes(String words) {
    this.words = words;
  }

  /** Whether a line is ours, even if somebody left the coding system out, or the code. */
  static boolean isOwn(Segment obx) {
    return obx.value(3, 3).equals(SYSTEM) || ALL.contains(obx.value(3, 1));
  }

  String code() {
    return "RTL-" + name();
  }

  String words() {
    return words;
  }
}
