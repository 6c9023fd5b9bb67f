package org.radiologytrust.page.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.acceptance.BandWatch;
import org.radiologytrust.acceptance.SampleBands;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.logins.Access;
import org.radiologytrust.journal.quality.By;
import org.radiologytrust.journal.quality.FigureRow;
import org.radiologytrust.journal.quality.Footing;
import org.radiologytrust.journal.quality.Readings;
import org.radiologytrust.journal.quality.Selection;
import org.radiologytrust.journal.quality.VerdictCounts;
import org.radiologytrust.journal.reviews.BulkAudits;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.Strength;
import org.radiologytrust.page.PageServer;
import org.radiologytrust.page.door.AccessTrail;
import org.radiologytrust.page.door.Titles;

@Tag("integration")
class QualityPagesTest {
  private static final Readings.Sizes SIZES = new Readings.Sizes(2, 1, 1);

  private static final String TEXT = "Right knee normal.";

  private BandWatch.Looked looked = BandWatch.Looked.NEVER;
  private final List<Access> trail = new CopyOnWriteArrayList<>();
  private final SettableClock clock = new SettableClock();
  private final TemporaryJournal journal = new TemporaryJournal(clock);

  @AfterEach
  void close() {
    journal.close();
  }

  private PageServer server(AuthorFigures authors) throws Exception {
    return new PageServer(
        new QualityPages(
            journal.journal().quality(),
            journal.journal().readings(),
            SIZES,
            new Titles(SiteFiles.shipped()),
            authors,
            () -> looked,
            journal.journal().clock()),
        new ReadingPages(
            journal.journal().readings(),
            SIZES,
            new AccessTrail(trail::add, journal.journal().clock()),
            journal.journal().clock()));
  }

  private static Document page(PageServer server) throws Exception {
    var response = server.get(PageServer.LEAD, "/quality");
    assertEquals(200, response.statusCode(), response::body);
    return Jsoup.parse(response.body());
  }

  private static void choose(PageServer server, String field, String value) throws Exception {
    server.post(PageServer.LEAD, "/quality", Map.of(field, value));
  }

  @Test
  void eachRowIsThatOfTheJournal() throws Exception {
    clock.advance(Duration.ofDays(90));
    BulkAudits.load(journal.journal(), 200);
    try (PageServer server = server(AuthorFigures.NONE)) {
      assertEquals(403, server.get(PageServer.VIEWER, "/quality").statusCode());
      assertEquals(403, server.get(PageServer.VIEWER, "/quality.csv").statusCode());
      Document page = page(server);
      List<FigureRow> rows = journal.journal().quality().figures(Selection.ALL, By.CHECK, "");
      assertEquals(rows.size(), page.select("tbody tr").size());
      for (int i = 0; i < rows.size(); i++) {
        List<String> cells = page.select("tbody tr").get(i).select("td").eachText();
        assertEquals(rows.get(i).reports() + "", cells.get(1));
        assertEquals(rows.get(i).flags() + "", cells.get(2));
        assertEquals(rows.get(i).judged().right() + "", cells.get(5));
      }
      assertFalse(page.text().contains("Author"), "the site has not decided for it");
      choose(server, "by", "author");
      assertEquals("Check", page(server).selectFirst("thead th").text());
    }
  }

  /** A check without a flag has a row, too, if it is outside; other rows than checks have none. */
  @Test
  void theColumnSaysWhichChecksAreOutsideTheBandThatWasAccepted() throws Exception {
    BulkAudits.load(journal.journal(), 60);
    try (PageServer server = server(AuthorFigures.NONE)) {
      assertTrue(page(server).text().contains("was not judged yet."), page(server).text());
      looked = new BandWatch.Looked(clock.instant(), false, Map.of());
      String none = page(server).text();
      assertTrue(none.contains("No band: nobody has accepted the product"), none);
      assertFalse(none.contains("Outside its band"), none);
      looked = SampleBands.outside("size", clock.instant());
      Document page = page(server);
      assertEquals("Outside its band", page.select("thead th").first().parent().child(12).text());
      Element silent = page.select("tbody tr").last();
      assertTrue(silent.text().startsWith(new Titles(SiteFiles.shipped()).of("size")));
      assertTrue(silent.child(12).text().startsWith("▲ flags: 10 of 100"), silent::text);
      assertEquals("not judged", page.select("tbody tr").first().child(12).text());
      choose(server, "by", "site");
      assertFalse(page(server).text().contains("utside its band"), page(server).text());
    }
  }

  @Test
  void reportsOfShadowModeAreNoZero() throws Exception {
    for (int i = 0; i < 3; i++) {
      journal.auditInShadowMode(SampleRecords.report("T" + i, "Clear."));
    }
    try (PageServer server = server(AuthorFigures.NONE)) {
      String shadow = page(server).text();
      assertTrue(shadow.contains("3 in shadow mode, not shown here."), shadow);
      assertFalse(shadow.contains("Nothing to count"), shadow);
      choose(server, "modality", "MG");
      assertTrue(page(server).text().contains("Nothing to count."), page(server).text());
      choose(server, "modality", "");
      receive("A1", flag());
      String both = page(server).text();
      assertTrue(both.contains("3 in shadow mode, not shown here."), both);
    }
  }

  @Test
  void theFileHasTheRowsThatThePageShows() throws Exception {
    BulkAudits.load(journal.journal(), 60);
    try (PageServer server = server(AuthorFigures.NONE)) {
      choose(server, "by", "site");
      var file = server.get(PageServer.LEAD, "/quality.csv");
      assertEquals("text/csv;charset=UTF-8", file.headers().firstValue("Content-Type").get());
      List<String> lines = file.body().lines().toList();
      assertEquals(page(server).select("tbody tr").size() + 1, lines.size());
      assertTrue(lines.get(1).startsWith("DEMO,tell,"), lines::toString);
      assertEquals(lines.get(0).split(",").length, lines.get(1).split(",", -1).length);
    }
  }

  @Test
  void theMonthsAreALineAndATable() throws Exception {
    clock.advance(Duration.ofDays(90));
    BulkAudits.load(journal.journal(), 50);
    clock.advance(Duration.ofDays(40));
    journal.deliver(SampleRecords.report("X1", "Clear."), "{}", "fhir");
    try (PageServer server = server(AuthorFigures.NONE)) {
      assertTrue(page(server).select("svg.fig").isEmpty());
      choose(server, "by", "month");
      Document page = page(server);
      assertEquals(2, page.select("svg.fig circle").size());
      assertEquals(2, page.select("tbody th").eachText().stream().distinct().count());
    }
  }

  @Test
  void anAuthorsRowIsTheirOwnAndOfTenReportsAtLeast() throws Exception {
    for (int i = 0; i < 21; i++) {
      String author = i < 10 ? "Dr. " + PageServer.LEAD : i < 20 ? "Dr. Young" : "Dr. Marek";
      journal.deliver(
          SampleRecords.report("A" + i, "Clear.").toBuilder().radiologist(author).build(),
          "{}",
          "fhir");
    }
    try (PageServer own = server(AuthorFigures.OWN);
        PageServer all = server(AuthorFigures.ALL)) {
      choose(own, "by", "author");
      choose(all, "by", "author");
      assertEquals(List.of("Dr. " + PageServer.LEAD), page(own).select("tbody th").eachText());
      assertTrue(page(own).select("tfoot").isEmpty(), "the rest cannot be computed");
      assertFalse(own.get(PageServer.LEAD, "/quality.csv").body().contains("Young"));
      assertEquals(
          List.of("Dr. Young", "Dr. " + PageServer.LEAD), page(all).select("tbody th").eachText());
    }
  }

  private void receive(String accession, CheckResult... checks) {
    UUID run = UUID.randomUUID();
    JobQueue.Job job = journal.claim(SampleRecords.report(accession, TEXT), run);
    journal
        .journal()
        .jobs()
        .finish(
            job,
            SampleRecords.checkedOnly(run, job.report()).toBuilder()
                .checks(List.of(checks))
                .build(),
            JobQueue.Publishing.of("{}", List.of()),
            List.of());
  }

  private static CheckResult flag() {
    return new CheckResult(
        "side-order",
        Label.NEEDS_REVIEW,
        Evidence.of(new Span(0, 10), TEXT),
        Evidence.field("OBR-4", "Left knee"),
        "The order is for the left side.");
  }

  @Test
  void aSampleIsReadWithThreeKeysAndNothingThatLeads() throws Exception {
    receive("A1", flag().asQuiet());
    receive("A2", flag().asking("Not measured."));
    clock.advance(Duration.ofDays(7));
    try (PageServer server = server(AuthorFigures.NONE)) {
      assertEquals(403, server.get(PageServer.VIEWER, "/quality/read").statusCode());
      server.post(PageServer.LEAD, "/quality/read", Map.of());
      Document first = reading(server);
      assertEquals(List.of("1", "2", "3"), first.select(".verdicts > button kbd").eachText());
      assertEquals("Right knee", first.selectFirst("mark").text());
      assertTrue(first.text().contains("Left knee"), first::text);
      for (String leads : List.of("side-order", "Not measured", "quiet", "asks", "Doe", "A2")) {
        assertFalse(first.selectFirst("main").text().contains(leads), leads);
        assertFalse(first.selectFirst(".patient").text().contains(leads), leads);
      }
      answer(server, first, "wrong");
      answer(server, first, "right");
      answer(server, reading(server), "right");
      Document report = reading(server);
      assertTrue(report.select("mark").isEmpty(), report::text);
      answer(server, report, "not-important");
      assertTrue(reading(server).text().contains("All is read"));
      assertEquals(
          List.of(new VerdictCounts("side-order", Strength.ASK, Footing.SAMPLED, 0, 1, 0, 1)),
          journal.journal().quality().verdicts(Selection.ALL).subList(0, 1));
      assertTrue(trail.stream().allMatch(a -> a.type().equals("Report")));
      Document quality = page(server);
      assertEquals(2, quality.select("#sample tbody tr").size());
      Document undone = undo(server, reading(server));
      assertEquals(List.of("1", "2", "3"), undone.select(".verdicts > button kbd").eachText());
    }
  }

  private static Document reading(PageServer server) throws Exception {
    var response = server.get(PageServer.LEAD, "/quality/read");
    assertEquals(200, response.statusCode(), response::body);
    return Jsoup.parse(response.body());
  }

  private static void answer(PageServer server, Document page, String answer) throws Exception {
    send(server, page.selectFirst("form.verdicts"), answer);
  }

  private static Document undo(PageServer server, Document page) throws Exception {
    send(server, page.selectFirst("form.last"), "undo");
    return reading(server);
  }

  private static void send(PageServer server, Element form, String answer) throws Exception {
    server.post(
        PageServer.LEAD,
        form.attr("action"),
        Map.of(
            "answer",
            answer,
            "given",
            form.selectFirst("[name=given]").val(),
            "seen",
            form.selectFirst("[name=seen]").val()));
  }
}
