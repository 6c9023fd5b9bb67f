package org.radiologytrust.model;

import org.jspecify.annotations.Nullable;

/**
 * Evidence of a check: a place in the report, or a field of a message or image.
 *
 * @param source {@code report} for a span; otherwise the field's name: {@code OBR-4}, {@code
 *     Patient.gender}, {@code ImageLaterality (0020,0062)}
 * @param value the words or the field's value, unchanged
 * @param span the place in the report, {@code null} for a field
 */
public record Evidence(String source, String value, @Nullable Span span) {
  /** The source of words of the report, and of what it does not say. */
  public static final String REPORT = "report";

  /** A whole sentence of the report. */
  public static Evidence of(Sentence sentence) {
    return new Evidence(REPORT, sentence.text(), sentence.span());
  }

  /** A part of the report's text. */
  public static Evidence of(Span span, String reportText) {
    return new Evidence(REPORT, span.in(reportText), span);
  }

  /** A field of a message or image. */
  public static Evidence field(String source, String value) {
    return new Evidence(source, value, null);
  }
}
