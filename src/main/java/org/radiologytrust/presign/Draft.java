package org.radiologytrust.presign;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.checker.SentText;
import org.radiologytrust.checks.Result;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Strength;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.Problems;

/**
 * A report that is still open, and what the checks found in it.
 *
 * @param audit the audit that the report would have without a model; quiet results are left out
 * @param sent the text as it came; places for people and programs are in it
 * @param quiet the results that are shown to nobody
 * @param result the same results in the terms of the library, with places in {@code sent}
 * @param read ids of the reports of the journal that it was compared with
 */
public record Draft(
    Audit audit, List<CheckResult> quiet, SentText sent, Result result, List<String> read) {
  /** The same with what was added to the audit behind the checks. */
  Draft with(Audit more) {
    return new Draft(more, quiet, sent, result, read);
  }

  /** Told problems, then those that only ask, as an audit of the report would list them. */
  public List<Problem> problems() {
    return Stream.concat(Problems.of(audit).stream(), Problems.asked(audit).stream()).toList();
  }

  /** How many flags each check made. */
  Map<String, Long> flags() {
    return audit.checks().stream()
        .collect(Collectors.groupingBy(CheckResult::check, TreeMap::new, Collectors.counting()));
  }

  /** Whether a flag tells, and does not only ask. */
  public boolean told() {
    return audit.checks().stream().anyMatch(flag -> flag.strength() == Strength.TELL);
  }

  /** Withholds the report, because a record's default text may reach a log. */
  @Override
  public String toString() {
    return "Draft[withheld]";
  }
}
