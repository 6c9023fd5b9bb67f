package org.radiologytrust.stop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.statistics.interval.BinomialConfidenceInterval;
import org.apache.commons.statistics.interval.Interval;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.quality.FigureRow;
import org.radiologytrust.journal.quality.Footing;
import org.radiologytrust.journal.quality.VerdictCounts;
import org.radiologytrust.model.Strength;
import org.radiologytrust.review.Wilson;
import org.radiologytrust.stop.Band.Floor;
import org.radiologytrust.stop.Band.Origin;
import org.radiologytrust.stop.Band.Rate;
import org.radiologytrust.stop.Judged.Kind;
import org.radiologytrust.stop.Judged.State;

/**
 * Says which checks have left their band. Figures come in, what was judged goes out: nothing is
 * read or stored.
 *
 * <ul>
 *   <li>Flags: the exact (Clopper-Pearson) interval of the share of reports that the check flags
 *       lies wholly outside its band. Reports are counted, not flags, because the flags of one
 *       report are not independent. The interval is exact because Wilson's is too narrow so far out
 *       in the tails.
 *   <li>Precision: the upper bound of Wilson's 95 % interval is below the band's floor, itself a
 *       lower bound. So a few wrong flags do not stop a check that was accepted on few verdicts:
 *       the two intervals have to be apart.
 *   <li>Silence: at the least rate of its band, so long a run of reports without a flag has a
 *       chance below the limit. The run begins at its last flag and may be longer than the window,
 *       so that rare checks are judged, too.
 * </ul>
 */
public final class StopRule {
  /** The name of all checks together, in place of the id of one. */
  public static final String ALL_CHECKS = "all-checks";

  private static final double HUNDRED = 100;

  private final StopLimits limits;

  public StopRule(StopLimits limits) {
    this.limits = limits;
  }

  /**
   * A band from what was counted, with the rule's factor. Its floors are lower bounds of Wilson's
   * 95 % intervals, as the page of figures shows them.
   *
   * @param counted reports, flags and verdicts from which the band comes
   */
  public Band band(Origin origin, CheckWindow counted) {
    List<Floor> floors =
        counted.verdicts().stream()
            .filter(v -> v.rightOrWrong() >= limits.verdicts())
            .map(
                v ->
                    new Floor(
                        v.strength(),
                        v.footing(),
                        Wilson.of(v.right(), v.rightOrWrong()).low(),
                        origin))
            .toList();
    return new Band(
        counted.check(),
        rate(origin, counted.reports(), counted.flagged(), counted.flagged()),
        floors);
  }

  /**
   * How many reports a check flags, from what was counted.
   *
   * @param atLeast so many reports have a flag of it
   * @param atMost no more reports have one; the same where it is known
   * @return {@code null} if there are too few reports
   */
  @Nullable Rate rate(Origin origin, int reports, int atLeast, int atMost) {
    if (reports < limits.reports()) {
      return null;
    }
    double least = Wilson.of(atLeast, reports).low();
    return new Rate(
        least / limits.factor(),
        Math.min(1, Wilson.of(atMost, reports).high() * limits.factor()),
        least,
        origin);
  }

  /** Only what has left its band, in the order of the checks. */
  public List<Judged> breaches(List<CheckWindow> windows, Map<String, Band> bands) {
    return judged(windows, bands).stream().filter(one -> one.state() == State.LEFT).toList();
  }

  /**
   * All that is judged, in the order of the checks.
   *
   * @param bands by the id of the check; a check without one is not judged
   */
  public List<Judged> judged(List<CheckWindow> windows, Map<String, Band> bands) {
    List<Judged> all = new ArrayList<>();
    for (CheckWindow window : windows) {
      Band band = bands.get(window.check());
      all.add(flags(window, band));
      all.add(silence(window, band));
      for (Strength strength : Strength.values()) {
        window.verdicts().stream()
            .filter(verdicts -> verdicts.strength() == strength && counts(verdicts))
            .max(
                Comparator.<VerdictCounts, Boolean>comparing(
                        verdicts -> verdicts.rightOrWrong() >= limits.verdicts())
                    .thenComparing(VerdictCounts::footing))
            .ifPresent(verdicts -> all.add(precision(verdicts, band)));
      }
    }
    return all;
  }

  /**
   * Whether all checks together are still as a person accepted them. The verdicts are those of the
   * worklist, where some wrong flags get none: so there are at least as many wrong ones as counted.
   *
   * @param told all flags that tell
   * @param wrongHigh wrong flags in 100 reports at most, as accepted
   * @param rightLow right of 100 flags that are right or wrong at least, as accepted
   */
  public List<Judged> together(FigureRow told, double wrongHigh, double rightLow) {
    int right = told.judged().right();
    int wrong = told.judged().wrong();
    int of = right + wrong;
    int reports = told.reports();
    if (of < limits.verdicts() || reports < limits.reports()) {
      String few = "%d verdicts in %d reports are too few".formatted(of, reports);
      return List.of(
          unknown(ALL_CHECKS, Kind.WRONG, few), unknown(ALL_CHECKS, Kind.PRECISION, few));
    }
    Wilson wrongs = Wilson.of(Math.min(wrong, reports), reports);
    Wilson rights = Wilson.of(right, of);
    return List.of(
        new Judged(
            ALL_CHECKS,
            Kind.WRONG,
            null,
            HUNDRED * wrongs.low() > wrongHigh ? State.LEFT : State.WITHIN,
            "%d wrong flags in %d reports, %s in 100 (%s to %s); accepted were at most %s; as people chose to answer, no random sample"
                .formatted(
                    wrong,
                    reports,
                    hundred((double) wrong / reports),
                    hundred(wrongs.low()),
                    hundred(wrongs.high()),
                    hundred(wrongHigh / HUNDRED))),
        new Judged(
            ALL_CHECKS,
            Kind.PRECISION,
            null,
            HUNDRED * rights.high() < rightLow ? State.LEFT : State.WITHIN,
            "right are %s of 100 flags that tell (%d of %d; %s to %s); accepted were at least %s; as people chose to answer, no random sample"
                .formatted(
                    hundred((double) right / of),
                    right,
                    of,
                    hundred(rights.low()),
                    hundred(rights.high()),
                    hundred(rightLow / HUNDRED))));
  }

  private Judged flags(CheckWindow window, @Nullable Band band) {
    @Nullable Rate rate = band == null ? null : band.flagged();
    int of = window.reports();
    if (rate == null || of < limits.reports()) {
      return unknown(
          window.check(),
          Kind.FLAGS,
          rate == null
              ? "no band is known"
              : "%d reports, judged are at least %d".formatted(of, limits.reports()));
    }
    Interval now =
        BinomialConfidenceInterval.CLOPPER_PEARSON.fromErrorRate(
            of, window.flagged(), limits.rate());
    boolean left = now.getLowerBound() > rate.high() || now.getUpperBound() < rate.low();
    return new Judged(
        window.check(),
        Kind.FLAGS,
        null,
        left ? State.LEFT : State.WITHIN,
        "flags %s of 100 reports (%d of %d; %s to %s); its band, %s, is %s to %s"
            .formatted(
                hundred((double) window.flagged() / of),
                window.flagged(),
                of,
                hundred(now.getLowerBound()),
                hundred(now.getUpperBound()),
                rate.origin().words(),
                hundred(rate.low()),
                hundred(rate.high())));
  }

  private Judged silence(CheckWindow window, @Nullable Band band) {
    @Nullable Rate rate = band == null ? null : band.flagged();
    if (rate == null || rate.least() <= 0) {
      return unknown(window.check(), Kind.SILENCE, "it is not known how often it flags");
    }
    double chance = Math.exp(window.quietFor() * Math.log1p(-rate.least()));
    return new Judged(
        window.check(),
        Kind.SILENCE,
        null,
        chance < limits.silence() ? State.LEFT : State.WITHIN,
        "flags none of the last %d reports; at its rate, %s, of at least %s of 100 the chance of that is %s %%"
            .formatted(
                window.quietFor(), rate.origin().words(), hundred(rate.least()), hundred(chance)));
  }

  /**
   * Verdicts of random samples count. Of flags that tell no sample is drawn, since all of them are
   * put to people: there the verdicts of the worklist count, and the words say so.
   */
  private static boolean counts(VerdictCounts verdicts) {
    return verdicts.footing() == Footing.SAMPLED || verdicts.strength() == Strength.TELL;
  }

  private Judged precision(VerdictCounts verdicts, @Nullable Band band) {
    Optional<Floor> floor = Optional.ofNullable(band).flatMap(b -> b.floor(verdicts));
    int of = verdicts.rightOrWrong();
    State state = State.UNKNOWN;
    String words =
        floor.isEmpty()
            ? "no least share of right flags is known"
            : "%d verdicts, judged are at least %d".formatted(of, limits.verdicts());
    if (floor.isPresent() && of >= limits.verdicts()) {
      Wilson now = Wilson.of(verdicts.right(), of);
      state = now.high() < floor.get().low() ? State.LEFT : State.WITHIN;
      words =
          "right are %s of 100 flags that %s (%d of %d; %s to %s); the least, %s, is %s; %s"
              .formatted(
                  hundred((double) verdicts.right() / of),
                  verb(verdicts.strength()),
                  verdicts.right(),
                  of,
                  hundred(now.low()),
                  hundred(now.high()),
                  floor.get().origin().words(),
                  hundred(floor.get().low()),
                  verdicts.footing() == Footing.SAMPLED
                      ? "from random samples"
                      : "as people chose to answer, no random sample");
    }
    return new Judged(verdicts.check(), Kind.PRECISION, verdicts.strength(), state, words);
  }

  private static String verb(Strength strength) {
    return switch (strength) {
      case TELL -> "tell";
      case ASK -> "ask";
      case QUIET -> "are quiet";
    };
  }

  private static Judged unknown(String check, Kind kind, String words) {
    return new Judged(check, kind, null, State.UNKNOWN, words);
  }

  /** A share of 100, with two digits as far as they are not zero. */
  private static String hundred(double share) {
    double value = HUNDRED * share;
    String format = value == 0 || value >= 9.95 ? "%.0f" : value >= 0.995 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
