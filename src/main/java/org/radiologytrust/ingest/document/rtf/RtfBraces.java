package org.radiologytrust.ingest.document.rtf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Puts the braces of an RTF right, so that a stray closing brace does not end it: what stands after
 * it is read too. An RTF that was cut stays cut.
 */
final class RtfBraces {
  private static final int NAME = 4;
  private static final byte[] BLANK = "\\'20".getBytes(StandardCharsets.US_ASCII);

  private final byte[] data;
  private final ByteArrayOutputStream kept;
  private int at;
  private int depth;
  private int dropped;

  /**
   * What came out.
   *
   * @param data the RTF without the closing braces that something follows although no group is open
   * @param endsOpen whether it had such a brace and ends without another, so that what follows may
   *     be cut off
   */
  record Balanced(byte[] data, boolean endsOpen) {}

  private RtfBraces(byte[] data) {
    this.data = data;
    this.kept = new ByteArrayOutputStream(data.length + 1);
  }

  static Balanced balanced(byte[] data) {
    return new RtfBraces(data).balanced();
  }

  private Balanced balanced() {
    int end = end();
    while (at < end) {
      switch (data[at]) {
        case '\\' -> command();
        case '{' -> {
          depth++;
          keep(1);
        }
        case '}' -> close(end);
        default -> keep(1);
      }
    }
    boolean endsOpen = depth == 1 && dropped > 0;
    if (endsOpen) {
      kept.write('}');
    }
    return new Balanced(kept.toByteArray(), endsOpen);
  }

  /** After the last byte that is neither a control character nor a blank. */
  private int end() {
    int end = data.length;
    while (end > 0 && data[end - 1] >= 0 && data[end - 1] <= ' ') {
      end--;
    }
    return end;
  }

  private void close(int end) {
    if (depth > 1 || at + 1 == end) {
      depth--;
      keep(1);
    } else {
      dropped++;
      at++;
      kept.writeBytes(BLANK);
    }
  }

  private void command() {
    int from = at;
    if (matches("\\bin")) {
      int digits = from + NAME;
      int count = 0;
      while (digits < data.length && Character.isDigit(data[digits])) {
        count = Math.min(data.length, count * 10 + data[digits] - '0');
        digits++;
      }
      boolean blank = digits < data.length && data[digits] == ' ';
      keep(digits - from + (blank ? 1 : 0) + (digits > from + NAME ? count : 0));
    } else {
      keep(2);
    }
  }

  private boolean matches(String command) {
    for (int i = 0; i < command.length(); i++) {
      if (at + i >= data.length || data[at + i] != command.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void keep(int bytes) {
    int length = Math.min(bytes, data.length - at);
    kept.write(data, at, length);
    at += length;
  }
}
