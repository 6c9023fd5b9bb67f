package org.radiologytrust.cli;

import java.time.format.DateTimeFormatter;
import java.util.List;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.model.Patient;

/**
 * The demo's report on the demo's phantom (a left pleural effusion): true claims, a hedged one, an
 * overconfident one, and an impression that names the wrong side.
 */
final class DemoCase {
  static final String ACCESSION = "RTLDEMO1";

  private static final List<String> REPORT =
      List.of(
          "EXAMINATION: XR chest, PA view.",
          "COMPARISON: None.",
          "FINDINGS:",
          "There is a left pleural effusion.",
          "No pneumothorax.",
          "The heart is normal in size.",
          "Faint opacity in the right mid zone may represent atelectasis.",
          "The effusion is definitely caused by heart failure.",
          "IMPRESSION:",
          "Right pleural effusion.");

  private DemoCase() {}

  static PhantomStudy study() {
    return PhantomStudy.chest(ACCESSION);
  }

  /** The ORU^R01 that reports on the study, segments ended by CR. */
  static String message(PhantomStudy study) {
    Patient patient = study.patient();
    String time = study.taken().plusHours(1).format(DateTimeFormatter.ofPattern("yyyyMMddHHmmss"));
    StringBuilder message = new StringBuilder();
    segment(message, "MSH|^~\\&|DEMO|DEMO|RTL|RTL|" + time + "||ORU^R01^ORU_R01|DEMO-1|T|2.5.1");
    segment(
        message,
        "PID|1||"
            + patient.identifiers().get(0).value()
            + "^^^&2.999.1&ISO^MR||"
            + patient.familyName()
            + "^"
            + patient.givenName()
            + "||"
            + patient.birthDate().format(DateTimeFormatter.BASIC_ISO_DATE)
            + "|"
            + patient.sex().name().charAt(0));
    segment(
        message,
        "OBR|1|PLACER1|"
            + ACCESSION
            + "|XRCHEST^XR CHEST PA^L|||"
            + study.taken().format(DateTimeFormatter.ofPattern("yyyyMMddHHmmss"))
            + "|||||||||||"
            + ACCESSION
            + "||||"
            + time
            + "||DX|F");
    segment(message, "OBX|1|ST|113014^DICOM Study^DCM||" + study.studyInstanceUid() + "||||||F");
    for (int i = 0; i < REPORT.size(); i++) {
      segment(message, "OBX|" + (i + 2) + "|TX|18748-4^Report^LN||" + REPORT.get(i) + "||||||F");
    }
    return message.toString();
  }

  private static void segment(StringBuilder message, String segment) {
    message.append(segment).append('\r');
  }
}
