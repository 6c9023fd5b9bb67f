package org.radiologytrust.month;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.quality.Readings;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.rehearse.RehearsalResult;

/**
 * A hospital's first month, played back: {@code ./test month --reports 4000 --seeds 100}. Ends with
 * 1 when a figure differs from the count made apart, when intervals have the truth too rarely, or
 * when the bands or the rehearsal do not show a broken check.
 */
public final class Month {
  /**
   * The least share of samples whose 95 % interval must hold the truth. With 100 samples, chance
   * alone gives fewer in one of 700 trials.
   */
  private static final double LEAST = 0.88;

  private static final long SEED = 1;
  private static final int RIGHT = 95;
  private static final Readings.Sizes SIZES = new Readings.Sizes(40, 20, 20);

  private boolean missed;

  private Month() {}

  public static void main(String[] arguments) throws Exception {
    int reports = 4000;
    int seeds = 100;
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      switch (arguments[i]) {
        case "--reports" -> reports = Integer.parseInt(arguments[i + 1]);
        case "--seeds" -> seeds = Integer.parseInt(arguments[i + 1]);
        default -> usage();
      }
    }
    if (arguments.length % 2 == 1 || reports < 400 || seeds < 1) {
      usage();
    }
    Path folder = Files.createTempDirectory("rtl-month");
    Month month = new Month();
    try {
      month.play(folder.resolve("journal.db"), reports, seeds);
    } finally {
      delete(folder);
    }
    System.exit(month.missed ? 1 : 0);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      for (Path path : all.toList()) {
        Files.delete(path);
      }
    }
    Files.delete(folder);
  }

  private static void usage() {
    System.err.println("./test month [--reports N (from 400)] [--seeds N]");
    System.exit(2);
  }

  private void play(Path file, int reports, int seeds) throws Exception {
    SiteFiles files = SiteFiles.shipped();
    SettableClock clock = new SettableClock();
    try (Journal journal = SqlJournal.open(file, new SteadyClock(clock, clock::nanos), "main")) {
      Playback playback =
          new Playback(
              journal,
              file,
              clock,
              files,
              new Playback.Options(reports, new PlayedMonth.Options(SEED, RIGHT, SIZES)));
      List<Happened> happened = playback.month();
      tell("%d reports in four weeks, %d events", reports, happened.size());
      Comparison.Outcome compared = Comparison.of(journal, happened, SIZES);
      compared.differences().stream().limit(20).forEach(System.out::println);
      check(
          compared.differences().isEmpty(),
          "%d rows of figures compared with the count made apart, %d differ",
          compared.rows(),
          compared.differences().size());
      check(playback.alarms().isEmpty(), "false alarms of the bands: %s", playback.alarms());
      samples(
          new Coverage.Sampler(journal, playback.reports(), happened, Playback.mondays(), SIZES),
          seeds);
      broken(playback);
    }
  }

  private void samples(Coverage.Sampler sampler, int seeds) {
    for (Coverage one : sampler.measure(seeds, 100, Coverage.Truth.SEEDED)) {
      tell(one, "readers who are always right, against what was seeded", true);
    }
    for (Coverage one : sampler.measure(seeds, RIGHT, Coverage.Truth.SAME_READERS)) {
      tell(one, "readers of 95 %, against what they would say of all", true);
    }
    for (Coverage one : sampler.measure(seeds, RIGHT, Coverage.Truth.SEEDED)) {
      tell(one, "readers of 95 %, against what was seeded", false);
    }
  }

  private void tell(Coverage one, String whose, boolean must) {
    check(
        !must || one.covered() >= LEAST * one.seeds(),
        "%s, %s: %.1f %% are %s; %d of %d read; the interval has it in %d of %d samples",
        whose,
        one.what().code(),
        100 * one.truth(),
        one.what() == Readings.Kind.REPORT ? "missed" : "right",
        one.read(),
        one.population(),
        one.covered(),
        one.seeds());
  }

  private void broken(Playback playback) throws Exception {
    long start = System.nanoTime();
    RehearsalResult rehearsed = playback.rehearsed(2000);
    tell(
        "rehearsal of %d reports in %.0f s",
        rehearsed.counts().reports(), (System.nanoTime() - start) / 1e9);
    rehearsed.checks().forEach(row -> tell("  %s", row));
    check(
        rehearsed.checks().stream()
            .anyMatch(r -> r.check().equals(BrokenWords.LOUD) && r.gained() > 0),
        "the rehearsal shows the flags that the broken check gains");
    check(
        rehearsed.checks().stream()
            .anyMatch(r -> r.check().equals(BrokenWords.SILENT) && r.lost() > 0),
        "the rehearsal shows the flags that the silent check loses");
    Map<String, Integer> days = playback.broken();
    days.forEach((what, day) -> tell("  out of its band on day %d: %s", day, what));
    check(days.containsKey(BrokenWords.LOUD), "the loud check is outside its band");
    check(days.containsKey(BrokenWords.SILENT), "the silent check is outside its band");
  }

  private void check(boolean met, String words, Object... values) {
    missed |= !met;
    System.out.println(String.format(Locale.ROOT, words, values) + (met ? "" : "  MISSED"));
  }

  private static void tell(String words, Object... values) {
    System.out.println(String.format(Locale.ROOT, words, values));
  }
}
