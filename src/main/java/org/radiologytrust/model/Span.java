package org.radiologytrust.model;

/**
 * A place in a report's text, in Unicode code points (not UTF-16 units), as the profile {@code
 * rtl-text-span} has it.
 *
 * @param start first code point, from 0
 * @param end the code point after the last, greater than start
 */
public record Span(int start, int end) {
  public Span {
    if (start < 0 || end <= start) {
      throw new IllegalArgumentException("not a span: " + start + " to " + end);
    }
  }

  /** The span of the UTF-16 range {@code from} (inclusive) to {@code to} (exclusive) of a text. */
  public static Span of(String text, int from, int to) {
    int start = text.codePointCount(0, from);
    return new Span(start, start + text.codePointCount(from, to));
  }

  /** The text that this span marks. */
  public String in(String text) {
    int from = text.offsetByCodePoints(0, start);
    return text.substring(from, text.offsetByCodePoints(from, end - start));
  }

  public boolean overlaps(Span other) {
    return start < other.end && other.start < end;
  }

  public boolean contains(Span other) {
    return start <= other.start && other.end <= end;
  }
}
