package org.radiologytrust.check.form;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Span;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.CleanText;
import org.radiologytrust.text.words.Terms;

/** {@code template-left}: finds placeholders of a template that nobody filled in. */
final class TemplateLeft implements Check {
  static final String ID = "template-left";

  /** More places than results: some are in administrative lines, several in one sentence. */
  private static final int PLACES = 500;

  private final Placeholders placeholders;

  TemplateLeft(SiteFiles files) {
    placeholders = new Placeholders(files);
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    String report = c.report().text();
    CleanText clean = CleanText.of(report);
    String text = clean.folded();
    List<CheckResult> results = new ArrayList<>();
    Set<Span> flagged = new HashSet<>();
    int utf16 = 0;
    int point = 0;
    int at = 0;
    for (Placeholders.Place place : placeholders.in(text, PLACES)) {
      int start = point + text.codePointCount(utf16, place.from());
      point = start + text.codePointCount(place.from(), place.to());
      utf16 = place.to();
      Span span = clean.span(start, point);
      while (at < r.sentences().size() && end(r.sentences().get(at)) <= span.start()) {
        at++;
      }
      SentenceReading s = at < r.sentences().size() ? r.sentences().get(at) : null;
      boolean inside = s != null && s.sentence().span().overlaps(span);
      boolean signature =
          inside && s.section() == Section.ADMINISTRATIVE && !s.sentence().span().equals(span);
      if (signature || r.sentences().isEmpty()) {
        continue;
      }
      if (inside && flagged.add(s.sentence().span())) {
        results.add(result(Evidence.of(span, report), Evidence.of(s.sentence())));
      } else if (!inside) {
        // a result must point at a sentence
        SentenceReading near = r.sentences().get(at > 0 ? at - 1 : 0);
        if (flagged.add(near.sentence().span())) {
          results.add(result(Evidence.of(near.sentence()), line(text, clean, report, place)));
        }
      }
    }
    for (SentenceReading s : r.sentences()) {
      List<Terms.Hit> hits =
          s.section() == Section.ADMINISTRATIVE ? List.of() : placeholders.phrases().in(s.words());
      if (!hits.isEmpty() && flagged.add(s.sentence().span())) {
        Terms.Hit hit = hits.get(0);
        results.add(result(s.words().evidence(hit.first(), hit.last()), Evidence.of(s.sentence())));
      }
    }
    results.sort(Comparator.comparingInt(result -> result.first().span().start()));
    return results;
  }

  private static int end(SentenceReading s) {
    return s.sentence().span().end();
  }

  /** The line of a placeholder outside all sentences. */
  private static Evidence line(
      String text, CleanText clean, String report, Placeholders.Place place) {
    int from = text.lastIndexOf('\n', place.from()) + 1;
    int to = text.indexOf('\n', place.to());
    Span line = Span.of(text, from, to < 0 ? text.length() : to);
    return Evidence.of(clean.span(line.start(), line.end()), report);
  }

  private static CheckResult result(Evidence first, Evidence second) {
    return new CheckResult(
        ID,
        Label.NEEDS_REVIEW,
        first,
        second,
        "A placeholder of the template is left: fill it in or delete it.");
  }
}
