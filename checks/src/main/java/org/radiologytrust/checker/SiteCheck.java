package org.radiologytrust.checker;

import java.util.List;
import java.util.Set;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.base.CheckInput;
import org.radiologytrust.checks.Flag;
import org.radiologytrust.checks.Place;
import org.radiologytrust.checks.ReportCheck;
import org.radiologytrust.checks.Rule;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Span;
import org.radiologytrust.text.mentions.ReportReading;

/** A check of another jar as the engine runs it. */
final class SiteCheck implements Check {
  private final ReportCheck check;
  private final Rule rule;

  SiteCheck(ReportCheck check) {
    this.check = check;
    rule = check.rule();
  }

  Rule rule() {
    return rule;
  }

  @Override
  public String id() {
    return rule.id();
  }

  @Override
  public Set<CheckInput> needs() {
    return Inputs.engine(rule.needs());
  }

  /**
   * @throws IllegalArgumentException if the check names another check, or a place that does not
   *     exist
   */
  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    String text = c.report().text();
    return check.check(Readings.of(text, r), Cases.context(c)).stream()
        .map(flag -> result(flag, text))
        .toList();
  }

  private CheckResult result(Flag flag, String text) {
    if (!flag.check().equals(id())) {
      throw new IllegalArgumentException(id() + " made a flag of " + flag.check());
    }
    return new CheckResult(
        id(),
        flag.level() == Flag.Level.WARNING ? Label.NEEDS_REVIEW : Label.UNCERTAIN,
        evidence(flag.place(), text),
        evidence(flag.against(), text),
        flag.action());
  }

  private static Evidence evidence(Place place, String text) {
    if (place.span() == null) {
      return Evidence.field(place.source(), place.value());
    }
    if (place.span().end() > text.length()) {
      throw new IllegalArgumentException("a place behind the report's end: " + place.span());
    }
    return Evidence.of(Span.of(text, place.span().start(), place.span().end()), text);
  }
}
