package org.radiologytrust.pipeline.mask;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Sex;

@Tag("safety")
class MaskTest {
  private static final NameWords NAMES = NameWords.load(SiteFiles.shipped());
  private static final Report REPORT =
      Report.of("HOSP", "ACC77")
          .patient(patient("Müller-Lüdenscheidt", "Anna M", "MR-12"))
          .order(new Order("PL9", "FI9", List.of("ACC77"), List.of(), Coding.NONE, "", "", ""))
          .text("Text.")
          .status(ReportStatus.FINAL)
          .build();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mrs. MÜLLER-LÜDENSCHEIDT has an effusion.|Mrs. XXXXXX-XXXXXXXXXXXX has an effusion.",
        "anna was seen; Annapolis was not.|XXXX was seen; Annapolis was not.",
        "MR-12 and ACC77, order PL9/FI9|XX-XX and XXXXX, order PL9/FI9",
        "born 3 February 1961 or 02/03/1961|born X XXXXXXXX XXXX or XX/XX/XXXX",
        "born on the 15th of March 1961, in Feb. 1961|born on the XXXX XX XXXXX XXXX, in Feb. 1961",
        "born in February 1961|born in XXXXXXXX XXXX",
        "level 3 markedly, 12 mm; grade 2 may be|level 3 markedly, 12 mm; grade 2 may be",
        "Mrs. Lüdenscheidt, mueller, Müller|Mrs. XXXXXXXXXXXX, mueller, XXXXXX",
        "earlier AB-123456-7 and ZZ1234567|earlier XX-XXXXXX-X and XXXXXXXXX",
        "seen on March 12, 2024 and 2024-03-12|seen on XXXXX XX, XXXX and XXXX-XX-XX",
        "call (555)555-5555 or 555-555-5555|call (XXX)XXX-XXXX or XXX-XXX-XXXX",
        "a 1.5 x 2.0 cm mass at L4-5, T12, 12 mm|a 1.5 x 2.0 cm mass at L4-5, T12, 12 mm",
        "BI-RADS 2, ratio 3/4, grade 1-2|BI-RADS 2, ratio 3/4, grade 1-2"
      })
  void hidesThePatientAndKeepsTheRest(String text, String masked) {
    assertEquals(masked, new Mask(REPORT, NAMES).apply(text));
  }

  @Test
  void keepsEveryPlace() {
    String text = "😀 Anna Müller-Lüdenscheidt 😀 1961-02-03";
    String masked = new Mask(REPORT, NAMES).apply(text);
    assertEquals(text.codePointCount(0, text.length()), masked.codePointCount(0, masked.length()));
    assertEquals("😀 XXXX XXXXXX-XXXXXXXXXXXX 😀 XXXX-XX-XX", masked);
  }

  private static Patient patient(String family, String given, String identifier) {
    return new Patient(
        List.of(new Identifier("", identifier, "MR")),
        family,
        given,
        LocalDate.of(1961, 2, 3),
        Sex.FEMALE,
        "");
  }

  private static String masked(String family, String given, String identifier, String text) {
    Report report =
        Report.of("HOSP", "A1")
            .patient(patient(family, given, identifier))
            .order(
                new Order("ORD-1", "ORD-1-22", List.of("12"), List.of(), Coding.NONE, "", "", ""))
            .text("Text.")
            .status(ReportStatus.FINAL)
            .build();
    return new Mask(report, NAMES).apply(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "No|An|No pneumothorax. An effusion.|No pneumothorax. An effusion.",
        "No|An|NO PNEUMOTHORAX in this patient No effusion|NO PNEUMOTHORAX in this patient No effusion",
        "No|An|An No was seen; Mr. No too; NO, AN|XX XX was seen; Mr. XX too; XX, XX",
        "Left|May|Left lung. MR left knee. May be May Left.|Left lung. MR left knee. May be XXX XXXX.",
        "Young|Mary|Mrs. Young, young patient, patient Young|Mrs. XXXXX, young patient, patient XXXXX",
        "Young|Mary|Mary A. Young and MARY YOUNG; Mary|XXXX X. XXXXX and XXXX XXXXX; XXXX",
        "White|Heart|white matter, Heart size, Heart White|white matter, Heart size, XXXXX XXXXX",
        "Smith-Jones|Al|Mrs. Jones and SMITH and Jones-Smith|Mrs. XXXXX and XXXXX and XXXXX-XXXXX",
        "O'Brien|Al|O\u2019Brien, O'BRIEN, Brien|X\u2019XXXXX, X'XXXXX, XXXXX",
        "M\u00fcller|Al|Mu\u0308ller|XXXXXXX"
      })
  void nameThatIsAWordIsHiddenOnlyAsAName(String family, String given, String text, String told) {
    assertEquals(told, masked(family, given, "ID-1", text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AB-123456-7|ID AB-123456-7.|ID XX-XXXXXX-X.",
        "P77-1|p77-1 at T12, 12 mm of 34|XXX-X at T12, 12 mm of 34",
        "12|a mass of 12 mm|a mass of 12 mm",
        "7|orders ORD-1-22 and ord-1|orders XXX-X-XX and XXX-X",
        "left|the left side|the left side"
      })
  void numbersAreHiddenWholeAndOnlyIfTheyTell(String id, String text, String told) {
    assertEquals(told, masked("Doe", "Jane", id, text));
  }
}
