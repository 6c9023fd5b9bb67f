package org.radiologytrust;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ca.uhn.fhir.rest.api.CacheControlDirective;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;
import org.radiologytrust.peers.fhir.FhirFault;
import org.radiologytrust.peers.fhir.FhirProxy;
import org.radiologytrust.peers.fhir.FhirRequest;
import org.radiologytrust.peers.fhir.HapiServer;

/** The product delivers to a real HAPI JPA server. */
@Tag("peers")
@Tag("safety")
class HapiTest {
  private static final Duration LONG = Duration.ofSeconds(120);
  private static final String SUPERSEDED_BY =
      "http://radiologytrustlayer.org/fhir/StructureDefinition/rtl-superseded-by";

  private static HapiServer hapi;
  private static IGenericClient client;

  @TempDir Path folder;
  private final String own = UUID.randomUUID().toString().substring(0, 8);
  private final String mrn = "M" + own;
  private final String accession = "A" + own;

  @BeforeAll
  static void startHapi() throws Exception {
    hapi = HapiServer.shared();
    client = hapi.client();
  }

  @BeforeEach
  void patient() {
    Patient patient = new Patient();
    patient.setId("p-" + own);
    patient.addIdentifier().setSystem("urn:oid:2.999.1").setValue(mrn);
    client.update().resource(patient).execute();
    DiagnosticReport report = new DiagnosticReport();
    report.setId("r-" + own);
    report.setStatus(DiagnosticReport.DiagnosticReportStatus.FINAL);
    report.getCode().setText("chest");
    report.addIdentifier().setValue(accession);
    report.getSubject().setReference("Patient/p-" + own);
    client.update().resource(report).execute();
  }

  private Product start(String server) {
    return start(server, Map.of());
  }

  private Product start(String server, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(Map.of("rtl.fhir.server", server));
    settings.putAll(more);
    return Product.start(folder.resolve("home"), settings);
  }

  private void report(Product product, String controlId, String status, int minute)
      throws Exception {
    String message =
        Chest.oru(PhantomStudy.chest(accession), own + controlId, mrn, Chest.TEXT, status, minute);
    String ack = product.mllp(message);
    assertTrue(ack.contains("\rMSA|AA|"), ack);
  }

  private List<Observation> onHapi() {
    Bundle found =
        client
            .search()
            .byUrl("Observation?patient=Patient/p-" + own + "&_count=200")
            .cacheControl(new CacheControlDirective().setNoCache(true))
            .returnBundle(Bundle.class)
            .execute();
    return found.getEntry().stream().map(e -> (Observation) e.getResource()).toList();
  }

  private static boolean isSummary(Observation o) {
    return o.getCode().getCodingFirstRep().getCode().equals("report-audit");
  }

  private List<Observation> summaries(ObservationStatus status) {
    return onHapi().stream().filter(o -> isSummary(o) && o.getStatus() == status).toList();
  }

  private Observation delivered() {
    await().atMost(LONG).until(() -> !summaries(ObservationStatus.PRELIMINARY).isEmpty());
    return summaries(ObservationStatus.PRELIMINARY).get(0);
  }

  private static void sent(Product product, int number) {
    await()
        .atMost(LONG)
        .until(
            () ->
                product.metrics().getOrDefault("rtl_deliveries{sink=\"fhir\",state=\"sent\"}", 0.0)
                    == number);
  }

  @Test
  void anAuditIsFoundByPatientAndReportOnBothSides() throws Exception {
    try (Product product = start(hapi.url().toString())) {
      report(product, "1", "F", 30);
      Observation summary = delivered();
      assertEquals("DiagnosticReport/r-" + own, summary.getFocusFirstRep().getReference());
      String device = summary.getDevice().getReference();
      assertEquals(
          "Device/" + client.read().resource(Device.class).withUrl(device).execute().getIdPart(),
          device);
      sent(product, 1);
      assertEquals(onHapi().size(), product.observations("patient=Patient/p-" + own).size());
      assertEquals(onHapi().size(), product.observations("focus=DiagnosticReport/r-" + own).size());
      String health = product.anonymous(product.managementPort(), "/observe/health").body();
      assertFalse(health.contains("\"DOWN\""), health);
    }
  }

  @Test
  void theDoctorSaysThatHapiWillDo() {
    SelfCheckResult answer =
        Product.doctor(folder.resolve("other"), Map.of("rtl.fhir.server", hapi.url().toString()))
            .stream()
            .filter(a -> a.peer().equals("fhir-server"))
            .findFirst()
            .orElseThrow();
    assertEquals(SelfCheckResult.State.OK, answer.state(), answer.message());
  }

  @Test
  void aLostReplyToACorrectionEndsWell() throws Exception {
    try (FhirProxy proxy = new FhirProxy(hapi.url());
        Product product = start(proxy.url().toString())) {
      report(product, "1", "F", 30);
      String old = delivered().getIdElement().getIdPart();
      sent(product, 1);
      proxy.fail(1, FhirRequest::isTransaction, FhirFault.dropAfterCommit());
      report(product, "2", "C", 40);
      sent(product, 2);
      assertEquals(1, proxy.failed());
      Observation superseded = client.read().resource(Observation.class).withId(old).execute();
      assertEquals(ObservationStatus.CANCELLED, superseded.getStatus());
      assertEquals("2", superseded.getMeta().getVersionId());
      assertEquals(1, summaries(ObservationStatus.PRELIMINARY).size());
      for (Observation fresh : onHapi()) {
        String version = fresh.getStatus() == ObservationStatus.PRELIMINARY ? "1" : "2";
        assertEquals(version, fresh.getMeta().getVersionId(), "nothing is doubled");
      }
    }
  }

  /** Reports wait for images, which never come, while their text is checked. */
  private Product textFirst(Map<String, String> more) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "rtl.audit.text-first", "true",
                "rtl.orthanc.url", "http://127.0.0.1:1",
                "rtl.images.wait", "4s"));
    settings.putAll(more);
    return start(hapi.url().toString(), settings);
  }

  @Test
  void ofTwoRunsTheServerGetsTheFullOneAlsoWhereACorrectionComesBetween() throws Exception {
    try (Product product = textFirst(Map.of())) {
      report(product, "1", "F", 30);
      await().atMost(LONG).until(() -> product.summaries().size() == 1);
      report(product, "2", "C", 40);
      sent(product, 1);
      assertEquals(1, onHapi().stream().filter(HapiTest::isSummary).count());
      assertEquals(1, summaries(ObservationStatus.PRELIMINARY).size());
      for (Observation fresh : onHapi()) {
        assertEquals("1", fresh.getMeta().getVersionId(), "nothing is doubled");
      }
    }
  }

  @Test
  void aServerThatDoesNotWaitHasOneStandingAuditOfTwoRuns() throws Exception {
    try (Product product = textFirst(Map.of("rtl.sinks.text-first", "fhir"))) {
      report(product, "1", "F", 30);
      sent(product, 2);
      assertEquals(1, summaries(ObservationStatus.PRELIMINARY).size());
      assertEquals(1, summaries(ObservationStatus.CANCELLED).size());
    }
  }

  @Test
  void aReviewInTheEhrStaysWhereTheAuditIsCorrectedAndThenWithdrawn() throws Exception {
    try (Product product = start(hapi.url().toString())) {
      report(product, "1", "F", 30);
      delivered();
      sent(product, 1);
      Observation claim = onHapi().stream().filter(o -> !isSummary(o)).findFirst().orElseThrow();
      String id = claim.getIdElement().getIdPart();
      claim.setStatus(ObservationStatus.FINAL).addNote().setText("seen by Dr. Who");
      claim.getMeta().addTag("urn:ehr", "reviewed", "");
      client.update().resource(claim).execute();

      report(product, "2", "C", 40);
      sent(product, 2);
      withdrawn(id, ObservationStatus.CANCELLED);

      report(product, "3", "X", 50);
      sent(product, 3);
      withdrawn(id, ObservationStatus.ENTEREDINERROR);
      List<Observation> standing =
          onHapi().stream().filter(o -> o.getStatus() != ObservationStatus.ENTEREDINERROR).toList();
      assertEquals(1, standing.size(), "the summary of the withdrawal itself");
      assertEquals(ObservationStatus.CANCELLED, standing.get(0).getStatus());
    }
  }

  private void withdrawn(String id, ObservationStatus status) {
    Observation now = client.read().resource(Observation.class).withId(id).execute();
    assertEquals(status, now.getStatus());
    assertEquals("seen by Dr. Who", now.getNoteFirstRep().getText());
    assertEquals("reviewed", now.getMeta().getTagFirstRep().getCode());
    assertEquals(1, now.getExtensionsByUrl(SUPERSEDED_BY).size());
    Reference by = (Reference) now.getExtensionByUrl(SUPERSEDED_BY).getValue();
    assertTrue(by.getReference().startsWith("Observation/"), by.getReference());
  }
}
