package org.radiologytrust.pipeline.mask;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Author;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Sex;

@Tag("safety")
class NamelessTest {
  private static final NamelessWords WORDS = NamelessWords.load(SiteFiles.shipped());
  private static final LocalDate NEAR = LocalDate.of(2026, 4, 1);

  private static Report report(String family, String radiologist) {
    return Report.of("HOSP", "ACC7712")
        .patient(
            new Patient(
                List.of(new Identifier("", "MRN-12345", "MR")),
                family,
                "Petra",
                LocalDate.of(1961, 2, 3),
                Sex.FEMALE,
                ""))
        .order(new Order("", "", List.of("ACC7712"), List.of(), Coding.NONE, "", "", ""))
        .text("Text.")
        .status(ReportStatus.FINAL)
        .radiologist(radiologist)
        .authors(
            List.of(
                new Author(Author.Role.TRANSCRIBED, Author.Kind.PERSON, "Quill Vane", null, "")))
        .build();
  }

  private static Nameless.Text of(String text, String... others) {
    Report report = report("Phantom", "Dr. Ada Lovelock, MD");
    List<String> all = new ArrayList<>(List.of(others));
    all.add(text);
    return new Nameless(WORDS, report, all, NEAR, 10).of(text);
  }

  private static void assertSure(String masked, Nameless.Text text) {
    assertEquals(masked, text.words());
    assertEquals(Set.of(), text.unsure());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mrs. Phantom, Petra PHANTOM, petra's knee|Mrs. XXXXXXX, XXXXX XXXXXXX, XXXXX'X knee",
        "Read by Lovelock and ADA LOVELOCK|Read by XXXXXXXX and XXX XXXXXXXX",
        "Transcribed: Quill Vane|Transcribed: XXXXX XXXX",
        "Discussed with Dr. Jane O'Brien-Smith at 14:05.|Discussed with Dr. XXXX X'XXXXX-XXXXX at 14:05.",
        "told dr smith; the doctor was told|told dr XXXXX; the doctor was told",
        "Referring physician: JANE Q. MILLER|Referring physician: XXXX X. XXXXXX",
        "Signed by John Kowalski, MD|Signed by XXXX XXXXXXXX, XX",
        "Dr. Young; Dr Hall|Dr. XXXXX; Dr XXXX",
        "MRN: 77123, accession ACC7712, room 4b|MRN: XXXXX, accession XXXXXXX, room XX",
        "mail a.b@x.org, www.x.org, 1.2.840.113619|mail X.X@X.XXX, XXX.X.XXX, X.X.XXX.XXXXXX",
        "call 0761 270 38010 or (555) 555-5555|call XXXX XXX XXXXX or (XXX) XXX-XXXX",
        "a 93-year-old, aged 101, 89 years, 95 mm|a 90+-year-old, aged 90+, 89 years, 95 mm",
        "a 1.5 x 2.0 cm mass at L4-5, T12, grade 3/4|a 1.5 x 2.0 cm mass at L4-5, T12, grade 3/4"
      })
  void namesAndNumbersBecomeCrosses(String text, String masked) {
    assertSure(masked, of(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "on 12 March 2026 and 2026-03-22|on 2026-03-02 and 2026-03-12",
        "on 22/03/2026, before 05/06/2025|on 2026-03-12, before 2025-05-26",
        "on 05/06/2025 alone|on XXXX-XX-XX alone",
        "in March 2026, in 2019|in 2026-03, in 2019",
        "born 3 February 1961|born XXXX-XX-XX",
        "on March 12, on the 3rd of April|on XXXXX XX, on the XXX XX XXXXX",
        "compared with CT 3/12|compared with CT X/XX"
      })
  void datesMoveTogether(String text, String masked) {
    assertSure(masked, of(text));
  }

  @Test
  void aNameThatOneTextShowsIsHiddenInAll() {
    assertSure("Template of XXXX was open.", of("Template of Berg was open.", "Told Dr. Berg."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Seen by Berg in the clinic.|Berg",
        "Zarathustra was told.|Zarathustra",
        "SEEN BY BERG|BERG",
        "Compared with films of Springfield.|Springfield",
        "The knee was seen by Hall today.|Hall",
        "Signed by Young|Young",
        "Film AB1234|AB1234"
      })
  void whatMayBeANameIsTold(String line) {
    String[] parts = line.split("\\|");
    assertEquals(Set.of(parts[1]), of(parts[0]).unsure());
  }

  @Test
  void aPatientWhoseNameIsAWordIsNeverGivenAway() {
    Report report = report("Young", "Small");
    String text = "Young was seen. A young patient, small effusion.";
    Nameless.Text masked = new Nameless(WORDS, report, List.of(text), NEAR, 10).of(text);
    assertEquals(Set.of("Young"), masked.unsure());
    String fine = "A young patient with a small effusion.";
    assertSure(fine, new Nameless(WORDS, report, List.of(fine), NEAR, 10).of(fine));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FINDINGS: The Right kidney is normal. Chest Wall: No mass. CT of the ABDOMEN.",
        "LAD and RCA are patent. HU of 35."
      })
  void ordinaryWordsStay(String text) {
    assertSure(text, of(text));
  }

  /** People bear such names, too. */
  @Test
  void aDiseaseNamedAfterAPersonWaits() {
    assertEquals(Set.of("Baker"), of("No Baker's cyst of the left knee.").unsure());
  }
}
