package org.radiologytrust.journal;

/** Texts as PostgreSQL takes them. */
final class StorableText {
  private static final char REPLACEMENT = '\uFFFD';

  private StorableText() {}

  /** The text with each NUL and each unpaired surrogate replaced by U+FFFD. */
  static String of(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (refused(text, i)) {
        return replaced(text);
      }
    }
    return text;
  }

  private static String replaced(String text) {
    StringBuilder storable = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      if (refused(text, i)) {
        storable.setCharAt(i, REPLACEMENT);
      }
    }
    return storable.toString();
  }

  private static boolean refused(String text, int i) {
    char c = text.charAt(i);
    if (c == 0) {
      return true;
    }
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }
}
