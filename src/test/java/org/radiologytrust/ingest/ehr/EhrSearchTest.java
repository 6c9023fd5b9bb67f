package org.radiologytrust.ingest.ehr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EhrSearchTest {
  private static final Instant TIME = Instant.parse("2026-01-01T08:00:00.123456Z");

  private static EhrSearch search(String base, String category, String query) {
    return new EhrSearch(base, new EhrSettings.Search(category, query, 20, Optional.empty()));
  }

  private static EhrSearch search() {
    return search("https://ehr.example/fhir/r4", "http://s|RAD,X", "status=final");
  }

  @Test
  void asksForWhatChangedOldestFirstWithPatientAndOrder() {
    assertEquals(
        "DiagnosticReport?_lastUpdated=ge2026-01-01T08:00:00.123Z&category=http%3A%2F%2Fs%7CRAD%2CX"
            + "&_sort=_lastUpdated&_count=20&_include=DiagnosticReport:subject"
            + "&_include=DiagnosticReport:based-on&status=final",
        search().changedSince(TIME));
    assertTrue(search().newestSince(TIME).contains("&_sort=-_lastUpdated&_count=1&status=final"));
    assertTrue(search().countSince(TIME).contains("&_summary=count"));
    assertEquals(
        "DiagnosticReport?_lastUpdated=ge2026-01-01T08:00:00Z&_sort=-_lastUpdated&_count=1",
        search("http://ehr.example", "", "").newestSince(Instant.parse("2026-01-01T08:00:00Z")));
  }

  @ParameterizedTest
  @CsvSource({
    "https://ehr.example/fhir/r4?_getpages=1, https://ehr.example/fhir/r4?_getpages=1",
    "https://EHR.example:443/other?x=y%7Cz, https://EHR.example:443/other?x=y%7Cz",
    "?page=2, https://ehr.example/fhir/r4/?page=2",
    "DiagnosticReport?page=2, https://ehr.example/fhir/r4/DiagnosticReport?page=2",
    "/fhir/r4?page=2, https://ehr.example/fhir/r4?page=2"
  })
  void aLinkToTheSameServerIsFollowed(String link, String address) throws Exception {
    assertEquals(address, search().next(link));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://ehr.example/fhir/r4?page=2",
        "https://ehr.example:8443/fhir/r4?page=2",
        "https://ehr.example.attacker.example/fhir/r4",
        "https://user@ehr.example/fhir/r4",
        "https://ehr.example@attacker.example/",
        "//attacker.example/fhir",
        "file:///etc/passwd",
        "https:/fhir",
        "https://ehr.example/a|b c",
        "mailto:x@ehr.example"
      })
  @Tag("safety")
  void theLogInGoesToNoOtherServer(String link) {
    EhrFailure failure = assertThrows(EhrFailure.class, () -> search().next(link));
    assertTrue(failure.getMessage().contains("rtl.fhir.reports.url"), failure.getMessage());
    assertTrue(!failure.getMessage().contains("attacker"), failure.getMessage());
  }
}
