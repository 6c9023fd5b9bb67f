package org.radiologytrust.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Evidence of a check: a place in the report, a field of a message or image, or words of an earlier
 * report of the patient.
 *
 * @param source {@code report} for a span; otherwise the field's name: {@code OBR-4}, {@code
 *     Patient.gender}, {@code ImageLaterality (0020,0062)}, or {@code earlier report of 2026-03-04}
 * @param value the words or the field's value, unchanged
 * @param span the place in the report, {@code null} for a field and for an earlier report
 * @param earlier the {@link EarlierReport#id} of the report that the words are from; {@code null}
 *     for other evidence, and for a report without an id
 */
public record Evidence(
    String source,
    String value,
    @Nullable Span span,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String earlier) {
  /** The source of words of the report, and of what it does not say. */
  public static final String REPORT = "report";

  private static final String EARLIER = "earlier report of ";

  /** Evidence of this report, its message or its images. */
  public Evidence(String source, String value, @Nullable Span span) {
    this(source, value, span, null);
  }

  /**
   * Words of an earlier report.
   *
   * @param words unchanged
   */
  public static Evidence of(EarlierReport report, String words) {
    return new Evidence(
        EARLIER + (report.studied() == null ? "unknown date" : report.studied()),
        words,
        null,
        report.id().isEmpty() ? null : report.id());
  }

  /** Whether the words are from an earlier report. */
  public boolean ofEarlier() {
    return source.startsWith(EARLIER);
  }

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
