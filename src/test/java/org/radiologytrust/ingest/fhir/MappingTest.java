package org.radiologytrust.ingest.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.HumanName.NameUse;
import org.hl7.fhir.r4.model.Narrative.NarrativeStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.journal.inbox.Inbox.Ignored;
import org.radiologytrust.journal.inbox.Inbox.Incoming;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.Urgency;

class MappingTest {
  @AutoClose private final Post post = new Post();

  private Report accepted(org.hl7.fhir.r4.model.Resource resource) {
    Post.Reply reply = post.json(resource);
    assertTrue(reply.status() < 300, reply.body());
    return post.journal.onlyReport();
  }

  private String refused(org.hl7.fhir.r4.model.Resource resource) {
    Post.Reply reply = post.json(resource);
    assertEquals(422, reply.status(), reply.body());
    assertEquals(0, post.journal.storedReports().size());
    return reply.diagnostics();
  }

  @Test
  void aWholeTransaction() {
    Report report = accepted(FhirSamples.whole(BundleType.TRANSACTION));
    assertEquals("main", report.site());
    assertEquals("ACC1", report.reportId());
    assertEquals(FhirSamples.TEXT, report.text());
    assertEquals(ReportStatus.FINAL, report.status());
    assertEquals(Instant.parse("2026-01-01T09:00:00Z"), report.issued());
    assertEquals("DiagnosticReport/r1", report.reference());
    assertEquals("N", report.confidentiality());
    assertEquals(
        new Order(
            "PL1",
            "FI1",
            List.of("ACC1", "ACC2"),
            List.of("1.2.3.4.5"),
            new Coding("http://loinc.org", "36643-5", "XR chest 2 views"),
            "DX",
            "Chest",
            "Unilateral left"),
        report.order());
    assertEquals(
        new Patient(
            List.of(new Identifier("urn:oid:1.2.3", "MRN77", "MR")),
            FhirSamples.NAME,
            "Ann Bea",
            LocalDate.of(1970, 5, 6),
            Sex.FEMALE,
            "Patient/p1"),
        report.patient());
  }

  @ParameterizedTest
  @CsvSource({"routine, ", "urgent, URGENT", "asap, URGENT", "stat, STAT"})
  void readsHowUrgentTheOrderIs(String priority, Urgency urgency) throws Exception {
    Bundle bundle = FhirSamples.whole(BundleType.TRANSACTION);
    bundle.getEntry().stream()
        .map(Bundle.BundleEntryComponent::getResource)
        .filter(ServiceRequest.class::isInstance)
        .forEach(
            order ->
                ((ServiceRequest) order)
                    .setPriority(ServiceRequest.ServiceRequestPriority.fromCode(priority)));
    assertEquals(urgency, accepted(bundle).urgency());
  }

  @Test
  void theSameReportAsByHl7() {
    // OBX-5 of five OBX segments, joined as an HL7 ingest joins lines
    String lines =
        String.join("\r", "FINDINGS:", "The lungs are clear.", "", "IMPRESSION:", "Normal chest.");
    Report hl7 =
        Report.of("main", "ACC1")
            .patient(new Patient(List.of(), "", "", null, Sex.UNKNOWN, ""))
            .order(new Order("", "", List.of("ACC1"), List.of(), Coding.NONE, "", "", ""))
            .text(Report.canonicalText(lines))
            .status(ReportStatus.FINAL)
            .build();
    DiagnosticReport html = FhirSamples.report();
    html.getPresentedForm().clear();
    html.addPresentedForm()
        .setContentType("text/html; charset=ISO-8859-1")
        .setData(
            ("<html><head><title>x</title></head><body><script>alert(1)</script>"
                    + "<h2>FINDINGS:</h2><p>The&nbsp;lungs are\n clear.</p>"
                    + "<table><tr><td>IMPRESSION:</td></tr><tr><td>Normal</td><td>chest.</td></tr>"
                    + "</table><p style='display: none'>invisible</p></body></html>")
                .getBytes(StandardCharsets.ISO_8859_1));
    html.setConclusion("normal  chest.");
    Report fhir = accepted(html);
    assertEquals(hl7.fingerprint(), fhir.fingerprint());
    assertEquals(hl7.reportId(), fhir.reportId());
    assertEquals(hl7.site(), fhir.site());
    assertEquals(hl7.order().accessionNumber(), fhir.order().accessionNumber());
  }

  @Test
  void plainBytesInTheirCharset() {
    DiagnosticReport report = FhirSamples.report();
    report
        .getPresentedFormFirstRep()
        .setContentType("text/plain;charset=windows-1252")
        .setData("Größe 3 cm".getBytes(java.nio.charset.Charset.forName("windows-1252")));
    assertEquals("Größe 3 cm", accepted(report).text());
  }

  @Test
  void bytesOfAnotherCharset() {
    DiagnosticReport report = FhirSamples.report();
    report.getPresentedFormFirstRep().setData("Größe".getBytes(StandardCharsets.ISO_8859_1));
    assertTrue(refused(report).startsWith("DiagnosticReport.presentedForm: "));
  }

  @Test
  void conclusionIsAppendedOnce() {
    DiagnosticReport report = FhirSamples.report();
    report.setConclusion("No pneumothorax.");
    assertEquals(FhirSamples.TEXT + "\n\nIMPRESSION:\nNo pneumothorax.", accepted(report).text());
  }

  @Test
  void onlyAnUrl() {
    DiagnosticReport report = FhirSamples.report();
    report.getPresentedForm().clear();
    report.addPresentedForm().setContentType("text/plain").setUrl("http://127.0.0.1:1/x");
    assertEquals(
        "DiagnosticReport.presentedForm: is not in the message; send its data; urls of"
            + " messages are not fetched",
        refused(report));
  }

  @Test
  void aPdfBesideAConclusionIsWarnedOf() {
    DiagnosticReport report = FhirSamples.report();
    report.getPresentedFormFirstRep().setContentType("application/pdf");
    report.setConclusion("Normal chest.");
    Post.Reply reply = post.json(report);
    assertEquals(201, reply.status());
    assertEquals("IMPRESSION:\nNormal chest.", post.journal.onlyReport().text());
    assertTrue(reply.body().contains("DiagnosticReport.presentedForm was not read"), reply.body());
  }

  @Test
  void anAuthoredNarrative() {
    DiagnosticReport report = FhirSamples.report();
    report.getPresentedForm().clear();
    report.getText().setStatus(NarrativeStatus.ADDITIONAL);
    report.getText().setDivAsString("<div>The lungs<br/>are clear.</div>");
    assertEquals("The lungs\nare clear.", accepted(report).text());
  }

  @Test
  void whatNobodySeesInANarrativeIsNamed() {
    DiagnosticReport report = FhirSamples.report();
    report.getPresentedForm().clear();
    report.getText().setStatus(NarrativeStatus.ADDITIONAL);
    report
        .getText()
        .setDivAsString(
            "<div><p>Large effusion.</p><p style=\"color:#fff\">No effusion.</p><p"
                + " style=\"text-decoration:line-through\">Small</p></div>");
    Report read = accepted(report);
    assertEquals("Large effusion.", read.text());
    assertEquals(
        List.of(
            NotAudited.other("invisible text of an HTML", 11, NotAudited.Unit.CHARACTERS),
            NotAudited.other("struck-out text of an HTML", 5, NotAudited.Unit.CHARACTERS)),
        read.notAudited());
  }

  @Test
  void aGeneratedNarrativeOfMetadataIsNoReport() {
    DiagnosticReport report = FhirSamples.report();
    report.getPresentedForm().clear();
    report.getText().setStatus(NarrativeStatus.GENERATED);
    report.getText().setDivAsString("<div><p>Generated Narrative</p><p>FINDINGS: x</p></div>");
    assertTrue(refused(report).startsWith("DiagnosticReport: has no text"));
  }

  @Test
  void sectionsFromObservations() {
    DiagnosticReport report = FhirSamples.report();
    report.getPresentedForm().clear();
    Observation findings = new Observation();
    findings.setId("f");
    findings.getCode().addCoding().setSystem("http://loinc.org").setCode("59776-5");
    findings.setValue(new StringType("The lungs are clear."));
    Observation other = new Observation();
    other.setId("x");
    other.getCode().setText("Technique used");
    other.setValue(new StringType("Two views."));
    report.addContained(findings);
    report.addResult().setReference("Observation/x");
    report.addResult().setReference("#f");
    report.addResult().setReference("Observation/elsewhere");
    Post.Reply reply = post.json(FhirSamples.bundle(BundleType.TRANSACTION, report, other));
    assertEquals(200, reply.status(), reply.body());
    assertEquals(
        "TECHNIQUE USED:\nTwo views.\n\nFINDINGS:\nThe lungs are clear.",
        post.journal.onlyReport().text());
    assertTrue(reply.body().contains("1 of 3 were not read"), reply.body());
  }

  @ParameterizedTest
  @CsvSource({"FILL,N1,N1", "'',N2,N2", "MR,N3,DiagnosticReport/r1"})
  void identityWithoutAccessionNumber(String type, String value, String expected) {
    DiagnosticReport report = FhirSamples.report();
    report.getIdentifier().clear();
    report.addIdentifier(FhirSamples.identifier(type, value));
    assertEquals(expected, accepted(report).reportId());
  }

  @Test
  void theOrdersAccessionNumberGoesBeforeTheFillerNumber() {
    Bundle bundle = FhirSamples.whole(BundleType.COLLECTION);
    DiagnosticReport report = (DiagnosticReport) bundle.getEntry().get(3).getResource();
    report.getIdentifier().clear();
    report.addIdentifier(FhirSamples.identifier("FILL", "N1"));
    assertEquals("ACC2", accepted(bundle).reportId());
  }

  @Test
  void noIdentity() {
    DiagnosticReport report = FhirSamples.report();
    report.setId((String) null);
    report.getIdentifier().clear();
    assertTrue(refused(report).startsWith("DiagnosticReport.identifier: missing"));
  }

  @Test
  void noPatient() {
    DiagnosticReport report = FhirSamples.report();
    report.getSubject().setReference(null);
    assertTrue(refused(report).startsWith("DiagnosticReport.subject: names no patient"));
  }

  @Test
  void aPatientWhoseReferenceEndsWithTheBundle() {
    DiagnosticReport report = FhirSamples.report();
    report.getSubject().setReference("urn:uuid:9");
    Bundle bundle = FhirSamples.bundle(BundleType.COLLECTION, report, FhirSamples.patient());
    bundle.getEntry().get(1).setFullUrl("urn:uuid:9");
    Patient patient = accepted(bundle).patient();
    assertEquals("MRN77", patient.identifiers().get(0).value());
    assertEquals("", patient.reference());
  }

  @Test
  void aLogicalAndAConditionalReference() {
    DiagnosticReport logical = FhirSamples.report();
    logical.getSubject().setReference(null).setIdentifier(FhirSamples.identifier("MR", "MRN1"));
    assertEquals("MRN1", accepted(logical).patient().identifiers().get(0).value());
    DiagnosticReport conditional = FhirSamples.report();
    conditional.setStatus(DiagnosticReportStatus.AMENDED);
    conditional.getSubject().setReference("Patient?identifier=urn:oid:1.2%7CMRN2");
    try (Post other = new Post()) {
      other.json(conditional);
      assertEquals(
          List.of(new Identifier("urn:oid:1.2", "MRN2", "")),
          other.journal.onlyReport().patient().identifiers());
    }
  }

  @Test
  void anotherPatientsOrder() {
    Bundle bundle = FhirSamples.whole(BundleType.TRANSACTION);
    ((org.hl7.fhir.r4.model.ServiceRequest) bundle.getEntry().get(1).getResource())
        .getSubject()
        .setReference("Patient/p2");
    assertTrue(
        refused(bundle)
            .startsWith(
                "Bundle.entry[1].resource.subject: names another patient than"
                    + " DiagnosticReport.subject (what differs: identifier)"));
  }

  @Test
  void onePatientByTwoReferences() {
    Bundle bundle = FhirSamples.whole(BundleType.COLLECTION);
    String base = "http://ris.example/fhir/";
    bundle.getEntry().get(0).setFullUrl(base + "Patient/p1");
    bundle.getEntry().get(1).setFullUrl(base + "ServiceRequest/o1");
    bundle.getEntry().get(2).setFullUrl(base + "ImagingStudy/s1");
    bundle.getEntry().get(3).setFullUrl(base + "DiagnosticReport/r1");
    var order = (org.hl7.fhir.r4.model.ServiceRequest) bundle.getEntry().get(1).getResource();
    order.getSubject().setReference(base + "Patient/p1/_history/3");
    var study = (org.hl7.fhir.r4.model.ImagingStudy) bundle.getEntry().get(2).getResource();
    study.getSubject().setReference(null).setDisplay("Ann Canaryname");
    Report report = accepted(bundle);
    assertEquals("PL1", report.order().placerOrderNumber());
    assertEquals(List.of("1.2.3.4.5"), report.order().studyInstanceUids());
  }

  @Test
  void aStudyThatAnswersTheSameOrder() {
    Bundle bundle = FhirSamples.whole(BundleType.COLLECTION);
    ((DiagnosticReport) bundle.getEntry().get(3).getResource()).getImagingStudy().clear();
    var study = (org.hl7.fhir.r4.model.ImagingStudy) bundle.getEntry().get(2).getResource();
    study.addBasedOn().setReference("ServiceRequest/o1");
    assertEquals(List.of("1.2.3.4.5"), accepted(bundle).order().studyInstanceUids());
  }

  @Test
  void aSubjectThatContradictsItself() {
    Bundle bundle = FhirSamples.whole(BundleType.TRANSACTION);
    ((DiagnosticReport) bundle.getEntry().get(3).getResource())
        .getSubject()
        .setIdentifier(FhirSamples.identifier("MR", "MRN-other"));
    assertTrue(refused(bundle).startsWith("DiagnosticReport.subject: its identifier"));
  }

  @Test
  void aStudyUidThatIsNone() {
    Bundle bundle = FhirSamples.whole(BundleType.TRANSACTION);
    ((org.hl7.fhir.r4.model.ImagingStudy) bundle.getEntry().get(2).getResource())
        .getIdentifierFirstRep()
        .setValue("urn:oid:../../etc");
    assertTrue(refused(bundle).startsWith("ImagingStudy.identifier: not a DICOM UID"));
  }

  @Test
  void twoPatientsOfOneName() {
    Bundle bundle = FhirSamples.whole(BundleType.TRANSACTION);
    bundle.addEntry(bundle.getEntry().get(0).copy());
    assertTrue(refused(bundle).startsWith("Reference.reference: two resources"));
  }

  @Test
  void notAPatient() {
    DiagnosticReport report = FhirSamples.report();
    report.getSubject().setReference("Group/g");
    assertTrue(refused(report).startsWith("DiagnosticReport.subject: not a Patient"));
  }

  @Test
  void labels() {
    DiagnosticReport report = FhirSamples.report();
    report
        .getMeta()
        .addSecurity("http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "R", null);
    report.getMeta().addSecurity("http://terminology.hl7.org/CodeSystem/v3-ActReason", "HTEST", "");
    report.getMeta().setSource("http://ris.example/#77");
    report.setEffective(new DateTimeType("2026-01-01"));
    Report mapped = accepted(report);
    assertEquals("R", mapped.confidentiality());
    assertTrue(mapped.pilot());
    assertEquals("http://ris.example/", mapped.site());
    assertEquals(Instant.parse("2025-12-31T23:00:00Z"), mapped.effective());
  }

  @Test
  void whatChangesTheMeaningAndIsNotUnderstood() {
    DiagnosticReport report = FhirSamples.report();
    report.addModifierExtension().setUrl("urn:not").setValue(new StringType("x"));
    assertTrue(refused(report).startsWith("DiagnosticReport.modifierExtension"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://terminology.hl7.org/CodeSystem/v2-0074,LAB,true",
    "http://loinc.org,LP29708-2,true",
    "http://terminology.hl7.org/CodeSystem/v2-0074,RAD,false",
    "urn:local,XYZ,false"
  })
  void categories(String system, String code, boolean ignored) {
    DiagnosticReport report = FhirSamples.report();
    report.addCategory().addCoding().setSystem(system).setCode(code);
    Post.Reply reply = post.json(report);
    assertEquals(ignored ? 200 : 201, reply.status());
    assertEquals(
        ignored, post.journal.given(Incoming.class).get(0).disposition() instanceof Ignored);
    assertEquals(ignored, reply.diagnostics().startsWith("Not audited."));
  }

  @Test
  void withdrawnAndRegisteredWithoutText() {
    DiagnosticReport report = FhirSamples.report();
    report.getPresentedForm().clear();
    report.setStatus(DiagnosticReportStatus.ENTEREDINERROR);
    Report mapped = accepted(report);
    assertEquals(ReportStatus.ENTERED_IN_ERROR, mapped.status());
    assertEquals("", mapped.text());
    report.setStatus(DiagnosticReportStatus.REGISTERED);
    assertTrue(post.json(report).diagnostics().contains("no text yet"));
    report.setStatus(null);
    assertTrue(post.json(report).diagnostics().startsWith("DiagnosticReport.status: missing"));
  }

  @Test
  void theRadiologistIsAContainedPractitioner() {
    DiagnosticReport report = FhirSamples.report();
    Practitioner reader = new Practitioner();
    reader.setId("reader");
    reader.addName().setUse(NameUse.OLD).setFamily("Maiden");
    reader.addName().setFamily("Testreader").addGiven("Rita").addGiven("Q");
    report.addContained(reader);
    report.addResultsInterpreter(new Reference("#reader").setDisplay("Dr R"));
    assertEquals("Testreader, Rita Q", accepted(report).radiologist());
  }

  @Test
  void theRadiologistIsAnEntryOfTheBundle() {
    Practitioner reader = new Practitioner();
    reader.setId("reader");
    reader.addName().setText("Dr  Rita\nTestreader");
    PractitionerRole role = new PractitionerRole();
    role.setId("role");
    role.setPractitioner(new Reference("Practitioner/reader"));
    DiagnosticReport report = FhirSamples.report();
    report.addResultsInterpreter(new Reference("PractitionerRole/role"));
    Bundle bundle =
        FhirSamples.bundle(BundleType.TRANSACTION, FhirSamples.patient(), reader, role, report);
    assertEquals("Dr Rita Testreader", accepted(bundle).radiologist());
  }

  @Test
  void theRadiologistIsTheDisplayOfAReference() {
    DiagnosticReport report = FhirSamples.report();
    report.addResultsInterpreter(new Reference("Organization/o").setDisplay("Radiology"));
    report.addResultsInterpreter(new Reference("Practitioner/p"));
    report.addResultsInterpreter(new Reference("Practitioner/q").setDisplay("Dr Rita\tTestreader"));
    assertEquals("Dr Rita Testreader", accepted(report).radiologist());
  }

  @Test
  void aRoleWithoutANameHasTheDisplayOfItsPractitioner() {
    DiagnosticReport report = FhirSamples.report();
    PractitionerRole role = new PractitionerRole();
    role.setId("role");
    role.setPractitioner(new Reference("Practitioner/p").setDisplay("Rita Testreader"));
    report.addContained(role);
    report.addResultsInterpreter(new Reference("#role"));
    assertEquals("Rita Testreader", accepted(report).radiologist());
  }

  @Test
  void theRadiologistIsAnIdentifierIfThereIsNoName() {
    DiagnosticReport report = FhirSamples.report();
    Reference reader = new Reference();
    reader.getIdentifier().setSystem("urn:oid:1.2.3").setValue("R77");
    report.addResultsInterpreter(reader);
    assertEquals("R77", accepted(report).radiologist());
  }

  @Test
  void anOrganizationIsNoRadiologist() {
    DiagnosticReport report = FhirSamples.report();
    Reference team = new Reference().setDisplay("Night team");
    team.setType("CareTeam");
    report.addResultsInterpreter(team);
    report.addResultsInterpreter(
        new Reference("https://ris.example/fhir/Organization/o").setDisplay("Radiology"));
    assertEquals("", accepted(report).radiologist());
  }
}
