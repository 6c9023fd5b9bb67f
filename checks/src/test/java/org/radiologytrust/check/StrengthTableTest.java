package org.radiologytrust.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.Strength;
import org.radiologytrust.model.StrengthRow;
import org.radiologytrust.model.Texts;

class StrengthTableTest {
  private static final String FILE = "check/strengths.yaml";

  @TempDir Path folder;

  private StrengthTable table(String yaml, Set<String> ours) throws Exception {
    Files.createDirectories(folder.resolve("check"));
    Files.writeString(folder.resolve(FILE), yaml);
    return new StrengthTable(SiteFiles.in(folder), ours, Set.of("own"));
  }

  private static CheckResult flag(String check) {
    return new CheckResult(
        check,
        Label.NEEDS_REVIEW,
        Evidence.of(new Span(0, 4), "Left lung."),
        Evidence.field("OBR-4", "RIGHT"),
        "Check the side.");
  }

  /** The strength of a check's flag, and why it asks. */
  private static String weighed(StrengthTable table, String check, String modalities) {
    CheckResult result = table.strengthened(flag(check), List.of(modalities.split(" ", -1)));
    return (result.strength().word() + " " + result.why()).strip();
  }

  @ParameterizedTest
  @CsvSource({
    "CT,ask At CT.",
    "MR,quiet",
    "CR,tell",
    "'',tell",
    "CR CT,ask At CT.",
    "MR CT,quiet",
    "PT CR,tell"
  })
  void theRowOfTheKindOfExamHolds(String modalities, String strength) throws Exception {
    StrengthTable table =
        table(
            """
            - {check: age, strength: tell}
            - {check: age, modality: ct, strength: ask, why: At CT.}
            - {check: age, modality: MR, strength: quiet}
            """,
            Set.of("age"));
    assertEquals(strength, weighed(table, "age", modalities));
  }

  @Test
  void aRowForAllKindsHoldsWhereAKindHasNone() throws Exception {
    StrengthTable table =
        table(
            """
            - {check: age, strength: ask, why: Not measured.}
            - {check: age, modality: CT, strength: tell}
            """,
            Set.of("age"));
    assertEquals("tell", weighed(table, "age", "CT"));
    assertEquals("ask Not measured.", weighed(table, "age", "CR"));
    assertEquals("ask Not measured.", weighed(table, "age", "CT CR"));
  }

  @Test
  void aCheckOfOnesOwnTellsWithoutARow() throws Exception {
    StrengthTable none = table("- {check: age, strength: tell}", Set.of("age"));
    assertEquals("tell", weighed(none, "own", "CT"));
    StrengthTable some =
        table(
            """
            - {check: age, strength: tell}
            - {check: own, modality: CT, strength: ask, why: Our own.}
            """,
            Set.of("age"));
    assertEquals("ask Our own.", weighed(some, "own", "CT"));
    assertEquals("tell", weighed(some, "own", "MR"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [{check: age, strength: tell}, {check: agee, strength: tell}]           | : row 2: there is no check agee
          [{check: age, strength: loud}]                                          | ': row 1: age is loud, not tell, ask or quiet'
          [{check: age, strength: ask}]                                           | ': row 1: age needs a why if it asks, and only then'
          [{check: age, strength: ask, why: ' '}]                                 | ': row 1: age needs a why if it asks, and only then'
          [{check: age, strength: tell, why: So.}]                                | ': row 1: age needs a why if it asks, and only then'
          [{check: age, strength: tell}, {check: age, strength: quiet}]           | : row 2: age has this row already
          [{check: age, strength: tell, modality: X-ray}]                         | : row 1: X-ray is no DICOM modality such as CT
          [{check: age, strength: tell, modality: CT}]                            | ': a row without modality is missing for age, size, such as {check: age, strength: tell}'
          [{check: age, strength: tell}]                                          | ': a row without modality is missing for size, such as {check: size, strength: tell}'
          [{check: age}]                                                          | ' line 1: 0/strength is missing'
          """)
  void aTableThatIsNotValidIsRefused(String yaml, String message) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> table(yaml, Set.of("age", "size")));
    assertEquals(FILE + message, e.getMessage());
  }

  @Test
  void aRowOfPeopleWinsOverTheFileForItsKindAlone() throws Exception {
    StrengthTable file =
        table(
            """
            - {check: age, strength: tell}
            - {check: age, modality: CT, strength: quiet}
            """,
            Set.of("age"));
    StrengthTable changed =
        file.with(
            List.of(
                new StrengthRow("age", "CT", Strength.TELL, ""),
                new StrengthRow("age", "MR", Strength.ASK, "Right 9 of 38."),
                new StrengthRow("own", "", Strength.QUIET, ""),
                new StrengthRow("of-a-later-version", "", Strength.QUIET, "")));
    assertEquals("tell", weighed(changed, "age", "CT"));
    assertEquals("ask Right 9 of 38.", weighed(changed, "age", "MR"));
    assertEquals("tell", weighed(changed, "age", "US"));
    assertEquals("quiet", weighed(changed, "own", "US"));
    assertEquals("quiet", weighed(file, "age", "CT"), "the table before is as it was");
  }

  @Test
  void theHashCoversFileAndRowsInAnyOrder() throws Exception {
    String yaml = "- {check: age, strength: tell}\n";
    StrengthTable file = table(yaml, Set.of("age"));
    StrengthRow quiet = new StrengthRow("age", "CT", Strength.QUIET, "");
    StrengthRow asks = new StrengthRow("age", "", Strength.ASK, "It's wrong: \n often.");
    String hash = file.with(List.of(quiet, asks)).sha256();
    assertEquals(hash, file.with(List.of(asks, quiet)).sha256());
    assertEquals(file.sha256(), file.with(List.of()).sha256());
    Set<String> all =
        Set.of(
            hash,
            file.sha256(),
            file.with(List.of(quiet)).sha256(),
            file.with(List.of(asks)).sha256(),
            table(yaml + "# other\n", Set.of("age")).with(List.of(quiet, asks)).sha256());
    assertEquals(5, all.size());
  }

  @Test
  void whatIsExportedIsReadAsTheSameRows() throws Exception {
    List<StrengthRow> rows =
        List.of(
            new StrengthRow("age", "", Strength.ASK, "It's \"wrong\": {often} # \\n."),
            new StrengthRow("age", "CT", Strength.TELL, ""),
            new StrengthRow("own", "NO", Strength.QUIET, ""));
    StrengthTable read = table(StrengthRow.yaml(rows), Set.of("age"));
    assertEquals(rows, read.rows());
  }

  @Test
  void theHashIsThatOfTheFile() throws Exception {
    String yaml = "- {check: age, strength: tell}\n";
    assertEquals(Texts.sha256(yaml), table(yaml, Set.of("age")).sha256());
  }

  /** The first law of the shipped table: these never only ask. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "side-order",
        "modality-order",
        "age",
        "sex-word",
        "sex-organ",
        "side-within",
        "side-findings-impression"
      })
  void sideSexAgeAndModalityAlwaysTell(String check) {
    assertTrue(StrengthRow.alwaysTells(check));
    Set<String> ids = Set.copyOf(new Checks(SiteFiles.shipped()).ids());
    assertTrue(ids.contains(check));
    StrengthTable shipped = new StrengthTable(SiteFiles.shipped(), ids, Set.of());
    for (String modality :
        List.of("", "CR", "CT", "DX", "MG", "MR", "NM", "PT", "RF", "US", "XA")) {
      assertEquals(
          Strength.TELL, shipped.strengthened(flag(check), List.of(modality)).strength(), modality);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "followup-no-interval",
        "recommendation-no-modality",
        "doubled-word",
        "overconfident",
        "denied"
      })
  void wordingAndDenialsAskAtFirst(String check) {
    Set<String> ids = Set.copyOf(new Checks(SiteFiles.shipped()).ids());
    StrengthTable shipped = new StrengthTable(SiteFiles.shipped(), ids, Set.of());
    assertEquals(Strength.ASK, shipped.strengthened(flag(check), List.of("")).strength());
  }
}
