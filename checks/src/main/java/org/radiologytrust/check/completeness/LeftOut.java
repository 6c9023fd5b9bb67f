package org.radiologytrust.check.completeness;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.base.CheckInput;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Span;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;

/**
 * {@code critical-left-out} and {@code finding-left-out}: find what the findings assert and the
 * impression does not name. {@code unsupported-impression}: the reverse.
 */
final class LeftOut implements Check {
  private static final Evidence NOT_NAMED =
      Evidence.field(Evidence.REPORT, "no sentence of the findings names it");

  private final String id;
  private final NotableFindings notable;
  private final Section from;
  private final Section to;
  private final List<Section> also;
  private final String action;

  private LeftOut(
      String id,
      NotableFindings notable,
      Section from,
      Section to,
      List<Section> also,
      String action) {
    this.id = id;
    this.notable = notable;
    this.from = from;
    this.to = to;
    this.also = also;
    this.action = action;
  }

  /** Finds what the impression leaves out. */
  static Check ofImpression(String id, NotableFindings notable) {
    return new LeftOut(
        id,
        notable,
        Section.FINDINGS,
        Section.IMPRESSION,
        List.of(Section.RECOMMENDATION),
        "The impression does not name this finding: add it, or say why it is not important.");
  }

  /** Finds what stands in the impression alone. */
  static Check ofFindings(String id, NotableFindings notable) {
    return new LeftOut(
        id,
        notable,
        Section.IMPRESSION,
        Section.FINDINGS,
        List.of(Section.OTHER, Section.HISTORY, Section.COMPARISON, Section.REQUEST),
        "The findings do not name this: describe it there, or check the impression.");
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Set<CheckInput> needs() {
    return Set.of(CheckInput.WHOLE_TEXT);
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<SentenceReading> naming = new ArrayList<>(r.of(to));
    if (naming.isEmpty()) {
      return r.silent("the report has no section in which the finding could be missing");
    }
    List<NotableFindings.Notable> found = notable.in(r.of(from));
    if (found.isEmpty()) {
      return r.silent("no finding of its list is asserted as certain and as news");
    }
    Evidence second = to == Section.IMPRESSION ? whole(naming, c) : NOT_NAMED;
    also.forEach(section -> naming.addAll(r.of(section)));
    List<CheckResult> results = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (NotableFindings.Notable n : found) {
      if (!notable.named(n, naming) && seen.add(n.id())) {
        results.add(new CheckResult(id, Label.NEEDS_REVIEW, n.words(), second, action));
      }
    }
    return results;
  }

  private static Evidence whole(List<SentenceReading> section, Audit c) {
    Span span =
        new Span(
            section.get(0).sentence().span().start(),
            section.get(section.size() - 1).sentence().span().end());
    return Evidence.of(span, c.report().text());
  }
}
