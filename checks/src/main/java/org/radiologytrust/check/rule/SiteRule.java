package org.radiologytrust.check.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.base.CheckInput;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.text.measures.Measurements;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;

/** {@code site-NAME}: a rule of a site's file {@code rules/NAME.yaml}. */
final class SiteRule implements Check {
  private final String id;
  private final RuleFile file;
  private final ReportCondition report;
  private final Measurements measurements;

  SiteRule(String id, RuleFile file, Measurements measurements) {
    this.id = id;
    this.file = file;
    this.measurements = measurements;
    report = file.report() == null ? ReportCondition.ANY : file.report();
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Set<CheckInput> needs() {
    return report.needs();
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    if (!report.fits(c)) {
      return r.silent("the report is not one of those that the rule is about");
    }
    if (first(r, file.unless()).isPresent()) {
      return r.silent("a sentence fits its \"unless\"");
    }
    Optional<Evidence> second = first(r, file.with());
    if (file.with() != null && second.isEmpty()) {
      return r.silent("no sentence fits its \"with\"");
    }
    List<CheckResult> results = new ArrayList<>();
    for (SentenceReading s : r.sentences()) {
      file.sentence()
          .in(s, measurements)
          .map(words -> flag(words, second.orElseGet(() -> Evidence.of(s.sentence()))))
          .ifPresent(results::add);
      if (file.unless() != null && !results.isEmpty()) {
        // what a report lacks, it lacks once
        break;
      }
    }
    return results;
  }

  private Optional<Evidence> first(ReportReading r, @Nullable SentenceCondition condition) {
    return condition == null
        ? Optional.empty()
        : r.sentences().stream().flatMap(s -> condition.in(s, measurements).stream()).findFirst();
  }

  private CheckResult flag(Evidence words, Evidence second) {
    CheckResult told = new CheckResult(id, Label.NEEDS_REVIEW, words, second, file.says());
    return file.asks() == null ? told : told.asking(file.asks());
  }
}
