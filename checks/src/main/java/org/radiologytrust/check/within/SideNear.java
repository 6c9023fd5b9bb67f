package org.radiologytrust.check.within;

import java.util.List;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.within.OppositeSides.Pair;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Label;
import org.radiologytrust.text.mentions.ReportReading;

/**
 * {@code side-near}: what {@link SideFindingsImpression} tells, where the two statements share
 * little or the findings have one about the impression's side that shares nearly as much.
 */
final class SideNear implements Check {
  static final String ID = "side-near";

  private final OppositeSides opposite;

  SideNear(OppositeSides opposite) {
    this.opposite = opposite;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    return opposite.in(r).stream().filter(p -> !p.sure()).map(SideNear::result).toList();
  }

  private static CheckResult result(Pair p) {
    return new CheckResult(
        ID,
        Label.NEEDS_REVIEW,
        p.said().evidence(p.found()),
        p.found().evidence(p.said()),
        "The impression puts this on the "
            + p.said().side().word()
            + " side; the findings name something like it on the "
            + p.found().side().word()
            + ": check whether it is the same, and the side.");
  }
}
