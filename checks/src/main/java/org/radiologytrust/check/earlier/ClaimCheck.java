package org.radiologytrust.check.earlier;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.radiologytrust.check.within.Distinctions.Placed;
import org.radiologytrust.check.within.Statement;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;

/**
 * A check of what the report says about the past of a finding, such as "new" or "unchanged", with
 * the last report of the same kind. It flags each kind of finding once.
 */
abstract class ClaimCheck extends KindCheck {
  final EarlierStatements statements;

  ClaimCheck(EarlierStatements statements) {
    this.statements = statements;
  }

  /** Whether the report says it of a finding. */
  abstract boolean claimed(Statement s, Mention m);

  /** Why there is nothing to compare: the report says it of no finding. */
  abstract String unclaimed();

  /** Whether a statement is left out. */
  boolean leftOut(Statement s) {
    return s.aside();
  }

  /**
   * The sentence of the earlier report that contradicts it; empty if none does, or if that is in
   * doubt.
   *
   * @param now all statements of the report
   */
  abstract Optional<SentenceReading> against(
      Statement s, Placed p, EarlierStatements.Before before, List<Statement> now);

  /** What to do about a finding. */
  abstract String action(Mention m);

  @Override
  public final List<CheckResult> check(Audit c, ReportReading r) {
    List<Statement> now = statements.now(r);
    List<Statement> claiming =
        now.stream()
            .filter(s -> !leftOut(s))
            .filter(s -> s.findings().stream().anyMatch(p -> claimed(s, p.mention())))
            .toList();
    if (claiming.isEmpty()) {
      return r.silent(unclaimed());
    }
    Optional<EarlierStatements.Before> before = statements.before(c, r);
    if (before.isEmpty()) {
      return r.silent(EarlierStudies.NONE);
    }
    List<CheckResult> results = new ArrayList<>();
    Set<String> reported = new HashSet<>();
    for (Statement s : claiming) {
      for (Placed p : s.findings()) {
        if (claimed(s, p.mention())
            && !statements.namesOtherDay(s.sentence().words(), before.get().studied())) {
          against(s, p, before.get(), now)
              .filter(e -> reported.add(p.mention().family()))
              .ifPresent(e -> results.add(result(p.mention(), before.get(), e)));
        }
      }
    }
    return results;
  }

  private CheckResult result(Mention m, EarlierStatements.Before before, SentenceReading e) {
    return new CheckResult(
        id(),
        Label.NEEDS_REVIEW,
        m.evidence(),
        before.report().evidence(Evidence.of(e.sentence())),
        action(m));
  }
}
