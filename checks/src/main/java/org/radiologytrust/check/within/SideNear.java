package org.radiologytrust.check.within;

import java.util.List;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
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
    return opposite.in(r).stream()
        .filter(p -> !p.sure())
        .map(
            p ->
                p.result(
                    ID,
                    "; the findings name something like it",
                    ": check whether it is the same, and the side."))
        .toList();
  }
}
