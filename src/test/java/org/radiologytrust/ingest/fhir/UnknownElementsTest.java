package org.radiologytrust.ingest.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.ingest.document.MediaType;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.journal.inbox.Inbox.Quarantined;
import org.radiologytrust.journal.inbox.IntakeAlarm;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Report;

/** What R4 does not know is read, named or refused, wherever it stands. */
@Tag("safety")
class UnknownElementsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final FhirMessages MESSAGES = Post.messages(ZoneOffset.UTC);
  private static final String WORDS = "Right tension pneumothorax.";

  private static Disposition read(String message) {
    return MESSAGES.read(message.getBytes(StandardCharsets.UTF_8));
  }

  private static Report parsed(String message) {
    Disposition read = read(message);
    return assertInstanceOf(Parsed.class, read, read.toString()).first();
  }

  /** A report with its patient, order, study, a result with a member, and a contained result. */
  private static Bundle whole() {
    Bundle bundle = FhirSamples.whole(BundleType.COLLECTION);
    DiagnosticReport report = (DiagnosticReport) bundle.getEntry().get(3).getResource();
    report.setConclusion("Normal chest.");
    for (String id : List.of("a", "b")) {
      Observation result = new Observation();
      result.setId(id);
      result.setStatus(ObservationStatus.FINAL).setSubject(new Reference("Patient/p1"));
      result.getCode().setText("Finding");
      result.setValue(new StringType("The lungs are clear."));
      bundle.addEntry().setResource(result);
    }
    report.addResult(new Reference("Observation/a"));
    ((Observation) bundle.getEntry().get(4).getResource())
        .addHasMember(new Reference("Observation/b"));
    Observation contained = new Observation();
    contained.setId("#c");
    contained.setStatus(ObservationStatus.FINAL).setValue(new StringType("Normal chest."));
    contained.setSubject(new Reference("Patient/p1"));
    report.addContained(contained);
    report.addResult(new Reference("#c"));
    return bundle;
  }

  private static String json(Bundle bundle) {
    return Post.FHIR.newJsonParser().encodeResourceToString(bundle);
  }

  private static ObjectNode tree(String json) throws Exception {
    return (ObjectNode) JSON.readTree(json);
  }

  private static ObjectNode report(ObjectNode bundle) {
    return (ObjectNode) bundle.at("/entry/3/resource");
  }

  @Test
  void theNoteOfR5IsText() throws Exception {
    ObjectNode bundle = tree(json(whole()));
    report(bundle)
        .putArray("note")
        .addObject()
        .put("authorString", "Dr Example Person")
        .put("time", "2026-01-01")
        .put("text", "IMPRESSION: " + WORDS);
    report(bundle).withArray("/note").addObject().put("text", "The lungs are clear.");
    Report report = parsed(bundle.toString());
    assertTrue(report.text().endsWith("NOTE:\nIMPRESSION: " + WORDS), report.text());
    assertEquals(List.of(), report.notAudited());
    assertTrue(
        report.origins().stream()
            .anyMatch(o -> o.exact() && o.place().equals("Bundle.entry[3].resource.note[0].text")),
        report.origins().toString());
  }

  @Test
  void theNoteOfR5IsTextInXml() {
    String xml =
        "<DiagnosticReport xmlns=\"http://hl7.org/fhir\"><id value=\"r1\"/><status value=\"final\"/>"
            + "<subject><reference value=\"Patient/p1\"/></subject>"
            + "<conclusion value=\"Left pleural effusion.\"/>"
            + "<note><text value=\"First note.\"/></note><note><text value=\""
            + WORDS
            + "\"/></note></DiagnosticReport>";
    Report report = parsed(xml);
    assertEquals(
        "IMPRESSION:\nLeft pleural effusion.\n\nNOTE:\nFirst note.\n\nNOTE:\n" + WORDS,
        report.text());
    assertEquals(List.of(), report.notAudited());
  }

  @Test
  void aReportOfNothingButANoteIsAReport() {
    String json =
        "{\"resourceType\":\"DiagnosticReport\",\"id\":\"r\",\"status\":\"final\","
            + "\"subject\":{\"reference\":\"Patient/p\"},\"note\":[{\"text\":\"Normal.\"}]}";
    assertEquals("NOTE:\nNormal.", parsed(json).text());
  }

  /** In each object of the message, however deep. */
  @Test
  void aTextThatR4DoesNotKnowIsNamedOrRefusedInEachElement() throws Exception {
    String json = json(whole());
    int objects = objects(tree(json)).size();
    assertTrue(objects > 50, "" + objects);
    int named = 0;
    for (int i = 0; i < objects; i++) {
      ObjectNode bundle = tree(json);
      objects(bundle).get(i).put("keyFinding", WORDS);
      named += assertSeen(bundle.toString(), "keyFinding") ? 1 : 0;
    }
    assertTrue(named > objects / 2, named + " of " + objects);
  }

  private static List<ObjectNode> objects(JsonNode node) {
    List<ObjectNode> found = new ArrayList<>();
    if (node instanceof ObjectNode object) {
      found.add(object);
    }
    node.forEach(child -> found.addAll(objects(child)));
    return found;
  }

  /** In each element of the message in XML: as a child, an attribute, and a text between tags. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        ">|><keyFinding value=\"Right tension pneumothorax.\"/>",
        ">|><keyFinding><x>Right tension pneumothorax.</x></keyFinding>",
        ">|>Right tension pneumothorax.",
        " xmlns| keyFinding=\"Right tension pneumothorax.\" xmlns",
        "/>| keyFinding=\"Right tension pneumothorax.\"/>"
      })
  void theSameInXml(String change) {
    String[] fromTo = change.split("\\|");
    String xml = Post.FHIR.newXmlParser().encodeResourceToString(whole());
    Pattern tags = Pattern.compile("<[A-Za-z][^>]*[^/>]>|<[a-z][^>]*/>");
    int places = 0;
    Matcher tag = tags.matcher(xml);
    while (tag.find()) {
      String whole = tag.group();
      boolean empty = whole.endsWith("/>");
      if (whole.contains(fromTo[0]) && empty == fromTo[0].equals("/>")) {
        int at = tag.start() + whole.lastIndexOf(fromTo[0]);
        String changed = xml.substring(0, at) + fromTo[1] + xml.substring(at + fromTo[0].length());
        assertSeen(changed, "");
        places++;
      }
    }
    assertTrue(places > (fromTo[0].equals(" xmlns") ? 5 : 20), "" + places);
  }

  /** Whether it is named; otherwise the message is in quarantine with the alarm. */
  private static boolean assertSeen(String message, String name) {
    Disposition read = read(message);
    if (read instanceof Quarantined refused) {
      boolean noResource = refused.reason().equals("The body is not a FHIR R4 resource");
      assertEquals(
          noResource ? Set.of() : Set.of(IntakeAlarm.UNKNOWN_ELEMENT),
          refused.alarms(),
          refused.reason());
      assertFalse(refused.reason().contains("pneumothorax"), refused.reason());
      return false;
    }
    List<NotAudited> parts = ((Parsed) read).first().notAudited();
    assertTrue(
        parts.stream().anyMatch(p -> p.what().endsWith(name + ", which R4 does not know")),
        parts + "\n" + message);
    return true;
  }

  /** A renamed element that leads to a result: its text is not read either. */
  @Test
  void anUnknownElementThatLeadsToAResultIsNamed() throws Exception {
    ObjectNode bundle = tree(json(whole()));
    ObjectNode report = report(bundle);
    report.set("results", report.remove("result"));
    NotAudited results =
        new NotAudited(
            "DiagnosticReport.results, which R4 does not know: refers to Observation",
            2,
            NotAudited.Unit.ITEMS,
            true);
    assertTrue(
        parsed(bundle.toString()).notAudited().contains(results),
        parsed(bundle.toString()).notAudited().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "reportStatus; \"entered-in-error\"",
        "Status; \"preliminary\"",
        "staus; \"amended\"",
        "statusCode; {\"coding\":[{\"code\":\"partial\"}]}",
        "resultState; \"draft\"",
        "lifecycle; \"cancelled\"",
        "subjct; {\"reference\":\"Patient/p2\"}",
        "Subject; {\"display\":\"Otto Elsewhere\"}",
        "patient; {\"reference\":\"Patient/p2\"}",
        "patientName; \"Otto Elsewhere\"",
        "patientId; \"MRN99\"",
        "about; [{\"reference\":\"Patient/p2\"}]",
        "about; {\"type\":\"Patient\",\"display\":\"Otto Elsewhere\"}",
        "about; \"http://ehr.example/fhir/Patient/77\"",
        "identifiers; [{\"value\":\"ACC9\"}]",
        "identfier; [{\"value\":\"ACC9\"}]",
        "accessionNumber; \"ACC9\"",
        "numbers; [{\"type\":{\"coding\":[{\"code\":\"ACSN\"}]},\"value\":\"ACC9\"}]",
        "modifierExtension; [{\"url\":\"http://x.example/not\",\"valueBoolean\":true}]"
      })
  void whatMayChangeStatusPatientOrNumberIsRefused(String name, String value) throws Exception {
    ObjectNode bundle = tree(json(whole()));
    report(bundle).set(name, JSON.readTree(value));
    assertRefused(bundle);
  }

  private static void assertRefused(ObjectNode bundle) {
    Quarantined refused = assertInstanceOf(Quarantined.class, read(bundle.toString()));
    assertEquals(Set.of(IntakeAlarm.UNKNOWN_ELEMENT), refused.alarms(), refused.reason());
    for (String said : List.of("Otto", "MRN", "ACC9", "p2", "x.example")) {
      assertFalse(refused.reason().contains(said), refused.reason());
    }
  }

  /** Says nothing new, or nothing of these three. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "reportStatus; \"FINAL\"",
        "patient; {\"reference\":\"Patient/p1\",\"type\":\"Patient\"}",
        "patientName; \"Canaryname, Ann\"",
        "about; [{\"reference\":\"Patient/p1\"}]",
        "accession; {\"value\":\"ACC1\"}",
        "statusReason; \"checked twice\"",
        "prostate; \"Enlarged prostate.\"",
        "supportingInfo; [{\"reference\":{\"reference\":\"Procedure/9\"}}]",
        "version; 3",
        "patientClass; \"I\""
      })
  void whatChangesNothingIsTaken(String name, String value) throws Exception {
    ObjectNode bundle = tree(json(whole()));
    report(bundle).set(name, JSON.readTree(value));
    assertEquals(FhirSamples.TEXT, parsed(bundle.toString()).text());
  }

  /** A misspelt element that the report needs is what is wrong with it. */
  @ParameterizedTest
  @CsvSource({"status,statuss", "subject,subjects", "identifier,identifer"})
  void aMisspeltElementOfTheReport(String name, String misspelt) throws Exception {
    ObjectNode bundle = tree(json(whole()));
    report(bundle).set(misspelt, report(bundle).remove(name));
    if (!name.equals("identifier")) {
      assertRefused(bundle);
    }
    report(bundle).remove("id");
    assertRefused(bundle);
  }

  /** The same in the resources that belong to the report. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "0; identifierNumber; \"MRN99\"",
        "0; modifierExtension; [{\"url\":\"http://x.example/not\",\"valueBoolean\":true}]",
        "1; Identifier; [{\"value\":\"ACC9\"}]",
        "1; patient; {\"reference\":\"Patient/p2\"}",
        "2; studyStatus; \"entered-in-error\"",
        "4; statusText; \"entered in error\"",
        "4; actualSubject; {\"reference\":\"Patient/p2\"}",
        "5; withdrawn; \"entered-in-error\"",
        "5; modifierExtension; [{\"url\":\"http://x.example/not\",\"valueBoolean\":true}]"
      })
  void theSameInWhatBelongsToTheReport(int entry, String name, String value) throws Exception {
    ObjectNode bundle = tree(json(whole()));
    ((ObjectNode) bundle.at("/entry/" + entry + "/resource")).set(name, JSON.readTree(value));
    assertRefused(bundle);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/subject", "/identifier/0", "/_status", "/basedOn/0"})
  void anUnknownPartOfStatusPatientOrNumber(String place) throws Exception {
    ObjectNode bundle = tree(json(whole()));
    ObjectNode report = report(bundle);
    report.putObject("_status");
    ((ObjectNode) report.at(place)).put("also", "MRN99");
    assertRefused(bundle);
  }

  @Test
  void whatBelongsToNoReportIsNotWeighed() throws Exception {
    Bundle whole = whole();
    Patient other = new Patient();
    other.setId("p2");
    whole.addEntry().setResource(other);
    ObjectNode bundle = tree(json(whole));
    ((ObjectNode) bundle.at("/entry/6/resource")).put("identifiers", "MRN99");
    assertEquals(FhirSamples.TEXT, parsed(bundle.toString()).text());
  }

  /** Nulls among contained resources do not shift what belongs to which. */
  @Test
  void nullsShiftNothing() throws Exception {
    ObjectNode bundle = tree(json(whole()));
    ArrayNode contained = report(bundle).withArray("/contained");
    ((ObjectNode) contained.get(0)).put("keyFinding", WORDS);
    contained.insertNull(0);
    List<NotAudited> parts = parsed(bundle.toString()).notAudited();
    assertTrue(
        parts.contains(
            NotAudited.reportText("Observation.keyFinding, which R4 does not know", WORDS)),
        parts.toString());
  }

  /** A draft may come in Parameters. */
  @Test
  void inParametersToo() throws Exception {
    for (String place : List.of("", "/parameter/0", "/parameter/0/resource")) {
      ObjectNode parameters = JSON.createObjectNode().put("resourceType", "Parameters");
      ObjectNode parameter = parameters.putArray("parameter").addObject().put("name", "report");
      parameter.set("resource", report(tree(json(whole()))));
      ((ObjectNode) parameter.get("resource")).remove(List.of("basedOn", "imagingStudy", "result"));
      ((ObjectNode) parameters.at(place)).put("keyFinding", WORDS);
      byte[] body = parameters.toString().getBytes(StandardCharsets.UTF_8);
      Disposition read = MESSAGES.draft(body, MediaType.of("application/fhir+json"));
      List<NotAudited> parts = assertInstanceOf(Parsed.class, read).first().notAudited();
      assertTrue(parts.stream().anyMatch(p -> p.what().contains("keyFinding")), parts.toString());
    }
  }

  @Test
  void theAnswerNamesIt() throws Exception {
    ObjectNode bundle = tree(json(whole()));
    report(bundle).put("keyFinding", WORDS);
    report(bundle).put("Otto Elsewhere", "Another text.");
    try (Post post = new Post()) {
      Post.Reply reply = post.json(bundle.toString());
      assertEquals(200, reply.status());
      String answer = reply.body();
      assertTrue(
          answer.contains("Not read: DiagnosticReport.keyFinding, which R4 does not know"), answer);
      assertTrue(answer.contains("DiagnosticReport.(an element), which R4"), answer);
      assertFalse(answer.contains("Otto"), answer);
    }
  }

  /** The feeds share one parser: HTTP, and those that keep a message until it is stored. */
  @Test
  void eachFeedRefusesItAndRaisesTheAlarm() throws Exception {
    ObjectNode bundle = tree(json(whole()));
    report(bundle).put("reportStatus", "entered-in-error");
    try (Post post = new Post()) {
      Post.Reply reply = post.json(bundle.toString());
      assertEquals(422, reply.status());
      assertTrue(reply.diagnostics().startsWith("DiagnosticReport.reportStatus: R4"));
      byte[] body = bundle.put("id", "again").toString().getBytes(StandardCharsets.UTF_8);
      assertEquals(Outcome.QUARANTINED, post.inbox.store(body, null, "reports/0/1").outcome());
      assertEquals(Map.of(IntakeAlarm.UNKNOWN_ELEMENT, 2L), post.journal.journal().intakeAlarms());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "application/fhir+json;fhirVersion=5.0, 415",
    "application/fhir+json; charset=utf-8; FHIRVERSION=\"4.3\", 415",
    "application/fhir+xml; fhirVersion=3.0, 415",
    "application/fhir+json; fhirVersion=4.0; fhirVersion=5.0, 415",
    "application/fhir+json; fhirVersion=, 415",
    "application/fhir+json; fhirVersion=4.0, 200",
    "application/fhir+json; fhirVersion=4.0.1, 200",
    "application/fhir+json; fhirVersion=\"4.0\"; charset=utf-8, 200"
  })
  void anotherVersionOfFhirIsNotRead(String type, int status) {
    byte[] body = json(whole()).getBytes(StandardCharsets.UTF_8);
    try (Post post = new Post()) {
      assertEquals(status, post.send("/fhir", type, body, Map.of()).status());
      assertEquals(status == 415 ? 0 : 1, post.journal.storedMessages());
      // a feed would send it for ever
      Outcome outcome = post.inbox.store(body, type, "reports/0/1").outcome();
      assertEquals(status == 415 ? Outcome.QUARANTINED : Outcome.DUPLICATE, outcome);
    }
  }
}
