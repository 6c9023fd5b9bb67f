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
 * {@code earlier-unchanged}: the report calls a finding unchanged, or says that it was there, and
 * the last report of the same kind denies it. A report that only does not name it is no
 * contradiction.
 */
final class EarlierUnchanged extends KindCheck {
  static final String ID = "earlier-unchanged";

  private final PastClaims claims;
  private final EarlierStatements statements;

  EarlierUnchanged(PastClaims claims, EarlierStatements statements) {
    this.claims = claims;
    this.statements = statements;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<Statement> calling =
        statements.now(r).stream()
            .filter(s -> !s.aside())
            .filter(s -> s.findings().stream().anyMatch(p -> wasThere(s, p.mention())))
            .toList();
    if (calling.isEmpty()) {
      return r.silent("the report says of no finding that it was there before");
    }
    Optional<EarlierStatements.Before> before = statements.before(c, r);
    if (before.isEmpty()) {
      return r.silent(EarlierStudies.NONE);
    }
    List<CheckResult> results = new ArrayList<>();
    Set<String> reported = new HashSet<>();
    for (Statement s : calling) {
      for (Placed p : s.findings()) {
        if (wasThere(s, p.mention())) {
          denied(s, p, before.get())
              .filter(e -> reported.add(p.mention().family()))
              .ifPresent(e -> results.add(result(p.mention(), before.get(), e)));
        }
      }
    }
    return results;
  }

  private boolean wasThere(Statement s, Mention m) {
    return m.present() && claims.of(s.sentence(), m) == PastClaims.Past.SAME;
  }

  /** The sentence that denies it; empty if another one may have it. */
  private Optional<SentenceReading> denied(Statement s, Placed p, EarlierStatements.Before before) {
    boolean doubt =
        statements.namesOtherDay(s.sentence().words(), before.studied())
            || before.named(p.mention().family()).anyMatch(m -> !m.absent());
    return doubt ? Optional.empty() : before.denying(p).stream().findFirst();
  }

  private static CheckResult result(Mention m, EarlierStatements.Before before, SentenceReading e) {
    return new CheckResult(
        ID,
        Label.NEEDS_REVIEW,
        m.evidence(),
        before.report().evidence(Evidence.of(e.sentence())),
        "The report says that this was there before, and the last report of this kind denies it:"
            + " compare the images and correct the sentence.");
  }
}
