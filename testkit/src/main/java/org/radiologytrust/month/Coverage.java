package org.radiologytrust.month;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.quality.Footing;
import org.radiologytrust.journal.quality.Readings;
import org.radiologytrust.journal.quality.Readings.Answer;
import org.radiologytrust.journal.quality.Readings.Kind;
import org.radiologytrust.journal.quality.RedrawnSamples;
import org.radiologytrust.journal.quality.Selection;
import org.radiologytrust.journal.quality.VerdictCounts;
import org.radiologytrust.lab.checks.SeededReports;
import org.radiologytrust.model.Strength;
import org.radiologytrust.review.FlagVerdict;
import org.radiologytrust.review.Wilson;

/**
 * How often the interval of a random sample has the share that is true of all that it was drawn
 * from.
 *
 * @param what is shown: the kind of what is read
 * @param population how many it was drawn from
 * @param read how many were read each time that count
 * @param truth the share in the population, from 0 to 1; the mean over the seeds
 * @param seeds how many samples were drawn
 * @param covered how many of their intervals have the truth
 */
record Coverage(Kind what, int population, int read, double truth, int seeds, int covered) {

  /** What the shares are of. */
  enum Truth {
    /** What the same people would say if they read everything. */
    SAME_READERS,
    /** What is true, whatever people say. */
    SEEDED
  }

  /** Draws and reads samples of the played weeks. */
  static final class Sampler {
    private final Journal journal;
    private final Map<Integer, SeededReports.One> reports = new HashMap<>();
    private final Map<UUID, Happened.Audited> audits = new HashMap<>();
    private final CountApart apart;
    private final List<Instant> mondays;
    private final Readings.Sizes sizes;

    /**
     * @param mondays the mornings on which the week before is drawn
     */
    Sampler(
        Journal journal,
        List<SeededReports.One> reports,
        List<Happened> happened,
        List<Instant> mondays,
        Readings.Sizes sizes) {
      this.journal = journal;
      this.mondays = List.copyOf(mondays);
      this.sizes = sizes;
      this.apart = new CountApart(happened);
      reports.forEach(one -> this.reports.put(one.number(), one));
      for (Happened one : happened) {
        if (one instanceof Happened.Audited audited) {
          audits.put(audited.run(), audited);
        }
      }
    }

    /**
     * @param right how many of a hundred answers of the reader are true
     */
    List<Coverage> measure(int seeds, int right, Truth truth) {
      Map<Kind, List<CountApart.Drawable>> populations = new HashMap<>();
      for (Kind kind : CountApart.KINDS) {
        List<CountApart.Drawable> all = new ArrayList<>();
        for (Instant monday : mondays) {
          LocalDate week = monday.atZone(java.time.ZoneOffset.UTC).toLocalDate().minusWeeks(1);
          all.addAll(apart.population(week, kind));
        }
        populations.put(kind, all);
      }
      Map<Kind, int[]> counts = new HashMap<>();
      Map<Kind, Double> truths = new HashMap<>();
      for (int seed = 1; seed <= seeds; seed++) {
        Readers readers = new Readers(seed, right);
        RedrawnSamples.redraw(journal, mondays, sizes, seed, item -> answer(readers, item));
        for (Kind kind : CountApart.KINDS) {
          int[] shown = shown(kind);
          double of =
              share(
                  populations.get(kind),
                  truth == Truth.SEEDED
                      ? d -> answer(new Readers(0, 100), d)
                      : d -> answer(readers, d),
                  kind);
          truths.merge(kind, of / seeds, Double::sum);
          int[] sum = counts.computeIfAbsent(kind, k -> new int[2]);
          if (shown[1] > 0) {
            Wilson interval = Wilson.of(shown[0], shown[1]);
            sum[0] += interval.low() <= of && of <= interval.high() ? 1 : 0;
            sum[1] += shown[1];
          }
        }
      }
      List<Coverage> all = new ArrayList<>();
      for (Kind kind : CountApart.KINDS) {
        all.add(
            new Coverage(
                kind,
                populations.get(kind).size(),
                counts.get(kind)[1] / seeds,
                truths.get(kind),
                seeds,
                counts.get(kind)[0]));
      }
      return all;
    }

    /** What the journal's figures say: hits, and of how many. */
    private int[] shown(Kind kind) {
      if (kind == Kind.REPORT) {
        Readings.Missed missed = journal.readings().missed(Selection.ALL);
        return new int[] {missed.missed(), missed.read()};
      }
      Strength strength = kind == Kind.ASK ? Strength.ASK : Strength.QUIET;
      int[] sum = new int[2];
      for (VerdictCounts counts : journal.quality().verdicts(Selection.ALL)) {
        if (counts.footing() == Footing.SAMPLED && counts.strength() == strength) {
          sum[0] += counts.right();
          sum[1] += counts.rightOrWrong();
        }
      }
      return sum;
    }

    private static double share(
        List<CountApart.Drawable> all, Function<CountApart.Drawable, Answer> said, Kind kind) {
      int hits = 0;
      int of = 0;
      for (CountApart.Drawable one : all) {
        Answer answer = said.apply(one);
        hits += answer == (kind == Kind.REPORT ? Answer.WRONG : Answer.RIGHT) ? 1 : 0;
        of += kind == Kind.REPORT || answer != Answer.NOT_IMPORTANT ? 1 : 0;
      }
      return of == 0 ? 0 : (double) hits / of;
    }

    private Answer answer(Readers readers, RedrawnSamples.Item item) {
      Happened.Audited audited = audits.get(item.run());
      return answer(
          readers,
          new CountApart.Drawable(
              audited.number(),
              audited.flags().stream()
                  .filter(flag -> flag.key().equals(item.problem()))
                  .findFirst()
                  .orElse(null)));
    }

    private Answer answer(Readers readers, CountApart.Drawable drawn) {
      SeededReports.One one = reports.get(drawn.number());
      if (drawn.flag() == null) {
        return readers.say("ann", one);
      }
      FlagVerdict said =
          readers.say("ann", one, new Readers.Flagged(drawn.flag().check(), drawn.flag().what()));
      return Readers.answer(said);
    }
  }
}
