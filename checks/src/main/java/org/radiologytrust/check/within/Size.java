package org.radiologytrust.check.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Blocks;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Label;
import org.radiologytrust.text.measures.MeasuredThing;
import org.radiologytrust.text.measures.MeasuredThings;
import org.radiologytrust.text.measures.Measurements;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.Measurement;
import org.radiologytrust.text.words.Measurement.Bound;
import org.radiologytrust.text.words.Measurement.Quantity;
import org.radiologytrust.text.words.Measurement.Time;

/**
 * {@code size}: the impression gives a finding another size than the findings, or a later sentence
 * of the findings gives "the" finding of an earlier one another size. Reports nothing if the
 * findings have the impression's size anywhere, or if another finding can be meant.
 */
final class Size implements Check {
  static final String ID = "size";

  /** Bounds the work, since each is compared with each. */
  private static final int MAX_THINGS = 300;

  private final Measurements measurements;
  private final MeasuredThings things;
  private final SharedNumbers shared;

  Size(Measurements measurements, MeasuredThings things, SharedNumbers shared) {
    this.measurements = measurements;
    this.things = things;
    this.shared = shared;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<MeasuredThing> all = things.in(r);
    List<CheckResult> results = new ArrayList<>();
    for (Set<SentenceReading> impression :
        r.budget().first(Blocks.MOST, Blocks.impressions(c.report().text(), r))) {
      compare(r, all, impression, results);
    }
    if (results.isEmpty()) {
      namedAgain(of(r, all, s -> true), results);
    }
    if (results.isEmpty()) {
      results.addAll(shared.in(r));
    }
    return results.isEmpty() && all.size() < 2
        ? r.silent("the report has fewer than two sizes of a finding or an organ")
        : results;
  }

  private void compare(
      ReportReading r,
      List<MeasuredThing> all,
      Set<SentenceReading> impression,
      List<CheckResult> results) {
    List<MeasuredThing> said = of(r, all, impression::contains);
    if (said.isEmpty()) {
      return;
    }
    int first = said.get(0).sentence().sentence().number();
    List<MeasuredThing> found = of(r, all, s -> !impression.contains(s));
    List<MeasuredThing> before =
        found.stream().filter(f -> f.sentence().sentence().number() < first).toList();
    List<Measurement> anywhere = measured(r, impression);
    for (MeasuredThing thing : said) {
      boolean known =
          anywhere.stream()
              .anyMatch(
                  m ->
                      SizeValues.equal(m, thing.measurement())
                          || m.range() && covers(m, thing.measurement()));
      MeasuredThing other = known ? null : other(thing, before.isEmpty() ? found : before, said);
      if (other != null) {
        results.add(result(thing, other));
      }
    }
  }

  private static CheckResult result(MeasuredThing thing, MeasuredThing other) {
    return new CheckResult(
        ID,
        Label.NEEDS_REVIEW,
        thing.evidence(),
        other.evidence(),
        "The report gives two sizes: check the size and correct one of them.");
  }

  /** "An 8 mm nodule in the right lung. ... The right lung nodule measures 14 mm." */
  private void namedAgain(List<MeasuredThing> found, List<CheckResult> results) {
    for (int i = 1; i < found.size(); i++) {
      MeasuredThing later = found.get(i);
      if (!things.definite(later) || later.side() == null || later.sites().isEmpty()) {
        continue;
      }
      List<MeasuredThing> before =
          found.subList(0, i).stream()
              .filter(f -> f.family().equals(later.family()) && f.mayBe(later))
              .toList();
      boolean one = before.size() == 1 && before.get(0).side() == later.side();
      MeasuredThing first = one ? before.get(0) : later;
      boolean differs = !SizeValues.agree(first.measurement(), later.measurement());
      if (one && differs && !things.definite(first) && first.sentence() != later.sentence()) {
        results.add(result(later, first));
      }
    }
  }

  private static List<MeasuredThing> of(
      ReportReading r, List<MeasuredThing> all, Predicate<SentenceReading> where) {
    return r.budget()
        .first(
            MAX_THINGS,
            all.stream()
                .filter(t -> t.sentence().section().stated() && where.test(t.sentence()))
                .filter(t -> t.measurement().quantity() == Quantity.LENGTH)
                .filter(t -> !t.measurement().range())
                .filter(t -> t.measurement().time() == Time.NOW && t.affirmed())
                .filter(t -> t.measurement().bound() != Bound.LESS)
                .filter(t -> t.measurement().bound() != Bound.MORE)
                .toList());
  }

  /** All values outside the impression, whatever they measure. */
  private List<Measurement> measured(ReportReading r, Set<SentenceReading> impression) {
    List<Measurement> found = new ArrayList<>();
    for (SentenceReading s : r.sentences()) {
      if (!impression.contains(s)) {
        found.addAll(measurements.in(s.words()));
      }
    }
    return r.budget().first(MAX_THINGS, found);
  }

  /**
   * What the impression's thing is in the findings, with another size; {@code null} if it is not
   * there, or if it has the size of one of several.
   */
  private static @Nullable MeasuredThing other(
      MeasuredThing thing, List<MeasuredThing> found, List<MeasuredThing> said) {
    List<MeasuredThing> possible =
        found.stream().filter(f -> f.family().equals(thing.family()) && f.mayBe(thing)).toList();
    boolean same =
        possible.stream()
            .anyMatch(
                f ->
                    sameNumber(f.measurement(), thing.measurement())
                        || SizeValues.agree(f.measurement(), thing.measurement()));
    boolean named =
        possible.stream()
            .anyMatch(
                f ->
                    said.stream()
                        .filter(s -> s.family().equals(f.family()))
                        .anyMatch(s -> SizeValues.agree(s.measurement(), f.measurement())));
    boolean among =
        possible.size() > 1
            && possible.stream()
                .map(MeasuredThing::measurement)
                .anyMatch(
                    m -> m.bound() == Bound.UP_TO && m.largest() >= thing.measurement().largest());
    if (possible.isEmpty() || same || named || among) {
      return null;
    }
    return thing.measurement().bound() == Bound.UP_TO
        ? largest(possible)
        : nearest(possible, thing.measurement());
  }

  /** Whether a size lies between the ends of a range. */
  private static boolean covers(Measurement range, Measurement size) {
    return Collections.min(range.values()) <= size.largest() && size.largest() <= range.largest();
  }

  /** The same number with another unit is reported by the check {@code unit}. */
  private static boolean sameNumber(Measurement a, Measurement b) {
    return a.written().equals(b.written()) && !a.units().equals(b.units());
  }

  /** The one whose size is nearest to another. */
  private static MeasuredThing nearest(List<MeasuredThing> things, Measurement size) {
    return things.stream()
        .min(
            Comparator.comparingDouble(
                t -> Math.abs(Math.log(t.measurement().largest() / size.largest()))))
        .orElseThrow();
  }

  private static MeasuredThing largest(List<MeasuredThing> things) {
    MeasuredThing largest = things.get(0);
    for (MeasuredThing thing : things) {
      largest = thing.measurement().largest() > largest.measurement().largest() ? thing : largest;
    }
    return largest;
  }
}
