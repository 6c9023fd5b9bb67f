package org.radiologytrust.ingest.ehr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.ingest.ehr.EhrSamples.order;
import static org.radiologytrust.ingest.ehr.EhrSamples.patient;
import static org.radiologytrust.ingest.ehr.EhrSamples.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a page becomes the message of a report, and how its parts refer to each other. */
@Tag("safety")
class ReportBundlesTest {
  private static final String BASE = "http://ehr/fhir";
  private final Bundle page = new Bundle();

  private void add(String base, Resource resource, SearchEntryMode mode) {
    String json = FakeEhr.FHIR.newJsonParser().encodeResourceToString(resource);
    String url = base + "/" + resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    raw(url, json, mode);
  }

  private void raw(String url, String json, SearchEntryMode mode) {
    page.addEntry()
        .setFullUrl(url)
        .setResource(new Binary().setData(json.getBytes(StandardCharsets.UTF_8)))
        .getSearch()
        .setMode(mode);
  }

  private void match(Resource resource) {
    add(BASE, resource, SearchEntryMode.MATCH);
  }

  private void include(Resource resource) {
    add(BASE, resource, SearchEntryMode.INCLUDE);
  }

  private List<PolledReport> reports(boolean publishedHere) {
    return new ReportBundles(BASE, publishedHere, "").of(page).reports();
  }

  private static JsonNode json(PolledReport report) throws Exception {
    return new ObjectMapper().readTree(report.message());
  }

  private static List<JsonNode> entries(PolledReport report) throws Exception {
    return StreamSupport.stream(json(report).path("entry").spliterator(), false).toList();
  }

  private static List<String> urls(PolledReport report) throws Exception {
    return entries(report).stream().map(e -> e.path("fullUrl").asText()).toList();
  }

  private static String subject(PolledReport report) throws Exception {
    return entries(report).get(0).at("/resource/subject/reference").asText("none");
  }

  private static DiagnosticReport ordered(String id, String patient, String order) {
    DiagnosticReport report = report(id, patient);
    report.addBasedOn().setReference("ServiceRequest/" + order);
    return report;
  }

  @Test
  void onlyWhatTheReportRefersToIsInItsMessage() throws Exception {
    match(ordered("r1", "p1", "o1"));
    match(ordered("r2", "p2", "o2"));
    for (String number : List.of("1", "2", "3")) {
      include(patient("p" + number));
      include(order("o" + number, "p" + number));
    }
    List<PolledReport> both = reports(true);
    assertEquals(2, both.size());
    assertEquals(
        List.of(BASE + "/DiagnosticReport/r1", BASE + "/ServiceRequest/o1", BASE + "/Patient/p1"),
        urls(both.get(0)));
    assertFalse(new String(both.get(1).message(), StandardCharsets.UTF_8).contains("p1"));
    assertEquals("Patient/p1", subject(both.get(0)));
  }

  @Test
  void anotherServerThanThatOfTheAuditsGivesNoIds() throws Exception {
    DiagnosticReport report = ordered("r1", "p1", "notHere");
    report.addResultsInterpreter().setReference(BASE + "/Practitioner/7").setDisplay("Dr. X");
    match(report);
    include(patient("p1"));
    PolledReport one = reports(false).get(0);
    String text = new String(one.message(), StandardCharsets.UTF_8);
    assertTrue(urls(one).stream().allMatch(url -> url.startsWith("urn:uuid:")), text);
    assertEquals(urls(one).get(1), subject(one));
    JsonNode resource = entries(one).get(0).path("resource");
    assertFalse(resource.has("id"));
    assertFalse(resource.at("/basedOn/0").has("reference"));
    assertEquals("{\"display\":\"Dr. X\"}", resource.at("/resultsInterpreter/0").toString());
    assertEquals(text, new String(reports(false).get(0).message(), StandardCharsets.UTF_8));
  }

  @Test
  void circlesAndLongChainsEnd() throws Exception {
    match(ordered("r1", "p1", "o0"));
    for (int i = 0; i < 20_000; i++) {
      ServiceRequest order = order("o" + i, "p1");
      order.addBasedOn().setReference("ServiceRequest/o" + (i + 1) % 20_000);
      order.addSupportingInfo().setReference("DiagnosticReport/r1");
      include(order);
    }
    assertEquals(1001, entries(reports(true).get(0)).size(), "more than the inbox takes");
  }

  @Test
  void anotherReportIsNeverInTheMessage() throws Exception {
    DiagnosticReport report = report("r1", "p1");
    report
        .addExtension()
        .setUrl("http://example.org/prior")
        .setValue(new org.hl7.fhir.r4.model.Reference("DiagnosticReport/r0"));
    match(report);
    include(report("r0", "p1"));
    assertEquals(List.of(BASE + "/DiagnosticReport/r1"), urls(reports(true).get(0)));
    assertEquals(1, reports(true).size(), "an included report was not searched for");
  }

  @Test
  void ofTwoWithOneIdTheNewerIsTaken() throws Exception {
    match(report("r1", "p1"));
    for (int day : List.of(1, 3, 2)) {
      Patient patient = patient("p1");
      patient.getNameFirstRep().setFamily("Day" + day);
      patient.getMeta().setLastUpdated(java.util.Date.from(Instant.EPOCH.plusSeconds(day)));
      include(patient);
    }
    PolledReport one = reports(true).get(0);
    assertEquals(2, entries(one).size());
    assertEquals("Day3", entries(one).get(1).at("/resource/name/0/family").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {BASE, "https://internal:8443/r4"})
  void aServerMayHaveTwoNames(String own) throws Exception {
    DiagnosticReport report = report("r1", "p1");
    report.getSubject().setReference(own + "/Patient/p1/_history/3");
    add(own, report, SearchEntryMode.MATCH);
    add(own, patient("p1"), SearchEntryMode.INCLUDE);
    PolledReport one = reports(true).get(0);
    assertEquals(List.of(BASE + "/DiagnosticReport/r1", BASE + "/Patient/p1"), urls(one));
    assertEquals("Patient/p1", subject(one));
  }

  /** A page may have resources of a third server, with ids that are another patient's here. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void idsOfAThirdServerAreNotThoseOfThisOne(boolean publishedHere) throws Exception {
    match(report("r1", "p1"));
    DiagnosticReport remote = report("r2", "p1");
    remote.getSubject().setReference("https://third/fhir/Patient/p1");
    match(remote);
    Patient third = patient("p1");
    third.getNameFirstRep().setFamily("Third");
    third.getMeta().setLastUpdated(new java.util.Date());
    add("https://third/fhir", third, SearchEntryMode.INCLUDE);
    include(patient("p1"));
    List<PolledReport> both = reports(publishedHere);
    assertEquals(
        EhrSamples.NAME, entries(both.get(0)).get(1).at("/resource/name/0/family").asText());
    assertEquals("Third", entries(both.get(1)).get(1).at("/resource/name/0/family").asText());
    assertEquals(
        publishedHere ? "https://third/fhir/Patient/p1" : urls(both.get(1)).get(1),
        subject(both.get(1)));
  }

  @Test
  void aReferenceToAThirdServerStaysAsItIs() throws Exception {
    DiagnosticReport report = report("r1", "p1");
    report.getSubject().setReference("https://third/fhir/Patient/p1");
    match(report);
    include(patient("p1"));
    for (boolean publishedHere : List.of(true, false)) {
      assertEquals("https://third/fhir/Patient/p1", subject(reports(publishedHere).get(0)));
      assertEquals(1, entries(reports(publishedHere).get(0)).size());
    }
  }

  @Test
  void idsThatFhirDoesNotAllowAreLeftOut() throws Exception {
    for (String id :
        List.of("x".repeat(10_000), "../../etc", "a b", "line\\nforged", "%2e", "a|b?c=d", "")) {
      page.getEntry().clear();
      raw(
          BASE + "/DiagnosticReport/1",
          "{\"resourceType\":\"DiagnosticReport\",\"id\":\""
              + id
              + "\",\"subject\":{\"reference\":\"Patient/p1\"}}",
          SearchEntryMode.MATCH);
      include(patient("p1"));
      PolledReport one = reports(true).get(0);
      assertTrue(urls(one).get(0).startsWith("urn:uuid:"), id);
      assertFalse(entries(one).get(0).path("resource").has("id"), id);
      assertEquals("Patient/p1", subject(one));
      assertEquals("", one.place());
    }
  }

  @Test
  void theKeyChangesWithThePatientAndTheVersionWithTheReport() throws Exception {
    DiagnosticReport report = report("r1", "p1");
    report.getMeta().setVersionId("2").setLastUpdated(java.util.Date.from(Instant.EPOCH));
    match(report);
    include(patient("p1"));
    PolledReport first = reports(true).get(0);
    assertEquals("DiagnosticReport/r1/_history/2", first.place());
    assertEquals(Instant.EPOCH, first.lastUpdated().orElseThrow());
    page.getEntry().remove(1);
    Patient married = patient("p1");
    married.getNameFirstRep().setFamily("Other");
    include(married);
    PolledReport second = reports(true).get(0);
    assertEquals(first.version(), second.version());
    assertNotEquals(json(first).at("/identifier/value"), json(second).at("/identifier/value"));
    page.getEntry().clear();
    report.getMeta().setLastUpdated(new java.util.Date());
    match(report);
    assertNotEquals(first.version(), reports(true).get(0).version(), "a restored server");
    page.getEntry().clear();
    report.setMeta(null);
    match(report);
    String without = reports(true).get(0).version();
    page.getEntry().clear();
    report.setConclusion("Changed.");
    match(report);
    assertNotEquals(without, reports(true).get(0).version());
  }

  @Test
  void numbersStayAsTheyAreWritten() throws Exception {
    raw(
        BASE + "/DiagnosticReport/1",
        "{\"resourceType\":\"DiagnosticReport\",\"id\":\"1\",\"a\":1.50,\"b\":1e999999999}",
        SearchEntryMode.MATCH);
    String text = new String(reports(true).get(0).message(), StandardCharsets.UTF_8);
    assertTrue(text.contains("\"a\":1.50,\"b\":1E+999999999"), text);
  }

  @Test
  void whatIsNotEvenJsonIsPassedOnAsItIs() {
    List<byte[]> bad = new ArrayList<>();
    bad.add("{\"a\":\"\u00fc\"}".getBytes(StandardCharsets.ISO_8859_1));
    bad.add("{\"id\":\"1\",\"id\":\"2\"}".getBytes(StandardCharsets.UTF_8));
    bad.add(("{\"a\":" + "9".repeat(100_000) + "}").getBytes(StandardCharsets.UTF_8));
    bad.forEach(bytes -> page.addEntry().setResource(new Binary().setData(bytes)));
    List<PolledReport> all = reports(true);
    for (int i = 0; i < bad.size(); i++) {
      assertArrayEquals(bad.get(i), all.get(i).message());
    }
  }

  @Test
  void theSiteIsTheBundlesSource() throws Exception {
    match(report("r1", "p1"));
    PolledReport one = new ReportBundles(BASE, true, "HOSP").of(page).reports().get(0);
    assertEquals("HOSP", json(one).at("/meta/source").asText());
    assertFalse(json(reports(true).get(0)).has("meta"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"warning", "error", "fatal"})
  void anErrorAmongTheEntriesMakesThePageIncomplete(String severity) {
    match(report("r1", "p1"));
    raw("urn:uuid:1", OddAnswers.outcome(severity), SearchEntryMode.OUTCOME);
    PolledPage read = new ReportBundles(BASE, true, "").of(page);
    assertEquals(severity.equals("warning"), read.complete());
    assertEquals(1, read.reports().size());
  }
}
