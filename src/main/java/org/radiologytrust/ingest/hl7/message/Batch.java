package org.radiologytrust.ingest.hl7.message;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Messages that came together, between BHS and BTS or FHS and FTS.
 *
 * @param header BHS or FHS, whichever comes first
 * @param messages the bytes of each message
 * @param remark what is wrong with the batch as a whole; empty if nothing is
 */
public record Batch(Segment header, List<byte[]> messages, String remark) {
  /**
   * More messages, headers and trailers than any batch has: each message is stored and answered.
   */
  public static final int MAX_LINES = 10_000;

  private static final List<String> NAMES = List.of("FHS", "BHS", "MSH", "BTS", "FTS");

  /** The beginning of a line that begins or ends a message. */
  private record Line(String name, int from) {}

  /** Divides a frame; empty if it is no batch, or one without a message or with too many lines. */
  public static Optional<Batch> of(byte[] frame) {
    return Stream.of("FHS", "BHS")
        .flatMap(name -> MessageStart.of(frame, name).stream())
        .findFirst()
        .flatMap(start -> divided(frame, start));
  }

  private static Optional<Batch> divided(byte[] frame, MessageStart start) {
    List<Line> lines = lines(frame, start);
    if (lines.size() > MAX_LINES) {
      return Optional.empty();
    }
    List<byte[]> messages = new ArrayList<>();
    String counted = "";
    Segment header;
    try {
      header = Hl7Message.header(frame, start);
      for (int i = 0; i < lines.size(); i++) {
        int from = lines.get(i).from;
        int end = i + 1 < lines.size() ? lines.get(i + 1).from : frame.length;
        if (lines.get(i).name.equals("MSH")) {
          messages.add(Arrays.copyOfRange(frame, from, end));
        } else if (lines.get(i).name.equals("BTS")) {
          String text = new String(frame, from, end - from, start.charset());
          counted = new Segment(text.stripTrailing(), header.encoding()).value(1, 1);
        }
      }
    } catch (RefusedException e) {
      return Optional.empty();
    }
    return messages.isEmpty()
        ? Optional.empty()
        : Optional.of(new Batch(header, messages, remark(counted, messages.size())));
  }

  private static String remark(String counted, int came) {
    return counted.isEmpty() || counted.equals(String.valueOf(came))
        ? ""
        : "BTS-1 does not name the number of messages that came: " + came;
  }

  /** The lines of a batch; one more than {@link #MAX_LINES} if there are too many. */
  private static List<Line> lines(byte[] frame, MessageStart start) {
    Charset charset = start.charset();
    int width = " ".getBytes(charset).length;
    List<byte[]> names = NAMES.stream().map(name -> name.getBytes(charset)).toList();
    byte[] cr = "\r".getBytes(charset);
    byte[] lf = "\n".getBytes(charset);
    List<Line> lines = new ArrayList<>();
    boolean begins = true;
    for (int at = start.offset();
        at + width <= frame.length && lines.size() <= MAX_LINES;
        at += width) {
      for (int i = 0; begins && i < names.size(); i++) {
        if (is(frame, at, names.get(i))) {
          lines.add(new Line(NAMES.get(i), at));
        }
      }
      begins = is(frame, at, cr) || is(frame, at, lf);
    }
    return lines;
  }

  private static boolean is(byte[] frame, int at, byte[] with) {
    return at + with.length <= frame.length
        && Arrays.equals(frame, at, at + with.length, with, 0, with.length);
  }

  /** Withholds the messages, because a record's default text may reach a log. */
  @Override
  public String toString() {
    return "Batch[" + messages.size() + " messages]";
  }
}
