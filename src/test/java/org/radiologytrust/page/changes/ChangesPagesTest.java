package org.radiologytrust.page.changes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.logins.Access;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.page.PageServer;
import org.radiologytrust.page.door.AccessTrail;
import org.radiologytrust.text.changes.Changes;

@Tag("integration")
class ChangesPagesTest {
  private static final String READER = PageServer.VIEWER;
  private static final String FIRST =
      "FINDINGS:\nNo pneumothorax. Heart is normal.\nNodule of 6 mm.";

  private final TemporaryJournal journal = new TemporaryJournal();
  private final List<Access> trail = new CopyOnWriteArrayList<>();
  private PageServer server;

  @BeforeEach
  void start() throws Exception {
    server = server(false);
  }

  private PageServer server(boolean allAuthors) throws Exception {
    return new PageServer(
        new ChangesPages(
            journal.journal(),
            new Changes(SiteFiles.shipped()),
            allAuthors,
            Duration.ofMinutes(15),
            new AccessTrail(trail::add, Clock.systemUTC())));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    journal.close();
  }

  private void receive(String accession, String text, ReportStatus status, int minutes) {
    receive(accession, text, status, minutes, "Dr. Young");
  }

  private void receive(
      String accession, String text, ReportStatus status, int minutes, String author) {
    journal.receive(
        SampleRecords.report(
                "HOSP",
                accession,
                "MRN1",
                text,
                status,
                SampleRecords.ISSUED.plus(Duration.ofMinutes(minutes)))
            .toBuilder()
            .radiologist(author)
            .build());
  }

  /** Reports that became final with another side. */
  private void sides(String accession, int count, String author) {
    for (int i = 0; i < count; i++) {
      String text = "FINDINGS:\nRight effusion.";
      receive(accession + i, text, ReportStatus.PRELIMINARY, 0, author);
      receive(accession + i, text.replace("Right", "Left"), ReportStatus.FINAL, 10, "Dr. Senior");
    }
  }

  private String path(String accession) {
    Worklist.Filter filter =
        new Worklist.Filter(accession, Set.of(), "", "", "", Set.of(), "", false, null);
    UUID id = journal.journal().worklist().page(filter, 0, 1).rows().get(0).report();
    return "/reports/" + id + "/changes";
  }

  private Document page(String path) throws Exception {
    var response = server.get(READER, path);
    assertEquals(200, response.statusCode(), response::body);
    return Jsoup.parse(response.body());
  }

  @Test
  void eachChangedStatementHasItsClassTheHeaviestFirst() throws Exception {
    receive("A1", FIRST, ReportStatus.PRELIMINARY, 0);
    receive(
        "A1",
        FIRST
            .replace("No pneumothorax", "Small left pneumothorax")
            .replace("normal", "average")
            .replace("6 mm", "9 mm"),
        ReportStatus.FINAL,
        60);
    Document page = page(path("A1"));
    assertEquals("3 changes, 1 weighs much", page.selectFirst("[role=status]").text());
    assertEquals(
        List.of("Weighs much 1", "Weighs little 1", "Wording only 1"),
        page.select(".changes h3").eachText());
    assertEquals(
        List.of("Finding added", "Size", "Wording"), page.select(".changes li b").eachText());
    assertEquals("removed: No", page.selectFirst(".changes del").text());
    assertEquals("removed: 6", page.select(".changes li").get(1).selectFirst("del").text());
    assertTrue(page.selectFirst("footer").text().contains("A change is no error"));
    assertEquals(
        List.of("open Report"), trail.stream().map(a -> a.kind() + " " + a.type()).toList());
  }

  @Test
  void theLastPreliminaryVersionIsComparedWithTheFirstFinalOne() throws Exception {
    receive("A1", "FINDINGS:\nRight effusion.", ReportStatus.PRELIMINARY, 0);
    receive("A1", "FINDINGS:\nLeft effusion.", ReportStatus.PRELIMINARY, 10);
    receive("A1", "FINDINGS:\nLeft effusion.", ReportStatus.FINAL, 20);
    receive("A1", "FINDINGS:\nNo effusion.", ReportStatus.CORRECTED, 30);
    Document page = page(path("A1"));
    assertEquals("0 changes", page.selectFirst("[role=status]").text());
    assertTrue(page.selectFirst(".elsewhere").text().contains("preliminary (version 2,"));
    assertTrue(page.selectFirst(".elsewhere").text().contains("final (version 3,"));
    assertTrue(page.text().contains("No statement of the findings"));
  }

  @Test
  void aReportThatBecameFinalInNoWayHasNoSuchPage() throws Exception {
    receive("A1", FIRST, ReportStatus.PRELIMINARY, 0);
    receive("A2", FIRST, ReportStatus.FINAL, 0);
    receive("A3", FIRST, ReportStatus.PRELIMINARY, 0);
    receive("A3", FIRST, ReportStatus.CANCELLED, 10);
    for (String accession : List.of("A1", "A2", "A3")) {
      assertEquals(404, server.get(READER, path(accession)).statusCode(), accession);
    }
    assertEquals(List.of(), trail);
  }

  private static List<String> rows(Document list) {
    return list.select("table.figures tbody th").eachText();
  }

  @Test
  void theListShowsTheHeaviestChangeOfEachReportAndFilters() throws Exception {
    receive("A1", FIRST, ReportStatus.PRELIMINARY, 0);
    receive("A1", FIRST.replace("6 mm", "9 mm"), ReportStatus.FINAL, 60);
    sides("B", 1, "Dr. Young");
    receive("C1", FIRST, ReportStatus.PRELIMINARY, 0);
    receive("C1", FIRST, ReportStatus.FINAL, 60);
    Document list = page("/changes");
    assertEquals("2 of 3 reports changed", list.selectFirst("[role=status]").text());
    assertEquals(List.of("▲ Side", "◆ Size"), list.select("td.res").eachText());
    assertEquals(path("B0"), list.selectFirst("td.exam a").attr("href"));
    assertEquals("removed: Right", list.selectFirst("td.why del").text());
    assertEquals(
        List.of("list Changes 2"),
        trail.stream().map(a -> a.kind() + " " + a.type() + " " + a.ids().size()).toList());
    server.post(READER, "/changes", Map.of("kind", "SIZE", "since", "all"));
    assertEquals("1 of 3 reports changed", page("/changes").selectFirst("[role=status]").text());
    server.post(READER, "/changes", Map.of("modality", "CT", "since", "all"));
    assertEquals("0 of 0 reports changed", page("/changes").selectFirst("[role=status]").text());
  }

  @Test
  void anAuthorSeesNoRowButTheirOwnAndNoneBelowTenReports() throws Exception {
    sides("A", 9, "Dr. " + READER);
    sides("B", 10, "Dr. Young");
    assertEquals(List.of(), rows(page("/changes")));
    sides("C", 1, READER);
    Document list = page("/changes");
    assertEquals(List.of(READER), rows(list));
    assertEquals(
        List.of("10", "0", "0", "10", "0", "0", "0", "0"),
        list.select("table.figures tbody td").eachText());
    assertFalse(list.text().contains("Young"), list::text);
    HttpResponse<String> lead = server.get(PageServer.LEAD, "/changes");
    assertEquals(List.of(), rows(Jsoup.parse(lead.body())), "the site has not decided otherwise");
  }

  @Test
  void whereTheSiteDecidesSoTheQualityLeadSeesTheRowsOfAllAuthors() throws Exception {
    sides("A", 10, "Dr. Young");
    sides("B", 10, "Dr. Lind");
    sides("C", 9, "Dr. Marek");
    try (PageServer all = server(true)) {
      Document list = Jsoup.parse(all.get(PageServer.LEAD, "/changes").body());
      assertEquals(List.of("Dr. Lind", "Dr. Young"), rows(list));
      assertEquals(List.of(), rows(Jsoup.parse(all.get(READER, "/changes").body())));
    }
  }
}
