package org.radiologytrust.model;

import java.util.List;

/**
 * One sentence of a report.
 *
 * @param number from 1, in order of the text
 * @param text the words of the report, unchanged: equals {@code span.in(report.text())}
 * @param labels the labels that stand before this sentence and apply to it: the name of the
 *     examination, then the body part. A label within the sentence is not among them.
 */
public record Sentence(int number, Section section, Span span, String text, List<Label> labels) {
  /**
   * The name of an examination or a body part before the sentences that it applies to, as in {@code
   * CT ABDOMEN:} or {@code LEFT KNEE:}.
   *
   * @param text the words of the report without the colon: equals {@code span.in(report.text())}
   */
  public record Label(Span span, String text) {}

  public Sentence {
    labels = List.copyOf(labels);
  }

  /** A sentence without labels. */
  public Sentence(int number, Section section, Span span, String text) {
    this(number, section, span, text, List.of());
  }
}
