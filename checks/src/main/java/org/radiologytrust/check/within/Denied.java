package org.radiologytrust.check.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.completeness.News;
import org.radiologytrust.check.within.Distinctions.Placed;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.MentionKind;
import org.radiologytrust.text.mentions.Polarity;
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

  /**
   * A finding that a sentence asserts, with the places of that sentence or the one before.
   *
   * @param certain whether the sentence holds it for more than possible
   * @param alone whether nothing is denied before it: "no free air to suggest perforation"
   */
  private record Asserted(Placed placed, Set<Site> nearby, boolean certain, boolean alone) {}

  private static final String TWO = "The two sentences may mean two findings of this name.";

  private static final String SYSTEM = "The statement may leave this finding out.";

  private final Denials denials;
  private final Distinctions distinctions;
  private final LostNegations lost;
  private final News news;

  Denied(Denials denials, Distinctions distinctions, News news) {
    this.denials = denials;
    this.distinctions = distinctions;
    lost = new LostNegations(denials);
    this.news = news;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<Denial> denied = new ArrayList<>();
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
          .filter(p -> p.mention().kind() == MentionKind.FINDING)
          .filter(p -> !denials.refersBack(p.mention()))
          .forEach(p -> asserted(s, p, nearby, asserted));
    }
    Map<String, CheckResult> results = new LinkedHashMap<>();
    List<Denial> compared = r.budget().first(MAX_MENTIONS, denied);
    for (Asserted one : r.budget().first(MAX_MENTIONS, asserted)) {
      CheckResult found = contradicted(one, compared, manyPlaces, statements);
      if (found != null) {
        results.merge(one.placed().mention().family(), found, Denied::louder);
      }
    }
    List<CheckResult> all = new ArrayList<>(results.values());
    statements.forEach(s -> all.addAll(lost.in(s)));
    return all;
  }

  private void asserted(SentenceReading s, Placed p, Set<Site> nearby, List<Asserted> asserted) {
    Mention m = p.mention();
    boolean certain = denials.asserted(m);
    boolean alone = s.affirmedBefore(m.first());
    if (certain || alone && denials.possible(m)) {
      asserted.add(new Asserted(p, nearby, certain, alone));
    }
  }

  /** The loudest contradiction; {@code null} if there is none. */
  private @Nullable CheckResult contradicted(
      Asserted one, List<Denial> denied, boolean manyPlaces, List<SentenceReading> statements) {
    Placed placed = one.placed();
    Mention said = placed.mention();
    CheckResult loudest = null;
    for (Denial d : denied) {
      boolean other = d.words().sentence().number() != said.words().sentence().number();
      if (other
          && (d.ofSystem() ? one.alone() : one.certain())
          && denials.meant(d, said)
          && !denials.apart(d, placed, manyPlaces)
          && !denials.aroundApart(d, placed, one.nearby())) {
        CheckResult found =
            d.ofSystem() ? ofSystem(d, one, statements) : ofFinding(d, placed, manyPlaces);
        loudest = louder(loudest, found);
      }
    }
    return loudest;
  }

  private static @Nullable CheckResult louder(@Nullable CheckResult a, @Nullable CheckResult b) {
    return a == null || b != null && b.strength().compareTo(a.strength()) < 0 ? b : a;
  }

  private CheckResult ofFinding(Denial d, Placed placed, boolean manyPlaces) {
    Mention said = placed.mention();
    boolean asks =
        sections(d, said) ? denials.sameThing(d, placed, manyPlaces) : denials.samePlace(d, placed);
    CheckResult found = result(said.evidence(), d.evidence());
    return asks ? found.asking(TWO) : found.asQuiet();
  }

  /** What denies all of a system counts in another section, if that does not name the finding. */
  private @Nullable CheckResult ofSystem(Denial d, Asserted one, List<SentenceReading> statements) {
    Mention said = one.placed().mention();
    if (!sections(d, said) || !Denials.within(d, one.placed()) || named(d, statements)) {
      return null;
    }
    CheckResult found = result(said.evidence(), d.evidence());
    return tells(d, one, statements) ? found : found.asking(SYSTEM);
  }

  /** Whether only one of the two stands in the impression. */
  private static boolean sections(Denial d, Mention said) {
    return (said.section() == Section.IMPRESSION) != inImpression(d);
  }

  private static boolean inImpression(Denial d) {
    return d.words().sentence().section() == Section.IMPRESSION;
  }

  /** Whether the section that denies all of a system names one of the findings itself. */
  private static boolean named(Denial d, List<SentenceReading> statements) {
    return statements.stream()
        .filter(s -> inImpression(d) == (s.section() == Section.IMPRESSION))
        .flatMap(s -> s.mentions(MentionKind.FINDING))
        .anyMatch(m -> m.polarity() != Polarity.DENIED && d.concepts().contains(m.concept()));
  }

  /** Whether a whole system has nothing, and a critical finding of it is asserted as news. */
  private boolean tells(Denial d, Asserted one, List<SentenceReading> statements) {
    Mention m = one.placed().mention();
    return d.kind() == Denial.Kind.SYSTEM
        && one.certain()
        && !news.known(m.words(), m.first(), m.last())
        && statements.stream()
            .filter(s -> s.words() == m.words())
            .noneMatch(s -> news.treated(m.concept(), s, statements));
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
