package org.radiologytrust.check.earlier;

import java.util.List;
import java.util.Optional;
import org.radiologytrust.check.within.Distinctions.Placed;
import org.radiologytrust.check.within.Statement;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.SentenceReading;

/**
 * {@code earlier-unchanged}: the report calls a finding unchanged, or says that it was there, and
 * the last report of the same kind denies it. A report that only does not name it is no
 * contradiction.
 */
final class EarlierUnchanged extends ClaimCheck {
  static final String ID = "earlier-unchanged";

  private final PastClaims claims;

  EarlierUnchanged(PastClaims claims, EarlierStatements statements) {
    super(statements);
    this.claims = claims;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  String unclaimed() {
    return "the report says of no finding that it was there before";
  }

  @Override
  boolean claimed(Statement s, Mention m) {
    return m.present() && claims.of(s.sentence(), m) == PastClaims.Past.SAME;
  }

  /** The sentence that denies it; none where another one may have it. */
  @Override
  Optional<SentenceReading> against(
      Statement s, Placed p, EarlierStatements.Before before, List<Statement> now) {
    boolean mayHave = before.named(p.mention().family()).anyMatch(m -> !m.absent());
    return mayHave ? Optional.empty() : before.denying(p).stream().findFirst();
  }

  @Override
  String action(Mention m) {
    return "The report says that this was there before, and the last report of this kind denies it:"
        + " compare the images and correct the sentence.";
  }
}
