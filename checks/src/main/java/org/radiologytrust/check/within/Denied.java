package org.radiologytrust.check.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.within.Distinctions.Placed;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.MentionKind;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.mentions.Site;

/**
 * {@code denied}: one sentence denies a finding that another asserts. Reports nothing if the two
 * can be about different sides, places, times or degrees.
 */
final class Denied implements Check {
  static final String ID = "denied";

  /** Bounds the work, since each denial is compared with each statement. */
  private static final int MAX_MENTIONS = 500;

  /** A finding that a sentence asserts, with the places of that sentence or the one before. */
  private record Asserted(Placed placed, Set<Site> nearby) {}

  private final Denials denials;
  private final Distinctions distinctions;

  Denied(Denials denials, Distinctions distinctions) {
    this.denials = denials;
    this.distinctions = distinctions;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<Denials.Denial> denied = new ArrayList<>();
    List<Asserted> asserted = new ArrayList<>();
    List<SentenceReading> statements = denials.statements(r);
    boolean manyPlaces = denials.manyPlaces(statements);
    SentenceReading before = null;
    for (SentenceReading s : statements) {
      Set<Site> nearby = denials.nearby(s, before);
      denied.addAll(denials.in(s, nearby));
      before = s;
      distinctions
          .findings(s)
          .filter(p -> p.mention().kind() == MentionKind.FINDING && denials.asserted(p.mention()))
          .filter(p -> !denials.refersBack(p.mention()))
          .forEach(p -> asserted.add(new Asserted(p, nearby)));
    }
    List<CheckResult> results = new ArrayList<>();
    Set<String> reported = new HashSet<>();
    List<Denials.Denial> compared = r.budget().first(MAX_MENTIONS, denied);
    for (Asserted one : r.budget().first(MAX_MENTIONS, asserted)) {
      Mention said = one.placed().mention();
      Denials.Denial d = denial(one, compared, manyPlaces);
      if (d != null && reported.add(said.family())) {
        results.add(result(said, d));
      }
    }
    return results;
  }

  private Denials.@Nullable Denial denial(
      Asserted one, List<Denials.Denial> denied, boolean manyPlaces) {
    Placed placed = one.placed();
    Mention said = placed.mention();
    for (Denials.Denial d : denied) {
      boolean other = d.words().sentence().number() == said.words().sentence().number();
      if (!other
          && denials.meant(d, said)
          && !denials.apart(d, placed, manyPlaces)
          && !denials.aroundApart(d, placed, one.nearby())) {
        return d;
      }
    }
    return null;
  }

  private static CheckResult result(Mention said, Denials.Denial d) {
    Evidence assertion = said.evidence();
    boolean later = assertion.span().start() > d.evidence().span().start();
    return new CheckResult(
        ID,
        Label.NEEDS_REVIEW,
        later ? assertion : d.evidence(),
        later ? d.evidence() : assertion,
        "The report asserts this in one place and denies it in another: check the images and correct"
            + " the sentence that is wrong.");
  }
}
