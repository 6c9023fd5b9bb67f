package org.radiologytrust.page.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.logins.Access;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.page.PageServer;
import org.radiologytrust.page.door.AccessTrail;

/** The way from a RIS or PACS to a report. */
@Tag("integration")
@Tag("safety")
class LaunchPagesTest {
  private static final String READER = PageServer.VIEWER;
  private static final String RIS = "https://ris.test";

  private final TemporaryJournal journal = new TemporaryJournal();
  private final List<Access> trail = new CopyOnWriteArrayList<>();
  private PageServer server;

  @BeforeEach
  void start() throws Exception {
    server = server(Set.of(RIS), Duration.ofMinutes(5));
    receive("HOSP", "A1", "MRN1");
    receive("HOSP", "A2", "MRN1");
    receive("NORD", "A2", "MRN1");
  }

  private PageServer server(Set<String> origins, Duration valid) throws Exception {
    return new PageServer(
        new LaunchPages(
            journal.journal(), origins, valid, new AccessTrail(trail::add, Clock.systemUTC())));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    journal.close();
  }

  private void receive(String site, String accession, String mrn) {
    journal
        .journal()
        .inbox()
        .receive(
            SampleMessages.report(
                "k" + accession,
                SampleRecords.report(
                    site,
                    accession,
                    mrn,
                    "Lungs clear.",
                    ReportStatus.FINAL,
                    SampleRecords.ISSUED)));
  }

  private List<String> paths(String accession) {
    return journal.journal().worklist().page(Worklist.Filter.ALL, 0, 10).rows().stream()
        .filter(row -> row.exam().accession().equals(accession))
        .map(row -> "/reports/" + row.report())
        .toList();
  }

  private HttpResponse<String> ask(String accession, String patient, String... headers)
      throws Exception {
    return server.post(
        "/open",
        Map.of("accession", accession, "patient", patient),
        headers.length == 0 ? new String[] {"Origin", RIS} : headers);
  }

  private static String target(HttpResponse<?> response) {
    assertEquals(303, response.statusCode());
    return response.headers().firstValue("Location").orElseThrow();
  }

  private String way(String accession, String patient) throws Exception {
    String way = target(ask(accession, patient));
    assertTrue(way.matches("/open/[0-9a-f-]{36}"), way);
    return way;
  }

  private Document page(int status, String path) throws Exception {
    HttpResponse<String> response = server.get(READER, path);
    assertEquals(status, response.statusCode(), response::body);
    return Jsoup.parse(response.body());
  }

  @Test
  void aFormLeadsToItsReportOnceAndAfterTheLogin() throws Exception {
    String way = way(" A1 ", "MRN1");
    HttpResponse<String> stranger = server.send(server.to(way).header("Accept", "text/html"));
    assertEquals("/login?next=" + way, target(stranger));
    assertEquals(List.of(), trail);
    assertEquals(paths("A1").get(0), target(server.get(READER, way)));
    assertEquals(1, trail.size());
    assertEquals("Launch", trail.get(0).type());
    assertEquals(READER, trail.get(0).user());
    assertEquals(paths("A1"), List.of("/reports/" + trail.get(0).ids().get(0)));
    Document again = page(410, way);
    assertTrue(again.text().contains("was followed already, or it is too old"), again::text);
    assertEquals(1, trail.size());
    page(410, "/open/x");
  }

  @Test
  void anotherPatientsNumberIsRefusedAndRecorded() throws Exception {
    String way = way("A1", "MRN2");
    Document refused = page(409, way);
    assertTrue(refused.text().contains("do not belong together"), refused::text);
    assertTrue(refused.select("a[href^=/reports]").isEmpty());
    assertFalse(refused.text().contains("MRN"), refused::text);
    assertEquals("LaunchRefused", trail.get(0).type());
    assertEquals(paths("A1"), List.of("/reports/" + trail.get(0).ids().get(0)));
    Document none = page(404, way("A", "MRN1"));
    assertTrue(none.text().contains("No report with this accession number"), none::text);
  }

  @Test
  void ofSeveralReportsThePersonChooses() throws Exception {
    Document choice = page(200, way("A2", "MRN1"));
    assertEquals(Set.copyOf(paths("A2")), Set.copyOf(choice.select(".others a").eachAttr("href")));
    assertEquals(2, choice.select(".others a").size());
    assertEquals(2, trail.get(0).ids().size());
  }

  @Test
  void nobodyElseMayAsk() throws Exception {
    for (String origin : List.of("null", "https://evil.test", RIS + ":8443", "http://ris.test")) {
      HttpResponse<String> refused = ask("A1", "MRN1", "Origin", origin);
      assertEquals(403, refused.statusCode(), origin);
      assertTrue(refused.body().contains("rtl.page.open.origins"), refused::body);
    }
    assertEquals(403, ask("A1", "MRN1", "Accept", "*/*").statusCode(), "neither origin nor login");
    assertEquals(
        403, ask("A1", "MRN1", "User", READER).statusCode(), "a session alone is no program's");
    assertEquals(400, ask("A1", " ").statusCode());
    assertEquals(400, ask("", "MRN1").statusCode());
    assertEquals(400, ask("A".repeat(201), "MRN1").statusCode());
    assertEquals(413, ask("A".repeat(9000), "MRN1").statusCode());
  }

  @Test
  void withoutASettingNoPageMayAsk() throws Exception {
    try (PageServer closed = server(Set.of(), Duration.ofMinutes(5))) {
      HttpResponse<String> refused =
          closed.post(
              "/open", Map.of("accession", "A1", "patient", "MRN1"), "Origin", closed.origin());
      assertEquals(403, refused.statusCode());
    }
  }

  @Test
  void aWayEnds() throws Exception {
    try (PageServer brief = server(Set.of(RIS), Duration.ZERO)) {
      String way =
          target(brief.post("/open", Map.of("accession", "A1", "patient", "MRN1"), "Origin", RIS));
      assertEquals(410, brief.get(READER, way).statusCode());
    }
  }
}
