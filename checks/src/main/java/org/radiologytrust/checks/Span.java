package org.radiologytrust.checks;

/**
 * A part of a text, in UTF-16 code units as {@link String#substring(int, int)} takes them.
 *
 * @param start the first, counted from 0
 * @param end the one after the last; greater than {@code start}
 */
public record Span(int start, int end) {
  /**
   * @throws IllegalArgumentException if it is empty or begins before the text
   */
  public Span {
    if (start < 0 || end <= start) {
      throw new IllegalArgumentException("not a span: " + start + " to " + end);
    }
  }

  /**
   * The part of a text that this span marks.
   *
   * @throws IndexOutOfBoundsException if the text is shorter
   */
  public String in(String text) {
    return text.substring(start, end);
  }
}
