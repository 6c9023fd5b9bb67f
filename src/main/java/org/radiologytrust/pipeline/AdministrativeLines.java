package org.radiologytrust.pipeline;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Knows the lines that state nothing about the patient's images: signatures, stamps, addresses. The
 * words are in {@code pipeline/headings.yaml}. In doubt a line is a statement.
 */
final class AdministrativeLines {
  /** A longer line is never administrative: no statement is lost for a word that it begins with. */
  private static final int MAX_LENGTH = 200;

  /** A pattern of administrative lines and of the line that may follow it, or {@code null}. */
  record Words(String line, String next) {}

  private record Lines(Pattern line, Pattern next) {}

  private final List<Lines> lines;
  private final Pattern unless;

  /**
   * @param unless a line that holds a match of this is not administrative
   */
  AdministrativeLines(List<Words> words, String unless) {
    this.lines =
        words.stream()
            .map(a -> new Lines(compiled(a.line()), a.next() == null ? null : compiled(a.next())))
            .toList();
    this.unless = compiled(unless);
  }

  /** Whether {@code text[from, to)} is such a line. */
  boolean is(String text, int from, int to) {
    return matches(text, from, to, null);
  }

  /** Whether a line goes on with the administrative line right above it. */
  boolean continues(String text, int from, int to, String above) {
    return matches(text, from, to, above);
  }

  private boolean matches(String text, int from, int to, String above) {
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
