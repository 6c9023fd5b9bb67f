package org.radiologytrust.text.sections;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
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

  private record Lines(Beginning line, @Nullable Beginning next) {}

  /** A pattern, with the ASCII characters that its matches may begin with. */
  private static final class Beginning {
    private static final int ASCII = 128;

    private final Pattern pattern;
    private final BitSet first = new BitSet(ASCII);

    Beginning(String regex) {
      pattern = compiled(regex);
      for (int c = 0; c < ASCII; c++) {
        Matcher one = pattern.matcher(String.valueOf((char) c));
        // if the end was not hit, no further characters make it a match
        first.set(c, one.matches() || one.hitEnd());
      }
    }

    /** Most lines of a report begin like none of them, which is quicker to see. */
    boolean matches(String line) {
      return (line.isEmpty() || line.charAt(0) >= ASCII || first.get(line.charAt(0)))
          && pattern.matcher(line).matches();
    }
  }

  private final List<Lines> lines;
  private final Pattern unless;

  /**
   * @param unless regular expression; a line that contains a match is not administrative
   */
  AdministrativeLines(List<Words> words, String unless) {
    this.lines =
        words.stream()
            .map(
                a ->
                    new Lines(
                        new Beginning(a.line()), a.next() == null ? null : new Beginning(a.next())))
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
      Beginning p = above == null ? a.line() : a.next();
      if (p != null && p.matches(line) && (above == null || a.line().matches(above))) {
        return !unless.matcher(line).find();
      }
    }
    return false;
  }

  private static Pattern compiled(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }
}
