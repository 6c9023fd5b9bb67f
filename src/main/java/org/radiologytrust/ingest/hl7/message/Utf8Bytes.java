package org.radiologytrust.ingest.hl7.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Tells a text in UTF-8 from one in a character set of single bytes. In such a set, a byte of UTF-8
 * that begins a character is a capital letter with an accent, and the bytes after it are symbols:
 * that all bytes beyond ASCII stand in such pairs does not happen in a text.
 */
final class Utf8Bytes {
  /**
   * Letters of phonetics and marks, as which a capital letter before a dash or quote could pass.
   */
  private static final int FIRST_RARE = 0x180;

  private static final int LAST_RARE = 0x36f;

  private Utf8Bytes() {}

  /** Whether bytes beyond ASCII occur, and all of them are common characters of UTF-8. */
  static boolean isText(byte[] bytes, int from) {
    if (!hasOthers(bytes, from)) {
      return false;
    }
    try {
      ByteBuffer rest = ByteBuffer.wrap(bytes, from, bytes.length - from);
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(rest)
          .codePoints()
          .filter(c -> c > 0x7f)
          .allMatch(Utf8Bytes::isCommon);
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static boolean hasOthers(byte[] bytes, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] < 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean isCommon(int c) {
    return c >= 0xa0 && (c < FIRST_RARE || c > LAST_RARE) && Character.isDefined(c);
  }
}
