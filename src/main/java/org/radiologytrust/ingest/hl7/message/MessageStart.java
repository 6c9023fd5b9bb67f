package org.radiologytrust.ingest.hl7.message;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where a message starts, after a byte order mark and white space.
 *
 * @param offset of the M of MSH
 * @param charset UTF-16BE or UTF-16LE if MSH is written so; otherwise ISO-8859-1, in which MSH is
 *     read until MSH-18 is known
 */
public record MessageStart(int offset, Charset charset) {
  private static final int WHITE_SPACE = 64;
  private static final List<Charset> WIDE =
      List.of(StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE);

  /** The start; empty if the frame does not begin with MSH. */
  public static Optional<MessageStart> of(byte[] frame) {
    return of(frame, "MSH");
  }

  /** Where a frame begins with this segment. */
  public static Optional<MessageStart> of(byte[] frame, String segment) {
    for (Charset charset : WIDE) {
      int at = start(frame, segment, charset, "\ufeff".getBytes(charset));
      if (at >= 0) {
        return Optional.of(new MessageStart(at, charset));
      }
    }
    byte[] mark = "\ufeff".getBytes(StandardCharsets.UTF_8);
    int at = start(frame, segment, StandardCharsets.ISO_8859_1, mark);
    return at < 0
        ? Optional.empty()
        : Optional.of(new MessageStart(at, StandardCharsets.ISO_8859_1));
  }

  private static int start(byte[] frame, String segment, Charset charset, byte[] mark) {
    int from = begins(frame, 0, mark) ? mark.length : 0;
    int length = Math.min(frame.length - from, WHITE_SPACE);
    String head = new String(frame, from, length, charset);
    int units = 0;
    while (units < head.length() && head.charAt(units) <= ' ') {
      units++;
    }
    int at = from + units * " ".getBytes(charset).length;
    return begins(frame, at, segment.getBytes(charset)) ? at : -1;
  }

  private static boolean begins(byte[] frame, int at, byte[] with) {
    return at + with.length <= frame.length
        && Arrays.equals(frame, at, at + with.length, with, 0, with.length);
  }

  /** Whether every character has two bytes or four. */
  public boolean isWide() {
    return WIDE.contains(charset);
  }
}
