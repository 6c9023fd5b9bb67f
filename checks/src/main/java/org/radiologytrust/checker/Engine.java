package org.radiologytrust.checker;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.radiologytrust.check.Checks;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.checks.Context;
import org.radiologytrust.checks.ReportChecker;
import org.radiologytrust.checks.ReportText;
import org.radiologytrust.checks.Result;
import org.radiologytrust.checks.Rule;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.text.sections.Segmenter;

/** Reads a report, runs the checks, and says what they found in the terms of the library. */
final class Engine implements ReportChecker {
  private final Segmenter segmenter;
  private final Checks checks;
  private final List<Rule> rules;

  /**
   * @param off ids of the checks that are switched off
   */
  Engine(SiteFiles files, Checks checks, Set<String> off) {
    this.checks = checks;
    segmenter = Segmenter.of(files);
    Map<String, String> titles =
        files.words("titles.yaml", new TypeReference<Map<String, String>>() {});
    rules =
        checks.all().stream()
            .filter(check -> !off.contains(check.id()))
            .map(check -> rule(check, titles))
            .toList();
  }

  private static Rule rule(Check check, Map<String, String> titles) {
    return check instanceof SiteCheck own
        ? own.rule()
        : new Rule(
            check.id(), titles.getOrDefault(check.id(), check.id()), Inputs.of(check.needs()));
  }

  @Override
  public Result check(ReportText report, Context context) {
    SentText sent = new SentText(report.text());
    Audit read = segmenter.segment(Cases.of(report, sent, context));
    return sent.result(read, checks.run(read));
  }

  @Override
  public List<Rule> rules() {
    return rules;
  }
}
