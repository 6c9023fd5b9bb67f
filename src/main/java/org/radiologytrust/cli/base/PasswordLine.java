package org.radiologytrust.cli.base;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** A password on standard input. */
final class PasswordLine {
  private static final int LONGEST_LINE = 4096;

  private PasswordLine() {}

  /** The first line. */
  static String of(InputStream in) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST_LINE);
    for (int b = in.read(); b >= 0 && b != '\n' && bytes.hasRemaining(); b = in.read()) {
      bytes.put((byte) b);
    }
    try {
      String line = StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
      return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    } catch (CharacterCodingException e) {
      throw new CommandFailure("the password on standard input is not UTF-8");
    }
  }
}
