package org.radiologytrust.ingest.document;

import java.util.Base64;
import org.radiologytrust.ingest.document.Unreadable.Reason;

/**
 * Decodes the Base64 of a message. The JDK's decoder for mails leaves out what it does not know, so
 * that a damaged document becomes another one.
 */
public final class Base64Data {
  /** So many characters stand for three bytes; padding fills up the last ones. */
  private static final int GROUP = 4;

  private Base64Data() {}

  /**
   * Decodes; white space does not count.
   *
   * @throws UnreadableException if it ends too early, or has other characters
   */
  public static byte[] decode(String text) {
    String data = text.replaceAll("\\s+", "");
    try {
      if (data.length() % GROUP == 0) {
        return Base64.getDecoder().decode(data);
      }
    } catch (IllegalArgumentException e) {
      // the decoder's message quotes the text
    }
    throw new UnreadableException(Reason.CUT);
  }
}
