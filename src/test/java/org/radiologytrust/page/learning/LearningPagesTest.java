package org.radiologytrust.page.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.logins.Access;
import org.radiologytrust.journal.reviews.LearningCases;
import org.radiologytrust.learning.NamelessCases;
import org.radiologytrust.model.Audit;
import org.radiologytrust.page.PageServer;
import org.radiologytrust.page.SampleReport;
import org.radiologytrust.page.door.AccessTrail;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.review.Decided;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.ProblemWords;

@Tag("integration")
@Tag("safety")
class LearningPagesTest {
  private static final String ANN = "ann";

  private final TemporaryJournal journal = new TemporaryJournal();
  private final List<Access> trail = new CopyOnWriteArrayList<>();
  private PageServer server;

  @BeforeEach
  void start() throws Exception {
    SiteFiles files = SiteFiles.shipped();
    server =
        new PageServer(
            new LearningPages(
                journal.journal().learning(),
                new NamelessCases(files),
                new Titles(files),
                new ProblemWords(files),
                new AccessTrail(trail::add, Clock.systemUTC()),
                journal.journal().clock()));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    journal.close();
  }

  private record Kept(UUID id, SampleReport report) {
    String address() {
      return "/learning/cases/" + id;
    }
  }

  private Kept keep() {
    return keep(audit -> audit, ANN);
  }

  /** Keeps the first problem of a new report. */
  private Kept keep(UnaryOperator<Audit> change, String user) {
    SampleReport report = SampleReport.in(journal, change);
    Problem problem = Decided.of(report.audit(), List.of()).all().get(0);
    Decision decision =
        Decision.of(
                UUID.randomUUID(),
                report.audit().runId(),
                problem.key(),
                Decision.Kind.LEARNING,
                user)
            .build();
    report.decide(journal, decision, List.of());
    return new Kept(decision.id(), report);
  }

  /** A report with a word that may be a name. */
  private static Audit named(Audit audit) {
    return audit.toBuilder()
        .report(
            audit.report().toBuilder()
                .text(audit.report().text() + "\nSeen by Zarathustra.")
                .build())
        .build();
  }

  private Document page(String path) throws Exception {
    HttpResponse<String> response = server.get(ANN, path);
    assertEquals(200, response.statusCode(), response::body);
    return Jsoup.parse(response.body());
  }

  private Document choose(Kept... kept) throws Exception {
    StringBuilder form = new StringBuilder();
    for (Kept one : kept) {
      form.append(form.isEmpty() ? "" : "&").append("case=").append(one.id);
    }
    HttpResponse<String> answer =
        server.send(
            server
                .to("/learning/chosen")
                .headers(
                    "User",
                    ANN,
                    "Origin",
                    server.origin(),
                    "X-Token",
                    PageServer.token(ANN),
                    "Content-Type",
                    "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.toString())));
    assertEquals(303, answer.statusCode());
    assertEquals("/learning/export", answer.headers().firstValue("Location").orElse(""));
    return page("/learning/export");
  }

  private HttpResponse<String> export() throws Exception {
    return server.post(
        "/learning/export",
        Map.of(),
        "User",
        ANN,
        "Origin",
        server.origin(),
        "X-Token",
        PageServer.token(ANN));
  }

  private List<String> seen() {
    return trail.stream().map(a -> a.kind() + " " + a.type() + " " + a.ids().size()).toList();
  }

  @Test
  void theListShowsWhatIsKeptAndFilters() throws Exception {
    Kept first = keep();
    Kept second = keep(audit -> audit, "bob");
    Document list = page("/learning");
    assertEquals("2 of 2 shown", list.selectFirst("[role=status]").text());
    assertTrue(list.selectFirst("td.why q").text().contains("Right pleural effusion"));
    assertEquals(List.of("list LearningCase 2"), seen());
    server.post(ANN, "/learning", Map.of("user", "bob", "since", "all"));
    assertEquals("1 of 1 shown", page("/learning").selectFirst("[role=status]").text());
    assertEquals(second.address(), page("/learning").selectFirst("td.exam a").attr("href"));
    server.post(ANN, "/learning", Map.of("user", "nobody"));
    assertTrue(page("/learning").text().contains("No case matches."));
    assertFalse(first.id.equals(second.id));
  }

  @Test
  void aNoteIsWrittenAndNeverOverwrittenUnseen() throws Exception {
    Kept kept = keep();
    assertEquals(
        204,
        server
            .post(ANN, kept.address() + "/note", Map.of("seen", "0", "note", " Look at both. "))
            .statusCode());
    assertEquals("Look at both.", page(kept.address()).selectFirst("textarea").text());
    Document late =
        Jsoup.parse(
            server
                .post("bob", kept.address() + "/note", Map.of("seen", "0", "note", "Mine."))
                .body());
    assertTrue(late.selectFirst("[role=alert]").text().contains("Look at both."));
    assertEquals("Mine.", late.selectFirst("textarea").text());
    assertEquals("1", late.selectFirst("input[name=seen]").attr("value"));
    String longer = "x".repeat(LearningCases.MOST_WORDS + 1);
    assertEquals(
        400,
        server
            .post(ANN, kept.address() + "/note", Map.of("seen", "1", "note", longer))
            .statusCode());
    assertTrue(page("/learning").text().contains("Note: Look at both."));
    assertTrue(seen().contains("write LearningCase 1"));
  }

  @Test
  void theExportHasTheChosenCasesWithoutNames() throws Exception {
    Kept first = keep();
    Kept second = keep();
    keep();
    journal.journal().learning().write(first.id, 0, "Jane Doe of Dr. Berg.", ANN);
    Document preview = choose(first, second);
    assertEquals(2, preview.select("section.card").size());
    assertFalse(preview.selectFirst("form[action='/learning/export'] button").hasAttr("disabled"));
    HttpResponse<String> answer = export();
    assertEquals(200, answer.statusCode());
    assertEquals(
        "attachment; filename=\"learning-cases.jsonl\"",
        answer.headers().firstValue("Content-Disposition").orElse(""));
    String[] lines = answer.body().split("\n");
    assertEquals(2, lines.length);
    JsonNode one = new ObjectMapper().readTree(lines[0]);
    assertEquals("XXXX XXX of Dr. XXXX.", one.get("note").asText());
    assertEquals(SampleReport.TEXT, one.get("text").asText());
    assertEquals("side-findings-impression", one.get("check").asText());
    for (String secret : List.of("Doe", "Jane", "MRN1", first.report.id() + "", "ACC")) {
      assertFalse(answer.body().contains(secret), secret);
    }
    assertEquals("export LearningCase 2", seen().get(seen().size() - 1));
  }

  @Test
  void oneCaseThatMayNameSomebodyHoldsTheExportUp() throws Exception {
    Kept fine = keep();
    Kept named = keep(LearningPagesTest::named, ANN);
    Document preview = choose(fine, named);
    assertEquals("2 cases, 1 may name somebody", preview.selectFirst("[role=status]").text());
    assertEquals("Zarathustra", preview.selectFirst("mark.unsure").text());
    assertTrue(preview.selectFirst("form[action='/learning/export'] button").hasAttr("disabled"));
    assertTrue(preview.selectFirst("#held").text().contains("case 2 may name somebody"));
    HttpResponse<String> refused = export();
    assertEquals(303, refused.statusCode(), "whoever sends the form all the same gets no file");
    assertTrue(seen().stream().noneMatch(line -> line.startsWith("export")));
    assertEquals(
        List.of(fine.id + ""),
        preview.select("form[action='/learning/chosen'] input[name=case]").eachAttr("value"));
    assertEquals("1 case, 0 may name somebody", choose(fine).selectFirst("[role=status]").text());
    assertEquals(200, export().statusCode());
  }

  @Test
  void whoHasNotTheRightSeesNothingOfIt() throws Exception {
    Kept kept = keep();
    for (String path : List.of("/learning", kept.address(), "/learning/export")) {
      assertEquals(403, server.get(PageServer.VIEWER, path).statusCode(), path);
    }
    for (String path :
        List.of("/learning", "/learning/chosen", "/learning/export", kept.address() + "/note")) {
      assertEquals(403, server.post(PageServer.VIEWER, path, Map.of()).statusCode(), path);
    }
    assertEquals(List.of(), trail);
    assertEquals(404, server.get(ANN, "/learning/cases/" + UUID.randomUUID()).statusCode());
  }

  @Test
  void aCaseWhoseEvidenceHasChangedIsMarked() throws Exception {
    Kept kept = keep();
    keep();
    assertEquals("2 of 2 shown", page("/learning").select("[role=status]").text());
    assertFalse(page(kept.address()).text().contains("Evidence changed"));
    String run = kept.report.audit().runId().toString();
    OpenedJournal.db(journal.journal())
        .write(tx -> tx.update("update job set images_parted = 1 where run_id = ?", run));
    Document list = page("/learning");
    assertEquals("2 of 2 shown, evidence changed in 1", list.select("[role=status]").text());
    assertEquals(1, list.select("tr.r:contains(evidence changed)").size());
    assertTrue(page(kept.address()).text().contains("Evidence changed"));
  }
}
