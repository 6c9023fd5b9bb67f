package org.radiologytrust.ingest.hl7.message;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
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
public record Hl7Message(List<Segment> segments, ByteOffsets bytes) {
  /**
   * More segments than any report has. Limits the memory for a frame that contains only line ends.
   */
  public static final int MAX_SEGMENTS = 20_000;

  /**
   * Longer than any value, in UTF-16 units. Limits the memory for a field that contains only
   * separators. Documents are longer: they stand in OBX-5, whose reader has limits of its own.
   */
  public static final int MAX_FIELD = 500_000;

  public Hl7Message {
    segments = List.copyOf(segments);
  }

  /** Reads the first segment (MSH, FHS or BHS) before the character set is known. */
  public static Segment header(byte[] frame, MessageStart start) throws RefusedException {
    Charset charset = start.charset();
    byte[] cr = "\r".getBytes(charset);
    byte[] lf = "\n".getBytes(charset);
    int end = start.offset();
    while (end + cr.length <= frame.length
        && !Arrays.equals(frame, end, end + cr.length, cr, 0, cr.length)
        && !Arrays.equals(frame, end, end + lf.length, lf, 0, lf.length)) {
      end += cr.length;
    }
    String msh = new String(frame, start.offset(), end - start.offset(), charset);
    Segment head = new Segment(msh, Encoding.of(msh, charset));
    requireShortFields(head);
    return head;
  }

  /**
   * Splits a text into segments at CR, LF or both. A line that does not begin like a segment
   * belongs to the segment before it, because some senders do not escape line ends.
   *
   * @param decoded starts with MSH
   * @throws RefusedException if there are more than {@link #MAX_SEGMENTS} segments, or a field is
   *     longer than {@link #MAX_FIELD}
   */
  public static Hl7Message of(Charsets.Decoded decoded) throws RefusedException {
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
        Segment segment = new Segment(slice, number, encoding);
        requireShortFields(segment);
        segments.add(segment);
        start = next;
        if (segments.size() > MAX_SEGMENTS) {
          throw RefusedException.error(
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

  /**
   * Refuses a field that is longer than any value. Fields of Z segments may hold anything, and only
   * a site's mapping reads them.
   */
  static void requireShortFields(Segment segment) throws RefusedException {
    Slice slice = segment.slice();
    if (slice.length() <= MAX_FIELD || segment.name().startsWith("Z")) {
      return;
    }
    int before = slice.from();
    // in MSH, the first separator is itself a field
    for (int field = segment.name().equals("MSH") ? 1 : 0; before < slice.to(); field++) {
      int found = slice.find(segment.encoding().field(), before);
      int end = found < 0 ? slice.to() : found;
      if (end - before > MAX_FIELD && !(field == 5 && segment.name().equals("OBX"))) {
        throw tooLong(segment, field);
      }
      before = end + 1;
    }
  }

  private static RefusedException tooLong(Segment segment, int field) {
    return RefusedException.error(
        ErrorCode.DATA_TYPE,
        segment.name(),
        field,
        segment.name()
            + (field == 0 ? "" : "-" + field)
            + " is longer than any value ("
            + MAX_FIELD
            + " characters); send documents in OBX-5");
  }

  public Segment msh() {
    return segments.get(0);
  }

  public List<Segment> all(String name) {
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
