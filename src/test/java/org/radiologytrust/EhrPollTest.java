package org.radiologytrust;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.CacheControlDirective;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.ingest.document.Pdfs;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.ServeProcess;
import org.radiologytrust.peers.fhir.FhirFault;
import org.radiologytrust.peers.fhir.FhirProxy;
import org.radiologytrust.peers.fhir.FhirRequest;
import org.radiologytrust.peers.fhir.FhirServer;
import org.radiologytrust.peers.fhir.HapiServer;

/** The product asks a real HAPI JPA server for its reports. */
@Tag("peers")
@Tag("safety")
class EhrPollTest {
  private static final Duration LONG = Duration.ofSeconds(120);
  private static final String CATEGORIES = "urn:oid:2.999.5";
  private static final String PATIENTS = "urn:oid:2.999.1";
  private static final FhirContext FHIR = FhirContext.forR4Cached();

  private static HapiServer hapi;
  private static IGenericClient client;

  @TempDir Path folder;

  /** In all ids of this test; also a category, so that the product asks for its reports only. */
  private final String own = UUID.randomUUID().toString().substring(0, 8);

  @BeforeAll
  static void startHapi() throws Exception {
    hapi = HapiServer.shared();
    client = hapi.client();
  }

  private Map<String, String> settings(Map<String, String> more) {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "rtl.fhir.reports.category",
                CATEGORIES + "|" + own,
                "rtl.fhir.reports.since",
                Instant.now().minus(Duration.ofMinutes(5)).toString(),
                "rtl.fhir.reports.poll",
                "200ms",
                "rtl.fhir.reports.overlap",
                "1s",
                "rtl.fhir.reports.count",
                "20"));
    all.putAll(more);
    return all;
  }

  private Map<String, String> from(String ehr, String deliverTo) {
    return settings(
        Map.of(
            "rtl.fhir.reports.url",
            ehr,
            "rtl.fhir.server",
            deliverTo,
            // a run that was killed while it was alone waits for a process that lives for 15 s
            "rtl.audit.delay",
            "500ms"));
  }

  // --- the EHR ---

  private static Identifier identifier(String type, String system, String value) {
    Identifier identifier = new Identifier().setSystem(system).setValue(value);
    identifier
        .getType()
        .addCoding()
        .setSystem("http://terminology.hl7.org/CodeSystem/v2-0203")
        .setCode(type);
    return identifier;
  }

  private String accession(int n) {
    return own + "A" + n;
  }

  private String reportId(int n) {
    return own + "-r" + n;
  }

  private String patientId(int n) {
    return own + "-p" + n % 10;
  }

  private Patient patient(int n) {
    Patient patient = new Patient();
    patient.setId(patientId(n));
    patient.addIdentifier(identifier("MR", PATIENTS, own + "M" + n % 10));
    patient.setBirthDateElement(new DateType("1961-02-03"));
    return patient;
  }

  /** The order has the accession number, the report has only its own number. */
  private ServiceRequest order(int n) {
    ServiceRequest order = new ServiceRequest();
    order.setId(own + "-o" + n);
    order.setStatus(ServiceRequest.ServiceRequestStatus.ACTIVE);
    order.setIntent(ServiceRequest.ServiceRequestIntent.ORDER);
    order.addIdentifier(identifier("ACSN", "urn:oid:2.999.2", accession(n)));
    order.getSubject().setReference("Patient/" + patientId(n));
    return order;
  }

  private static boolean isOrdered(int n) {
    return n % 5 == 0;
  }

  private DiagnosticReport report(int n, DiagnosticReportStatus status, String text) {
    DiagnosticReport report = new DiagnosticReport();
    report.setId(reportId(n));
    report.setStatus(status);
    if (isOrdered(n)) {
      report.addBasedOn().setReference("ServiceRequest/" + own + "-o" + n);
    } else {
      report.addIdentifier(identifier("ACSN", "urn:oid:2.999.2", accession(n)));
    }
    CodeableConcept category = report.addCategory();
    category.addCoding().setSystem("http://terminology.hl7.org/CodeSystem/v2-0074").setCode("RAD");
    category.addCoding().setSystem(CATEGORIES).setCode(own);
    report.getCode().setText("XR chest");
    report.getSubject().setReference("Patient/" + patientId(n));
    report.setIssuedElement(new InstantType("2026-04-01T09:30:00Z"));
    report
        .addPresentedForm()
        .setContentType("text/plain")
        .setData(text.getBytes(StandardCharsets.UTF_8));
    return report;
  }

  private static String text(int n) {
    return "IMPRESSION:\nNormal chest " + n + ".";
  }

  private DiagnosticReport report(int n) {
    return report(n, DiagnosticReportStatus.FINAL, text(n));
  }

  private DiagnosticReport corrected(int n) {
    return report(n, DiagnosticReportStatus.CORRECTED, "IMPRESSION:\nNormal heart " + n + ".");
  }

  private DiagnosticReport withdrawn(int n) {
    return report(n, DiagnosticReportStatus.ENTEREDINERROR, "");
  }

  private static void put(List<? extends Resource> resources) {
    Bundle bundle = new Bundle();
    bundle.setType(Bundle.BundleType.TRANSACTION);
    for (Resource resource : resources) {
      bundle
          .addEntry()
          .setResource(resource)
          .getRequest()
          .setMethod(HTTPVerb.PUT)
          .setUrl(resource.fhirType() + "/" + resource.getIdPart());
    }
    client.transaction().withBundle(bundle).execute();
  }

  private void putPatients() {
    put(IntStream.range(0, 10).mapToObj(this::patient).toList());
  }

  private void putPatients(String phone) {
    List<Patient> all = IntStream.range(0, 10).mapToObj(this::patient).toList();
    all.forEach(patient -> patient.addTelecom().setValue(phone));
    put(all);
  }

  /** New reports with their orders, twenty in one transaction. */
  private void putNew(int from, int to) {
    for (int first = from; first < to; first += 20) {
      List<Resource> some = new ArrayList<>();
      for (int n = first; n < Math.min(first + 20, to); n++) {
        if (isOrdered(n)) {
          some.add(order(n));
        }
        some.add(report(n));
      }
      put(some);
    }
  }

  // --- what became of it ---

  private static double messages(Product product, String outcome) throws Exception {
    return product.metrics().getOrDefault("rtl_messages_total{outcome=\"" + outcome + "\"}", 0.0);
  }

  private static void parsed(Product product, int number) {
    await().atMost(LONG).until(() -> messages(product, "parsed") >= number);
  }

  private static double sent(Product product) throws Exception {
    return deliveries(product, "sent");
  }

  private static double deliveries(Product product, String state) throws Exception {
    return product
        .metrics()
        .getOrDefault("rtl_deliveries{sink=\"fhir\",state=\"" + state + "\"}", 0.0);
  }

  /** All summaries of this test's reports on the server. */
  private List<Observation> summaries() {
    List<Observation> all = new ArrayList<>();
    for (int n = 0; n < 10; n++) {
      Bundle page =
          client
              .search()
              .byUrl(
                  "Observation?patient=Patient/"
                      + patientId(n)
                      + "&code="
                      + Product.CODES
                      + "rtl-observation|report-audit&_count=500")
              .cacheControl(new CacheControlDirective().setNoCache(true))
              .returnBundle(Bundle.class)
              .execute();
      page.getEntry().forEach(e -> all.add((Observation) e.getResource()));
      while (page.getLink(Bundle.LINK_NEXT) != null) {
        page = client.loadPage().next(page).execute();
        page.getEntry().forEach(e -> all.add((Observation) e.getResource()));
      }
    }
    return all;
  }

  private static boolean asks(FhirRequest request) {
    return request.method().equals("GET")
        && (request.path().equals("DiagnosticReport") && request.query().contains("_lastUpdated")
            || request.query().contains("_getpages"));
  }

  /** The reports that the product has audited, as references. */
  private static Set<String> audited(Product product) throws Exception {
    return product.summaries().stream()
        .map(summary -> summary.getFocusFirstRep().getReference())
        .collect(Collectors.toSet());
  }

  @Test
  void eachOf500ReportsIsAuditedOnceThoughTheProductIsKilledAndTheServerIsAway() throws Exception {
    putPatients();
    putNew(0, 400);
    Set<String> changed =
        IntStream.range(0, 40)
            .mapToObj(n -> "DiagnosticReport/" + reportId(n))
            .collect(Collectors.toSet());
    try (FhirProxy ehr = new FhirProxy(hapi.url())) {
      Map<String, String> settings = from(ehr.url().toString(), ehr.url().toString());
      ehr.fail(1_000, EhrPollTest::asks, FhirFault.slow(Duration.ofMillis(500)));
      try (ServeProcess first = ServeProcess.start(folder, settings)) {
        await().atMost(LONG).until(() -> audited(first.product()).containsAll(changed));
        first.kill();
      }
      ehr.healthy();

      // the patients change too, so the same version of a report comes with another patient
      putPatients("+49 30 1234");
      put(IntStream.range(0, 20).mapToObj(this::corrected).toList());
      put(IntStream.range(20, 40).mapToObj(this::withdrawn).toList());
      try (ServeProcess second = ServeProcess.start(folder, settings)) {
        parsed(second.product(), 200);
        putNew(400, 460);
        parsed(second.product(), 300);
        second.kill();
      }

      ehr.stop();
      try (ServeProcess third = ServeProcess.start(folder, settings)) {
        Product product = third.product();
        putNew(460, 500);
        ehr.fail(1, EhrPollTest::asks, FhirFault.later(429, "1"));
        ehr.start();
        ehr.fail(1, EhrPollTest::asks, FhirFault.slow(Duration.ofSeconds(1)));
        parsed(product, 540);
        await().atMost(LONG).until(() -> sent(product) == 540);
        put(IntStream.range(480, 490).mapToObj(this::corrected).toList());
        put(IntStream.range(490, 500).mapToObj(this::withdrawn).toList());
        await().atMost(LONG).until(() -> sent(product) == 560);
        assertEquals(560, messages(product, "parsed"));
        assertEquals(0, messages(product, "quarantined"));
        assertEquals(0, messages(product, "ignored"));
      }
    }
    Map<String, List<Observation>> byReport =
        summaries().stream()
            .collect(Collectors.groupingBy(o -> o.getFocusFirstRep().getReference()));
    assertEquals(500, byReport.size());
    for (int n = 0; n < 500; n++) {
      List<Observation> of = byReport.get("DiagnosticReport/" + reportId(n));
      boolean withdrawn = n >= 20 && n < 40 || n >= 490;
      boolean corrected = n < 20 || n >= 480 && n < 490;
      assertEquals(withdrawn || corrected ? 2 : 1, of.size(), "report " + n);
      assertEquals(withdrawn ? 0 : 1, standing(of), "report " + n);
      for (Observation summary : of) {
        assertEquals("Patient/" + patientId(n), summary.getSubject().getReference());
      }
    }
  }

  private static long standing(List<Observation> summaries) {
    return summaries.stream().filter(o -> o.getStatus() == ObservationStatus.PRELIMINARY).count();
  }

  @Test
  void atAnotherServerPatientAndReportAreFoundByIdentifierAndNeverById() throws Exception {
    putPatients();
    putNew(1, 6);
    try (FhirServer archive = new FhirServer()) {
      for (int n : List.of(1, 5)) {
        Patient patient = patient(n);
        patient.setId("archived-p" + n);
        DiagnosticReport report = new DiagnosticReport();
        report.setId("archived-r" + n);
        report.addIdentifier(identifier("ACSN", "urn:oid:2.999.2", accession(n)));
        report.getSubject().setReference("Patient/archived-p" + n);
        // there, the EHR's ids belong to other people
        Patient stranger = new Patient();
        stranger.setId(patientId(n));
        stranger.addIdentifier(identifier("MR", PATIENTS, "X" + n));
        DiagnosticReport theirs = new DiagnosticReport();
        theirs.setId(reportId(n));
        theirs.getSubject().setReference("Patient/" + patientId(n));
        archive.put(patient).put(report).put(stranger).put(theirs);
      }
      try (Product product =
          Product.start(folder, from(hapi.url().toString(), archive.url().toString()))) {
        parsed(product, 5);
        await().atMost(LONG).until(() -> sent(product) == 2);
        assertEquals(
            Map.of(
                "DiagnosticReport/archived-r1", "Patient/archived-p1",
                "DiagnosticReport/archived-r5", "Patient/archived-p5"),
            archive.all(Observation.class).stream()
                .filter(EhrPollTest::isSummary)
                .collect(
                    Collectors.toMap(
                        o -> o.getFocusFirstRep().getReference(),
                        o -> o.getSubject().getReference())));
        assertEquals(3, deliveries(product, "pending"), "reports that the archive does not know");
      }
    }
  }

  private static boolean isSummary(Observation o) {
    return o.getCode().getCodingFirstRep().getCode().equals("report-audit");
  }

  @Test
  void aReportThatAlsoComesByHl7OrByPostIsOneReport() throws Exception {
    putPatients();
    try (Product product = Product.start(folder, from(hapi.url().toString(), ""))) {
      byHl7(product, 1);
      byPost(product, 2);
      parsed(product, 2);
      putNew(1, 5);
      parsed(product, 4);
      byHl7(product, 3);
      byPost(product, 4);
      await().atMost(LONG).until(() -> messages(product, "duplicate") == 4);
      await().atMost(LONG).until(() -> product.summaries().size() == 4);
      assertEquals(4, messages(product, "parsed"));
      // the next version comes from the other source
      put(List.of(corrected(1), withdrawn(2)));
      parsed(product, 6);
      await().atMost(LONG).until(() -> product.summaries().size() == 6);
      assertEquals(3, standing(product.summaries()));
    }
  }

  @Test
  void aReportWhoseSourceHasAnotherNameIsOneReportWhereTheSiteIsSet() throws Exception {
    putPatients();
    Map<String, String> settings = from(hapi.url().toString(), "");
    settings.put("rtl.fhir.reports.site", "HOSP");
    try (Product product = Product.start(folder, settings)) {
      byHl7(product, 1);
      DiagnosticReport named = report(1);
      named.getMeta().setSource("http://ehr.example.org");
      put(List.of(named));
      await().atMost(LONG).until(() -> messages(product, "duplicate") == 1);
      assertEquals(1, messages(product, "parsed"));
    }
  }

  @Test
  void withoutATimeToBeginAtOnlyReportsAfterTheFirstStartAreRead() throws Exception {
    putPatients();
    put(List.of(report(1)));
    try (FhirProxy ehr = new FhirProxy(hapi.url())) {
      Map<String, String> settings = from(ehr.url().toString(), "");
      settings.remove("rtl.fhir.reports.since");
      try (Product product = Product.start(folder, settings)) {
        // it has asked for the newest report, and now asks for newer ones
        await()
            .atMost(LONG)
            .until(() -> ehr.requests().stream().anyMatch(r -> r.query().contains("_sort=_last")));
        put(List.of(report(2), report(3)));
        parsed(product, 2);
      }
      // the position is kept: what changed while the product was down is read
      put(List.of(report(4)));
      try (Product product = Product.start(folder, settings)) {
        parsed(product, 3);
        await().atMost(LONG).until(() -> product.summaries().size() == 3);
        assertEquals(
            IntStream.range(2, 5)
                .mapToObj(n -> "DiagnosticReport/" + reportId(n))
                .collect(Collectors.toSet()),
            audited(product));
      }
    }
  }

  private void byHl7(Product product, int n) throws Exception {
    String message =
        Chest.oru(PhantomStudy.chest(accession(n)), own + n, own + "M" + n % 10, text(n), "F", 30);
    String ack = product.mllp(message);
    assertTrue(ack.contains("\rMSA|AA|"), ack);
  }

  @Test
  void aReportInABinaryLivesOnAtTheServerAndByHl7() throws Exception {
    putPatients();
    Binary binary = new Binary();
    binary.setId(own + "-b1");
    binary.setContentType("application/pdf").setData(Pdfs.of(text(1)));
    DiagnosticReport inPdf = report(1);
    inPdf.getPresentedForm().clear();
    inPdf.addPresentedForm().setContentType("application/pdf").setUrl("Binary/" + own + "-b1");
    put(List.of(binary));
    put(List.of(inPdf));
    String more = "Fracture of the left clavicle.";
    String whole = text(1) + "\n\nADDENDUM:\n" + more;
    try (Product product = Product.start(folder, from(hapi.url().toString(), ""))) {
      await().atMost(LONG).until(() -> product.summaries().size() == 1);
      byHl7(product, 1);
      assertEquals(1, messages(product, "duplicate"), "the words of the PDF");
      String addendum =
          Chest.addendum(PhantomStudy.chest(accession(1)), own + "T06", own + "M1", more, 40);
      String ack = product.mllp(addendum);
      assertTrue(ack.contains("\rMSA|AA|"), ack);
      assertEquals(2, messages(product, "parsed"));
      put(List.of(report(1, DiagnosticReportStatus.APPENDED, whole)));
      await().atMost(LONG).until(() -> messages(product, "duplicate") == 2);
      await().atMost(LONG).until(() -> product.summaries().size() == 2);
      put(List.of(withdrawn(1)));
      parsed(product, 3);
      await().atMost(LONG).until(() -> product.summaries().size() == 3);
      assertEquals(0, standing(product.summaries()));
      assertEquals(0, messages(product, "quarantined"));
    }
  }

  private void byPost(Product product, int n) throws Exception {
    Bundle bundle = new Bundle();
    bundle.setType(Bundle.BundleType.COLLECTION);
    bundle.addEntry().setResource(report(n));
    bundle.addEntry().setResource(patient(n));
    byte[] body =
        FHIR.newJsonParser().encodeResourceToString(bundle).getBytes(StandardCharsets.UTF_8);
    HttpResponse<String> reply = product.post("/fhir", "application/fhir+json", body);
    assertTrue(reply.statusCode() < 300, reply.body());
  }
}
