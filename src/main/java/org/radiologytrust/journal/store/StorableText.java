package org.radiologytrust.journal.store;

import java.nio.charset.StandardCharsets;
import org.radiologytrust.model.Texts;

/** Texts as the databases take them. */
public final class StorableText {
  private static final char REPLACEMENT = '\uFFFD';

  /** Two such keys and a UUID fit into a row of an index, which has at most 2,704 bytes. */
  private static final int LONGEST_KEY_BYTES = 800;

  private static final int SHOWN = 100;

  private StorableText() {}

  /** The text with each NUL and each unpaired surrogate replaced by U+FFFD. */
  public static String of(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == 0 || isUnpaired(text, i)) {
        return replaced(text);
      }
    }
    return text;
  }

  private static String replaced(String text) {
    StringBuilder storable = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == 0 || isUnpaired(text, i)) {
        storable.setCharAt(i, REPLACEMENT);
      }
    }
    return storable.toString();
  }

  /** Whether the text has half of a surrogate pair. */
  static boolean hasUnpaired(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isUnpaired(text, i)) {
        return true;
      }
    }
    return false;
  }

  /** Whether this character is a surrogate without the other half. */
  static boolean isUnpaired(CharSequence text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }

  /**
   * A text for an indexed column. What is too long or has other characters keeps its beginning and
   * gets a hash, so that different texts stay different.
   */
  public static String key(String text) {
    String storable = of(text);
    if (storable.equals(text)
        && (text.length() <= LONGEST_KEY_BYTES / 4
            || text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_KEY_BYTES)) {
      return text;
    }
    String beginning = storable.substring(0, Math.min(SHOWN, storable.length()));
    return of(beginning) + "~" + Texts.sha256(text);
  }
}
