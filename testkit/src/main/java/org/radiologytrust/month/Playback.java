package org.radiologytrust.month;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.radiologytrust.acceptance.BandResult;
import org.radiologytrust.acceptance.BandWatch;
import org.radiologytrust.acceptance.CheckBand;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.quality.FigureRow;
import org.radiologytrust.journal.quality.Readings;
import org.radiologytrust.journal.quality.Selection;
import org.radiologytrust.journal.rehearsal.JournalSnapshot;
import org.radiologytrust.lab.checks.SeededReports;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.model.Strength;
import org.radiologytrust.rehearse.Rehearsal;
import org.radiologytrust.rehearse.RehearsalResult;

/**
 * A first month and the two weeks behind it. In the month all is as shipped; after two weeks what
 * was counted is accepted as each check's band. Then word lists with two mistakes are rehearsed,
 * and put in force for two weeks.
 */
final class Playback {
  static final int WEEKS = 4;

  /** A Monday: the month has a week of two years, and weeks of two months. */
  static final Instant BEGIN = Instant.parse("2026-12-14T00:00:00Z");

  private static final int ACCEPTED = 14;

  /** The window in which checks are judged is longer than a week: half of it has to be broken. */
  private static final int BROKEN_WEEKS = 2;

  /**
   * What is played.
   *
   * @param reports of the month; half as many come in the two weeks behind it
   */
  record Options(int reports, PlayedMonth.Options played) {}

  private final Journal journal;
  private final Path file;
  private final SettableClock clock;
  private final SiteFiles files;
  private final Engine engine;

  /** With mistakes in its word lists. */
  private final Engine broken;

  private final Options options;
  private final List<SeededReports.One> reports;
  private final List<String> alarms = new ArrayList<>();
  private final Map<String, CheckBand> bands = new HashMap<>();
  private int day;

  /**
   * @param file of the journal
   * @param clock of the journal; it is moved
   */
  Playback(Journal journal, Path file, SettableClock clock, SiteFiles files, Options options)
      throws IOException {
    this.journal = journal;
    this.file = file;
    this.clock = clock;
    this.files = files;
    this.engine = Engine.of(files);
    this.broken =
        Engine.of(
            BrokenWords.files(
                files, Files.createTempDirectory(file.toAbsolutePath().getParent(), "words")));
    this.options = options;
    int all = options.reports + options.reports / 2;
    // 1.2 of 100 have an error, 3 of 100 a phrase that is asked about
    this.reports =
        SeededReports.of(
            files,
            all,
            Math.max(5, all * 12 / 1000),
            Math.max(5, all * 30 / 1000),
            options.played.seed());
    clock.advance(Duration.between(clock.instant(), BEGIN));
  }

  /** All reports, those of the weeks behind the month last. */
  List<SeededReports.One> reports() {
    return reports;
  }

  /** The mornings on which samples of the month were drawn. */
  static List<Instant> mondays() {
    return IntStream.rangeClosed(1, WEEKS)
        .mapToObj(week -> BEGIN.plus(Duration.ofDays(7L * week)).plus(Duration.ofHours(8)))
        .toList();
  }

  /** Plays the month. What left its band in it is a false alarm. */
  List<Happened> month() {
    return new PlayedMonth(
            journal, clock, engine, reports.subList(0, options.reports), options.played)
        .play(BEGIN, WEEKS, this::morning);
  }

  private void morning() {
    day++;
    if (day == ACCEPTED) {
      accept();
    }
    if (day >= ACCEPTED) {
      outside().forEach(check -> alarms.add("day " + day + " " + check));
    }
  }

  /** Takes what was counted so far as the band of each check. */
  private void accept() {
    bands.clear();
    rows(BEGIN)
        .forEach(
            (check, rows) -> {
              int flagged = rows.stream().mapToInt(FigureRow::flagged).sum();
              List<FigureRow> told =
                  rows.stream().filter(row -> row.strength() == Strength.TELL).toList();
              bands.put(
                  check,
                  new CheckBand(
                      rows.get(0).reports(),
                      flagged,
                      flagged,
                      told.stream().mapToInt(row -> row.judged().right()).sum(),
                      told.stream().mapToInt(row -> row.judged().wrong()).sum()));
            });
  }

  /** The checks that are outside their band in the window that ends now. */
  private List<String> outside() {
    List<String> outside = new ArrayList<>();
    rows(clock.instant().minus(Duration.ofDays(BandWatch.DAYS)))
        .forEach(
            (check, rows) -> {
              CheckBand band = bands.get(check);
              if (band != null && band.judged(rows).state() == BandResult.State.OUTSIDE) {
                outside.add(check);
              }
            });
    return outside;
  }

  private Map<String, List<FigureRow>> rows(Instant from) {
    return journal
        .quality()
        .ofChecks(Selection.received(from, clock.instant()), engine.checks().ids())
        .stream()
        .collect(Collectors.groupingBy(FigureRow::group, TreeMap::new, Collectors.toList()));
  }

  /** What left its band in the month, with the day. */
  List<String> alarms() {
    return List.copyOf(alarms);
  }

  /** Rehearses the word lists with mistakes on the journal's last reports. */
  RehearsalResult rehearsed(int last) throws IOException {
    Path copy = Files.createTempFile(file.toAbsolutePath().getParent(), "copy", ".db");
    return new Rehearsal(engine.segmenter(), broken.checks(), Engine.VERSION)
        .run(JournalSnapshot.of(file, copy, last));
  }

  /**
   * Plays two weeks with these word lists in force. Returns on which day of them each check first
   * left its band.
   */
  Map<String, Integer> broken() {
    Map<String, Integer> days = new TreeMap<>();
    int before = day;
    Runnable morning =
        () -> {
          day++;
          outside().forEach(check -> days.putIfAbsent(check, day - before));
        };
    new PlayedMonth(
            journal,
            clock,
            broken,
            reports.subList(options.reports, reports.size()),
            // other ids than those of the month
            new PlayedMonth.Options(
                options.played.seed() + 1,
                options.played.readersRight(),
                new Readings.Sizes(0, 0, 0)))
        .play(clock.instant(), BROKEN_WEEKS, morning);
    return days;
  }
}
