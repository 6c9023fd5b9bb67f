package org.radiologytrust.ingest.hl7.message;

import java.util.List;
import java.util.Set;
import org.radiologytrust.journal.inbox.IntakeAlarm;

/**
 * A segment, unchanged. A field is copied only when it is read, so a PDF in an unused field is
 * never copied.
 *
 * @param slice the segment without its line end; at least three characters
 * @param number counts the segments of this name in the message, from 1
 */
public record Segment(Slice slice, int number, Encoding encoding) {
  /** A segment that stands alone. */
  public Segment(String text, Encoding encoding) {
    this(Slice.of(text), 1, encoding);
  }

  public String name() {
    return slice.source().substring(slice.from(), slice.from() + 3);
  }

  /** The place of field n in the message, such as {@code OBX[3]-5}. */
  public String place(int n) {
    return name() + "[" + number + "]-" + n;
  }

  /** Where field n is, counted from 1; empty if absent or the HL7 null {@code ""}. */
  public Slice at(int n) {
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
  public String field(int n) {
    return at(n).text();
  }

  /** Whether the segment is long enough to have field n. */
  public boolean reaches(int n) {
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
  public List<Slice> repetitionsAt(int n) {
    Slice field = at(n);
    return field.isEmpty() ? List.of() : field.split(encoding.repetition());
  }

  /** The unchanged repetitions of a field; none if the field is empty. */
  public List<String> repetitions(int n) {
    return repetitionsAt(n).stream().map(Slice::text).toList();
  }

  /**
   * A component of the first repetition (its first subcomponent), unescaped and without surrounding
   * white space.
   */
  public String value(int n, int component) {
    return value(n, component, 1);
  }

  public String value(int n, int component, int subcomponent) {
    return decoded(partAt(at(n).piece(encoding.repetition(), 1), component, subcomponent));
  }

  /**
   * A component of a repetition (its first subcomponent), unescaped and without surrounding white
   * space.
   */
  public String part(String repetition, int component) {
    return part(repetition, component, 1);
  }

  public String part(String repetition, int component, int subcomponent) {
    return decoded(partAt(Slice.of(repetition), component, subcomponent));
  }

  /** Where a component of a repetition is; empty for the HL7 null. */
  public Slice partAt(Slice repetition, int component, int subcomponent) {
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

  /**
   * Made if this segment is about another person than the message.
   *
   * @param field number of the wrong field; the first is 1
   * @param reason one sentence without patient data
   */
  public RefusedException otherPerson(int field, String reason) {
    return new RefusedException(
        new Refusal(
            "AE",
            ErrorCode.UNKNOWN_KEY,
            name(),
            number,
            field,
            reason,
            Set.of(IntakeAlarm.OTHER_PERSON)));
  }
}
