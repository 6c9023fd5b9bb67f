package org.radiologytrust.launch;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Patient;
import org.radiologytrust.ingest.dicom.PrivateOrthanc;
import org.radiologytrust.lab.phantom.Abnormality;
import org.radiologytrust.lab.phantom.DicomWriter;
import org.radiologytrust.lab.phantom.Phantom;
import org.radiologytrust.lab.phantom.PhantomStudy;

/** A chest phantom with a left effusion, and messages that report on it. */
public final class Chest {
  public static final String TEXT =
      "FINDINGS:\nThere is a left pleural effusion.\nNo pneumothorax in Mrs. Phantom (PHANTOM-1, ACC1, born 02/03/1961).\nThe heart is normal in size.\n"
          + "IMPRESSION:\nLeft pleural effusion, definitely malignant.";

  private Chest() {}

  public static void store(PrivateOrthanc orthanc, PhantomStudy study, Path folder)
      throws IOException {
    Abnormality effusion =
        new Abnormality(Abnormality.Kind.PLEURAL_EFFUSION, Abnormality.Side.LEFT, 0.5);
    store(orthanc, study, 1, List.of(effusion), folder);
  }

  /** A phantom of this seed that shows these. */
  public static void store(
      PrivateOrthanc orthanc, PhantomStudy study, long seed, List<Abnormality> shows, Path folder)
      throws IOException {
    Path file = folder.resolve(study.accessionNumber() + ".dcm");
    Files.write(file, DicomWriter.write(study, Phantom.pixels(seed, shows)));
    orthanc.send(List.of(file), Duration.ofSeconds(30));
  }

  /**
   * ORU^R01 on a study.
   *
   * @param mrn the patient's identifier
   * @param status OBR-25
   * @param minute later ones are issued later
   */
  public static String oru(
      PhantomStudy study, String controlId, String mrn, String text, String status, int minute) {
    String issued = String.format("2026040109%02d00", minute);
    StringBuilder m = new StringBuilder();
    m.append("MSH|^~\\&|RIS|HOSP|RTL|RTL|").append(issued).append("||ORU^R01^ORU_R01|");
    m.append(controlId).append("|P|2.5.1\r");
    m.append("PID|1||").append(mrn).append("^^^&2.999.1&ISO^MR||Phantom^Petra||");
    m.append(study.patient().birthDate().format(DateTimeFormatter.BASIC_ISO_DATE)).append("|F\r");
    m.append("OBR|1|PL1|FI-").append(study.accessionNumber()).append("|XRCHEST^XR CHEST PA^L|||");
    m.append("20260401083011|||||||||||").append(study.accessionNumber()).append("||||");
    m.append(issued).append("||DX|").append(status).append('\r');
    int set = 0;
    for (String line : text.split("\n")) {
      m.append("OBX|").append(++set).append("|TX|18748-4^Report^LN||").append(line);
      m.append("||||||").append(status).append('\r');
    }
    return m.toString();
  }

  /**
   * MDM^T06 with an addendum to the report on a study.
   *
   * @param minute later ones are issued later
   */
  public static String addendum(
      PhantomStudy study, String controlId, String mrn, String text, int minute) {
    return oru(study, controlId, mrn, text, "F", minute)
        .replace("ORU^R01^ORU_R01", "MDM^T06^MDM_T02")
        .replaceFirst("\rOBX", "\rTXA|1|RAD|TX|||||||||DOC" + controlId + "|||||AU\rOBX");
  }

  /** The patient of these messages, as a FHIR server knows it: {@code Patient/pat-1}. */
  public static Patient patient() {
    Patient patient = new Patient();
    patient.setId("pat-1");
    patient.addIdentifier().setSystem("urn:oid:2.999.1").setValue("PHANTOM-1");
    return patient;
  }

  /** A FHIR report with the same text, of a patient and an accession number. */
  public static byte[] fhir(String accession) {
    DiagnosticReport report = new DiagnosticReport();
    report.setStatus(DiagnosticReport.DiagnosticReportStatus.FINAL);
    report
        .addIdentifier()
        .setSystem("urn:oid:2.999.2")
        .setValue(accession)
        .getType()
        .addCoding()
        .setSystem("http://terminology.hl7.org/CodeSystem/v2-0203")
        .setCode("ACSN");
    report.getCode().addCoding().setSystem("http://loinc.org").setCode("36643-5");
    report
        .getSubject()
        .setType("Patient")
        .getIdentifier()
        .setSystem("urn:oid:2.999.1")
        .setValue("PHANTOM-1");
    report.setIssuedElement(new InstantType("2026-04-01T09:30:00Z"));
    report
        .addPresentedForm()
        .setContentType("text/plain")
        .setData(TEXT.getBytes(StandardCharsets.UTF_8));
    return FhirContext.forR4Cached()
        .newJsonParser()
        .encodeResourceToString(report)
        .getBytes(StandardCharsets.UTF_8);
  }
}
