package org.radiologytrust.ingest.ehr;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.model.Report;

/** The route file as it is deployed, against a small EHR. */
@Tag("integration")
class EhrRouteTest {
  private static final Map<String, String> ALL =
      Map.of("rtl.fhir.reports.since", "2020-01-01T00:00:00Z", "rtl.fhir.reports.count", "2");

  @AutoClose private final TemporaryJournal journal = new TemporaryJournal();
  @AutoClose private final FakeEhr ehr = new FakeEhr();

  EhrRouteTest() throws Exception {}

  private void reports(int from, int to) {
    for (int i = from; i < to; i++) {
      ehr.put(EhrSamples.report("r" + i, "p1"));
    }
  }

  private static void within(Runnable assertion) {
    await().atMost(Duration.ofSeconds(60)).untilAsserted(assertion::run);
  }

  private List<String> stored() {
    return journal.storedReports().stream().map(Report::reportId).sorted().toList();
  }

  @Test
  void readsAllPagesWithPatientsAndThenOnlyWhatIsNew() throws Exception {
    ehr.put(EhrSamples.patient("p1"));
    reports(0, 5);
    try (EhrRoute route = new EhrRoute(ehr.base(), journal, ALL)) {
      within(() -> assertEquals(5, stored().size()));
      Report report = journal.storedReports().get(0);
      assertEquals("Patient/p1", report.patient().reference());
      assertEquals(EhrSamples.NAME, report.patient().familyName());
      assertEquals("DiagnosticReport/r0", report.reference());
      reports(5, 6);
      within(() -> assertEquals(6, stored().size()));
      int passes = ehr.searches().size();
      within(() -> assertTrue(ehr.searches().size() > passes + 3));
      assertEquals(6, journal.storedMessages());
    }
  }

  @Test
  void aServerThatDoesNotAnswerDoesNotDelayTheStop() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    ehr.answer((request, out) -> end.await());
    EhrRoute route = new EhrRoute(ehr.base(), journal, ALL);
    within(() -> assertEquals(1, ehr.requests().size()));
    Instant before = Instant.now();
    route.close();
    // Camel would wait for the exchange, 45 s by default
    assertTrue(Duration.between(before, Instant.now()).toSeconds() < 40);
    end.countDown();
  }

  @Test
  void aLongPassAndTheNextOneDoNotOverlap() throws Exception {
    AtomicInteger open = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    reports(0, 4);
    ehr.answer(
        (request, out) -> {
          most.accumulateAndGet(open.incrementAndGet(), Math::max);
          Thread.sleep(200); // four times as long as the time between two polls
          open.decrementAndGet();
          ehr.page(request, out);
        });
    try (EhrRoute route = new EhrRoute(ehr.base(), journal, ALL)) {
      within(() -> assertTrue(ehr.searches().size() > 3));
    }
    assertEquals(1, most.get());
  }
}
