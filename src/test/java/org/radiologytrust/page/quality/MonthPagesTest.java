package org.radiologytrust.page.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.quality.By;
import org.radiologytrust.journal.quality.FigureRow;
import org.radiologytrust.journal.quality.Readings;
import org.radiologytrust.journal.quality.Selection;
import org.radiologytrust.journal.reviews.BulkAudits;
import org.radiologytrust.journal.strengths.StrengthTables.Loaded;
import org.radiologytrust.journal.strengths.StrengthTables.Wanted;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.page.PageServer;
import org.radiologytrust.page.door.Titles;

@Tag("integration")
class MonthPagesTest {
  private static final SiteFiles FILES = SiteFiles.shipped();

  private final SettableClock clock = new SettableClock();
  private final TemporaryJournal journal = new TemporaryJournal(clock);

  @AfterEach
  void close() {
    journal.close();
  }

  private MonthReports reports() {
    Titles titles = new Titles(FILES);
    return new MonthReports(
        journal.journal(),
        new Readings.Sizes(2, 1, 1),
        titles,
        new MonthReports.Place("NORD", () -> List.of("Version 9.9.9", "Strengths: SHA-256 abc")));
  }

  private YearMonth now() {
    return YearMonth.from(clock.instant().atZone(ZoneOffset.UTC));
  }

  @Test
  void pageAndFileHaveTheFiguresOfTheJournalAndWhatPeopleDid() throws Exception {
    BulkAudits.load(journal.journal(), 200);
    YearMonth month = now();
    Loaded first = journal.journal().strengths().first("", changes -> "");
    Wanted wanted = new Wanted("- {check: denied, strength: quiet}", first.sha256(), "<i>ann</i>");
    assertTrue(journal.journal().strengths().load(wanted).isPresent());
    List<FigureRow> rows = journal.journal().quality().figures(Selection.of(month), By.CHECK, "");
    assertFalse(rows.isEmpty());
    try (PageServer server = new PageServer(new MonthPages(reports()))) {
      String path = "/quality/month?month=" + month;
      assertEquals(403, server.get(PageServer.VIEWER, path).statusCode());
      Document page = Jsoup.parse(server.get(PageServer.LEAD, path).body());
      Document file = Jsoup.parse(new String(reports().html(month), "UTF-8"));
      for (Document html : List.of(page, file)) {
        assertEquals(rows.size(), html.select("[aria-label=By check] tbody tr").size());
        for (int i = 0; i < rows.size(); i++) {
          List<String> cells =
              html.select("[aria-label=By check] tbody tr").get(i).select("td").eachText();
          assertEquals(rows.get(i).reports() + "", cells.get(1));
          assertEquals(rows.get(i).flags() + "", cells.get(2));
          assertEquals(rows.get(i).judged().right() + "", cells.get(5));
          assertEquals(rows.get(i).judged().wrong() + "", cells.get(7));
        }
        assertTrue(html.text().contains("<i>ann</i> loaded the table"), "as text");
        assertTrue(html.text().contains("Version 9.9.9"), html::text);
      }
      assertTrue(file.select("[src],link,script").isEmpty(), "it loads nothing");
      assertEquals(404, server.get(PageServer.LEAD, "/quality/month?month=2026-13").statusCode());
    }
  }

  @Test
  void reportsOfShadowModeAreNoZero() throws Exception {
    journal.auditInShadowMode(SampleRecords.report("T1", "Clear."));
    journal.auditInShadowMode(SampleRecords.report("T2", "Clear."));
    String shadow = Jsoup.parse(new String(reports().html(now()), "UTF-8")).text();
    assertTrue(shadow.contains("2 in shadow mode, not shown here."), shadow);
    assertFalse(shadow.contains("0 reports were checked"), shadow);
    assertFalse(shadow.contains("No check flagged anything"), shadow);
    BulkAudits.load(journal.journal(), 20);
    String both = Jsoup.parse(new String(reports().html(now()), "UTF-8")).text();
    assertTrue(
        both.contains("reports were checked and are counted here. 2 in shadow mode, not shown"),
        both);
  }

  @Test
  void whatIsOfAnotherMonthIsNotThere() throws Exception {
    BulkAudits.load(journal.journal(), 20);
    clock.advance(Duration.ofDays(72));
    String text = Jsoup.parse(new String(reports().html(now()), "UTF-8")).text();
    assertTrue(text.contains("so far, NORD"), text);
    assertTrue(text.contains("0 reports were checked"), text);
    assertTrue(text.contains("No check flagged anything."), text);
    assertTrue(text.contains("Nobody loaded another table of strengths"), text);
    String before = Jsoup.parse(new String(reports().html(now().minusMonths(2)), "UTF-8")).text();
    assertFalse(before.contains("so far"), before);
  }
}
