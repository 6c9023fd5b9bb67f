package org.radiologytrust;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ca.uhn.fhir.rest.api.CacheControlDirective;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.auth.users.UsersFile;
import org.radiologytrust.launch.BasicLogin;
import org.radiologytrust.launch.Product;
import org.radiologytrust.peers.fhir.HapiServer;

/** A real HAPI JPA server sends reports by rest-hook subscriptions, and gets the audits. */
@Tag("peers")
class RestHookTest {
  private static final Duration LONG = Duration.ofSeconds(120);
  private static final String SENDER = "ehr";
  private static final String PASSWORD = "of the subscription";

  /** A woman's report that names an organ of a man: seen only when the patient is sent too. */
  private static final String TEXT = "FINDINGS:\nThe prostate is enlarged.\n";

  @TempDir Path home;
  private final String own = UUID.randomUUID().toString().substring(0, 8);
  private HapiServer hapi;
  private IGenericClient client;
  private Product product;

  @BeforeEach
  void start() throws Exception {
    hapi = HapiServer.shared();
    client = hapi.client();
    product = Product.start(home, Map.of("rtl.fhir.server", hapi.url().toString()));
    UsersFile.in(home).put(SENDER, Role.SENDER, PASSWORD);
    Patient patient = new Patient();
    patient.setId("p-" + own);
    patient.setGender(AdministrativeGender.FEMALE);
    patient.addIdentifier().setSystem("urn:oid:2.999.1").setValue("M" + own);
    client.update().resource(patient).execute();
  }

  @AfterEach
  void stop() throws Exception {
    product.close();
  }

  private AutoCloseable subscription(String payload) {
    return hapi.subscribe(
        "DiagnosticReport?subject=Patient/p-" + own,
        payload,
        URI.create("http://127.0.0.1:" + product.httpPort() + "/fhir"),
        BasicLogin.of(SENDER, PASSWORD));
  }

  private void report(DiagnosticReportStatus status, String text) {
    DiagnosticReport report = new DiagnosticReport();
    report.setId("r-" + own);
    report.setStatus(status);
    report.getCode().setText("CT pelvis");
    report.addIdentifier().setValue("A" + own);
    report.getSubject().setReference("Patient/p-" + own);
    report.addPresentedForm(
        new Attachment()
            .setContentType("text/plain")
            .setData(text.getBytes(StandardCharsets.UTF_8)));
    client.update().resource(report).execute();
  }

  private List<Observation> onHapi(Predicate<Observation> which) {
    return client
        .search()
        .byUrl("Observation?focus=DiagnosticReport/r-" + own + "&_count=200")
        .cacheControl(new CacheControlDirective().setNoCache(true))
        .returnBundle(Bundle.class)
        .execute()
        .getEntry()
        .stream()
        .map(entry -> (Observation) entry.getResource())
        .filter(which)
        .toList();
  }

  private List<Observation> summaries(ObservationStatus status) {
    return onHapi(
        o ->
            o.getCode().getCodingFirstRep().getCode().equals("report-audit")
                && o.getStatus() == status);
  }

  private long flagged() {
    return onHapi(
            o ->
                o.getStatus() == ObservationStatus.PRELIMINARY
                    && Product.label(o).equals("needs_review"))
        .size();
  }

  @Test
  void eachVersionIsPutAuditedAndDelivered() throws Exception {
    try (AutoCloseable open = subscription("")) {
      report(DiagnosticReportStatus.FINAL, TEXT);
      await().atMost(LONG).until(() -> summaries(ObservationStatus.PRELIMINARY).size() == 1);
      Observation first = summaries(ObservationStatus.PRELIMINARY).get(0);
      assertEquals("Patient/p-" + own, first.getSubject().getReference());
      report(DiagnosticReportStatus.CORRECTED, TEXT + "No fracture.\n");
      await().atMost(LONG).until(() -> summaries(ObservationStatus.CANCELLED).size() == 1);
      assertEquals(1, summaries(ObservationStatus.PRELIMINARY).size());
      assertEquals(0, flagged(), "nobody knows the patient's sex");
      report(DiagnosticReportStatus.ENTEREDINERROR, TEXT);
      await().atMost(LONG).until(() -> summaries(ObservationStatus.ENTEREDINERROR).size() == 2);
      assertEquals(3, product.metrics().get("rtl_messages_total{outcome=\"parsed\"}"));
    }
  }

  @Test
  void aSearchSendsThePatientWithTheReport() throws Exception {
    String search =
        "DiagnosticReport?_id=${matched_resource_id}&_include=DiagnosticReport:subject"
            + "&_include=DiagnosticReport:based-on";
    try (AutoCloseable open = subscription(search)) {
      report(DiagnosticReportStatus.FINAL, TEXT);
      await().atMost(LONG).until(() -> summaries(ObservationStatus.PRELIMINARY).size() == 1);
      assertEquals(
          "Patient/p-" + own,
          summaries(ObservationStatus.PRELIMINARY).get(0).getSubject().getReference());
      assertEquals(1, flagged());
    }
  }
}
