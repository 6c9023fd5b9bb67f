package org.radiologytrust.ingest.ehr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ReportMessagesTest {
  private static final String BASE = "http://ehr.example/fhir";

  private final Bundle page = new Bundle().setType(Bundle.BundleType.SEARCHSET);

  private void add(String base, Resource resource, SearchEntryMode mode) {
    String json = FakeEhr.FHIR.newJsonParser().encodeResourceToString(resource);
    page.addEntry()
        .setFullUrl(base + "/" + resource.fhirType() + "/" + resource.getIdPart())
        .setResource(new Binary().setData(json.getBytes(StandardCharsets.UTF_8)))
        .getSearch()
        .setMode(mode);
  }

  private void add(Resource resource) {
    add(
        BASE,
        resource,
        resource instanceof DiagnosticReport ? SearchEntryMode.MATCH : SearchEntryMode.INCLUDE);
  }

  private static ServiceRequest order(String id, String patient) {
    return EhrSamples.order(id, patient);
  }

  private Bundle message(ReportMessages messages) throws Exception {
    return FakeEhr.FHIR
        .newJsonParser()
        .setOverrideResourceIdWithBundleEntryFullUrl(false)
        .parseResource(Bundle.class, new String(made(messages).body(), StandardCharsets.UTF_8));
  }

  private ReportMessages.Message made(ReportMessages messages) throws Exception {
    SearchPage read = SearchPage.of(page, BASE);
    return messages.of(read.reports().get(0), read, List.of());
  }

  private static List<String> fullUrls(Bundle message) {
    return message.getEntry().stream().map(Bundle.BundleEntryComponent::getFullUrl).toList();
  }

  private void twoReports() {
    DiagnosticReport report = EhrSamples.report("r1", "p1");
    report.getMeta().setVersionId("3");
    report.addBasedOn().setReference("ServiceRequest/s1");
    add(report);
    add(EhrSamples.report("r2", "p2"));
    add(EhrSamples.patient("p1"));
    add(EhrSamples.patient("p2"));
    add(order("s1", "p1"));
  }

  @Test
  void aReportGoesWithWhatItRefersToAndNothingOfOthers() throws Exception {
    twoReports();
    Bundle message = message(new ReportMessages(BASE, "", true));
    assertEquals(Bundle.BundleType.COLLECTION, message.getType());
    assertEquals(
        List.of(BASE + "/DiagnosticReport/r1", BASE + "/Patient/p1", BASE + "/ServiceRequest/s1"),
        fullUrls(message).stream().sorted().toList());
    assertEquals("DiagnosticReport", message.getEntryFirstRep().getResource().fhirType());
    assertEquals(BASE, message.getIdentifier().getSystem());
    assertTrue(
        message.getIdentifier().getValue().startsWith("DiagnosticReport/r1/_history/3/"),
        message.getIdentifier().getValue());
    assertFalse(message.getMeta().hasSource());
  }

  @Test
  void theNumberChangesWithThePatientAndNotWithThePage() throws Exception {
    ReportMessages messages = new ReportMessages(BASE, "", true);
    twoReports();
    String number = message(messages).getIdentifier().getValue();
    page.getEntry().remove(1);
    assertEquals(number, message(messages).getIdentifier().getValue());
    page.getEntry().clear();
    add(EhrSamples.report("r1", "p1"));
    String alone = message(messages).getIdentifier().getValue();
    Patient changed = EhrSamples.patient("p1");
    changed.setActive(true);
    add(changed);
    assertNotEquals(alone, message(messages).getIdentifier().getValue());
  }

  @Test
  void theSiteOfTheSettingsComesFirst() throws Exception {
    DiagnosticReport report = EhrSamples.report("r1", "p1");
    report.getMeta().setSource("urn:elsewhere");
    add(report);
    assertEquals(
        "Süd \"1\"", message(new ReportMessages(BASE, "Süd \"1\"", true)).getMeta().getSource());
  }

  /** Patient/1 of one server is another person than Patient/1 of the other. */
  @Test
  @Tag("safety")
  void forAnotherServerNoIdIsLeft() throws Exception {
    twoReports();
    DiagnosticReport lost = EhrSamples.report("r1", "gone");
    lost.addResult().setReference("http://third.example/fhir/Observation/1");
    lost.addBasedOn().setReference(BASE + "/ServiceRequest/s1/_history/2");
    page.getEntry().remove(0);
    Bundle others = page.copy();
    page.getEntry().clear();
    add(lost);
    others.getEntry().forEach(page::addEntry);
    ReportMessages.Message made = made(new ReportMessages(BASE, "", false));
    String text = new String(made.body(), StandardCharsets.UTF_8);
    for (String id : List.of("\"Patient/", "/fhir/Patient", "ServiceRequest/s1", "third.example")) {
      assertFalse(text.contains(id), text);
    }
    Bundle message = message(new ReportMessages(BASE, "", false));
    DiagnosticReport report = (DiagnosticReport) message.getEntryFirstRep().getResource();
    assertFalse(report.hasId());
    assertEquals(
        message.getEntry().get(1).getFullUrl(), report.getBasedOnFirstRep().getReference());
    assertTrue(report.getSubject().getReference().startsWith("urn:uuid:"));
    assertEquals(
        text, new String(made(new ReportMessages(BASE, "", false)).body(), StandardCharsets.UTF_8));
  }

  @Test
  void aServerThatNamesItselfOtherwiseGetsItsIdsBack() throws Exception {
    DiagnosticReport report = EhrSamples.report("r1", "p1");
    report.getSubject().setReference("http://inside:8080/fhir/Patient/p1/_history/7");
    add("http://inside:8080/fhir", report, SearchEntryMode.MATCH);
    add("http://inside:8080/fhir", EhrSamples.patient("p1"), SearchEntryMode.INCLUDE);
    Bundle message = message(new ReportMessages(BASE, "", true));
    assertEquals(List.of(BASE + "/DiagnosticReport/r1", BASE + "/Patient/p1"), fullUrls(message));
    assertEquals(
        "Patient/p1",
        ((DiagnosticReport) message.getEntryFirstRep().getResource()).getSubject().getReference());
  }

  /** An included resource of another server is not this one's, whatever its id is. */
  @Test
  @Tag("safety")
  void aPatientOfAnotherServerIsNotTaken() throws Exception {
    add(EhrSamples.report("r1", "p1"));
    add("http://third.example/fhir", EhrSamples.patient("p1"), SearchEntryMode.INCLUDE);
    assertEquals(
        List.of(BASE + "/DiagnosticReport/r1"),
        fullUrls(message(new ReportMessages(BASE, "", true))));
  }

  @Test
  void referencesInACircleEnd() throws Exception {
    DiagnosticReport report = EhrSamples.report("r1", "p1");
    report.addBasedOn().setReference("ServiceRequest/a");
    add(report);
    ServiceRequest a = order("a", "p1");
    a.addReplaces().setReference("ServiceRequest/b");
    ServiceRequest b = order("b", "p1");
    b.addReplaces().setReference("ServiceRequest/a");
    b.addReasonReference().setReference("DiagnosticReport/r1");
    add(a);
    add(b);
    assertEquals(3, message(new ReportMessages(BASE, "", true)).getEntry().size());
  }
}
