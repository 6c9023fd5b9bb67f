package org.radiologytrust.ingest.ehr;

import java.nio.charset.StandardCharsets;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.ServiceRequest;

/** Synthetic resources, whose names and numbers may appear in no log. */
final class EhrSamples {
  static final String NAME = "Canaryname";

  private EhrSamples() {}

  private static Identifier identifier(String type, String value) {
    Identifier identifier = new Identifier().setSystem("urn:oid:2.999.1").setValue(value);
    identifier
        .getType()
        .addCoding()
        .setSystem("http://terminology.hl7.org/CodeSystem/v2-0203")
        .setCode(type);
    return identifier;
  }

  static Patient patient(String id) {
    Patient patient = new Patient();
    patient.setId(id);
    patient.addIdentifier(identifier("MR", "MRN-CANARY-" + id));
    patient.addName().setFamily(NAME).addGiven("Ann");
    patient.setBirthDateElement(new DateType("1970-05-06"));
    return patient;
  }

  static ServiceRequest order(String id, String patient) {
    ServiceRequest order = new ServiceRequest();
    order.setId(id);
    order.addIdentifier(identifier("PLAC", "PL-" + id));
    order.getSubject().setReference("Patient/" + patient);
    order.addBodySite().setText("Chest");
    return order;
  }

  /** A report whose accession number is its id in capitals. */
  static DiagnosticReport report(String id, String patient) {
    DiagnosticReport report = new DiagnosticReport();
    report.setId(id);
    report.setStatus(DiagnosticReportStatus.FINAL);
    report.addIdentifier(identifier("ACSN", accession(id)));
    report
        .addCategory()
        .addCoding()
        .setSystem("http://terminology.hl7.org/CodeSystem/v2-0074")
        .setCode("RAD");
    report.getCode().addCoding().setSystem("http://loinc.org").setCode("36643-5");
    report.getSubject().setReference("Patient/" + patient);
    return text(report, "The lungs are clear.", 0);
  }

  static String accession(String id) {
    return id.toUpperCase(java.util.Locale.ROOT);
  }

  /** The same report with another text, issued that many minutes later. */
  static DiagnosticReport text(DiagnosticReport report, String findings, int minutes) {
    report.setIssuedElement(new InstantType("2026-01-01T10:%02d:00+01:00".formatted(minutes)));
    report.getPresentedForm().clear();
    report
        .addPresentedForm()
        .setContentType("text/plain")
        .setData(("FINDINGS:\n" + findings).getBytes(StandardCharsets.UTF_8));
    return report;
  }
}
