package org.radiologytrust.text.sections;

import org.radiologytrust.model.Span;

/**
 * A place in a text, in UTF-16 units and in code points. Converts one into the other. The time is
 * linear in the distance from the last place.
 */
final class TextCursor {
  private final String text;
  private int utf16;
  private int point;

  TextCursor(String text) {
    this.text = text;
  }

  /** The code points before a UTF-16 index. */
  int point(int index) {
    point += index < utf16 ? -text.codePointCount(index, utf16) : text.codePointCount(utf16, index);
    utf16 = index;
    return point;
  }

  /** The part of the text that a span marks. */
  String in(Span span) {
    int from = index(span.start());
    return text.substring(from, index(span.end()));
  }

  private int index(int points) {
    utf16 = text.offsetByCodePoints(utf16, points - point);
    point = points;
    return utf16;
  }
}
