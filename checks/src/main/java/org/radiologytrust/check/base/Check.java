package org.radiologytrust.check.base;

import java.util.List;
import java.util.Set;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.text.mentions.ReportReading;

/** One deterministic check. It has no state: the same case gives the same results. */
public interface Check {
  /**
   * Further results of one check are dropped, and the check counts as one that did not finish: a
   * text with more is not an ordinary report.
   */
  int MAX_RESULTS = 50;

  /** Names the check in settings, flags and docs/checks.md: lower-case words joined by hyphens. */
  String id();

  /**
   * What the case must have besides its text: nothing, unless a check says otherwise. Without all
   * of it, the check is not made.
   */
  default Set<CheckInput> needs() {
    return Set.of();
  }

  /**
   * What it reads besides the text: a decision about its flag holds only while all of it is equal.
   */
  default Set<CheckInput> reads() {
    return needs();
  }

  /**
   * The results in order of the text; empty if nothing is wrong or nothing can be compared.
   *
   * @param r the reading of the case's sentences
   */
  List<CheckResult> check(Audit c, ReportReading r);
}
