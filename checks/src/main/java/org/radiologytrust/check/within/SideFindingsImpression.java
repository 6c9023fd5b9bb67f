package org.radiologytrust.check.within;

import java.util.List;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.within.OppositeSides.Pair;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.text.mentions.ReportReading;

/**
 * {@code side-findings-impression}: the impression puts something on one side, the findings section
 * only on the other. Reports nothing if a statement of the findings can be about the impression's
 * side.
 */
final class SideFindingsImpression implements Check {
  static final String ID = "side-findings-impression";

  private final OppositeSides opposite;

  SideFindingsImpression(OppositeSides opposite) {
    this.opposite = opposite;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    return opposite.in(r).stream()
        .filter(Pair::sure)
        .map(p -> p.result(ID, ", the findings", ": check the images and correct the side."))
        .toList();
  }
}
