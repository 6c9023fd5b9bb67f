package org.radiologytrust.text.mentions;

import java.util.List;
import java.util.stream.Stream;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.words.Trace;

/**
 * One report as the checks read it.
 *
 * @param sentences all sentences in order of the text, background and administrative ones included
 * @param budget of the checks that read them; it is looked at with each sentence
 * @param trace is told what the checks do
 * @param earlier the patient's earlier reports with their text, newest first
 */
public record ReportReading(
    List<SentenceReading> sentences, Budget budget, Trace trace, List<EarlierReading> earlier) {
  public ReportReading {
    sentences = budget.watched(sentences);
    earlier = List.copyOf(earlier);
  }

  /** A report of a patient of whom no earlier one is known. */
  ReportReading(List<SentenceReading> sentences, Budget budget, Trace trace) {
    this(sentences, budget, trace, List.of());
  }

  /** A reading of some of these sentences, for the same checks. */
  public ReportReading with(List<SentenceReading> some) {
    return new ReportReading(some, budget, trace, earlier);
  }

  /** The same reading, behind these earlier reports. */
  public ReportReading after(List<EarlierReading> reports) {
    return new ReportReading(sentences, budget, trace, reports);
  }

  /** No results, and the reason for it. */
  public <T> List<T> silent(String why) {
    trace.silent(why);
    return List.of();
  }

  /** The sentences of one section. */
  public List<SentenceReading> of(Section section) {
    return budget.watched(sentences.stream().filter(s -> s.section() == section).toList());
  }

  /** What the impression is held against: the findings, and what stands under no known heading. */
  public List<SentenceReading> body() {
    return budget.watched(
        Stream.concat(of(Section.FINDINGS).stream(), of(Section.OTHER).stream()).toList());
  }

  /** The sentences of all sections that make statements about the images. */
  public List<SentenceReading> stated() {
    return budget.watched(sentences.stream().filter(s -> s.section().stated()).toList());
  }

  /** All mentions of one kind, in order of the text. */
  public Stream<Mention> mentions(MentionKind kind) {
    return sentences.stream().flatMap(s -> s.mentions(kind));
  }
}
