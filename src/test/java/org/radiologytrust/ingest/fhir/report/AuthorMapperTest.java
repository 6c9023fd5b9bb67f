package org.radiologytrust.ingest.fhir.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.ingest.fhir.FhirSamples;
import org.radiologytrust.ingest.fhir.json.FhirRefusedException;
import org.radiologytrust.model.Author;
import org.radiologytrust.model.Author.Kind;
import org.radiologytrust.model.Author.Role;
import org.radiologytrust.model.ReportStatus;

class AuthorMapperTest {
  private static final Instant TIME = Instant.parse("2026-01-01T09:00:00Z");
  private final DiagnosticReport report = FhirSamples.report();
  private final Provenance provenance = new Provenance();
  private final Practitioner person = new Practitioner();
  private final Device device = new Device();
  private final Composition composition = new Composition();
  private final DocumentReference document = new DocumentReference();

  AuthorMapperTest() {
    person.setId("d1");
    person.addName().setFamily("Beispiel").addGiven("Eva");
    device.setId("ai1");
    device.addDeviceName().setName("Acme Draft");
    provenance.setRecorded(Date.from(TIME));
    composition.setId("c1");
    document.setId("x1");
    document.getContext().addRelated(new Reference("DiagnosticReport/r1"));
    document.addContent().getAttachment().setContentType("application/pdf");
  }

  private List<Author> read(ReportStatus status) throws FhirRefusedException {
    ReportResources contents =
        ReportResources.of(
                FhirSamples.bundle(
                    BundleType.COLLECTION,
                    report,
                    provenance,
                    person,
                    device,
                    composition,
                    document))
            .get(0);
    return AuthorMapper.of(contents, status, List.of(contents.report().getMeta()));
  }

  private void agent(String code, String who) {
    provenance.addTarget(new Reference("DiagnosticReport/r1"));
    provenance.addAgent().setWho(new Reference(who)).getType().addCoding().setCode(code);
  }

  @ParameterizedTest
  @CsvSource({
    "FINAL, SIGNED",
    "CORRECTED, SIGNED",
    "APPENDED, SIGNED",
    "PRELIMINARY, DICTATED",
    "PARTIAL, DICTATED",
    "CANCELLED, DICTATED"
  })
  void theInterpreterSignsWhatIsFinal(ReportStatus status, Role role) throws Exception {
    report.addResultsInterpreter(new Reference("Practitioner/d1"));
    report.addPerformer(new Reference("Organization/o1").setDisplay("Radiology"));
    assertEquals(
        List.of(
            new Author(
                role, Kind.PERSON, "Beispiel, Eva", null, "DiagnosticReport.resultsInterpreter")),
        read(status));
  }

  @Test
  void theReportIsThePerformersWhereNobodyInterprets() throws Exception {
    report.addPerformer(new Reference("Organization/o1").setDisplay("Radiology"));
    report.addPerformer(new Reference().setDisplay("Dr. A"));
    assertEquals(
        List.of(new Author(Role.SIGNED, Kind.PERSON, "Dr. A", null, "DiagnosticReport.performer")),
        read(ReportStatus.FINAL));
  }

  @ParameterizedTest
  @CsvSource({
    "author, Practitioner/d1, DICTATED, PERSON",
    "assembler, Practitioner/d1, EDITED, PERSON",
    "enterer, Practitioner/d1, TRANSCRIBED, PERSON",
    "verifier, Practitioner/d1, SIGNED, PERSON",
    "author, Device/ai1, DRAFTED, SOFTWARE",
    "assembler, Device/ai1, DRAFTED, SOFTWARE",
    "transcriber, Device/ai1, TRANSCRIBED, SOFTWARE",
    "verifier, Device/ai1, ,",
    "informant, Practitioner/d1, ,",
  })
  void provenanceSaysWhoDidWhat(String code, String who, Role role, Kind kind) throws Exception {
    agent(code, who);
    String name = kind == Kind.SOFTWARE ? "Acme Draft" : "Beispiel, Eva";
    assertEquals(
        role == null ? List.of() : List.of(new Author(role, kind, name, TIME, "Provenance.agent")),
        read(ReportStatus.FINAL));
  }

  @Test
  void provenanceOfSomethingElseIsLeftOut() throws Exception {
    agent("author", "Device/ai1");
    provenance.getTarget().get(0).setReference("DiagnosticReport/other");
    assertEquals(List.of(), read(ReportStatus.FINAL));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Composition/c1", "DocumentReference/x1", "Composition/c1/_history/2"})
  void provenanceOfTheReportsDocumentIsThatOfTheReport(String target) throws Exception {
    agent("verifier", "Practitioner/d1");
    provenance.getTarget().get(0).setReference(target);
    assertEquals(
        List.of(new Author(Role.SIGNED, Kind.PERSON, "Beispiel, Eva", TIME, "Provenance.agent")),
        read(ReportStatus.FINAL));
  }

  @Test
  void provenanceOfAnotherDocumentIsLeftOut() throws Exception {
    agent("verifier", "Practitioner/d1");
    provenance.getTarget().get(0).setReference("DocumentReference/x1");
    document.getContext().getRelatedFirstRep().setReference("Encounter/e1");
    assertEquals(List.of(), read(ReportStatus.FINAL));
  }

  @Test
  void whoAttestsTheCompositionSigns() throws Exception {
    composition.addAttester().setParty(new Reference("Practitioner/d1")).setTime(Date.from(TIME));
    composition.addAttester().setParty(new Reference("Organization/o1").setDisplay("Radiology"));
    assertEquals(
        List.of(
            new Author(Role.SIGNED, Kind.PERSON, "Beispiel, Eva", TIME, "Composition.attester")),
        read(ReportStatus.FINAL));
  }

  @Test
  void aSignatureHasItsTime() throws Exception {
    Instant later = TIME.plusSeconds(60);
    provenance.addTarget(new Reference("DiagnosticReport/r1"));
    provenance.addSignature().setWho(new Reference("Practitioner/d1")).setWhen(Date.from(later));
    assertEquals(
        List.of(
            new Author(Role.SIGNED, Kind.PERSON, "Beispiel, Eva", later, "Provenance.signature")),
        read(ReportStatus.FINAL));
  }

  @Test
  void theLabelOfAnAiIsSoftwareWithoutAName() throws Exception {
    report.setMeta(
        new Meta()
            .addSecurity(
                "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "AIAST", null));
    assertEquals(
        List.of(new Author(Role.DRAFTED, Kind.SOFTWARE, "", null, "meta.security")),
        read(ReportStatus.FINAL));
    agent("author", "Device/ai1");
    assertEquals(
        List.of(new Author(Role.DRAFTED, Kind.SOFTWARE, "Acme Draft", TIME, "Provenance.agent")),
        read(ReportStatus.FINAL));
  }
}
