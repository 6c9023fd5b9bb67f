package org.radiologytrust.chaos;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.InstantType;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Sex;

/**
 * One version of a report on a chest.
 *
 * @param report its accession number, which becomes the report's id in the journal
 * @param version from 1
 * @param patient the patient's identifier
 */
record ReportVersion(String report, int version, String patient) {
  private static final String OID = "2.999.1";

  /** The next correction. */
  ReportVersion next() {
    return new ReportVersion(report, version + 1, patient);
  }

  private String text() {
    return Chest.TEXT + "\nThis text was dictated " + "again ".repeat(version - 1) + "by phone.";
  }

  /** The study that it is about. */
  PhantomStudy study() {
    return PhantomStudy.chest(report)
        .of(
            new Patient(
                List.of(new Identifier("urn:oid:" + OID, patient, "MR")),
                "Phantom",
                "Petra",
                LocalDate.of(1961, 2, 3),
                Sex.FEMALE,
                ""));
  }

  /** As an ORU^R01. */
  byte[] hl7() {
    String id = "M-" + report + "-" + version;
    return Chest.oru(study(), id, patient, text(), version == 1 ? "F" : "C", version)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** As a DiagnosticReport in JSON. */
  byte[] fhir() {
    DiagnosticReport resource = new DiagnosticReport();
    resource.setStatus(
        version == 1
            ? DiagnosticReport.DiagnosticReportStatus.FINAL
            : DiagnosticReport.DiagnosticReportStatus.CORRECTED);
    resource
        .addIdentifier()
        .setSystem("urn:oid:2.999.2")
        .setValue(report)
        .getType()
        .addCoding()
        .setSystem("http://terminology.hl7.org/CodeSystem/v2-0203")
        .setCode("ACSN");
    resource.getCode().addCoding().setSystem("http://loinc.org").setCode("36643-5");
    resource
        .getSubject()
        .setType("Patient")
        .getIdentifier()
        .setSystem("urn:oid:" + OID)
        .setValue(patient);
    resource.setIssuedElement(new InstantType("2026-04-01T09:%02d:00Z".formatted(version)));
    resource
        .addPresentedForm()
        .setContentType("text/plain")
        .setData(text().getBytes(StandardCharsets.UTF_8));
    return FhirContext.forR4Cached()
        .newJsonParser()
        .encodeResourceToString(resource)
        .getBytes(StandardCharsets.UTF_8);
  }
}
