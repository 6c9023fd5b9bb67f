package org.radiologytrust.check;

import java.util.List;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;

/** One deterministic check. Free of state: the same case gives the same results. */
interface ReportCheck {
  /** What the check found, in order of the text; empty when all is well or nothing can be said. */
  List<CheckResult> check(Audit c);
}
