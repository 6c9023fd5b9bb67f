package org.radiologytrust.check.completeness;

import java.util.List;
import java.util.Set;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.base.CheckInput;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.mentions.CommunicationReader;
import org.radiologytrust.text.mentions.ReportReading;

/**
 * {@code critical-uncommunicated}: finds a critical finding in a report that does not say that
 * anybody was told.
 */
final class CriticalUncommunicated implements Check {
  static final String ID = "critical-uncommunicated";

  private final NotableFindings critical;
  private final CommunicationReader communications;

  CriticalUncommunicated(NotableFindings critical, CommunicationReader communications) {
    this.critical = critical;
    this.communications = communications;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<CheckInput> needs() {
    return Set.of(CheckInput.WHOLE_TEXT);
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<NotableFindings.Notable> found = critical.in(CriticalSentences.of(r));
    if (found.isEmpty()) {
      return r.silent("no critical finding is asserted as certain and as news");
    }
    if (communications.anyIn(r)) {
      return r.silent("the report says who was told");
    }
    NotableFindings.Notable first =
        found.stream()
            .filter(n -> n.sentence().section() == Section.IMPRESSION)
            .findFirst()
            .orElse(found.get(0));
    return List.of(
        new CheckResult(
            ID,
            Label.NEEDS_REVIEW,
            first.words(),
            Evidence.field(Evidence.REPORT, "no sentence says who was told"),
            "This finding is critical: tell the referring physician, and write down whom, when and"
                + " how."));
  }
}
