package org.radiologytrust.ingest.hl7;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A segment, unchanged. A field is copied only when it is read, so a PDF in an unused field is
 * never copied.
 *
 * @param text the segment without its line end; at least three characters
 */
record Segment(String text, Encoding encoding) {
  String name() {
    return text.substring(0, 3);
  }

  /** Field n, counted from 1, unchanged; empty if absent or the HL7 null {@code ""}. */
  String field(int n) {
    String field = piece(text, encoding.field(), name().equals("MSH") ? n : n + 1);
    return field.equals("\"\"") ? "" : field;
  }

  /** Whether the segment is long enough to have field n. */
  boolean reaches(int n) {
    return text.chars().filter(c -> c == encoding.field()).count() >= n;
  }

  /** The unchanged repetitions of a field; none if the field is empty. */
  List<String> repetitions(int n) {
    String field = field(n);
    return field.isEmpty() ? List.of() : List.of(split(field, encoding.repetition()));
  }

  /**
   * A component of the first repetition (its first subcomponent), unescaped and without surrounding
   * white space.
   */
  String value(int n, int component) {
    return value(n, component, 1);
  }

  String value(int n, int component, int subcomponent) {
    return part(piece(field(n), encoding.repetition(), 1), component, subcomponent);
  }

  /**
   * A component of a repetition (its first subcomponent), unescaped and without surrounding white
   * space.
   */
  String part(String repetition, int component) {
    return part(repetition, component, 1);
  }

  String part(String repetition, int component, int subcomponent) {
    String whole = piece(repetition, encoding.component(), component);
    String part = piece(whole, encoding.subcomponent(), subcomponent);
    return part.equals("\"\"") ? "" : Escapes.decode(part, encoding).strip();
  }

  /** All components of a repetition, unescaped and joined. */
  String joined(String repetition) {
    return Stream.of(split(repetition, encoding.component()))
        .map(component -> Escapes.decode(component, encoding).strip())
        .collect(Collectors.joining());
  }

  private static String[] split(String text, char separator) {
    return text.split(Pattern.quote(String.valueOf(separator)), -1);
  }

  /** The n-th piece, counted from 1; empty if there are fewer. */
  static String piece(String text, char separator, int n) {
    int from = 0;
    for (int i = 1; i < n; i++) {
      int next = text.indexOf(separator, from);
      if (next < 0) {
        return "";
      }
      from = next + 1;
    }
    int to = text.indexOf(separator, from);
    return to < 0 ? text.substring(from) : text.substring(from, to);
  }

  @Override
  public String toString() {
    return "Segment[" + name() + "]";
  }
}
