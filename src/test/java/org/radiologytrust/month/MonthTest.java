package org.radiologytrust.month;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.quality.Readings;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.rehearse.RehearsalResult;

/** A small month, with its page; {@code ./test month} plays one of 4,000 reports. */
@Tag("integration")
class MonthTest {
  private static final int REPORTS = 160;
  private static final Readings.Sizes SIZES = new Readings.Sizes(8, 4, 4);

  @TempDir Path folder;

  @Test
  void eachFigureIsAsCountedApartAndARehearsalFindsBrokenChecks() throws Exception {
    SettableClock clock = new SettableClock();
    Path file = folder.resolve("journal.db");
    try (Journal journal = SqlJournal.open(file, new SteadyClock(clock, clock::nanos), "main")) {
      Playback playback =
          new Playback(
              journal,
              file,
              clock,
              SiteFiles.shipped(),
              new Playback.Options(REPORTS, new PlayedMonth.Options(3, 95, SIZES)));
      List<Happened> happened = playback.month();
      Comparison.Outcome compared = Comparison.of(journal, happened, SIZES);
      assertEquals(List.of(), compared.differences());
      ShownNumbers.areThoseCountedApart(journal, new CountApart(happened), SIZES);
      assertTrue(compared.rows() > 500, "many rows");
      Coverage.Sampler sampler =
          new Coverage.Sampler(journal, playback.reports(), happened, Playback.mondays(), SIZES);
      for (Coverage one : sampler.measure(20, 95, Coverage.Truth.SAME_READERS)) {
        assertTrue(one.covered() >= 16, one::toString);
      }
      RehearsalResult rehearsed = playback.rehearsed(100);
      Set<String> changed =
          rehearsed.checks().stream()
              .map(RehearsalResult.CheckRow::check)
              .collect(Collectors.toSet());
      assertEquals(Set.of(BrokenWords.LOUD, BrokenWords.SILENT), changed);
    }
  }
}
