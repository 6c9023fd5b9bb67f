package org.radiologytrust.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.check.Checks;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.quality.Readings;
import org.radiologytrust.journal.reviews.BulkAudits;
import org.radiologytrust.journal.stop.Breaches.Found;
import org.radiologytrust.journal.stop.Breaches.Place;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.page.quality.MonthReports;
import org.radiologytrust.page.quality.StopAnswers;
import org.radiologytrust.stop.StopDesk;
import org.radiologytrust.stop.StopLimits;
import org.radiologytrust.strengths.StrengthDesk;

/** The file of {@code rtl pilot month} in a real browser. */
@Tag("peers")
class MonthFileTest {
  @TempDir Path folder;

  @Test
  void axeFindsNothingAndTheFileLoadsNothing() throws Exception {
    SettableClock clock = new SettableClock();
    Path file = folder.resolve("month.html");
    try (TemporaryJournal journal = new TemporaryJournal(clock)) {
      clock.advance(Duration.ofDays(70));
      BulkAudits.load(journal.journal(), 60);
      journal
          .journal()
          .breaches()
          .looked(List.of(new Found(new Place("size", "flags", ""), "flags 9")), List.of(), 0);
      SiteFiles files = SiteFiles.shipped();
      Checks checks = new Checks(files);
      Titles titles = new Titles(files);
      MonthReports reports =
          new MonthReports(
              journal.journal(),
              new StopAnswers(
                  new StopDesk(
                      journal.journal(), StopLimits.load(files, checks.ids()), checks.ids()),
                  new StrengthDesk(checks, journal.journal().strengths()),
                  titles),
              new Readings.Sizes(2, 1, 1),
              titles,
              new MonthReports.Place("NORD", () -> List.of("Version 9.9.9")));
      Files.write(file, reports.html(YearMonth.from(clock.instant().atZone(ZoneOffset.UTC))));
    }
    try (Chromium chromium =
        Chromium.forPeople(Files.createDirectories(folder.resolve("profile")))) {
      Tab tab = chromium.person().tab();
      for (int width : List.of(1280, 390)) {
        tab.size(width, 900, 1);
        tab.open(file.toUri() + "?" + width);
        tab.waitFor("location.search === '?" + width + "'");
        assertTrue(tab.text("h1").contains("NORD"), "the page is shown");
        assertEquals(List.of(), tab.axe(), "at " + width);
      }
      assertEquals(List.of(), chromium.complaints());
    }
  }
}
