package org.radiologytrust.page.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.check.Checks;
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
import org.radiologytrust.journal.stop.Breaches.Found;
import org.radiologytrust.journal.stop.Breaches.Place;
import org.radiologytrust.journal.strengths.StrengthTables.Loaded;
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
import org.radiologytrust.stop.StopDesk;
import org.radiologytrust.stop.StopLimits;
import org.radiologytrust.strengths.StrengthDesk;

@Tag("integration")
class QualityPagesTest {
  private static final Readings.Sizes SIZES = new Readings.Sizes(2, 1, 1);

  private static final Checks CHECKS = new Checks(SiteFiles.shipped());

  private static final String TEXT = "Right knee normal.";

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
            new StopAnswers(stops(), strengths(), new Titles(SiteFiles.shipped())),
            journal.journal().clock()),
        new ReadingPages(
            journal.journal().readings(),
            SIZES,
            new AccessTrail(trail::add, journal.journal().clock()),
            journal.journal().clock()));
  }

  private StopDesk stops() {
    return new StopDesk(
        journal.journal(), StopLimits.load(SiteFiles.shipped(), CHECKS.ids()), CHECKS.ids());
  }

  private Optional<String> table() {
    return journal.journal().strengths().inForce().map(Loaded::content);
  }

  private StrengthDesk strengths() {
    journal.journal().strengths().first("", changes -> "");
    return new StrengthDesk(CHECKS.withTable(this::table), journal.journal().strengths());
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

  @Test
  void aCheckThatLeftItsBandIsAnsweredWithNameAndReasonOrMadeQuiet() throws Exception {
    Place denied = new Place("denied", "flags", "");
    Place age = new Place("age", "silence", "");
    try (PageServer server = server(AuthorFigures.NONE)) {
      assertTrue(page(server).text().contains("The checks were not judged yet"));
      stops().look();
      assertTrue(page(server).text().contains("No check was found outside its band"));
      journal
          .journal()
          .breaches()
          .looked(
              List.of(new Found(denied, "flags 9 of 100"), new Found(age, "flags none")),
              List.of(),
              0);
      Document page = page(server);
      assertTrue(page.text().contains("2 outside their band, 2 without an answer."), page::text);
      assertEquals(1, page.select("button[value=quiet]").size(), "age always tells");
      Map<String, String> form = new HashMap<>();
      page.selectFirst("form:has(input[value=denied])")
          .select("input")
          .forEach(input -> form.put(input.attr("name"), input.attr("value")));
      form.put("answer", "quiet");
      var empty = server.post(PageServer.LEAD, "/quality/stop", form);
      assertEquals(409, empty.statusCode());
      assertTrue(empty.body().contains("give a reason"), empty::body);
      assertEquals(Optional.of(""), table());
      form.put("reason", "<b>Too</b> loud.");
      assertEquals(403, server.post(PageServer.VIEWER, "/quality/stop", form).statusCode());
      server.post(PageServer.LEAD, "/quality/stop", form);
      assertEquals(Optional.of("- {check: denied, strength: quiet}\n"), table());
      Document after = page(server);
      assertTrue(after.text().contains("2 outside their band, 1 without an answer."), after::text);
      assertTrue(after.text().contains(PageServer.LEAD + ": made quiet, "), after::text);
      assertFalse(after.html().contains("<b>Too</b>"));
      var late = server.post(PageServer.LEAD, "/quality/stop", form);
      assertEquals(409, late.statusCode());
      assertTrue(late.body().contains("somebody else has answered meanwhile"), late::body);
      form.put("check", "age");
      form.put("kind", "silence");
      assertEquals(409, server.post(PageServer.LEAD, "/quality/stop", form).statusCode());
      assertTrue(stops().open().stream().anyMatch(b -> b.answer() == null), "age stays open");
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
