package org.radiologytrust.ingest.ehr;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.ingest.ehr.EhrSamples.accession;
import static org.radiologytrust.ingest.ehr.EhrSamples.order;
import static org.radiologytrust.ingest.ehr.EhrSamples.patient;
import static org.radiologytrust.ingest.ehr.EhrSamples.report;
import static org.radiologytrust.ingest.ehr.EhrSamples.text;
import static org.radiologytrust.ingest.ehr.OddAnswers.body;
import static org.radiologytrust.ingest.ehr.OddAnswers.bytes;
import static org.radiologytrust.ingest.ehr.OddAnswers.endless;
import static org.radiologytrust.ingest.ehr.OddAnswers.http;
import static org.radiologytrust.ingest.ehr.OddAnswers.json;
import static org.radiologytrust.ingest.ehr.OddAnswers.recorded;
import static org.radiologytrust.ingest.ehr.OddAnswers.status;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Basic;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.ingest.document.Pdfs;
import org.radiologytrust.journal.inbox.IntakeAlarm;
import org.radiologytrust.launch.CapturedLog;
import org.radiologytrust.model.Report;

/**
 * Polls EHRs that answer as real ones and the proxies before them do on a bad day. No report is
 * lost, no other server is called, nothing of a patient is logged, and after it the feed goes on.
 */
@Tag("safety")
@Tag("integration")
class HostileEhrTest {
  private static final Duration LONG = PolledSite.LONG;

  @AutoClose private final FakeEhr ehr = new FakeEhr();
  @AutoClose private final PolledSite site = new PolledSite(ehr);
  private final CapturedLog log = CapturedLog.asInProduction();

  HostileEhrTest() throws IOException {
    ehr.put(patient("p1"));
  }

  @AfterEach
  void nothingIsDisclosed() throws IOException {
    site.stop();
    log.close();
    PolledSite.assertNothingDisclosed(log);
  }

  private void start(String... settings) throws Exception {
    site.start(settings);
  }

  private void passes(int number) {
    site.passes(number);
  }

  private List<Report> stored() {
    return site.journal().storedReports();
  }

  private Set<String> accessions() {
    return site.accessions();
  }

  private void awaitStored(String... ids) {
    Set<String> expected = new TreeSet<>();
    Stream.of(ids).map(EhrSamples::accession).forEach(expected::add);
    await().atMost(LONG).untilAsserted(() -> assertEquals(expected, accessions()));
  }

  private List<String> problems() {
    return log.lines(Level.WARN);
  }

  @Test
  void noRedirectIsFollowed() throws Exception {
    try (FakeEhr other = new FakeEhr()) {
      AtomicInteger code = new AtomicInteger(301);
      ehr.answer(
          (request, out) ->
              http(out, code.get(), "text/plain", bytes(""), "Location: " + other.base() + "/x"));
      start("rtl.fhir.reports.user", "rtl", "rtl.fhir.reports.password", "secret");
      for (int each : List.of(301, 302, 303, 307, 308)) {
        code.set(each);
        passes(2);
        assertTrue(site.problem().orElse("").contains("redirects are not followed"));
      }
      assertEquals(List.of(), other.requests());
      assertTrue(
          ehr.requests().stream().allMatch(r -> r.target().startsWith("/fhir/DiagnosticReport?")));
    }
  }

  /** Answers that come in drops, or not at all. */
  @Test
  void aPageHasATimeLimit() throws Exception {
    start("rtl.fhir.reports.timeout", "1s");
    for (FakeEhr.Answer answer : EhrOutageTest.slowness()) {
      EhrOutageTest.outage(ehr, site, answer);
    }
  }

  @Test
  void theLogInIsSentAndNoCookieIsKept() throws Exception {
    ehr.put(report("r1", "p1"));
    ehr.answer(
        (request, out) ->
            http(
                out,
                200,
                "application/fhir+json",
                recorded(ehr::page, request),
                "Set-Cookie: session=1; Path=/"));
    start("rtl.fhir.reports.user", "rtl", "rtl.fhir.reports.password", "secret");
    awaitStored("r1");
    passes(1);
    for (FakeEhr.Request request : ehr.requests()) {
      assertEquals("Basic cnRsOnNlY3JldA==", request.headers().get("Authorization"));
      assertFalse(request.headers().containsKey("Cookie"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void nothingIsAskedBeforeRetryAfter(int code) throws Exception {
    ehr.put(report("r1", "p1"));
    AtomicInteger refused = new AtomicInteger();
    ehr.answer(
        (request, out) -> {
          if (refused.getAndIncrement() == 0) {
            status(code, "Retry-After: 2").write(request, out);
          } else {
            ehr.page(request, out);
          }
        });
    start();
    awaitStored("r1");
    List<FakeEhr.Request> both = ehr.requests().subList(0, 2);
    Duration waited = Duration.ofNanos(both.get(1).nanos() - both.get(0).nanos());
    assertTrue(waited.compareTo(Duration.ofMillis(1900)) > 0, waited.toString());
  }

  /** Makes the pages of three reports point to these. */
  private void links(UnaryOperator<String> next) throws Exception {
    for (String id : List.of("r1", "r2", "r3")) {
      ehr.put(report(id, "p1"));
    }
    ehr.edit(
        (request, page) -> {
          if (page.getLink("next") != null) {
            page.getLink("next").setUrl(next.apply(page.getLink("next").getUrl()));
          }
        });
  }

  private static final List<UnaryOperator<String>> ELSEWHERE =
      List.of(
          url -> url.replace("127.0.0.1", "localhost"),
          url -> url.replace("http:", "https:"),
          url -> url.replaceFirst("\\d+/fhir", "1/fhir"),
          url -> url.replace("http://", "http://a@"),
          url -> url.replace("/fhir", "@localhost/fhir"),
          url -> url.replace("/fhir", "\\@localhost/fhir"),
          url -> url.replaceFirst("http://127.0.0.1:\\d+", "//localhost"),
          url -> "file:///etc/passwd",
          url -> "ftp://127.0.0.1/Canaryname",
          url -> "Canaryname name",
          url -> "",
          url -> "http://[");

  @Test
  void aNextLinkThatLeadsElsewhereIsNotFollowed() throws Exception {
    AtomicReference<UnaryOperator<String>> link = new AtomicReference<>(url -> url);
    links(url -> link.get().apply(url));
    start("rtl.fhir.reports.count", "1");
    awaitStored("r1", "r2", "r3");
    for (UnaryOperator<String> each : ELSEWHERE) {
      link.set(each);
      passes(1);
      String cursor = site.cursor();
      int before = ehr.requests().size();
      passes(2);
      assertTrue(
          ehr.requests().stream().skip(before).allMatch(FakeEhr.Request::first),
          "only first pages are asked for");
      assertEquals(cursor, site.cursor());
      assertTrue(site.problem().orElse("").contains("link to the next page"));
    }
    ehr.put(report("r4", "p1"));
    link.set(url -> url);
    awaitStored("r1", "r2", "r3", "r4");
  }

  @Test
  void aNextLinkToTheSameServerIsFollowed() throws Exception {
    List<UnaryOperator<String>> forms =
        List.of(
            url -> url.substring(url.indexOf("DiagnosticReport")),
            url -> url.substring(url.indexOf("/fhir")),
            url -> url.replace("http://", "HTTP://"));
    AtomicInteger form = new AtomicInteger();
    links(url -> forms.get(form.getAndIncrement() % forms.size()).apply(url));
    ehr.put(report("r4", "p1"));
    start("rtl.fhir.reports.count", "1");
    awaitStored("r1", "r2", "r3", "r4");
    assertEquals(List.of(), problems());
  }

  @Test
  void pagesThatLeadInACircleEndThePass() throws Exception {
    links(url -> url.replaceFirst("page=2", "page=1"));
    start("rtl.fhir.reports.count", "1");
    awaitStored("r1", "r2");
    passes(2);
    assertEquals(Set.of("R1", "R2"), accessions());
    assertEquals("", site.watermark());
    assertEquals(1, problems().size(), problems().toString());
    ehr.edit((request, page) -> {});
    awaitStored("r1", "r2", "r3");
  }

  @Test
  void pagesWithoutEndEndThePass() throws Exception {
    ehr.put(report("r1", "p1"));
    AtomicInteger number = new AtomicInteger();
    ehr.edit(
        (request, page) ->
            page.addLink()
                .setRelation("next")
                .setUrl(ehr.base() + "/DiagnosticReport?page=" + number.incrementAndGet()));
    start("rtl.fhir.reports.max-pages", "5");
    awaitStored("r1");
    passes(2);
    int pass = ehr.requests().size() / ehr.searches().size();
    assertTrue(pass <= 5, "pages in a pass: " + pass);
    assertEquals("", site.watermark());
    assertEquals(1, problems().size(), problems().toString());
  }

  @Test
  void anEmptyPageWithANextLinkIsNotTheLast() throws Exception {
    ehr.put(report("r1", "p1"));
    ehr.edit(
        (request, page) -> {
          if (request.first()) {
            page.getEntry().clear();
            page.addLink().setRelation("next").setUrl(ehr.base() + "/DiagnosticReport?page=0");
          }
        });
    start();
    awaitStored("r1");
  }

  /** Each pass loses one at a page's end, because the one before it has just moved to the end. */
  @Test
  void whatAShiftHidesIsFoundByTheNextPass() throws Exception {
    Instant begin = ehr.now().minusSeconds(1000);
    for (int i = 0; i < 9; i++) {
      ehr.put(report("r" + i, "p1"), begin.plusSeconds(i));
    }
    AtomicInteger pages = new AtomicInteger();
    ehr.afterPage(
        () -> {
          int page = pages.incrementAndGet();
          if (page <= 4) {
            ehr.put(
                text(report("r" + (page - 1), "p1"), "Version " + page, page),
                begin.plusSeconds(100 + page));
          }
        });
    start("rtl.fhir.reports.count", "2", "rtl.fhir.reports.overlap", "0s");
    awaitStored("r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8");
    await()
        .atMost(LONG)
        .until(() -> stored().stream().filter(r -> r.text().contains("Version")).count() == 4);
    assertEquals(List.of(), problems());
  }

  /** Transactions that the server commits late: each is older than all that was read before it. */
  @Test
  void theWatermarkStaysWhileOlderReportsTurnUp() throws Exception {
    Instant begin = ehr.now().minusSeconds(100_000);
    ehr.put(report("r1", "p1"), begin.plusSeconds(50_000));
    AtomicInteger pages = new AtomicInteger();
    ehr.afterPage(
        () -> {
          int page = pages.incrementAndGet();
          if (page < 4) {
            ehr.put(report("late" + page, "p1"), begin.plusSeconds(50_000 - 10_000 * page));
          }
        });
    start("rtl.fhir.reports.overlap", "0s");
    awaitStored("r1", "late1", "late2", "late3");
  }

  @Test
  void serversThatIgnoreSortCountAndTimeAreReadWhole() throws Exception {
    ehr.ignoreSort();
    ehr.ignoreCount();
    ehr.ignoreLastUpdated();
    Instant begin = ehr.now().minusSeconds(10_000);
    ehr.put(report("r3", "p1"), begin.plusSeconds(3000));
    ehr.put(report("r1", "p1"), begin);
    ehr.put(report("r2", "p1"), begin.plusSeconds(2000));
    start("rtl.fhir.reports.count", "1");
    awaitStored("r1", "r2", "r3");
    passes(2);
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertEquals(
                    begin.plusSeconds(3000).truncatedTo(ChronoUnit.SECONDS),
                    Instant.parse(site.watermark()).truncatedTo(ChronoUnit.SECONDS)));
    assertEquals(3, site.journal().storedMessages());
  }

  @Test
  void tenThousandEntriesOnAPage() throws Exception {
    start("rtl.fhir.reports.max-reply", "100000000");
    ehr.edit(
        (request, page) -> {
          for (int i = 0; i < 10_000; i++) {
            ehr.add(page, order("o" + i, "p1"), SearchEntryMode.INCLUDE);
          }
        });
    for (int i = 0; i < 20; i++) {
      DiagnosticReport report = report("r" + i, "p1");
      report.addBasedOn().setReference("ServiceRequest/o" + i);
      ehr.put(report);
    }
    await().atMost(LONG).until(() -> accessions().size() == 20);
    assertEquals(
        Set.of("PL-o7"),
        stored().stream()
            .filter(r -> r.reportId().equals("R7"))
            .map(r -> r.order().placerOrderNumber())
            .collect(Collectors.toSet()));
  }

  @Test
  void aReportWithoutATimeIsStoredAndMovesNothing() throws Exception {
    ehr.put(report("r1", "p1"), null);
    start();
    awaitStored("r1");
    passes(3);
    assertEquals("", site.watermark());
    assertEquals(1, site.journal().storedMessages());
    ehr.put(text(report("r1", "p1"), "Corrected.", 5), null);
    await().atMost(LONG).until(() -> stored().size() == 2);
  }

  @Test
  void aReportFromTheFutureHidesNoOther() throws Exception {
    ehr.put(report("r1", "p1"), Instant.parse("2099-01-01T00:00:00Z"));
    start();
    awaitStored("r1");
    passes(3);
    ehr.put(report("r2", "p1"));
    awaitStored("r1", "r2");
  }

  @ParameterizedTest
  @ValueSource(ints = {-12, 12})
  void clocksMayDifferByHours(int hours) throws Exception {
    ehr.clock(Duration.ofHours(hours));
    ehr.put(report("r0", "p1"), ehr.now().minusSeconds(7200));
    start("rtl.fhir.reports.since", "");
    passes(3);
    ehr.put(report("r1", "p1"));
    await().atMost(LONG).until(() -> accessions().contains("R1"));
    passes(3);
    ehr.put(report("r2", "p1"));
    await().atMost(LONG).until(() -> accessions().contains("R2"));
    assertTrue(hours > 0 || !accessions().contains("R0"), "older than the first start");
  }

  /** The server's clock goes right, and ours is ten years ahead. */
  @Test
  void aClockOfOursThatIsYearsAheadAtTheFirstStartHidesNothing() throws Exception {
    ehr.clock(Duration.ofDays(-3650));
    start("rtl.fhir.reports.since", "");
    passes(3);
    ehr.put(report("r1", "p1"));
    awaitStored("r1");
  }

  @Test
  void aClockThatIsPutRightHidesNothing() throws Exception {
    ehr.clock(Duration.ofHours(3));
    start("rtl.fhir.reports.since", "");
    passes(2);
    ehr.put(report("r1", "p1"));
    awaitStored("r1");
    passes(3);
    ehr.clock(Duration.ZERO);
    ehr.put(report("r2", "p1"));
    awaitStored("r1", "r2");
  }

  @Test
  void timesWithAZoneAreTheSameTimes() throws Exception {
    ehr.text(
        page ->
            page.replaceAll(
                "\"lastUpdated\":\"([^\"]*)\"",
                "\"lastUpdated\":\"2026-01-02T03:04:05.678+05:30\""));
    ehr.put(report("r1", "p1"));
    start();
    awaitStored("r1");
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertEquals(
                    Instant.parse("2026-01-01T21:34:05.678Z"), Instant.parse(site.watermark())));
    passes(2);
    List<FakeEhr.Request> asked = ehr.searches();
    String filter = asked.get(asked.size() - 1).parameters().get("_lastUpdated");
    Instant from = Instant.parse(filter.replaceFirst("^ge", ""));
    assertFalse(from.isAfter(Instant.parse("2026-01-01T21:34:05.678Z")), filter);
    assertTrue(from.isAfter(Instant.parse("2026-01-01T21:00:00Z")), filter);
  }

  /** The server lost a day: the same version number now has another text. */
  @Test
  void aServerThatWasRestoredIsReadOn() throws Exception {
    Instant begin = ehr.now().minusSeconds(3000);
    ehr.put(report("r1", "p1"), begin);
    ehr.put(text(report("r1", "p1"), "Second.", 1), begin.plusSeconds(10));
    start();
    await().atMost(LONG).until(() -> stored().size() == 1);
    passes(3);
    DiagnosticReport other = text(report("r1", "p1"), "Another second.", 2);
    other.getMeta().setVersionId("2").setLastUpdated(java.util.Date.from(begin.plusSeconds(20)));
    ehr.set(other);
    await().atMost(LONG).until(() -> stored().size() == 2);
    assertTrue(stored().get(1).text().contains("Another second."));
    assertEquals(List.of(), problems());
  }

  /** Two replicas answer in turn, and one lags behind. */
  @Test
  void anOldVersionAfterTheNewOneReplacesNothing() throws Exception {
    Instant begin = ehr.now().minusSeconds(100);
    DiagnosticReport old = report("r1", "p1");
    ehr.put(old, begin);
    start();
    awaitStored("r1");
    ehr.put(text(report("r1", "p1"), "Second.", 1), begin.plusSeconds(10));
    await().atMost(LONG).until(() -> stored().size() == 2);
    ehr.set(old);
    passes(3);
    assertEquals(2, stored().size());
    assertEquals(List.of(), problems());
  }

  @Test
  void aChangedPatientIsNoConflictAfterARestart() throws Exception {
    ehr.put(report("r1", "p1"));
    start();
    awaitStored("r1");
    passes(2);
    site.stop();
    var married = patient("p1");
    married.getNameFirstRep().setFamily("Canaryother");
    ehr.put(married);
    start();
    passes(2);
    assertEquals(List.of(), site.quarantined());
    assertEquals(1, stored().size());
  }

  @Test
  void theWatermarkMovesAfterARestartAlthoughNothingIsRemembered() throws Exception {
    Instant begin = ehr.now().minusSeconds(50_000);
    for (int i = 0; i < 300; i++) {
      ehr.put(report("r" + i, "p1"), begin.plusSeconds(100L * i));
    }
    start("rtl.fhir.reports.overlap", "0s");
    await().atMost(LONG).until(() -> accessions().size() == 300);
    site.stop();
    start("rtl.fhir.reports.overlap", "0s");
    await()
        .atMost(LONG)
        .until(() -> Instant.parse(site.watermark()).isAfter(begin.plusSeconds(100L * 298)));
  }

  @Test
  void whatWasDeletedLeavesAReportWithItsReference() throws Exception {
    ehr.put(report("r1", "gone"));
    ehr.edit(
        (request, page) -> {
          page.addEntry().setFullUrl(ehr.base() + "/Patient/gone");
          page.addEntry()
              .setFullUrl(ehr.base() + "/Patient/gone")
              .getResponse()
              .setStatus("410 Gone");
          page.addEntry();
        });
    start();
    awaitStored("r1");
    assertEquals("Patient/gone", stored().get(0).patient().reference());
    assertEquals(List.of(), stored().get(0).patient().identifiers());
  }

  @Test
  void anIncludeThatComesTwiceIsOne() throws Exception {
    ehr.put(report("r1", "p1"));
    ehr.edit(
        (request, page) -> {
          ehr.add(page, patient("p1"), SearchEntryMode.INCLUDE);
          ehr.add(page, patient("p1"), SearchEntryMode.INCLUDE);
        });
    start();
    awaitStored("r1");
    assertEquals("Patient/p1", stored().get(0).patient().reference());
    assertEquals(1, stored().get(0).patient().identifiers().size());
  }

  @Test
  void aReportThatComesTwiceOnAPageIsOne() throws Exception {
    ehr.put(report("r1", "p1"));
    ehr.edit((request, page) -> page.getEntry().add(page.getEntryFirstRep().copy()));
    start();
    awaitStored("r1");
    passes(2);
    assertEquals(1, site.journal().storedMessages());
  }

  @Test
  void otherPatientsOnThePageAreNotInTheReport() throws Exception {
    for (int i = 2; i < 6; i++) {
      ehr.put(patient("p" + i));
      ehr.put(order("o" + i, "p" + i));
    }
    for (int i = 2; i < 6; i++) {
      DiagnosticReport report = report("r" + i, "p" + i);
      report.addBasedOn().setReference("ServiceRequest/o" + i);
      ehr.put(report);
    }
    start();
    awaitStored("r2", "r3", "r4", "r5");
    for (Report report : stored()) {
      String number = report.reportId().substring(1);
      assertEquals(
          List.of("MRN-CANARY-p" + number),
          report.patient().identifiers().stream().map(i -> i.value()).toList());
      assertEquals("PL-o" + number, report.order().placerOrderNumber());
    }
    for (String message : site.messages()) {
      assertEquals(2, message.split("MRN-CANARY-p").length, "one patient in each Bundle");
    }
  }

  @Test
  void referencesThatLeadInACircleEnd() throws Exception {
    DiagnosticReport report = report("r1", "p1");
    report.addBasedOn().setReference("ServiceRequest/o1");
    report.addResult().setReference("Observation/x1");
    ehr.put(report);
    ehr.edit(
        (request, page) -> {
          ServiceRequest one = order("o1", "p1");
          one.addBasedOn().setReference("ServiceRequest/o2");
          ServiceRequest two = order("o2", "p1");
          two.addBasedOn().setReference("ServiceRequest/o1");
          ehr.add(page, one, SearchEntryMode.INCLUDE);
          ehr.add(page, two, SearchEntryMode.INCLUDE);
          for (int i = 1; i <= 2; i++) {
            Observation observation = new Observation();
            observation.setId("x" + i);
            observation.setStatus(Observation.ObservationStatus.FINAL);
            observation.getCode().setText("x");
            observation.addHasMember().setReference("Observation/x" + (3 - i));
            observation.addDerivedFrom().setReference("DiagnosticReport/r1");
            ehr.add(page, observation, SearchEntryMode.INCLUDE);
          }
        });
    start();
    awaitStored("r1");
    assertEquals(List.of(), site.quarantined());
  }

  /** A long chain must not end in a stack overflow. */
  @Test
  void aLongChainOfReferencesEnds() throws Exception {
    DiagnosticReport report = report("r1", "p1");
    report.addBasedOn().setReference("ServiceRequest/o0");
    ehr.put(report);
    ehr.put(report("r2", "p1"));
    ehr.edit(
        (request, page) -> {
          for (int i = 0; i < 20_000; i++) {
            ServiceRequest order = order("o" + i, "p1");
            order.addBasedOn().setReference("ServiceRequest/o" + (i + 1));
            ehr.add(page, order, SearchEntryMode.INCLUDE);
          }
        });
    start("rtl.fhir.reports.max-reply", "100000000");
    await().atMost(LONG).until(() -> accessions().contains("R2"));
  }

  @Test
  void otherResourcesAreNoReports() throws Exception {
    ehr.put(report("r1", "p1"));
    DiagnosticReport prior = report("prior", "p1");
    ehr.edit(
        (request, page) -> {
          Basic basic = new Basic();
          basic.setId("b1");
          ehr.add(page, basic, SearchEntryMode.MATCH);
          Bundle inner = new Bundle();
          inner.setId("inner");
          inner.setType(Bundle.BundleType.COLLECTION);
          inner.addEntry().setResource(report("inside", "p1"));
          ehr.add(page, inner, SearchEntryMode.MATCH);
          ehr.add(page, prior, SearchEntryMode.INCLUDE);
          OperationOutcome warning = new OperationOutcome();
          warning
              .addIssue()
              .setSeverity(OperationOutcome.IssueSeverity.WARNING)
              .setDiagnostics(EhrSamples.NAME);
          page.addEntry().setResource(warning).getSearch().setMode(SearchEntryMode.OUTCOME);
        });
    start();
    awaitStored("r1");
    passes(2);
    assertEquals(Set.of("R1"), accessions());
    assertEquals(List.of(), problems());
  }

  /** The server could not search everything: what it has is stored, but the watermark stays. */
  @Test
  void aPageWithAnErrorIsNotComplete() throws Exception {
    ehr.put(report("r1", "p1"));
    ehr.edit(
        (request, page) -> {
          OperationOutcome error = new OperationOutcome();
          error
              .addIssue()
              .setSeverity(OperationOutcome.IssueSeverity.ERROR)
              .setDiagnostics(EhrSamples.NAME);
          page.addEntry().setResource(error).getSearch().setMode(SearchEntryMode.OUTCOME);
        });
    start();
    passes(3);
    assertEquals("", site.watermark());
    assertEquals(1, problems().size(), problems().toString());
    ehr.edit((request, page) -> {});
    awaitStored("r1");
    await().atMost(LONG).until(() -> !site.watermark().isEmpty());
  }

  @Test
  void aReportThatRefersToAnotherIsOneReport() throws Exception {
    DiagnosticReport report = report("r1", "p1");
    report
        .addExtension()
        .setUrl("http://example.org/prior")
        .setValue(new org.hl7.fhir.r4.model.Reference("DiagnosticReport/r0"));
    ehr.put(report("r0", "p1"));
    ehr.put(report);
    start();
    awaitStored("r0", "r1");
    assertEquals(List.of(), site.quarantined());
  }

  @Test
  void aWithdrawalWithoutTextWithdraws() throws Exception {
    ehr.put(report("r1", "p1"));
    start();
    awaitStored("r1");
    DiagnosticReport withdrawn = report("r1", "p1");
    withdrawn.setStatus(DiagnosticReportStatus.ENTEREDINERROR);
    withdrawn.getPresentedForm().clear();
    ehr.put(withdrawn);
    await().atMost(LONG).until(() -> stored().size() == 2);
    assertTrue(stored().get(1).status().withdrawn());
  }

  private static final List<String> BAD_PARTS =
      List.of(
          "\"birthDate\":\"1970-13-45 Canaryname\"",
          "\"gender\":\"Canaryname\"",
          "\"birthDate\":{\"Canaryname\":1}",
          "\"name\":\"Canaryname\"",
          "\"newElement\":\"Canaryname\"",
          "\"name\":[[\"Canaryname\"]]",
          "\"text\":{\"status\":\"additional\",\"div\":\"<div>Canaryname\"}",
          "\"multipleBirthInteger\":1e999999999",
          "\"extension\":[{\"url\":\"x\",\"valueDecimal\":1e999999999}]",
          "\"extension\":[{\"url\":\"x\",\"valueDecimal\":\"1e999999999\"}]",
          "\"photo\":[{\"data\":\"Canaryname!\"}]",
          "\"contained\":[{\"resourceType\":\"Canaryname\"}]",
          "\"extension\":"
              + "[{\"url\":\"x\",\"extension\":".repeat(200)
              + "[]"
              + "}]".repeat(200));

  /** They are on the page of another report, which must not wait for them. */
  @Test
  void badResourcesAreLoggedNowhereAndHoldUpNoOtherReport() throws Exception {
    for (int i = 0; i < BAD_PARTS.size(); i++) {
      ehr.put(patient("bad" + i));
      ehr.put(report("b" + i, "bad" + i));
    }
    ehr.put(report("good", "p1"));
    ehr.text(
        page -> {
          String spoilt = page;
          for (int i = 0; i < BAD_PARTS.size(); i++) {
            String patient = "\"resourceType\":\"Patient\",\"id\":\"bad" + i + "\",";
            spoilt = spoilt.replace(patient, patient + BAD_PARTS.get(i) + ",");
          }
          return spoilt;
        });
    start();
    await().atMost(LONG).until(() -> accessions().contains("GOOD"));
    passes(1);
    // a patient with an element that R4 does not know is read
    assertEquals(Set.of("B4", "GOOD"), accessions());
    assertEquals(BAD_PARTS.size() - 1, site.quarantined().size());
  }

  @Test
  void anUnusableReportIsInQuarantineOnceAndTheFeedGoesOn() throws Exception {
    DiagnosticReport empty = report("r1", "p1");
    empty.getPresentedForm().clear();
    ehr.put(empty);
    ehr.put(report("r2", "p1"));
    start();
    awaitStored("r2");
    passes(3);
    assertEquals(1, site.quarantined().size(), site.quarantined().toString());
    assertEquals(2, site.journal().storedMessages());
    ehr.put(report("r1", "p1"));
    awaitStored("r1", "r2");
  }

  /** On the page, beside the resources and in one of them. */
  @Test
  void elementsThatR4DoesNotKnowStopNoFeed() throws Exception {
    ehr.put(report("r1", "p1"));
    ehr.put(report("r2", "p1"));
    ehr.text(
        page ->
            page.replace("\"type\":\"searchset\"", "\"type\":\"searchset\",\"newer\":{\"a\":[1]}")
                .replace("\"search\":{", "\"canaryName\":\"a text\",\"search\":{\"newer\":true,")
                .replace(
                    "\"resourceType\":\"DiagnosticReport\",\"id\":\"r1\"",
                    "\"resourceType\":\"DiagnosticReport\",\"reportStatus\":\"entered-in-error\","
                        + "\"id\":\"r1\""));
    start();
    awaitStored("r2");
    passes(2);
    assertEquals(1, site.quarantined().size(), site.quarantined().toString());
    assertEquals(Map.of(IntakeAlarm.UNKNOWN_ELEMENT, 1L), site.journal().journal().intakeAlarms());
    assertEquals(Optional.empty(), site.problem());
    ehr.put(report("r3", "p1"));
    awaitStored("r2", "r3");
  }

  @Test
  void aServerOfAnotherVersionOfFhirIsNotRead() throws Exception {
    ehr.put(report("r1", "p1"));
    ehr.type("application/fhir+json; fhirVersion=5.0");
    start();
    passes(1);
    assertEquals(Set.of(), accessions());
    assertTrue(site.problem().orElse("").contains("another version of FHIR"), site.problem()::get);
    ehr.type("application/fhir+json; fhirVersion=4.0");
    awaitStored("r1");
  }

  @Test
  void hugeAndStrangeIds() throws Exception {
    List<String> ids =
        List.of(
            "x".repeat(10_000),
            "../../etc",
            "a b",
            "line\\nERROR forged",
            "%2e%2e",
            "ü",
            "a|b?c=d");
    for (int i = 0; i < ids.size(); i++) {
      ehr.put(report("r" + i, "p1"));
    }
    ehr.text(
        page -> {
          String changed = page;
          for (int i = 0; i < ids.size(); i++) {
            changed =
                changed.replace(
                    "\"resourceType\":\"DiagnosticReport\",\"id\":\"r" + i + "\"",
                    "\"resourceType\":\"DiagnosticReport\",\"id\":\"" + ids.get(i) + "\"");
          }
          return changed;
        });
    ehr.put(report("last", "p1"));
    start();
    await().atMost(LONG).until(() -> accessions().contains(accession("last")));
    passes(2);
    assertEquals(
        ids.size() + 1, site.quarantined().size() + accessions().size(), "none is left out");
    for (String line : log.lines()) {
      assertFalse(line.contains("\n") || line.contains("forged"), line);
      assertTrue(line.length() < 1000, "a line of " + line.length());
    }
  }

  @Test
  void absoluteReferencesOfTheSameServerAreItsOwnAndOthersAreNot() throws Exception {
    DiagnosticReport own = report("r1", "p1");
    own.getSubject().setReference(ehr.base() + "/Patient/p1");
    ehr.put(own);
    DiagnosticReport other = report("r2", "p1");
    other.getSubject().setReference("https://elsewhere.example/fhir/Patient/p1");
    ehr.put(other);
    ehr.edit((request, page) -> ehr.add(page, patient("p1"), SearchEntryMode.INCLUDE));
    start();
    await().atMost(LONG).until(() -> accessions().contains("R1"));
    passes(1);
    Report first =
        stored().stream().filter(r -> r.reportId().equals("R1")).findFirst().orElseThrow();
    assertEquals(1, first.patient().identifiers().size());
    stored().stream()
        .filter(r -> r.reportId().equals("R2"))
        .forEach(
            r -> {
              assertEquals(List.of(), r.patient().identifiers());
              assertFalse(r.patient().reference().equals("Patient/p1"));
            });
  }

  private static final String IN_PDF = "IMPRESSION: No fracture of the left wrist.";

  /** A report whose text is at this address. */
  private DiagnosticReport attached(String id, String url) {
    DiagnosticReport report = report(id, "p1");
    report.getPresentedForm().clear();
    report.addPresentedForm().setContentType("application/pdf").setUrl(url);
    return ehr.put(report);
  }

  private void binary(String id) {
    Binary binary = new Binary().setContentType("application/pdf").setData(Pdfs.of(IN_PDF));
    binary.setId(id);
    ehr.put(binary);
  }

  private List<String> binaries() {
    return ehr.requests().stream()
        .map(FakeEhr.Request::target)
        .filter(target -> !target.startsWith("/fhir/DiagnosticReport?"))
        .toList();
  }

  /** Servers answer with the Binary or with the document in it; audits go here or elsewhere. */
  @ParameterizedTest
  @CsvSource({"false, ''", "true, ''", "false, http://127.0.0.1:1/fhir"})
  void anAttachmentInABinaryOfTheServerIsRead(boolean documents, String server) throws Exception {
    binary("b1");
    binary("b2");
    attached("r1", "Binary/b1");
    attached("r2", ehr.base() + "/Binary/b2/_history/1");
    if (documents) {
      ehr.answerDocuments();
    }
    start(
        "rtl.fhir.reports.user",
        "rtl",
        "rtl.fhir.reports.password",
        "secret",
        "rtl.fhir.server",
        server);
    awaitStored("r1", "r2");
    passes(2);
    for (Report report : stored()) {
      assertEquals(IN_PDF, report.text());
      assertTrue(report.origins().stream().allMatch(o -> o.place().endsWith(".resource.data")));
      assertEquals(List.of(), report.notAudited());
    }
    assertEquals(List.of("/fhir/Binary/b1", "/fhir/Binary/b2"), binaries(), "each is read once");
    for (FakeEhr.Request request : ehr.requests()) {
      assertEquals("Basic cnRsOnNlY3JldA==", request.headers().get("Authorization"));
    }
    site.stop();
    start("rtl.fhir.server", server);
    passes(2);
    assertEquals(2, stored().size(), "the same messages after a restart");
    assertEquals(List.of(), site.quarantined());
  }

  @Test
  void noAttachmentElsewhereIsFetched() throws Exception {
    try (FakeEhr other = new FakeEhr()) {
      String host = other.base().replaceFirst("^http:", "");
      int n = 0;
      for (String url :
          List.of(
              other.base() + "/Binary/b1",
              host + "/Binary/b1",
              "file:///etc/passwd",
              "Binary/../Patient/p1",
              "Binary/b1?x=1",
              "Binary/b1#" + other.base(),
              "Patient/p1",
              ehr.base() + "@127.0.0.1/Binary/b1",
              ehr.base() + "/../Binary/b1")) {
        attached("r" + ++n, url);
      }
      ehr.put(report("r99", "p1"));
      start();
      awaitStored("r99");
      passes(2);
      assertEquals(List.of(), other.requests());
      assertEquals(List.of(), binaries());
      assertEquals(n, site.quarantined().size());
      assertTrue(
          site.quarantined().stream().allMatch(reason -> reason.contains("is not in the message")));
    }
  }

  @Test
  void anAttachmentThatCannotBeHadHoldsUpNoReport() throws Exception {
    try (FakeEhr other = new FakeEhr()) {
      Map<String, FakeEhr.Answer> answers = new HashMap<>();
      answers.put("gone", status(410));
      answers.put("forbidden", status(403));
      answers.put("moved", status(302, "Location: " + other.base() + "/Binary/b1"));
      answers.put("broken", status(500));
      answers.put("late", endless("HTTP/1.1 200 OK\r\n\r\n", "x", 20));
      answers.put("large", body("application/pdf", "x".repeat((1 << 20) + 1)));
      answers.put("other", json("{\"resourceType\":\"Binary\",\"id\":\"b2\"}"));
      answers.put("cut", json("{\"resourceType\":\"Binary\",\"id\":\"cut\""));
      answers.put("empty", body("application/pdf", ""));
      answers.keySet().forEach(id -> attached(id, "Binary/" + id));
      ehr.put(report("r99", "p1"));
      ehr.answer(
          (request, out) -> {
            String id = request.target().substring(request.target().lastIndexOf('/') + 1);
            answers.getOrDefault(id, ehr::page).write(request, out);
          });
      start("rtl.fhir.reports.timeout", "1s");
      awaitStored("r99");
      passes(1);
      assertEquals(Optional.empty(), site.problem());
      assertEquals(answers.size(), site.quarantined().size());
      assertEquals(List.of(), other.requests());
    }
  }

  @Test
  void aBusyServerGivesTheAttachmentLater() throws Exception {
    binary("b1");
    attached("r1", "Binary/b1");
    AtomicInteger refused = new AtomicInteger();
    ehr.answer(
        (request, out) -> {
          boolean now = request.target().contains("Binary/") && refused.getAndIncrement() < 2;
          (now ? status(503) : (FakeEhr.Answer) ehr::page).write(request, out);
        });
    start();
    awaitStored("r1");
    assertEquals(IN_PDF, stored().get(0).text());
    assertEquals(List.of(), site.quarantined());
  }

  /** Behind a proxy, servers write the name by which they know themselves. */
  @Test
  void fullUrlsWithAnInternalNameDoNotSeparateReportAndPatient() throws Exception {
    ehr.put(report("r1", "p1"));
    ehr.edit(
        (request, page) ->
            page.getEntry()
                .forEach(
                    e ->
                        e.setFullUrl(
                            e.getFullUrl().replace(ehr.base(), "http://internal:8080/fhir"))));
    start();
    awaitStored("r1");
    assertEquals(1, stored().get(0).patient().identifiers().size());
    assertEquals("Patient/p1", stored().get(0).patient().reference());
  }

  @Test
  void aFullDiskEndsThePassAndNothingIsLost() throws Exception {
    ehr.put(report("r1", "p1"));
    start();
    awaitStored("r1");
    passes(2);
    String cursor = site.cursor();
    site.journal().full();
    ehr.put(report("r2", "p1"));
    passes(2);
    assertEquals(cursor, site.cursor());
    site.journal().works();
    awaitStored("r1", "r2");
  }

  @Test
  void anotherServerDoesNotInheritTheWatermark() throws Exception {
    ehr.put(report("r1", "p1"));
    start();
    awaitStored("r1");
    await().atMost(LONG).until(() -> !site.watermark().isEmpty());
    site.stop();
    try (FakeEhr other = new FakeEhr()) {
      other.put(patient("p1"));
      other.put(report("r2", "p1"), other.now().minusSeconds(3000));
      start("rtl.fhir.reports.url", other.base());
      awaitStored("r1", "r2");
      site.stop();
    }
  }
}
