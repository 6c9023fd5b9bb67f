package org.radiologytrust.check;

import java.util.List;
import java.util.regex.Pattern;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Origin;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.model.Span;

/**
 * The names of results (OBX-3) in a report's text, such as "Leukocytes [#/volume] in Blood". They
 * are of a catalogue and no words of the author: what a check finds in them alone is no flag.
 */
final class ResultNames {
  private static final Pattern PLACE = Pattern.compile("OBX\\[\\d+]-3");

  private final List<Span> names;

  private ResultNames(List<Span> names) {
    this.names = names;
  }

  static ResultNames of(Report report) {
    return new ResultNames(
        report.origins().stream()
            .filter(origin -> PLACE.matcher(origin.place()).matches())
            .map(Origin::text)
            .toList());
  }

  /** The same report with other words of the same length in place of the names. */
  Audit hidden(Audit c) {
    int[] text = c.report().text().codePoints().toArray();
    for (Span name : names) {
      for (int at = name.start(); at < name.end(); at++) {
        text[at] = Character.isWhitespace(text[at]) ? text[at] : 'n';
      }
    }
    String hidden = new String(text, 0, text.length);
    return c.toBuilder()
        .report(c.report().toBuilder().text(hidden).build())
        .sentences(c.sentences().stream().map(s -> hidden(s, hidden)).toList())
        .build();
  }

  private static Sentence hidden(Sentence s, String text) {
    return new Sentence(
        s.number(),
        s.section(),
        s.span(),
        s.span().in(text),
        s.labels().stream().map(l -> new Sentence.Label(l.span(), l.span().in(text))).toList());
  }

  /** A result about the hidden text with the words of the report. */
  CheckResult shown(CheckResult result, String text) {
    return new CheckResult(
        result.check(),
        result.label(),
        shown(result.first(), text),
        shown(result.second(), text),
        result.action(),
        result.strength(),
        result.why(),
        result.weight(),
        result.inputs(),
        result.lists());
  }

  private static Evidence shown(Evidence evidence, String text) {
    Span span = evidence.span();
    return span == null
        ? evidence
        : new Evidence(evidence.source(), span.in(text), span, evidence.earlier());
  }

  /** Whether the words that a result calls wrong or doubtful are such a name, or a part of one. */
  boolean hold(CheckResult result) {
    Span words = result.first().span();
    return words != null
        && names.stream()
            .anyMatch(name -> name.start() <= words.start() && words.end() <= name.end());
  }
}
