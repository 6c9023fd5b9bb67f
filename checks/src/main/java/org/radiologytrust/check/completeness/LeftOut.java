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
 * impression does not name.
 */
final class LeftOut implements Check {
  static final String CRITICAL = "critical-left-out";
  static final String SIGNIFICANT = "finding-left-out";

  private final String id;
  private final NotableFindings notable;

  LeftOut(String id, NotableFindings notable) {
    this.id = id;
    this.notable = notable;
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
    List<SentenceReading> impression = new ArrayList<>(r.of(Section.IMPRESSION));
    if (impression.isEmpty()) {
      return r.silent("the report has no impression");
    }
    Span whole =
        new Span(
            impression.get(0).sentence().span().start(),
            impression.get(impression.size() - 1).sentence().span().end());
    Evidence second = Evidence.of(whole, c.report().text());
    impression.addAll(r.of(Section.RECOMMENDATION));
    List<CheckResult> results = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (NotableFindings.Notable n : notable.in(r.of(Section.FINDINGS))) {
      if (!notable.named(n, impression) && seen.add(n.id())) {
        results.add(
            new CheckResult(
                id,
                Label.NEEDS_REVIEW,
                n.words(),
                second,
                "The impression does not name this finding: add it, or say why it is not"
                    + " important."));
      }
    }
    return results;
  }
}
