package org.radiologytrust.check;

import java.util.List;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;

/** One deterministic check. It has no state: the same case gives the same results. */
interface ReportCheck {
  /** The results in order of the text; empty if nothing is wrong or nothing can be compared. */
  List<CheckResult> check(Audit c);
}
