package org.radiologytrust.ingest.document.html;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads lengths of CSS in pixels. */
final class CssLengths {
  /** The size of letters where nothing says another one. */
  static final double LETTERS = 16;

  /** Characters: no report has a longer one. */
  private static final int LONGEST = 40;

  private static final Pattern LENGTH =
      Pattern.compile(
          "([+-]?\\d*\\.?\\d+(?:e[+-]?\\d{1,2})?)(px|pt|pc|in|cm|mm|q|em|rem|ex|ch|%)?");

  private CssLengths() {}

  /**
   * A length in pixels; empty if the value is none.
   *
   * @param letters size of the letters, for {@code em} and {@code %}
   */
  static OptionalDouble of(String value, double letters) {
    String length = value.strip();
    Matcher m = LENGTH.matcher(length.toLowerCase(Locale.ROOT));
    if (length.length() > LONGEST || !m.matches()) {
      return OptionalDouble.empty();
    }
    double number = Double.parseDouble(m.group(1));
    double unit =
        switch (m.group(2) == null ? "px" : m.group(2)) {
          case "pt" -> 96 / 72.0;
          case "pc" -> 16;
          case "in" -> 96;
          case "cm" -> 96 / 2.54;
          case "mm" -> 96 / 25.4;
          case "q" -> 96 / 101.6;
          case "em" -> letters;
          case "rem" -> LETTERS;
          case "ex", "ch" -> letters / 2;
          case "%" -> letters / 100;
          default -> 1;
        };
    return OptionalDouble.of(number * unit);
  }

  /** The size of letters, with the words that CSS has for it; empty if the value is none. */
  static OptionalDouble ofLetters(String value, double around) {
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "xx-small", "x-small", "small" -> OptionalDouble.of(10);
      case "medium", "initial" -> OptionalDouble.of(LETTERS);
      case "large", "x-large", "xx-large", "xxx-large" -> OptionalDouble.of(24);
      case "smaller" -> OptionalDouble.of(around / 1.2);
      case "larger" -> OptionalDouble.of(around * 1.2);
      default -> of(value, around);
    };
  }
}
