package org.radiologytrust.text.words;

/** Classifies code points by what a reader sees: nothing, a blank, or part of a word. */
public final class CharacterKinds {
  private static final int BRAILLE_BLANK = 0x2800;

  private CharacterKinds() {}

  public static boolean blank(int c) {
    return Character.isWhitespace(c) && !separator(c)
        || Character.isSpaceChar(c)
        || c == 0x85
        || c == BRAILLE_BLANK;
  }

  /** The four ASCII separators: Java classifies them as white space, but they are invisible. */
  private static boolean separator(int c) {
    return c >= 0x1c && c <= 0x1f;
  }

  /** Control and format characters, and all others that Unicode calls default ignorable. */
  public static boolean invisible(int c) {
    int type = Character.getType(c);
    return type == Character.FORMAT
        || type == Character.CONTROL
        || type == Character.SURROGATE
        || c == 0x034F
        || c == 0x115F
        || c == 0x1160
        || c == 0x17B4
        || c == 0x17B5
        || c >= 0x180B && c <= 0x180F
        || c == 0x2065
        || c == 0x3164
        || c >= 0xFE00 && c <= 0xFE0F
        || c == 0xFFA0
        || c >= 0xFFF0 && c <= 0xFFF8
        || c >= 0xE0000 && c <= 0xE0FFF;
  }

  /** Whether it changes the writing direction (Unicode property Bidi_Control). */
  static boolean bidiControl(int c) {
    return c == 0x061C
        || c == 0x200E
        || c == 0x200F
        || c >= 0x202A && c <= 0x202E
        || c >= 0x2066 && c <= 0x2069;
  }

  public static boolean partOfWord(int c) {
    return Character.isLetterOrDigit(c) || mark(c) || letter(c);
  }

  /** Whether it is a letter, also one that is newer than this Java. */
  static boolean letter(int c) {
    return Character.isLetter(c) || c > 0xffff && Confusables.ascii(c) >= 0;
  }

  /** Whether it is drawn on the preceding character, like an accent. */
  static boolean mark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }

  static boolean latin(int c) {
    return Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN;
  }

  static boolean asciiLetter(int c) {
    return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
  }
}
