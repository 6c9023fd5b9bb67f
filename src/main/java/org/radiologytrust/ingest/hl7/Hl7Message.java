package org.radiologytrust.ingest.hl7;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.radiologytrust.ingest.ByteOffsets;

/**
 * The segments of a message in their original order.
 *
 * @param segments MSH comes first
 * @param bytes where the characters of the message stand
 */
record Hl7Message(List<Segment> segments, ByteOffsets bytes) {
  /**
   * More segments than any report has. Limits the memory for a frame that contains only line ends.
   */
  static final int MAX_SEGMENTS = 20_000;

  Hl7Message {
    segments = List.copyOf(segments);
  }

  /**
   * Splits a text into segments at CR, LF or both. A line that does not begin like a segment
   * belongs to the segment before it, because some senders do not escape line ends.
   *
   * @param decoded starts with MSH
   * @throws RefusedException if there are more than {@link #MAX_SEGMENTS} segments
   */
  static Hl7Message of(Charsets.Decoded decoded) throws RefusedException {
    String text = decoded.text();
    Encoding encoding = Encoding.of(text, decoded.charset());
    List<Segment> segments = new ArrayList<>();
    Map<String, Integer> numbers = new HashMap<>();
    int start = 0;
    int at = 0;
    while (at < text.length()) {
      int end = lineEnd(text, at);
      int next = skipLineEnds(text, end);
      if (next == text.length() || beginsSegment(text, next, encoding)) {
        Slice slice = new Slice(text, start, end);
        int number =
            numbers.merge(text.substring(start, Math.min(end, start + 3)), 1, Integer::sum);
        segments.add(new Segment(slice, number, encoding));
        start = next;
        if (segments.size() > MAX_SEGMENTS) {
          throw Refusal.error(
              ErrorCode.SEGMENT_SEQUENCE,
              "MSH",
              0,
              "more than " + MAX_SEGMENTS + " segments; send one report per message");
        }
      }
      at = next;
    }
    return new Hl7Message(segments, decoded.bytes());
  }

  Segment msh() {
    return segments.get(0);
  }

  List<Segment> all(String name) {
    return segments.stream().filter(segment -> segment.name().equals(name)).toList();
  }

  private static int lineEnd(String text, int from) {
    int at = from;
    while (at < text.length() && !isLineEnd(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int skipLineEnds(String text, int from) {
    int at = from;
    while (at < text.length() && (isLineEnd(text.charAt(at)) || text.charAt(at) == '\0')) {
      at++;
    }
    return at;
  }

  private static boolean isLineEnd(char c) {
    return c == '\r' || c == '\n';
  }

  /**
   * Whether a segment begins here: three capitals or digits, the first a capital, followed by a
   * field separator or a line end.
   */
  private static boolean beginsSegment(String text, int at, Encoding encoding) {
    if (at + 3 > text.length() || text.charAt(at) < 'A' || text.charAt(at) > 'Z') {
      return false;
    }
    for (int i = at + 1; i < at + 3; i++) {
      char c = text.charAt(i);
      if ((c < 'A' || c > 'Z') && (c < '0' || c > '9')) {
        return false;
      }
    }
    return at + 3 == text.length()
        || text.charAt(at + 3) == encoding.field()
        || isLineEnd(text.charAt(at + 3));
  }

  @Override
  public String toString() {
    return "Hl7Message[" + segments.size() + " segments]";
  }
}
