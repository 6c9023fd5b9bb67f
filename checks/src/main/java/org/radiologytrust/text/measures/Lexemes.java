package org.radiologytrust.text.measures;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A text as runs of digits, runs of letters, and single other characters. Blanks separate them and
 * are dropped: {@code 8mm} is {@code 8}, {@code mm}.
 */
final class Lexemes {
  /** What a lexeme is. */
  enum Kind {
    DIGITS,
    LETTERS,
    SYMBOL
  }

  private static final Lexeme NONE = new Lexeme(Kind.SYMBOL, "", "", 0, 0, true);

  /**
   * One lexeme.
   *
   * @param text in lower case
   * @param raw as written
   * @param from its place in the text
   * @param to the place after it
   * @param spaced whether a blank is before it
   */
  record Lexeme(Kind kind, String text, String raw, int from, int to, boolean spaced) {
    boolean digits() {
      return kind == Kind.DIGITS;
    }

    boolean letters() {
      return kind == Kind.LETTERS;
    }

    boolean is(char symbol) {
      return kind == Kind.SYMBOL && text.length() == 1 && text.charAt(0) == symbol;
    }

    boolean isOneOf(String symbols) {
      return kind == Kind.SYMBOL && text.length() == 1 && symbols.indexOf(text.charAt(0)) >= 0;
    }
  }

  private final List<Lexeme> all = new ArrayList<>();

  private Lexemes() {}

  static Lexemes of(String text) {
    Lexemes lexemes = new Lexemes();
    boolean spaced = true;
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (Character.isWhitespace(c)) {
        spaced = true;
        i++;
        continue;
      }
      Kind kind = kind(c);
      int from = i++;
      while (kind != Kind.SYMBOL && i < text.length() && kind(text.charAt(i)) == kind) {
        i++;
      }
      String raw = text.substring(from, i);
      lexemes.all.add(new Lexeme(kind, raw.toLowerCase(Locale.ROOT), raw, from, i, spaced));
      spaced = false;
    }
    return lexemes;
  }

  private static Kind kind(char c) {
    if (c >= '0' && c <= '9') {
      return Kind.DIGITS;
    }
    return Character.isLetter(c) ? Kind.LETTERS : Kind.SYMBOL;
  }

  int size() {
    return all.size();
  }

  /** The lexeme at a position; an empty symbol outside the text. */
  Lexeme at(int i) {
    return i >= 0 && i < all.size() ? all.get(i) : NONE;
  }
}
