package org.radiologytrust.check.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.TriedReports;

/**
 * A rule as a site's file has it; docs/change.md explains the keys.
 *
 * @param says one sentence that tells the radiologist what to do
 * @param asks one sentence that says why the flag only asks; {@code null} for one that tells
 * @param report which reports it is about; {@code null} for all
 * @param sentence which sentences it flags
 * @param with a sentence that the report must have, too
 * @param unless a sentence with which the report has no flag of this rule
 * @param cases reports that it must flag, and reports that it must not
 */
record RuleFile(
    String says,
    @Nullable String asks,
    @Nullable ReportCondition report,
    SentenceCondition sentence,
    @Nullable SentenceCondition with,
    @Nullable SentenceCondition unless,
    List<TriedReports> cases) {
  RuleFile {
    if (says.isBlank() || asks != null && asks.isBlank()) {
      throw new IllegalArgumentException("needs a sentence in says, and in asks if it has that");
    }
    if (cases.stream().noneMatch(c -> c.flagged() != null)
        || cases.stream().noneMatch(c -> c.silent() != null)) {
      throw new IllegalArgumentException("needs a case that is flagged, and one that is silent");
    }
  }
}
