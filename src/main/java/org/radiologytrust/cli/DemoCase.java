package org.radiologytrust.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The demo's study: an image of a left pleural effusion, and a report of five claims: two true
 * ones, a hedged one, an overconfident one, and an impression that names the wrong side. No real
 * patient is shown.
 */
final class DemoCase {
  static final String ACCESSION = "RTLDEMO1";

  /** StudyInstanceUID. */
  static final String STUDY = "2.25.280592164119677187699936274899510096273";

  private static final List<String> REPORT =
      List.of(
          "EXAMINATION: XR chest, PA view.",
          "COMPARISON: None.",
          "FINDINGS:",
          "There is a left pleural effusion.",
          "No pneumothorax.",
          "Faint opacity in the right mid zone may represent atelectasis.",
          "The effusion is definitely caused by heart failure.",
          "IMPRESSION:",
          "Right pleural effusion.");

  private DemoCase() {}

  /** The image as a DICOM file; {@code demo/README.md} says where it comes from. */
  static byte[] image() throws IOException {
    try (InputStream in = DemoCase.class.getResourceAsStream("/demo/chest.dcm")) {
      if (in == null) {
        throw new IllegalStateException("demo/chest.dcm is missing");
      }
      return in.readAllBytes();
    }
  }

  /** The report as an ORU^R01; segments end with CR. */
  static String message() {
    StringBuilder message = new StringBuilder();
    segment(message, "MSH|^~\\&|DEMO|DEMO|RTL|RTL|20260401093011||ORU^R01^ORU_R01|DEMO-1|T|2.5.1");
    segment(message, "PID|1||PHANTOM-1^^^&2.999.1&ISO^MR||Phantom^Petra||19610203|F");
    segment(
        message,
        "OBR|1|PLACER1|"
            + ACCESSION
            + "|XRCHEST^XR CHEST PA^L|||20260401083011|||||||||||"
            + ACCESSION
            + "||||20260401093011||DX|F");
    segment(message, "OBX|1|ST|113014^DICOM Study^DCM||" + STUDY + "||||||F");
    for (int i = 0; i < REPORT.size(); i++) {
      segment(message, "OBX|" + (i + 2) + "|TX|18748-4^Report^LN||" + REPORT.get(i) + "||||||F");
    }
    return message.toString();
  }

  private static void segment(StringBuilder message, String segment) {
    message.append(segment).append('\r');
  }
}
