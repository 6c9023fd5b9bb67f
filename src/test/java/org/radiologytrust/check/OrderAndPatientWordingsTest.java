package org.radiologytrust.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.RadiologyCodes;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.ReportField;
import org.radiologytrust.model.Sex;

/**
 * Wordings that the checks of order and patient must flag, and wordings at which they must be
 * silent: the files of src/test/resources/check.
 */
class OrderAndPatientWordingsTest {
  private static final Path FOLDER = Path.of("src/test/resources/check");
  private static final RadiologyCodes CODES = RadiologyCodes.load(SiteFiles.shipped());

  static Stream<String> wordings() throws IOException {
    Stream<String> lines = Stream.empty();
    for (String id :
        List.of(
            "age",
            "sex-word",
            "sex-organ",
            "side-order",
            "modality-order",
            "body-part-order",
            "contrast-order",
            "views-order")) {
      lines =
          Stream.concat(
              lines,
              Files.readAllLines(FOLDER.resolve(id + ".txt")).stream()
                  .filter(line -> !line.startsWith("#") && !line.isBlank())
                  .map(line -> id + "|" + line));
    }
    return lines;
  }

  @ParameterizedTest
  @MethodSource("wordings")
  void isFlaggedOrNot(String line) {
    String[] parts = line.split("\\|", 4);
    boolean flagged = !CheckTester.run(parts[0], audit(parts[0], parts[2], parts[3])).isEmpty();
    assertEquals(parts[1], flagged ? "+" : "-");
  }

  private static Audit audit(String id, String given, String text) {
    CaseBuilder c = new CaseBuilder().text(text);
    if (id.equals("age")) {
      String[] dates = given.split(" ");
      return c.born(dates[0]).studied(dates[1]).build();
    }
    if (id.startsWith("sex")) {
      return c.sex(
              switch (given) {
                case "F" -> Sex.FEMALE;
                case "M" -> Sex.MALE;
                case "O" -> Sex.OTHER;
                default -> Sex.UNKNOWN;
              })
          .build();
    }
    return ordered(c, given).build();
  }

  /** "XR KNEE @side=L": a procedure, and fields of the order that do not come from its name. */
  private static CaseBuilder ordered(CaseBuilder c, String order) {
    String[] parts = order.split("@");
    String procedure = parts[0].strip();
    c.procedure(procedure)
        .orderModality(CODES.modalityIn(procedure))
        .orderLaterality(CODES.sideIn(procedure))
        .source(ReportField.MODALITY, "OBR-4")
        .source(ReportField.LATERALITY, "OBR-4");
    for (int i = 1; i < parts.length; i++) {
      String[] field = parts[i].strip().split("=");
      switch (field[0]) {
        case "side" -> c.orderLaterality(field[1]).source(ReportField.LATERALITY, "OBR-15.5");
        case "modality" -> c.orderModality(field[1]).source(ReportField.MODALITY, "OBR-24");
        case "part" -> c.orderBodyPart(field[1]);
        default -> throw new IllegalArgumentException(field[0]);
      }
    }
    return c;
  }
}
