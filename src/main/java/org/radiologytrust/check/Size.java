package org.radiologytrust.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.MeasuredThing;
import org.radiologytrust.text.MeasuredThings;
import org.radiologytrust.text.Measurement;
import org.radiologytrust.text.Measurement.Bound;
import org.radiologytrust.text.Measurement.Quantity;
import org.radiologytrust.text.Measurement.Time;
import org.radiologytrust.text.Measurements;
import org.radiologytrust.text.ReportReading;
import org.radiologytrust.text.SentenceReading;

/**
 * {@code size}: the impression gives a finding another size than the findings, or a later sentence
 * of the findings gives "the" finding of an earlier one another size. Reports nothing if the
 * findings have the impression's size anywhere, or if another finding can be meant.
 */
final class Size implements ReportCheck {
  static final String ID = "size";

  /** Bounds the work, since each is compared with each. */
  private static final int MAX_THINGS = 300;

  private final Measurements measurements;
  private final MeasuredThings things;

  Size(Measurements measurements, MeasuredThings things) {
    this.measurements = measurements;
    this.things = things;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<CheckInput> needs() {
    return Set.of();
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<MeasuredThing> all = things.in(r);
    List<MeasuredThing> found = of(all, Section.FINDINGS, Section.OTHER);
    List<MeasuredThing> said = of(all, Section.IMPRESSION);
    List<CheckResult> results = new ArrayList<>();
    inOneSection(found, results);
    if (found.isEmpty() || said.isEmpty() || !results.isEmpty()) {
      return results;
    }
    List<Measurement> anywhere = measured(r);
    for (MeasuredThing thing : said) {
      boolean known = anywhere.stream().anyMatch(m -> SizeValues.agree(m, thing.measurement()));
      MeasuredThing other = known ? null : other(thing, found, said);
      if (other != null) {
        results.add(result(thing, other));
      }
    }
    return results;
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
  private void inOneSection(List<MeasuredThing> found, List<CheckResult> results) {
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

  private static List<MeasuredThing> of(List<MeasuredThing> all, Section... sections) {
    return all.stream()
        .filter(t -> List.of(sections).contains(t.sentence().section()))
        .filter(t -> t.measurement().quantity() == Quantity.LENGTH)
        .filter(t -> t.measurement().time() == Time.NOW && t.present())
        .filter(t -> t.measurement().bound() != Bound.LESS)
        .filter(t -> t.measurement().bound() != Bound.MORE)
        .limit(MAX_THINGS)
        .toList();
  }

  /** All values outside the impression, whatever they measure. */
  private List<Measurement> measured(ReportReading r) {
    List<Measurement> found = new ArrayList<>();
    for (SentenceReading s : r.sentences()) {
      if (s.section() != Section.IMPRESSION) {
        found.addAll(measurements.in(s.words()));
      }
    }
    return found.subList(0, Math.min(found.size(), MAX_THINGS));
  }

  /**
   * What the impression's thing is in the findings, with another size; {@code null} if it is not
   * there, or if it can be one of several.
   */
  private static @Nullable MeasuredThing other(
      MeasuredThing thing, List<MeasuredThing> found, List<MeasuredThing> said) {
    List<MeasuredThing> possible =
        found.stream()
            .filter(f -> f.family().equals(thing.family()) && f.mayBe(thing))
            .filter(f -> !sameNumber(f.measurement(), thing.measurement()))
            .toList();
    boolean named =
        possible.stream()
            .anyMatch(
                f ->
                    said.stream()
                        .anyMatch(s -> SizeValues.agree(s.measurement(), f.measurement())));
    if (possible.isEmpty() || named) {
      return null;
    }
    boolean one = possible.size() == 1 || thing.measurement().bound() == Bound.UP_TO;
    return one ? largest(possible) : null;
  }

  /** The same number with another unit is reported by the check {@code unit}. */
  private static boolean sameNumber(Measurement a, Measurement b) {
    return a.written().equals(b.written()) && !a.units().equals(b.units());
  }

  private static MeasuredThing largest(List<MeasuredThing> things) {
    MeasuredThing largest = things.get(0);
    for (MeasuredThing thing : things) {
      largest = thing.measurement().largest() > largest.measurement().largest() ? thing : largest;
    }
    return largest;
  }
}
