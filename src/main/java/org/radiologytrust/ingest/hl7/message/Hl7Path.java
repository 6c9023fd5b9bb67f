package org.radiologytrust.ingest.hl7.message;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a message holds a value, as HL7 writes it: {@code OBR-18}, {@code OBR-15.4.2}, {@code
 * OBX-5[OBX-3.1=113014]}, {@code PID-3[5=MR].1}. A component or subcomponent that is not named is
 * the first one.
 *
 * @param segment name of the segment
 * @param field number of the field, counted from 1
 * @param component counted from 1
 * @param subcomponent counted from 1
 * @param conditions all must hold for a repetition to count
 * @param text as it was written
 */
public record Hl7Path(
    String segment,
    int field,
    int component,
    int subcomponent,
    List<Condition> conditions,
    String text) {
  private static final String ALLOWED =
      "write SEGMENT-FIELD, with .COMPONENT and .SUBCOMPONENT where needed, and conditions in"
          + " brackets: OBR-18, OBR-15.4.2, OBX-5[OBX-3.1=113014] or PID-3[5=MR].1";

  private static final String NUMBERS = "([1-9]\\d{0,2})(?:\\.([1-9]\\d{0,2}))?";
  private static final Pattern PATH =
      Pattern.compile(
          "([A-Z][A-Z0-9]{2})-([1-9]\\d{0,2})((?:\\[[^\\[\\]]*])*)(?:\\." + NUMBERS + ")?");
  private static final Pattern CONDITIONS = Pattern.compile("\\[([^\\[\\]]*)]");
  private static final Pattern CONDITION =
      Pattern.compile(
          "(?:([A-Z][A-Z0-9]{2})-([1-9]\\d{0,2})(?:\\." + NUMBERS + ")?|" + NUMBERS + ")=(.+)");

  public Hl7Path {
    conditions = List.copyOf(conditions);
  }

  /**
   * What must hold for a repetition to count: a field of the same segment, or a component of the
   * repetition, has this value.
   *
   * @param field 0 for a component of the repetition itself
   */
  record Condition(int field, int component, int subcomponent, String value) {
    boolean holds(Segment segment) {
      return field == 0 || segment.value(field, component, subcomponent).equals(value);
    }

    boolean holds(Segment segment, String repetition) {
      return field != 0 || segment.part(repetition, component, subcomponent).equals(value);
    }
  }

  /**
   * Reads a path.
   *
   * @throws IllegalArgumentException if it is not one; the message says what is allowed
   */
  public static Hl7Path of(String text) {
    Matcher path = PATH.matcher(text);
    if (!path.matches()) {
      throw new IllegalArgumentException(text + " is no place in a message: " + ALLOWED);
    }
    List<Condition> conditions = new ArrayList<>();
    Matcher each = CONDITIONS.matcher(path.group(3));
    while (each.find()) {
      conditions.add(condition(path.group(1), each.group(1)));
    }
    return new Hl7Path(
        path.group(1),
        Integer.parseInt(path.group(2)),
        number(path.group(4)),
        number(path.group(5)),
        conditions,
        text);
  }

  private static Condition condition(String segment, String text) {
    Matcher parts = CONDITION.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("[" + text + "] is no condition: " + ALLOWED);
    }
    if (parts.group(1) == null) {
      return new Condition(0, number(parts.group(5)), number(parts.group(6)), parts.group(7));
    }
    if (!parts.group(1).equals(segment)) {
      throw new IllegalArgumentException(
          "[" + text + "] names another segment: a condition of " + segment + " names its fields");
    }
    return new Condition(
        Integer.parseInt(parts.group(2)),
        number(parts.group(3)),
        number(parts.group(4)),
        parts.group(7));
  }

  private static int number(String digits) {
    return digits == null ? 1 : Integer.parseInt(digits);
  }

  /**
   * The repetitions of the field for which the conditions hold, unchanged; none if it is longer
   * than any value.
   */
  public List<String> repetitions(Segment in) {
    if (!matches(in) || in.at(field).length() > Hl7Message.MAX_FIELD) {
      return List.of();
    }
    List<String> all = in.repetitions(field);
    return conditions.isEmpty()
        ? all
        : all.stream()
            .filter(one -> conditions.stream().allMatch(condition -> condition.holds(in, one)))
            .toList();
  }

  /** Whether it is about this segment: name and conditions on other fields. Copies no value. */
  public boolean matches(Segment in) {
    return in.name().equals(segment) && conditions.stream().allMatch(c -> c.holds(in));
  }

  /** The value in a repetition; may be empty. */
  public String value(Segment in, String repetition) {
    return in.part(repetition, component, subcomponent);
  }

  /** The values in a segment that are not empty. */
  public List<String> values(Segment in) {
    return repetitions(in).stream()
        .map(repetition -> value(in, repetition))
        .filter(value -> !value.isEmpty())
        .toList();
  }

  /** The field, with the component if it is not the first: {@code OBR-24}, {@code OBR-15.4}. */
  public String place() {
    return segment + "-" + field + (component == 1 ? "" : "." + component);
  }

  @Override
  public String toString() {
    return text;
  }
}
