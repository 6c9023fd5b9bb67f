package org.radiologytrust.ingest.hl7.message;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a message's text. It is not copied until it is read, so a document in an unused field
 * costs nothing.
 *
 * @param source the text of the message
 * @param from first UTF-16 unit
 * @param to the unit after the last
 */
public record Slice(String source, int from, int to) {
  public static Slice of(String text) {
    return new Slice(text, 0, text.length());
  }

  boolean isEmpty() {
    return from == to;
  }

  public int length() {
    return to - from;
  }

  public boolean isBlank() {
    int at = from;
    while (at < to && Character.isWhitespace(source.charAt(at))) {
      at++;
    }
    return at == to;
  }

  /** Where the character is next; -1 if it does not occur up to the end. */
  int find(char c, int start) {
    if (source.length() - to <= to - start) {
      int found = source.indexOf(c, start);
      return found < to ? found : -1;
    }
    // indexOf would read on: a short field before a document of megabytes must not cost its length
    for (int at = start; at < to; at++) {
      if (source.charAt(at) == c) {
        return at;
      }
    }
    return -1;
  }

  /** Whether these are exactly the given characters. */
  boolean is(String text) {
    return length() == text.length() && source.startsWith(text, from);
  }

  /** The n-th piece, counted from 1; empty if there are fewer. */
  public Slice piece(char separator, int n) {
    int start = from;
    for (int i = 1; i < n; i++) {
      int next = find(separator, start);
      if (next < 0) {
        return new Slice(source, to, to);
      }
      start = next + 1;
    }
    int end = find(separator, start);
    return new Slice(source, start, end < 0 ? to : end);
  }

  public List<Slice> split(char separator) {
    List<Slice> pieces = new ArrayList<>();
    int start = from;
    for (int next = find(separator, start); next >= 0; next = find(separator, start)) {
      pieces.add(new Slice(source, start, next));
      start = next + 1;
    }
    pieces.add(new Slice(source, start, to));
    return pieces;
  }

  /** A copy of the characters. */
  public String text() {
    return source.substring(from, to);
  }

  /** Withholds the text, because a record's default text may reach a log. */
  @Override
  public String toString() {
    return "Slice[" + from + ", " + to + "]";
  }
}
