package org.radiologytrust.check.within;

import com.fasterxml.jackson.core.type.TypeReference;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Blocks;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.measures.MeasuredThing;
import org.radiologytrust.text.measures.MeasuredThing.Limits;
import org.radiologytrust.text.measures.MeasuredThings;
import org.radiologytrust.text.measures.Measurements;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.Measurement;
import org.radiologytrust.text.words.Measurement.Quantity;
import org.radiologytrust.text.words.Measurement.Role;
import org.radiologytrust.text.words.Measurement.Time;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/**
 * {@code unit}: a size that is not possible for what it measures ("kidney of 11 mm"), the same
 * number with two units for one finding, or two units within one size that do not fit together.
 * Asks about "08 cm", and about a finding of 12 mm that is called subcentimeter.
 */
final class Unit implements Check {
  static final String ID = "unit";

  private static final String FILE = "units.yaml";

  /** Bounds the work, since each is compared with each. */
  private static final int MAX_THINGS = 300;

  private static final int NEAR = 4;

  /** From this factor on, two dimensions of one size, in millimetres, do not fit together. */
  private static final double FACTOR = 5;

  private static final double SIMILAR = 3;
  private static final int LINE = 3;

  private record Range(double min, double max, @Nullable Terms before, @Nullable Terms after) {}

  private record Words(
      @Nullable Range slices,
      @Nullable Range carina,
      @MayBeEmpty Terms low,
      @MayBeEmpty Terms weighed,
      @MayBeEmpty Terms small,
      @MayBeEmpty Terms aspects) {}

  /** Something that is measured, and is known by the words around its measurement. */
  private record Special(Limits limits, Terms before, Terms after) {
    static @Nullable Special of(SiteFiles files, @Nullable Range range) {
      return range == null
          ? null
          : new Special(
              new Limits(range.min(), range.max(), 0),
              orNone(files, range.before()),
              orNone(files, range.after()));
    }

    private static Terms orNone(SiteFiles files, @Nullable Terms terms) {
      return terms == null ? Terms.of(files, FILE, List.of()) : terms;
    }
  }

  private final @Nullable Special slices;
  private final @Nullable Special carina;
  private final Terms low;
  private final Terms weighed;
  private final Measurements measurements;
  private final MeasuredThings things;
  private final DoubtfulSizes doubtful;

  Unit(SiteFiles files, Measurements measurements, MeasuredThings things) {
    Words w = files.words(FILE, new TypeReference<Words>() {});
    this.slices = Special.of(files, w.slices());
    this.carina = Special.of(files, w.carina());
    this.low = w.low();
    this.weighed = w.weighed();
    this.measurements = measurements;
    this.things = things;
    doubtful = new DoubtfulSizes(measurements, things, w.small(), w.aspects());
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<CheckResult> results = new ArrayList<>();
    List<MeasuredThing> all =
        r.budget()
            .first(
                MAX_THINGS,
                things.in(r).stream().filter(m -> m.sentence().section().stated()).toList());
    for (MeasuredThing thing : all) {
      if (!possible(thing)) {
        results.add(implausible(thing.evidence(), thing.sentence(), thing.limits()));
      }
    }
    if (results.isEmpty()) {
      special(r, results);
    }
    if (results.isEmpty() && all.size() > 1) {
      for (Set<SentenceReading> impression :
          r.budget().first(Blocks.MOST, Blocks.impressions(c.report().text(), r))) {
        contradictions(all, impression, results);
      }
    }
    return results.isEmpty() ? doubtful.in(r) : results;
  }

  private boolean possible(MeasuredThing thing) {
    Measurement m = thing.measurement();
    Limits limits = thing.limits();
    if (m.quantity() == Quantity.WEIGHT) {
      return limits == null
          || thing.organ()
          || !thing.direct()
          || weighed.anyIn(WordTokens.of(thing.evidence().value()));
    }
    if (!fits(m)) {
      return false;
    }
    boolean judged = limits != null && !m.limits();
    return !judged || limits.allow(m);
  }

  /** Whether the units of one size fit together: not "2.3 x 1.8 mm x 2.0 cm". */
  private static boolean fits(Measurement m) {
    double numbers = Collections.max(m.written()) / Collections.min(m.written());
    double sizes = m.largest() / Collections.min(m.values());
    boolean mixed = m.units().stream().distinct().count() > 1;
    // "3 cm x 2 mm" can be the length and the width of a line
    return !mixed || numbers > SIMILAR || sizes < FACTOR || m.written().size() < LINE;
  }

  /** Slices and the distance of a tube from the carina. */
  private void special(ReportReading r, List<CheckResult> results) {
    boolean tooLow = r.sentences().stream().anyMatch(s -> low.anyIn(s.words()));
    for (SentenceReading s : r.sentences()) {
      if (!s.section().stated() && s.section() != Section.TECHNIQUE) {
        continue;
      }
      for (Measurement m : measurements.in(s.words())) {
        boolean thickness = m.role() == Role.TECHNICAL && outside(slices, s, m);
        boolean distance = m.role() == Role.DISTANCE && outside(carina, s, m);
        if (results.size() == MAX_RESULTS) {
          return;
        }
        if (thickness || distance && !(tooLow && m.largest() < carina.limits().max())) {
          Limits limits = thickness ? slices.limits() : carina.limits();
          results.add(implausible(s.words().evidence(m.first(), m.last()), s, limits));
        }
      }
    }
  }

  private static boolean outside(@Nullable Special special, SentenceReading s, Measurement m) {
    if (special == null || m.quantity() != Quantity.LENGTH || special.limits().allow(m.largest())) {
      return false;
    }
    for (int i = Math.max(0, m.first() - NEAR); i < m.first(); i++) {
      Terms.Hit hit = special.before().at(s.words(), i);
      if (hit != null && hit.last() < m.first()) {
        return true;
      }
    }
    return m.last() + 1 < s.words().size() && special.after().at(s.words(), m.last() + 1) != null;
  }

  /** The same number with two units for one finding, in FINDINGS and in IMPRESSION. */
  private static void contradictions(
      List<MeasuredThing> all, Set<SentenceReading> impression, List<CheckResult> results) {
    for (MeasuredThing said : all) {
      if (!impression.contains(said.sentence())) {
        continue;
      }
      MeasuredThing other = null;
      boolean known = false;
      for (MeasuredThing found : all) {
        if (!impression.contains(found.sentence())) {
          known |= SizeValues.agree(found.measurement(), said.measurement());
          other = other == null && contradicts(found, said) ? found : other;
        }
      }
      if (other != null && !known) {
        results.add(
            new CheckResult(
                ID,
                Label.NEEDS_REVIEW,
                said.evidence(),
                other.evidence(),
                "The same number has two units: check the size and correct the unit."));
      }
    }
  }

  private static boolean contradicts(MeasuredThing found, MeasuredThing said) {
    Measurement a = found.measurement();
    Measurement b = said.measurement();
    return found.family().equals(said.family())
        && found.mayBe(said)
        && a.time() == Time.NOW
        && b.time() == Time.NOW
        && sameNumber(a, b)
        && !SizeValues.agree(a, b);
  }

  /** Whether both have one number with different units. */
  private static boolean sameNumber(Measurement a, Measurement b) {
    for (int i = 0; i < a.written().size(); i++) {
      int k = b.written().indexOf(a.written().get(i));
      if (k >= 0 && !a.units().get(i).equals(b.units().get(k))) {
        return true;
      }
    }
    return false;
  }

  private static CheckResult implausible(
      Evidence size, SentenceReading s, @Nullable Limits limits) {
    String possible =
        limits == null
            ? ""
            : " (possible: %s to %s mm)".formatted(number(limits.min()), number(limits.max()));
    return new CheckResult(
        ID,
        Label.NEEDS_REVIEW,
        size,
        Evidence.of(s.sentence()),
        "This size is not plausible" + possible + ": check the number and its unit.");
  }

  private static String number(double millimetres) {
    return new DecimalFormat("0.#", DecimalFormatSymbols.getInstance(Locale.ROOT))
        .format(millimetres);
  }
}
