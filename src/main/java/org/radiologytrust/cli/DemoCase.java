package org.radiologytrust.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * A study of the demo: a chest radiograph and its report. No real patient is shown.
 *
 * @param study StudyInstanceUID
 * @param image the DICOM file in the folder {@code demo} of the class path; {@code demo/README.md}
 *     says where it comes from
 * @param patient PID-3 to PID-8
 * @param report lines of the report
 */
public record DemoCase(
    String accession, String study, String image, String patient, List<String> report) {
  /**
   * An image of a left pleural effusion, and a report of five claims: two true ones, a hedged one,
   * an overconfident one, about which a check only asks, and an impression that names the wrong
   * side.
   */
  public static final DemoCase FLAGGED =
      new DemoCase(
          "RTLDEMO1",
          "2.25.280592164119677187699936274899510096273",
          "chest.dcm",
          "PHANTOM-1^^^&2.999.1&ISO^MR||Phantom^Petra||19610203|F",
          List.of(
              "EXAMINATION: XR chest, PA view.",
              "COMPARISON: None.",
              "FINDINGS:",
              "There is a left pleural effusion.",
              "No pneumothorax.",
              "Faint opacity in the right mid zone may represent atelectasis.",
              "The effusion is definitely caused by heart failure.",
              "IMPRESSION:",
              "Right pleural effusion."));

  /** A normal image, and a report that no check flags. */
  static final DemoCase CLEAN =
      new DemoCase(
          "RTLDEMO2",
          "2.25.1128167840647224866492143616565681598",
          "chest-normal.dcm",
          "PHANTOM-2^^^&2.999.1&ISO^MR||Phantom^Paul||19580709|M",
          List.of(
              "EXAMINATION: XR chest, PA view.",
              "COMPARISON: None.",
              "FINDINGS:",
              "The lungs are clear.",
              "No pleural effusion.",
              "No pneumothorax.",
              "IMPRESSION:",
              "No acute abnormality."));

  /** The image as a DICOM file. */
  byte[] dicom() throws IOException {
    try (InputStream in = DemoCase.class.getResourceAsStream("/demo/" + image)) {
      if (in == null) {
        throw new IllegalStateException("demo/" + image + " is missing");
      }
      return in.readAllBytes();
    }
  }

  /** The report as an ORU^R01; segments end with CR. */
  public String message() {
    StringBuilder message = new StringBuilder();
    segment(
        message,
        "MSH|^~\\&|DEMO|DEMO|RTL|RTL|20260401093011||ORU^R01^ORU_R01|" + accession + "|T|2.5.1");
    segment(message, "PID|1||" + patient);
    segment(
        message,
        "OBR|1|PLACER1|"
            + accession
            + "|XRCHEST^XR CHEST PA^L|||20260401083011|||||||||||"
            + accession
            + "||||20260401093011||DX|F|||||||77&Reader&Rita");
    segment(message, "OBX|1|ST|113014^DICOM Study^DCM||" + study + "||||||F");
    for (int i = 0; i < report.size(); i++) {
      segment(message, "OBX|" + (i + 2) + "|TX|18748-4^Report^LN||" + report.get(i) + "||||||F");
    }
    return message.toString();
  }

  private static void segment(StringBuilder message, String segment) {
    message.append(segment).append('\r');
  }
}
