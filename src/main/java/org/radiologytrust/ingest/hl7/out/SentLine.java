package org.radiologytrust.ingest.hl7.out;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.radiologytrust.ingest.hl7.message.PlainSegments;
import org.radiologytrust.ingest.hl7.message.RefusedException;
import org.radiologytrust.ingest.hl7.message.Segment;

/**
 * What identifies an OBX at the receiver.
 *
 * @param code OBX-3.1
 * @param name OBX-4
 */
record SentLine(String code, String name) {
  /**
   * The lines of a message that this product wrote, in their order.
   *
   * @param message empty if there was none
   */
  static Map<SentLine, Segment> of(String message) {
    Map<SentLine, Segment> lines = new LinkedHashMap<>();
    if (message.isEmpty()) {
      return lines;
    }
    for (Segment obx : segments(message, "OBX")) {
      lines.put(new SentLine(obx.value(3, 1), obx.value(4, 1)), obx);
    }
    return lines;
  }

  /** The segments of a name in a message that this product wrote. */
  static List<Segment> segments(String message, String name) {
    try {
      return PlainSegments.of(message, Set.of(name));
    } catch (RefusedException e) {
      throw new IllegalStateException("a stored message of ours has no valid delimiters", e);
    }
  }
}
