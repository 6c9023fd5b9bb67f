package org.radiologytrust.check.earlier;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.radiologytrust.check.earlier.PastClaims.Past;
import org.radiologytrust.check.within.Denials;
import org.radiologytrust.check.within.Distinctions.Placed;
import org.radiologytrust.check.within.SizeValues;
import org.radiologytrust.check.within.Statement;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.text.measures.MeasuredThing;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;

/**
 * {@code earlier-new}: the report calls a finding new that the last report of the same kind has at
 * the same place. A finding of which there can be several must have the same size, too.
 */
final class EarlierNew extends KindCheck {
  static final String ID = "earlier-new";

  private final EarlierWords words;
  private final PastClaims claims;
  private final EarlierStatements statements;
  private final Denials denials;

  EarlierNew(EarlierWords words, PastClaims claims, EarlierStatements statements, Denials denials) {
    this.words = words;
    this.claims = claims;
    this.statements = statements;
    this.denials = denials;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<Statement> calling =
        statements.now(r).stream()
            .filter(s -> !s.another() && !s.aside() && !words.degree().anyIn(s.sentence().words()))
            .filter(s -> s.findings().stream().anyMatch(p -> isNew(s, p.mention())))
            .toList();
    if (calling.isEmpty()) {
      return r.silent("the report calls no finding new");
    }
    Optional<EarlierStatements.Before> before = statements.before(c, r);
    if (before.isEmpty()) {
      return r.silent(EarlierStudies.NONE);
    }
    List<CheckResult> results = new ArrayList<>();
    Set<String> reported = new HashSet<>();
    for (Statement s : calling) {
      for (Placed p : s.findings()) {
        if (isNew(s, p.mention())) {
          had(s, p, before.get())
              .filter(e -> reported.add(p.mention().family()))
              .ifPresent(e -> results.add(result(p.mention(), before.get(), e)));
        }
      }
    }
    return results;
  }

  private boolean isNew(Statement s, Mention m) {
    return m.present() && claims.of(s.sentence(), m) == Past.NEW;
  }

  /** The sentence of the earlier report that has the finding; empty if that is in doubt. */
  private Optional<SentenceReading> had(Statement s, Placed p, EarlierStatements.Before before) {
    List<SentenceReading> stating = before.stating(p);
    boolean doubt =
        statements.namesOtherDay(s.sentence().words(), before.studied())
            || !before.denying(p).isEmpty()
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

  private static CheckResult result(Mention m, EarlierStatements.Before before, SentenceReading e) {
    return new CheckResult(
        ID,
        Label.NEEDS_REVIEW,
        m.evidence(),
        before.report().evidence(Evidence.of(e.sentence())),
        "The report calls this new, and the last report of this kind has it: compare the images and"
            + " correct the sentence.");
  }
}
