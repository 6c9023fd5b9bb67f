package org.radiologytrust.text;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Recognises lines that state nothing about the images: signatures, stamps, addresses. The words
 * are in {@code headings.yaml}. A doubtful line counts as a statement.
 */
final class AdministrativeLines {
  /**
   * A longer line is never administrative, so that no long statement is lost because of its first
   * word.
   */
  private static final int MAX_LENGTH = 200;

  /**
   * Regular expressions for administrative lines.
   *
   * @param line matches the whole line
   * @param next matches a following line that belongs to it; {@code null} when none does
   */
  record Words(String line, @Nullable String next) {}

  private record Lines(Pattern line, @Nullable Pattern next) {}

  private final List<Lines> lines;
  private final Pattern unless;

  /**
   * @param unless regular expression; a line that contains a match is not administrative
   */
  AdministrativeLines(List<Words> words, String unless) {
    this.lines =
        words.stream()
            .map(a -> new Lines(compiled(a.line()), a.next() == null ? null : compiled(a.next())))
            .toList();
    this.unless = compiled(unless);
  }

  /** Whether {@code text[from, to)} is an administrative line. */
  boolean is(String text, int from, int to) {
    return matches(text, from, to, null);
  }

  /** Whether a line continues the administrative line {@code above}. */
  boolean continues(String text, int from, int to, String above) {
    return matches(text, from, to, above);
  }

  private boolean matches(String text, int from, int to, @Nullable String above) {
    if (to - from > MAX_LENGTH) {
      return false;
    }
    String line = text.substring(from, to).strip();
    for (Lines a : lines) {
      Pattern p = above == null ? a.line() : a.next();
      if (p != null
          && p.matcher(line).matches()
          && (above == null || a.line().matcher(above).matches())) {
        return !unless.matcher(line).find();
      }
    }
    return false;
  }

  private static Pattern compiled(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }
}
