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
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.quality.Readings;
import org.radiologytrust.journal.reviews.BulkAudits;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.page.quality.MonthReports;

/** The file of {@code rtl pilot month} in a real browser. */
@Tag("peers")
class MonthFileTest {
  @TempDir Path folder;

  @Test
  void axeFindsNothingTheFileLoadsNothingAndIsPrintedWhole() throws Exception {
    SettableClock clock = new SettableClock();
    Path file = folder.resolve("month.html");
    try (TemporaryJournal journal = new TemporaryJournal(clock)) {
      clock.advance(Duration.ofDays(70));
      BulkAudits.load(journal.journal(), 60);
      SiteFiles files = SiteFiles.shipped();
      Titles titles = new Titles(files);
      MonthReports reports =
          new MonthReports(
              journal.journal(),
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
      // A4 without its margins
      tab.size(673, 900, 1);
      tab.call("Emulation.setEmulatedMedia", "media", "print");
      assertTrue(
          tab.is(
              "[...document.querySelectorAll('.table')].every(t => t.scrollWidth <= t.clientWidth)"),
          "no column is cut off");
      assertEquals(List.of(), chromium.complaints());
    }
  }
}
