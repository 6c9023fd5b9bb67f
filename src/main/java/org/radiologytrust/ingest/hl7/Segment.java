package org.radiologytrust.ingest.hl7;

import java.util.List;

/**
 * A segment, unchanged. A field is copied only when it is read, so a PDF in an unused field is
 * never copied.
 *
 * @param slice the segment without its line end; at least three characters
 * @param number counts the segments of this name in the message, from 1
 */
record Segment(Slice slice, int number, Encoding encoding) {
  /** A segment that stands alone. */
  Segment(String text, Encoding encoding) {
    this(Slice.of(text), 1, encoding);
  }

  String name() {
    return slice.source().substring(slice.from(), slice.from() + 3);
  }

  /** The place of field n in the message, such as {@code OBX[3]-5}. */
  String place(int n) {
    return name() + "[" + number + "]-" + n;
  }

  /** Where field n is, counted from 1; empty if absent or the HL7 null {@code ""}. */
  Slice at(int n) {
    // in a header, the first separator is itself a field
    Slice field = slice.piece(encoding.field(), isHeader() ? n : n + 1);
    return field.is("\"\"") ? new Slice(slice.source(), field.to(), field.to()) : field;
  }

  private boolean isHeader() {
    String source = slice.source();
    int from = slice.from();
    return source.startsWith("MSH", from)
        || source.startsWith("BHS", from)
        || source.startsWith("FHS", from);
  }

  /** Field n, unchanged; empty if absent or the HL7 null {@code ""}. */
  String field(int n) {
    return at(n).text();
  }

  /** Whether the segment is long enough to have field n. */
  boolean reaches(int n) {
    int at = slice.from();
    for (int i = 0; i < n; i++) {
      at = slice.find(encoding.field(), at) + 1;
      if (at == 0) {
        return false;
      }
    }
    return true;
  }

  /** Where the repetitions of a field are; none if the field is empty. */
  List<Slice> repetitionsAt(int n) {
    Slice field = at(n);
    return field.isEmpty() ? List.of() : field.split(encoding.repetition());
  }

  /** The unchanged repetitions of a field; none if the field is empty. */
  List<String> repetitions(int n) {
    return repetitionsAt(n).stream().map(Slice::text).toList();
  }

  /**
   * A component of the first repetition (its first subcomponent), unescaped and without surrounding
   * white space.
   */
  String value(int n, int component) {
    return value(n, component, 1);
  }

  String value(int n, int component, int subcomponent) {
    return decoded(partAt(at(n).piece(encoding.repetition(), 1), component, subcomponent));
  }

  /**
   * A component of a repetition (its first subcomponent), unescaped and without surrounding white
   * space.
   */
  String part(String repetition, int component) {
    return part(repetition, component, 1);
  }

  String part(String repetition, int component, int subcomponent) {
    return decoded(partAt(Slice.of(repetition), component, subcomponent));
  }

  /** Where a component of a repetition is; empty for the HL7 null. */
  Slice partAt(Slice repetition, int component, int subcomponent) {
    Slice whole = repetition.piece(encoding.component(), component);
    Slice part = whole.piece(encoding.subcomponent(), subcomponent);
    return part.is("\"\"") ? new Slice(part.source(), part.to(), part.to()) : part;
  }

  private String decoded(Slice part) {
    return Escapes.decode(part.text(), encoding).strip();
  }

  @Override
  public String toString() {
    return "Segment[" + name() + "]";
  }
}
