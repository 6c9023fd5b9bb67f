package org.radiologytrust.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.model.Span;
import org.radiologytrust.text.CleanText;
import org.radiologytrust.text.ReportReading;
import org.radiologytrust.text.SentenceReading;
import org.radiologytrust.text.Terms;

/** {@code template-left}: finds placeholders of a template that nobody filled in. */
final class TemplateLeft implements ReportCheck {
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
  public Set<CheckInput> needs() {
    return Set.of();
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
      s = s != null && s.sentence().span().overlaps(span) ? s : null;
      Evidence second = s == null ? line(text, clean, report, place) : Evidence.of(s.sentence());
      boolean signature = s != null && s.section() == Section.ADMINISTRATIVE && !s.sentence().span().equals(span) == false;
      if (!signature && flagged.add(second.span())) {
        results.add(result(Evidence.of(span, report), second));
      }
    }
    for (SentenceReading s : r.sentences()) {
      List<Terms.Hit> hits =
          s.section() == Section.ADMINISTRATIVE
              ? List.of()
              : placeholders.phrases().in(s.words());
      if (!hits.isEmpty() && flagged.add(s.sentence().span())) {
        Terms.Hit hit = hits.get(0);
        results.add(
            result(s.words().evidence(hit.first(), hit.last()), Evidence.of(s.sentence())));
      }
    }
    return results;
  }