package org.radiologytrust.check.earlier;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.radiologytrust.check.earlier.PastClaims.Past;
import org.radiologytrust.check.within.Distinctions;
import org.radiologytrust.check.within.Distinctions.Placed;
import org.radiologytrust.check.within.SideDifferences;
import org.radiologytrust.check.within.Statement;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.mentions.Side;

/**
 * {@code earlier-side}: the report says of a finding that it was there before, and the last report
 * of the same kind has it only on the other side.
 */
final class EarlierSide extends ClaimCheck {
  static final String ID = "earlier-side";

  private final PastClaims claims;
  private final SideDifferences differences;

  EarlierSide(PastClaims claims, EarlierStatements statements, SideDifferences differences) {
    super(statements);
    this.differences = differences;
    this.claims = claims;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  String unclaimed() {
    return "the report says of no finding with a side that it was there before";
  }

  @Override
  boolean claimed(Statement s, Mention m) {
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

  /** The sentence that has it on the other side only. */
  @Override
  Optional<SentenceReading> against(
      Statement s, Placed p, EarlierStatements.Before before, List<Statement> now) {
    Mention m = p.mention();
    boolean doubt =
        bothSides(m, now)
            || before
                .named(m.family())
                .anyMatch(e -> !e.absent() && e.side() != m.side().opposite());
    return doubt
        ? Optional.empty()
        : differences.finding(p, s, before.statements(), now).stream()
            .filter(e -> e.stated(m).anyMatch(o -> statements.samePlace(p, o)))
            .filter(e -> statements.onlyOn(m.side().opposite(), e))
            .map(Statement::sentence)
            .findFirst();
  }

  @Override
  String action(Mention m) {
    return "The report says that this was there before on the "
        + m.side().word()
        + " side, and the last report of this kind has it on the "
        + m.side().opposite().word()
        + ": compare the images and correct the side.";
  }
}
