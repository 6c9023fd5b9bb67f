package org.radiologytrust.text.words;

import java.util.Arrays;

/**
 * A growing list of code points, each with the range of the original text that it was made from.
 */
final class CodePoints {
  private int[] points;
  private int[] starts;
  private int[] ends;
  private int length;

  CodePoints(int capacity) {
    points = new int[capacity];
    starts = new int[capacity];
    ends = new int[capacity];
  }

  static CodePoints of(String text) {
    CodePoints all = new CodePoints(text.length());
    text.codePoints().forEach(c -> all.add(c, all.length, all.length + 1));
    return all;
  }

  void add(int point, int start, int end) {
    if (length == points.length) {
      int more = Math.max(16, length * 2);
      points = Arrays.copyOf(points, more);
      starts = Arrays.copyOf(starts, more);
      ends = Arrays.copyOf(ends, more);
    }
    points[length] = point;
    starts[length] = start;
    ends[length++] = end;
  }

  void add(CodePoints other, int at) {
    add(other.points[at], other.starts[at], other.ends[at]);
  }

  /** Extends the original range of the last code point to this end. */
  void stretch(int end) {
    ends[length - 1] = end;
  }

  int length() {
    return length;
  }

  int at(int index) {
    return points[index];
  }

  int start(int index) {
    return starts[index];
  }

  int end(int index) {
    return ends[index];
  }

  int[] starts() {
    return Arrays.copyOf(starts, length);
  }

  int[] ends() {
    return Arrays.copyOf(ends, length);
  }

  String text(int from, int to) {
    return new String(points, from, to - from);
  }

  String text() {
    return text(0, length);
  }
}
