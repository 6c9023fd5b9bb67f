package org.radiologytrust.ingest.ehr;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
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
      within(() -> assertEquals(true, ehr.searches().size() > passes + 3));
      assertEquals(6, journal.storedMessages());
    }
  }
}
