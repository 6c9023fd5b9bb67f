package org.radiologytrust.model;

/**
 * A range of a report's text in Unicode code points (not UTF-16 units), as the profile {@code
 * rtl-text-span} defines it.
 *
 * @param start first code point, counted from 0
 * @param end the code point after the last; greater than {@code start}
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

  /**
   * The part of a text that this span marks.
   *
   * @throws IndexOutOfBoundsException when the text is shorter than the span's end
   */
  public String in(String text) {
    int from = text.offsetByCodePoints(0, start);
    return text.substring(from, text.offsetByCodePoints(from, end - start));
  }

  /** The same length of text, so many code points further on. */
  public Span moved(int by) {
    return new Span(start + by, end + by);
  }

  /** Whether both have at least one code point in common. */
  public boolean overlaps(Span other) {
    return start < other.end && other.start < end;
  }

  /** Whether the other span lies within this one. */
  public boolean contains(Span other) {
    return start <= other.start && other.end <= end;
  }
}
