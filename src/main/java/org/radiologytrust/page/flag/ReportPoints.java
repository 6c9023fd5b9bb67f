package org.radiologytrust.page.flag;

import org.radiologytrust.model.Span;

/** A report's text by code points, which its spans count. */
public final class ReportPoints {
  private final String text;

  /** The UTF-16 offset of each code point, and the text's end. */
  private final int[] offsets;

  public ReportPoints(String text) {
    this.text = text;
    offsets = new int[text.codePointCount(0, text.length()) + 1];
    int offset = 0;
    for (int point = 0; point < offsets.length - 1; point++) {
      offsets[point] = offset;
      offset += Character.charCount(text.codePointAt(offset));
    }
    offsets[offsets.length - 1] = offset;
  }

  /** The UTF-16 offset of a code point. */
  int offset(int point) {
    return offsets[point];
  }

  int length() {
    return offsets.length - 1;
  }

  String text() {
    return text;
  }

  /** The code points from {@code start} (inclusive) to {@code end} (exclusive). */
  String in(int start, int end) {
    return text.substring(offsets[start], offsets[end]);
  }

  /** The words of a span; empty if the text does not have it. */
  String in(Span span) {
    return has(span) ? in(span.start(), span.end()) : "";
  }

  boolean has(Span span) {
    return span.end() <= length();
  }
}
