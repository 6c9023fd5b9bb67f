package org.radiologytrust.check.earlier;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.radiologytrust.check.earlier.PastClaims.Past;
import org.radiologytrust.check.within.Distinctions;
import org.radiologytrust.check.within.Distinctions.Placed;
import org.radiologytrust.check.within.SideDifferences;
import org.radiologytrust.check.within.Statement;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.Side;

/**
 * {@code earlier-side}: the report says of a finding that it was there before, and the last report
 * of the same kind has it only on the other side.
 */
final class EarlierSide extends KindCheck {
  static final String ID = "earlier-side";

  private final PastClaims claims;
  private final EarlierStatements statements;
  private final SideDifferences differences;

  EarlierSide(PastClaims claims, EarlierStatements statements, SideDifferences differences) {
    this.differences = differences;
    this.claims = claims;
    this.statements = statements;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<Statement> now = statements.now(r);
    List<Statement> known =
        now.stream()
            .filter(s -> !s.aside())
            .filter(s -> s.findings().stream().anyMatch(p -> wasThere(s, p.mention())))
            .toList();
    if (known.isEmpty()) {
      return r.silent("the report says of no finding with a side that it was there before");
    }
    Optional<EarlierStatements.Before> before = statements.before(c, r);
    if (before.isEmpty()) {
      return r.silent(EarlierStudies.NONE);
    }
    List<CheckResult> results = new ArrayList<>();
    Set<String> reported = new HashSet<>();
    for (Statement s : known) {
      for (Placed p : s.findings()) {
        if (wasThere(s, p.mention()) && !bothSides(p.mention(), now)) {
          other(s, p, before.get(), now)
              .filter(e -> reported.add(p.mention().family()))
              .ifPresent(e -> results.add(result(p.mention(), before.get(), e)));
        }
      }
    }
    return results;
  }

  private boolean wasThere(Statement s, Mention m) {
    if (m.side() != Side.LEFT && m.side() != Side.RIGHT) {
      return false;
    }
    boolean[] finding = Distinctions.findingWords(s.sentence());
    int from = Math.min(m.first(), m.sideAt());
    int to = Math.max(m.last(), m.sideAt());
    boolean ofOther =
        m.sideAt() >= 0
            && IntStream.rangeClosed(from, to)
                .anyMatch(i -> finding[i] && (i < m.first() || i > m.last()));
    if (ofOther) {
      return false;
    }
    Past past = claims.of(s.sentence(), m);
    return past == Past.SAME || past == Past.KNOWN;
  }

  /** Whether this report has findings of this kind on another side, too. */
  private static boolean bothSides(Mention m, List<Statement> now) {
    return now.stream()
        .flatMap(s -> s.findings().stream())
        .map(Placed::mention)
        .filter(other -> other.family().equals(m.family()) && !other.absent())
        .anyMatch(other -> other.side() != null && other.side() != m.side());
  }

  /** The sentence that has it on the other side only; empty if that is in doubt. */
  private Optional<Statement> other(
      Statement s, Placed p, EarlierStatements.Before before, List<Statement> now) {
    Mention m = p.mention();
    boolean doubt =
        statements.namesOtherDay(s.sentence().words(), before.studied())
            || before
                .named(m.family())
                .anyMatch(e -> !e.absent() && e.side() != m.side().opposite());
    return doubt
        ? Optional.empty()
        : differences.finding(p, s, before.statements(), now).stream()
            .filter(e -> e.stated(m).anyMatch(o -> statements.samePlace(p, o)))
            .filter(e -> statements.onlyOn(m.side().opposite(), e))
            .findFirst();
  }

  private static CheckResult result(Mention m, EarlierStatements.Before before, Statement e) {
    return new CheckResult(
        ID,
        Label.NEEDS_REVIEW,
        m.evidence(),
        before.report().evidence(Evidence.of(e.sentence().sentence())),
        "The report says that this was there before on the "
            + m.side().word()
            + " side, and the last report of this kind has it on the "
            + m.side().opposite().word()
            + ": compare the images and correct the side.");
  }
}
