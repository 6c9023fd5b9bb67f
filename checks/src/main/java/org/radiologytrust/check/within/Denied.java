package org.radiologytrust.check.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.within.Distinctions.Placed;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.MentionKind;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.mentions.Site;

/**
 * {@code denied}: one sentence denies a finding that another asserts. Asks where findings and
 * impression differ about one finding, and where one section does about one finding at one place.
 * Also asks where a list of findings seems to have lost its negation. Any other contradiction is
 * only recorded. Reports nothing if the two can be about different sides, places, times or degrees.
 */
final class Denied implements Check {
  static final String ID = "denied";

  /** Bounds the work, since each denial is compared with each statement. */
  private static final int MAX_MENTIONS = 500;

  /** A finding that a sentence asserts, with the places of that sentence or the one before. */
  private record Asserted(Placed placed, Set<Site> nearby) {}

  private static final String TWO = "The two sentences may mean two findings of this name.";

  private static final String LOST = "The sentence may mean what it says.";

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
    Map<String, CheckResult> results = new LinkedHashMap<>();
    List<Denials.Denial> compared = r.budget().first(MAX_MENTIONS, denied);
    for (Asserted one : r.budget().first(MAX_MENTIONS, asserted)) {
      CheckResult found = contradicted(one, compared, manyPlaces);
      if (found != null) {
        keep(one.placed().mention(), found, results);
      }
    }
    List<CheckResult> all = new ArrayList<>(results.values());
    for (SentenceReading s : statements) {
      Evidence listed = denials.listed(s);
      if (listed != null) {
        all.add(lost(listed));
      }
    }
    return all;
  }

  private static CheckResult lost(Evidence listed) {
    return new CheckResult(
            ID,
            Label.NEEDS_REVIEW,
            listed,
            Evidence.field(Evidence.REPORT, "no word denies them"),
            "A \"no\" may be lost: these are joined by \"or\", and nothing denies them.")
        .asking(LOST);
  }

  /** Keeps the loudest result of each family of findings. */
  private static void keep(Mention said, CheckResult found, Map<String, CheckResult> results) {
    results.merge(
        said.family(),
        found,
        (old, other) -> other.strength().compareTo(old.strength()) < 0 ? other : old);
  }

  /** The loudest contradiction; {@code null} if there is none. */
  private @Nullable CheckResult contradicted(
      Asserted one, List<Denials.Denial> denied, boolean manyPlaces) {
    Placed placed = one.placed();
    Mention said = placed.mention();
    CheckResult quiet = null;
    for (Denials.Denial d : denied) {
      boolean other = d.words().sentence().number() != said.words().sentence().number();
      if (other
          && denials.meant(d, said)
          && !denials.apart(d, placed, manyPlaces)
          && !denials.aroundApart(d, placed, one.nearby())) {
        CheckResult found = result(said.evidence(), d.evidence());
        boolean impression = said.section() == Section.IMPRESSION;
        boolean sections = impression != (d.words().sentence().section() == Section.IMPRESSION);
        if (sections ? denials.sameThing(d, placed, manyPlaces) : denials.samePlace(d, placed)) {
          return found.asking(TWO);
        }
        quiet = quiet == null ? found.asQuiet() : quiet;
      }
    }
    return quiet;
  }

  private static CheckResult result(Evidence assertion, Evidence denial) {
    boolean later = assertion.span().start() > denial.span().start();
    return new CheckResult(
        ID,
        Label.NEEDS_REVIEW,
        later ? assertion : denial,
        later ? denial : assertion,
        "The report asserts this in one place and denies it in another: check the images and correct"
            + " the sentence that is wrong.");
  }
}
