package org.radiologytrust.check.earlier;

import java.util.List;
import java.util.Optional;
import org.radiologytrust.check.earlier.PastClaims.Past;
import org.radiologytrust.check.within.Denials;
import org.radiologytrust.check.within.Distinctions.Placed;
import org.radiologytrust.check.within.SizeValues;
import org.radiologytrust.check.within.Statement;
import org.radiologytrust.text.measures.MeasuredThing;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.SentenceReading;

/**
 * {@code earlier-new}: the report calls a finding new that the last report of the same kind has at
 * the same place. A finding of which there can be several must have the same size, too.
 */
final class EarlierNew extends ClaimCheck {
  static final String ID = "earlier-new";

  private final EarlierWords words;
  private final PastClaims claims;
  private final Denials denials;

  EarlierNew(EarlierWords words, PastClaims claims, EarlierStatements statements, Denials denials) {
    super(statements);
    this.words = words;
    this.claims = claims;
    this.denials = denials;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  String unclaimed() {
    return "the report calls no finding new";
  }

  @Override
  boolean leftOut(Statement s) {
    return super.leftOut(s) || s.another() || words.degree().anyIn(s.sentence().words());
  }

  @Override
  boolean claimed(Statement s, Mention m) {
    return m.present() && claims.of(s.sentence(), m) == Past.NEW;
  }

  /** The sentence that has the finding. */
  @Override
  Optional<SentenceReading> against(
      Statement s, Placed p, EarlierStatements.Before before, List<Statement> now) {
    List<SentenceReading> stating = before.stating(p);
    boolean doubt =
        !before.denying(p).isEmpty()
            || denials.everywhere(p.mention()) && !sameSize(s, p.mention(), before);
    return doubt ? Optional.empty() : stating.stream().findFirst();
  }

  /** Whether both reports give the one finding of its kind the same size. */
  private static boolean sameSize(Statement s, Mention m, EarlierStatements.Before before) {
    List<MeasuredThing> own = sizes(s, m);
    List<MeasuredThing> earlier =
        before.statements().stream().flatMap(e -> sizes(e, m).stream()).toList();
    return own.size() == 1
        && earlier.size() == 1
        && !own.get(0).sites().isEmpty()
        && !earlier.get(0).sites().isEmpty()
        && own.get(0).mayBe(earlier.get(0))
        && SizeValues.agree(own.get(0).measurement(), earlier.get(0).measurement());
  }

  private static List<MeasuredThing> sizes(Statement s, Mention m) {
    return s.sizes().stream().filter(t -> t.family().equals(m.family())).toList();
  }

  @Override
  String action(Mention m) {
    return "The report calls this new, and the last report of this kind has it: compare the images"
        + " and correct the sentence.";
  }
}
