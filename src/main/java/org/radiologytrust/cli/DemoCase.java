package org.radiologytrust.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Label;

/**
 * A study of the demo: drawn images and a report. No real patient is shown.
 *
 * @param study StudyInstanceUID
 * @param images the DICOM files in the folder {@code demo} of the class path; {@code
 *     demo/README.md} says where they come from
 * @param patient PID-3 to PID-8
 * @param order OBR-4 and OBR-24
 * @param report lines of the report
 * @param words what a visitor is told
 */
public record DemoCase(
    String accession,
    String study,
    List<String> images,
    String patient,
    Order order,
    List<Line> report,
    Words words) {
  /**
   * What was ordered.
   *
   * @param procedure OBR-4
   * @param modality OBR-24
   */
  public record Order(String procedure, String modality) {
    private static final Order CHEST = new Order("XRCHEST^XR CHEST PA^L", "DX");
  }

  /**
   * A line of the report.
   *
   * @param drawn the label that fits what was drawn; {@code null} for a line that is no claim
   * @param flagged whether a check must flag it, with or without a model
   */
  public record Line(String text, @Nullable Label drawn, boolean flagged) {}

  /**
   * What a visitor is told about a case.
   *
   * @param title a few words
   * @param drawn what the images show
   * @param report what the report says
   * @param expected what the audit should say
   */
  public record Words(String title, String drawn, String report, String expected) {}

  /**
   * A left pleural effusion and a large heart. The report has five claims: three true ones, an
   * overconfident one, and an impression that names the wrong side.
   */
  public static final DemoCase FLAGGED =
      new DemoCase(
          "RTLDEMO1",
          "2.25.280592164119677187699936274899510096273",
          List.of("chest.dcm"),
          "PHANTOM-1^^^&2.999.1&ISO^MR||Phantom^Petra||19610203|F",
          Order.CHEST,
          List.of(
              line("EXAMINATION: XR chest, PA view."),
              line("COMPARISON: None."),
              line("FINDINGS:"),
              claim("There is a left pleural effusion.", Label.SUPPORTED),
              claim("The heart is enlarged.", Label.SUPPORTED),
              claim("No pneumothorax.", Label.SUPPORTED),
              claim("The effusion is definitely caused by heart failure.", Label.UNCERTAIN),
              line("IMPRESSION:"),
              new Line("Right pleural effusion.", Label.NEEDS_REVIEW, true)),
          new Words(
              "fluid and a large heart",
              "a left pleural effusion and an enlarged heart.",
              "both; but the impression names the right side, and the cause is told as certain.",
              "a check flags the wrong side. A model that sees the image supports the effusion and"
                  + " the heart."));

  /** An opacity that the report misses. Its text is free of contradictions. */
  static final DemoCase MISSED =
      new DemoCase(
          "RTLDEMO3",
          "2.25.283700322416341998224628503277316761351",
          List.of("chest-opacity.dcm"),
          "PHANTOM-3^^^&2.999.1&ISO^MR||Phantom^Pia||19720516|F",
          Order.CHEST,
          List.of(
              line("EXAMINATION: XR chest, PA view."),
              line("COMPARISON: None."),
              line("FINDINGS:"),
              claim("The lungs are clear.", Label.NEEDS_REVIEW),
              claim("No pleural effusion.", Label.SUPPORTED),
              claim("The heart is not enlarged.", Label.SUPPORTED),
              line("IMPRESSION:"),
              claim("No acute abnormality.", Label.NEEDS_REVIEW)),
          new Words(
              "an opacity like that of pneumonia",
              "an opacity of the right lung.",
              "that the lungs are clear.",
              "no check flags it, since the text alone is without a fault. A model that sees the"
                  + " image does not support what denies the opacity."));

  /** A normal chest, and a report that says so. */
  static final DemoCase RIGHT =
      new DemoCase(
          "RTLDEMO2",
          "2.25.1128167840647224866492143616565681598",
          List.of("chest-normal.dcm"),
          "PHANTOM-2^^^&2.999.1&ISO^MR||Phantom^Paul||19580709|M",
          Order.CHEST,
          List.of(
              line("EXAMINATION: XR chest, PA view."),
              line("COMPARISON: None."),
              line("FINDINGS:"),
              claim("The lungs are clear.", Label.SUPPORTED),
              claim("No pleural effusion.", Label.SUPPORTED),
              claim("The heart is normal in size.", Label.SUPPORTED),
              line("IMPRESSION:"),
              claim("No acute abnormality.", Label.SUPPORTED)),
          new Words(
              "a report that is right",
              "a normal chest.",
              "the same.",
              "no flag. A model that sees the image supports every claim."));

  /** Slices of a CT with a nodule, of which the report gives two sizes. */
  static final DemoCase CT =
      new DemoCase(
          "RTLDEMO4",
          "2.25.339028745844586998917862873669334079799",
          IntStream.rangeClosed(1, 6).mapToObj(slice -> "ct-" + slice + ".dcm").toList(),
          "PHANTOM-4^^^&2.999.1&ISO^MR||Phantom^Peter||19490311|M",
          new Order("CTCHEST^CT CHEST WITHOUT CONTRAST^L", "CT"),
          List.of(
              line("EXAMINATION: CT chest without contrast."),
              line("COMPARISON: None."),
              line("FINDINGS:"),
              claim("There is a nodule of 20 mm in the right lung.", Label.UNCERTAIN),
              claim("No pleural effusion.", Label.UNCERTAIN),
              line("IMPRESSION:"),
              new Line("Right lung nodule of 30 mm.", Label.NEEDS_REVIEW, true)),
          new Words(
              "a CT of six slices",
              "a nodule of 20 mm in the right lung.",
              "20 mm in the findings, 30 mm in the impression.",
              "a check flags the two sizes. No model is trusted about CT yet, so whatever it says"
                  + " counts as uncertain, and there is no score."));

  /** All cases, in the order of the demo. */
  static final List<DemoCase> ALL = List.of(FLAGGED, MISSED, RIGHT, CT);

  private static Line line(String text) {
    return new Line(text, null, false);
  }

  private static Line claim(String text, Label drawn) {
    return new Line(text, drawn, false);
  }

  /** The images as DICOM files. */
  List<byte[]> dicom() throws IOException {
    List<byte[]> files = new ArrayList<>();
    for (String image : images) {
      try (InputStream in = DemoCase.class.getResourceAsStream("/demo/" + image)) {
        if (in == null) {
          throw new IllegalStateException("demo/" + image + " is missing");
        }
        files.add(in.readAllBytes());
      }
    }
    return files;
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
            + "|"
            + order.procedure()
            + "|||20260401083011|||||||||||"
            + accession
            + "||||20260401093011||"
            + order.modality()
            + "|F|||||||77&Reader&Rita");
    segment(message, "OBX|1|ST|113014^DICOM Study^DCM||" + study + "||||||F");
    for (int i = 0; i < report.size(); i++) {
      segment(
          message, "OBX|" + (i + 2) + "|TX|18748-4^Report^LN||" + report.get(i).text() + "||||||F");
    }
    return message.toString();
  }

  private static void segment(StringBuilder message, String segment) {
    message.append(segment).append('\r');
  }
}
