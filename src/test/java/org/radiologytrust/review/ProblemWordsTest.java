package org.radiologytrust.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.check.CheckSettings;
import org.radiologytrust.check.Checks;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.page.PageAudits;

class ProblemWordsTest {
  private static final String MASS =
      "There is a 3 cm hypodense mass in the pancreatic head with upstream dilatation of the main"
          + " pancreatic duct and of the common bile duct, which was not seen before.";
  private static final String TEXT =
      "FINDINGS: " + MASS + " 6 mm nodule.\nIMPRESSION: 6 cm nodule in the right knee.";

  @TempDir Path folder;
  private final ProblemWords words = new ProblemWords(SiteFiles.shipped());

  private static PageAudits audit() {
    return new PageAudits(TEXT)
        .claim(Section.FINDINGS, MASS, Label.SUPPORTED, "seen")
        .claim(Section.FINDINGS, "6 mm nodule.", Label.SUPPORTED, "seen")
        .claim(Section.IMPRESSION, "6 cm nodule in the right knee.", Label.SUPPORTED, "seen");
  }

  private String said(PageAudits of) {
    Audit audit = of.audit();
    return words.of(audit, Problems.of(audit).get(0));
  }

  private String said(String check, String first, Evidence second) {
    return said(audit().check(check, Label.NEEDS_REVIEW, first, second, "It differs: look at it."));
  }

  @Test
  void theQuotedWordsStandFirstAndAreCutBetweenWords() {
    String said = said("finding-left-out", "3 cm hypodense mass", audit().words("6 mm nodule"));
    assertEquals(
        "“There is a 3 cm hypodense mass in the pancreatic head with upstream dilatation of the"
            + " main …” is not in the impression.",
        said);
  }

  @Test
  void bothPlacesAreNamedByTheirSections() {
    assertEquals(
        "“6 cm nodule in the right knee” in the impression, “6 mm nodule” in the findings: one is wrong.",
        said("size", "6 cm", audit().words("6 mm")));
  }

  @Test
  void fieldsAreSaidAsPeopleSayThem() {
    assertEquals(
        "“6 cm nodule in the right knee”: the order is for “XR KNEE LEFT”.",
        said("side-order", "right knee", Evidence.field("OBR-4", "XR KNEE LEFT")));
    assertEquals(
        "“6 cm nodule in the right knee”: the images are marked left.",
        said("side-images", "right knee", Evidence.field("Laterality (0020,0060)", "L")));
    assertEquals(
        "“6 cm nodule in the right knee”: the patient is recorded as female.",
        said("sex-word", "right knee", Evidence.field("PID-8", "F")));
    for (String day : List.of("1966-01-15", "19660115", "19660115103000+0100")) {
      assertEquals(
          "“6 cm nodule in the right knee”: the patient was born on 15 Jan 1966.",
          said("age", "right knee", Evidence.field("PID-7", day)));
    }
    assertEquals(
        "“6 cm nodule in the right knee”: it differs.",
        said("modality-order", "right", audit().words("6 mm")));
  }

  @Test
  void aSitesOwnCheckIsToldByItsAction() {
    assertEquals(
        "“6 cm nodule in the right knee”. It differs: look at it.",
        said("own-check", "right knee", Evidence.field("OBR-4", "x")));
  }

  @Test
  void quotationMarksOfTheReportDoNotEndTheQuote() {
    String text = "IMPRESSION: So-called “right” knee.";
    PageAudits audit =
        new PageAudits(text)
            .check(
                "sex-word",
                Label.NEEDS_REVIEW,
                "So-called “right” knee",
                Evidence.field("PID-8", "F"),
                "Look.");
    String said = said(audit);
    assertEquals("“So-called ‘right’ knee”: the patient is recorded as female.", said);
    assertEquals(
        List.of(
            new ProblemWords.Piece("So-called ‘right’ knee", true),
            new ProblemWords.Piece(": the patient is recorded as female.", false)),
        ProblemWords.pieces(said));
  }

  @Test
  void everyKindOfProblemHasASentence() throws IOException {
    String file =
        Files.readString(Path.of("checks/src/main/resources/words/en/sentences-of-flags.yaml"));
    Stream.concat(
            new Checks(SiteFiles.shipped(), CheckSettings.ALL_ON).ids().stream(),
            Stream.of(Problem.MODEL, "model-uncertain", Problem.BLANK_PROBE, Problem.OMISSION))
        .forEach(kind -> assertTrue(file.contains("\n" + kind + ": ["), kind));
  }

  @Test
  void whatQuotesTwoPlacesSaysWhatIsWrong() throws IOException {
    String file =
        Files.readString(Path.of("checks/src/main/resources/words/en/sentences-of-flags.yaml"));
    List<String> pairs =
        Pattern.compile("'([^']*\\{other}[^']*)'")
            .matcher(file)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertTrue(pairs.size() > 10, pairs.toString());
    pairs.forEach(pair -> assertTrue(pair.contains(": "), pair));
  }

  @Test
  void aSentenceThatNamesNothingIsRefused() throws IOException {
    Path file =
        Files.createDirectories(folder.resolve("words/en")).resolve("sentences-of-flags.yaml");
    for (String wrong : List.of("'{quot} differs.'", "'{quote} differs'")) {
      Files.writeString(file, "age: [" + wrong + "]");
      String message =
          assertThrows(IllegalArgumentException.class, () -> new ProblemWords(SiteFiles.in(folder)))
              .getMessage();
      assertTrue(message.contains("age"), message);
    }
  }

  @Test
  void namesAreTheSameHoweverTheyAreWritten() {
    for (String name :
        List.of(
            "Anna Müller",
            "MÜLLER, ANNA",
            "Dr. med. Anna Muller",
            "müller^anna",
            "Prof. Müller, Anna")) {
      assertTrue(PersonName.same("Müller, Anna", name), name);
    }
    for (String name : List.of("Anna", "Anna Maria Müller", "Dr.", "")) {
      assertFalse(PersonName.same("Müller, Anna", name), name);
    }
    assertFalse(PersonName.same("Dr.", "Prof."), "a title is nobody");
  }
}
