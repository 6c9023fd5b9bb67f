package org.radiologytrust.access;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.access.DeliveringProduct.LONG;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.peers.fhir.FhirClients;
import org.radiologytrust.peers.fhir.HapiServer;

/** What a real HAPI JPA server has of an erased report. */
@Tag("peers")
@Tag("safety")
class HapiErasureTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String EXPUNGE =
      """
      {"resourceType": "Parameters", "parameter": [
        {"name": "expungePreviousVersions", "valueBoolean": true}]}
      """;

  @TempDir Path folder;
  private final String own = UUID.randomUUID().toString().substring(0, 8);
  private final String mrn = "M" + own;
  private final String accession = "A" + own;
  private URI server;
  private ErasingProduct p;

  @BeforeEach
  void start() throws Exception {
    server = HapiServer.shared().url();
    Patient patient = new Patient();
    patient.setId("p-" + own);
    patient.addIdentifier().setSystem("urn:oid:2.999.1").setValue(mrn);
    put(patient);
    DiagnosticReport report = new DiagnosticReport();
    report.setId("r-" + own);
    report.setStatus(DiagnosticReport.DiagnosticReportStatus.FINAL);
    report.getCode().setText("chest");
    report.addIdentifier().setValue(accession);
    report.getSubject().setReference("Patient/p-" + own);
    put(report);
    p = new ErasingProduct(folder.resolve("home"), server.toString(), mrn, accession);
  }

  @AfterEach
  void stop() throws Exception {
    p.close();
  }

  private void put(Resource resource) throws Exception {
    FhirClients.of(server).update().resource(resource).execute();
  }

  private String get(String path) throws IOException, InterruptedException {
    HttpResponse<String> reply =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(server + "/" + path))
                .header("Cache-Control", "no-cache")
                .build(),
            BodyHandlers.ofString());
    assertEquals(200, reply.statusCode(), reply::body);
    return reply.body();
  }

  private List<Resource> found(String search) throws Exception {
    Bundle found =
        FhirContext.forR4Cached().newJsonParser().parseResource(Bundle.class, get(search));
    return found.getEntry().stream().map(BundleEntryComponent::getResource).toList();
  }

  /** By the patient, by the report, and each Provenance of what was found. */
  private List<String> published() throws Exception {
    List<String> keys = new ArrayList<>();
    for (String search :
        List.of(
            "Observation?patient=Patient/p-" + own,
            "Observation?focus=DiagnosticReport/r-" + own,
            "Provenance?patient=Patient/p-" + own,
            "Provenance?entity=DiagnosticReport/r-" + own)) {
      for (Resource resource : found(search + "&_count=200")) {
        keys.add(resource.fhirType() + "/" + resource.getIdElement().getIdPart());
      }
    }
    return keys.stream().distinct().toList();
  }

  @Test
  void nothingIsFoundAndOnlyTheHistoryHasTheContentUntilItIsExpunged() throws Exception {
    p.publish(own);
    List<String> keys = published();
    assertTrue(keys.stream().anyMatch(key -> key.startsWith("Provenance/")), keys::toString);
    assertTrue(keys.stream().filter(key -> key.startsWith("Observation/")).count() > 2);
    for (String key : keys) {
      assertTrue(
          get(key).contains("p-" + own) || get(key).contains("r-" + own), "tells whose it is");
    }
    assertTrue(anyIsAboutIt(keys, ""));

    p.confirmed(p.requested());
    await().atMost(LONG).until(() -> p.open() == 0);
    assertEquals(List.of(), published());
    for (String key : keys) {
      String now = get(key);
      assertNoContent(now);
      assertFalse(now.contains("<div"), () -> "a narrative: " + now);
      if (key.startsWith("Observation/")) {
        Observation erased =
            FhirContext.forR4Cached().newJsonParser().parseResource(Observation.class, now);
        assertEquals(ObservationStatus.ENTEREDINERROR, erased.getStatus());
      }
    }
    assertTrue(anyIsAboutIt(keys, "/_history"), "a server's history is the site's to purge");

    for (String key : erased(keys.get(0))) {
      expunge(key);
    }
    for (String key : keys) {
      assertNoContent(get(key + "/_history"));
    }
  }

  /** As docs/operate.md has them found. */
  private List<String> erased(String observation) throws Exception {
    List<String> keys = new ArrayList<>();
    for (String search :
        List.of(
            "Observation?status=entered-in-error&code:text=erased%20audit",
            "Provenance?target=" + observation)) {
      for (Resource resource : found(search + "&_count=500")) {
        keys.add(resource.fhirType() + "/" + resource.getIdElement().getIdPart());
      }
    }
    return keys;
  }

  private boolean anyIsAboutIt(List<String> keys, String part) throws Exception {
    for (String key : keys) {
      if (DeliveringProduct.isAboutIt(get(key + part))) {
        return true;
      }
    }
    return false;
  }

  private void assertNoContent(String text) {
    p.assertNoPatient(text);
    assertFalse(text.contains(own), text);
  }

  /** As docs/operate.md says. */
  private void expunge(String key) throws Exception {
    HttpResponse<String> reply =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(server + "/" + key + "/$expunge"))
                .header("Content-Type", "application/fhir+json")
                .POST(BodyPublishers.ofString(EXPUNGE))
                .build(),
            BodyHandlers.ofString());
    assertEquals(200, reply.statusCode(), reply::body);
  }
}
