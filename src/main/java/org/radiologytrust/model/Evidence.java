package org.radiologytrust.model;

/**
 * One piece of what a check rests on: a place in the report, or a field of a message or image.
 *
 * @param source {@code report} for a span, else the field's name: {@code OBR-4}, {@code PID-8},
 *     {@code ImageLaterality (0020,0062)}
 * @param value the words or the field's value, verbatim
 * @param span the place in the report, {@code null} for a field
 */
public record Evidence(String source, String value, Span span) {
  public static Evidence of(Sentence sentence) {
    return new Evidence("report", sentence.text(), sentence.span());
  }

  public static Evidence of(Span span, String reportText) {
    return new Evidence("report", span.in(reportText), span);
  }

  public static Evidence field(String source, String value) {
    return new Evidence(source, value, null);
  }
}
