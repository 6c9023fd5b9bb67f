package org.radiologytrust.acceptance;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.quality.Acceptances;
import org.radiologytrust.journal.quality.Acceptances.Acceptance;
import org.radiologytrust.journal.quality.Acceptances.Counted;
import org.radiologytrust.journal.quality.Acceptances.Verdicts;
import org.radiologytrust.journal.quality.By;
import org.radiologytrust.journal.quality.FigureRow;
import org.radiologytrust.journal.quality.Quality;
import org.radiologytrust.journal.quality.Selection;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.model.Strength;

/**
 * Compares the figures of the last {@value #DAYS} days with what a person accepted. What the last
 * look found is kept in memory: the page and the metric show it.
 */
public final class BandWatch {
  /** In the place of a check's id: all checks together. */
  public static final String ALL_CHECKS = "all-checks";

  /** Reports received in so many days are judged. */
  public static final int DAYS = 28;

  private final Quality quality;
  private final Acceptances acceptances;
  private final List<String> checks;
  private final SteadyClock clock;
  private volatile Looked last = Looked.NEVER;

  /**
   * @param checks the ids of all checks
   */
  public BandWatch(Journal journal, List<String> checks) {
    this.quality = journal.quality();
    this.acceptances = journal.acceptances();
    this.checks = List.copyOf(checks);
    this.clock = journal.clock();
  }

  /**
   * What a look found.
   *
   * @param at {@code null} before the first look, and if the last one failed
   * @param accepted whether a person has accepted anything
   * @param results by check; none if nobody accepted anything
   */
  public record Looked(@Nullable Instant at, boolean accepted, Map<String, BandResult> results) {
    public static final Looked NEVER = new Looked(null, false, Map.of());

    public Looked {
      results = Map.copyOf(results);
    }

    /** 1 for a check that is outside, 0 for one within; the others are not there. */
    Map<String, Integer> judged() {
      Map<String, Integer> judged = new TreeMap<>();
      results.forEach(
          (check, result) -> {
            if (result.state() != BandResult.State.UNKNOWN) {
              judged.put(check, result.state() == BandResult.State.OUTSIDE ? 1 : 0);
            }
          });
      return judged;
    }

    /** The checks that are outside, by name, without all together. */
    public List<String> outside() {
      return results.entrySet().stream()
          .filter(one -> one.getValue().state() == BandResult.State.OUTSIDE)
          .map(Map.Entry::getKey)
          .filter(check -> !check.equals(ALL_CHECKS))
          .sorted()
          .toList();
    }
  }

  public Looked last() {
    return last;
  }

  /** Called by the route bands. */
  public void look() {
    // a look that fails leaves nothing that seems to be of now
    Looked found = Looked.NEVER;
    try {
      found = found(clock.instant());
    } finally {
      last = found;
    }
  }

  private Looked found(Instant now) {
    Optional<Acceptance> accepted = acceptances.accepted();
    if (accepted.isEmpty()) {
      return new Looked(now, false, Map.of());
    }
    Selection window = Selection.received(now.minus(Duration.ofDays(DAYS)), now);
    Map<String, List<FigureRow>> rows =
        quality.ofChecks(window, checks).stream()
            .collect(Collectors.groupingBy(FigureRow::group, TreeMap::new, Collectors.toList()));
    Map<String, BandResult> results = new HashMap<>();
    bands(accepted.get(), rows.keySet())
        .forEach((check, band) -> results.put(check, band.judged(rows.get(check))));
    acceptances
        .band()
        .ifPresent(
            band ->
                quality.figures(window, By.ALL, "").stream()
                    .filter(row -> row.strength() == Strength.TELL)
                    .forEach(told -> results.put(ALL_CHECKS, CheckBand.together(band, told))));
    return new Looked(now, true, results);
  }

  private Map<String, CheckBand> bands(Acceptance accepted, Iterable<String> of) {
    Map<String, Integer> flags = new HashMap<>();
    Map<String, Integer> unfinished = new HashMap<>();
    acceptances
        .counts(accepted.name())
        .forEach(
            count ->
                (count.counted() == Counted.UNFINISHED ? unfinished : flags)
                    .merge(count.check(), count.n(), Integer::sum));
    Map<String, Integer> flagged = acceptances.flaggedReports(accepted.name());
    Map<String, Verdicts> verdicts =
        acceptances.verdicts(accepted.name()).stream()
            .collect(Collectors.toMap(Verdicts::check, one -> one));
    Map<String, CheckBand> bands = new HashMap<>();
    for (String check : of) {
      Verdicts read = verdicts.get(check);
      int reports = accepted.reports() - unfinished.getOrDefault(check, 0);
      bands.put(
          check,
          new CheckBand(
              reports,
              Math.min(flagged.getOrDefault(check, 0), reports),
              Math.min(flags.getOrDefault(check, 0), reports),
              read == null ? 0 : read.right(),
              read == null ? 0 : read.wrong()));
    }
    return bands;
  }
}
