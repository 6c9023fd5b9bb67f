package org.radiologytrust.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Sex;

class MaskTest {
  private static final Report REPORT =
      new Report(
          "HOSP",
          "ACC77",
          new Patient(
              List.of(new Identifier("", "MR-12", "MR")),
              "Müller-Lüdenscheidt",
              "Anna M",
              LocalDate.of(1961, 2, 3),
              Sex.FEMALE,
              ""),
          new Order("PL9", "FI9", List.of("ACC77"), List.of(), Coding.NONE, "", "", ""),
          "Text.",
          List.of(),
          ReportStatus.FINAL,
          null,
          null,
          "",
          "N",
          false);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mrs. MÜLLER-LÜDENSCHEIDT has an effusion.|Mrs. XXXXXX-XXXXXXXXXXXX has an effusion.",
        "anna was seen; Annapolis was not.|XXXX was seen; Annapolis was not.",
        "MR-12 and ACC77, order PL9/FI9|XX-XX and XXXXX, order XXX/XXX",
        "born 3 February 1961 or 02/03/1961|born X XXXXXXXX XXXX or XX/XX/XXXX",
        "seen on March 12, 2024 and 2024-03-12|seen on XXXXX XX, XXXX and XXXX-XX-XX",
        "call (555)555-5555 or 555-555-5555|call (XXX)XXX-XXXX or XXX-XXX-XXXX",
        "a 1.5 x 2.0 cm mass at L4-5, T12, 12 mm|a 1.5 x 2.0 cm mass at L4-5, T12, 12 mm",
        "BI-RADS 2, ratio 3/4, grade 1-2|BI-RADS 2, ratio 3/4, grade 1-2"
      })
  void hidesThePatientAndKeepsTheRest(String text, String masked) {
    assertEquals(masked, new Mask(REPORT).apply(text));
  }

  @Test
  void keepsEveryPlace() {
    String text = "😀 Anna Müller-Lüdenscheidt 😀 1961-02-03";
    String masked = new Mask(REPORT).apply(text);
    assertEquals(text.codePointCount(0, text.length()), masked.codePointCount(0, masked.length()));
    assertEquals("😀 XXXX XXXXXX-XXXXXXXXXXXX 😀 XXXX-XX-XX", masked);
  }
}
