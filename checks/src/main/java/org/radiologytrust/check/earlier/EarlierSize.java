package org.radiologytrust.check.earlier;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.radiologytrust.check.within.Distinctions;
import org.radiologytrust.check.within.Distinctions.Marks;
import org.radiologytrust.check.within.Distinctions.Placed;
import org.radiologytrust.check.within.SizeValues;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.text.measures.MeasuredThing;
import org.radiologytrust.text.measures.MeasuredThings;
import org.radiologytrust.text.measures.Measurements;
import org.radiologytrust.text.measures.Trends;
import org.radiologytrust.text.measures.Trends.Direction;
import org.radiologytrust.text.measures.Trends.Trend;
import org.radiologytrust.text.mentions.EarlierReading;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.mentions.Site;
import org.radiologytrust.text.words.Measurement;
import org.radiologytrust.text.words.Measurement.Bound;
import org.radiologytrust.text.words.Measurement.Quantity;
import org.radiologytrust.text.words.Measurement.Time;

/**
 * {@code earlier-size}: the size that the report quotes as the earlier one is not in the last
 * report of the same kind, or the report says that something has grown or shrunk, and the size
 * there shows the reverse. Both reports must have one such thing only.
 */
final class EarlierSize extends KindCheck {
  static final String ID = "earlier-size";

  private static final Set<Bound> EXACT = Set.of(Bound.EXACT, Bound.ABOUT);

  private final Distinctions distinctions;
  private final Measurements measurements;
  private final MeasuredThings things;
  private final Trends trends;
  private final EarlierStudies studies;
  private final EarlierStatements statements;

  EarlierSize(
      Distinctions distinctions,
      Measurements measurements,
      MeasuredThings things,
      Trends trends,
      EarlierStudies studies,
      EarlierStatements statements) {
    this.distinctions = distinctions;
    this.measurements = measurements;
    this.things = things;
    this.trends = trends;
    this.studies = studies;
    this.statements = statements;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<MeasuredThing> all = sizes(r);
    List<MeasuredThing> compared =
        all.stream().filter(t -> quoted(t) || direction(t, all).isPresent()).toList();
    if (compared.isEmpty()) {
      return r.silent("the report compares no size with an earlier one");
    }
    List<EarlierReading> comparable = studies.comparable(c, r);
    if (comparable.isEmpty()) {
      return r.silent(EarlierStudies.NONE);
    }
    List<CheckResult> results = new ArrayList<>();
    for (MeasuredThing thing : compared) {
      boolean other =
          statements.namesOtherDay(thing.sentence().words(), comparable.get(0).earlier().studied());
      if (!other && only(thing, all)) {
        contradiction(thing, all, comparable).ifPresent(results::add);
      }
    }
    return results;
  }

  /** The sizes of findings that a report states. */
  private List<MeasuredThing> sizes(ReportReading r) {
    return things.in(r).stream()
        .filter(t -> t.sentence().section().stated() && !t.organ() && t.affirmed())
        .filter(t -> t.measurement().quantity() == Quantity.LENGTH)
        .filter(t -> !t.measurement().range())
        .filter(t -> EXACT.contains(t.measurement().bound()))
        .toList();
  }

  private List<MeasuredThing> sizes(EarlierReading e) {
    return e.once(EarlierSize.class, () -> sizes(e.reading()));
  }

  private static boolean quoted(MeasuredThing t) {
    return t.measurement().time() == Time.EARLIER;
  }

  /** In which direction a sentence says that its only size changed, if it quotes no earlier one. */
  private Optional<Direction> direction(MeasuredThing t, List<MeasuredThing> all) {
    long here = all.stream().filter(other -> other.sentence() == t.sentence()).count();
    List<Direction> said =
        here == 1 && !quoted(t)
            ? trends.in(t.sentence().words()).stream().map(Trend::direction).distinct().toList()
            : List.of();
    return said.size() == 1 ? Optional.of(said.get(0)) : Optional.empty();
  }

  /** Whether a report has no other thing of its kind and time with another size. */
  private static boolean only(MeasuredThing t, List<MeasuredThing> all) {
    return all.stream()
        .filter(other -> other.family().equals(t.family()) && quoted(other) == quoted(t))
        .allMatch(other -> SizeValues.agree(other.measurement(), t.measurement()));
  }

  private Optional<CheckResult> contradiction(
      MeasuredThing thing, List<MeasuredThing> all, List<EarlierReading> comparable) {
    EarlierReading last = comparable.get(0);
    List<MeasuredThing> before = same(thing, sizes(last)).toList();
    boolean one =
        !before.isEmpty()
            && before.stream().allMatch(t -> samePlace(t, thing) && only(t, before) && single(t))
            && sameKind(thing, all);
    if (!one) {
      return Optional.empty();
    }
    Measurement earlier = before.get(0).measurement();
    Optional<Direction> direction = direction(thing, all);
    if (direction.isPresent()) {
      return SizeValues.contradict(direction.get(), thing.measurement(), earlier)
          ? Optional.of(
              result(
                  thing,
                  last,
                  before.get(0),
                  "The report says how this changed, and the size in the last report of this kind"
                      + " shows another change: measure it again and correct the sentence."))
          : Optional.empty();
    }
    boolean elsewhere =
        comparable.stream()
            .flatMap(e -> sizes(e).stream())
            .anyMatch(t -> SizeValues.agree(t.measurement(), thing.measurement()));
    return elsewhere
        ? Optional.empty()
        : Optional.of(
            result(
                thing,
                last,
                before.get(0),
                "The report quotes another earlier size than the last report of this kind gives:"
                    + " correct the size that is wrong."));
  }

  /** Whether a sentence gives no other size: "12 mm and 7 mm nodules". */
  private boolean single(MeasuredThing t) {
    return measurements.in(t.sentence().words()).size() == 1;
  }

  /** Whether both surely are of one place: sizes of one kind can be of several things. */
  private boolean samePlace(MeasuredThing a, MeasuredThing b) {
    return a.side() == b.side()
        && Site.meet(a.sites(), b.sites())
        && place(a).flatMap(one -> place(b).map(other -> one.certainly(other))).orElse(false);
  }

  private Optional<Marks> place(MeasuredThing t) {
    SentenceReading naming = t.before() == null ? t.sentence() : t.before();
    return distinctions
        .findings(naming)
        .filter(p -> p.mention() == t.mention())
        .map(Placed::place)
        .findFirst();
  }

  /** Whether the sizes of now of this kind are of one thing, which the earlier one can be. */
  private static boolean sameKind(MeasuredThing thing, List<MeasuredThing> all) {
    List<MeasuredThing> now = same(thing, all).toList();
    return now.stream().allMatch(t -> only(t, now));
  }

  /** The sizes of now of this kind. */
  private static Stream<MeasuredThing> same(MeasuredThing thing, List<MeasuredThing> all) {
    return all.stream().filter(t -> t.family().equals(thing.family()) && !quoted(t));
  }

  private static CheckResult result(
      MeasuredThing thing, EarlierReading last, MeasuredThing before, String action) {
    return new CheckResult(
        ID,
        Label.NEEDS_REVIEW,
        thing.evidence(),
        last.evidence(Evidence.of(before.sentence().sentence())),
        action);
  }
}
