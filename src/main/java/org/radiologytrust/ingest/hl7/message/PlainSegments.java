package org.radiologytrust.ingest.hl7.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Segments of some names in a text, one on each line, without the rest of the message. */
public final class PlainSegments {
  private PlainSegments() {}

  /**
   * @param text starts with MSH
   * @throws RefusedException if MSH has no valid delimiters
   */
  public static List<Segment> of(String text, Set<String> names) throws RefusedException {
    Encoding encoding = Encoding.of(text, StandardCharsets.UTF_8);
    List<Segment> segments = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int end = at;
      while (end < text.length() && text.charAt(end) != '\r' && text.charAt(end) != '\n') {
        end++;
      }
      if (end - at >= 3 && names.contains(text.substring(at, at + 3))) {
        segments.add(new Segment(text.substring(at, end), encoding));
        if (segments.size() == Hl7Message.MAX_SEGMENTS) {
          return segments;
        }
      }
      at = end + 1;
    }
    return segments;
  }
}
