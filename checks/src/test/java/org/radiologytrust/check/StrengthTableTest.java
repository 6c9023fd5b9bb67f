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
            - {check: denied, strength: tell}
            - {check: denied, modality: ct, strength: ask, why: At CT.}
            - {check: denied, modality: MR, strength: quiet}
            """,
            Set.of("denied"));
    assertEquals(strength, weighed(table, "denied", modalities));
  }

  @Test
  void aRowForAllKindsHoldsWhereAKindHasNone() throws Exception {
    StrengthTable table =
        table(
            """
            - {check: denied, strength: ask, why: Not measured.}
            - {check: denied, modality: CT, strength: tell}
            """,
            Set.of("denied"));
    assertEquals("tell", weighed(table, "denied", "CT"));
    assertEquals("ask Not measured.", weighed(table, "denied", "CR"));
    assertEquals("ask Not measured.", weighed(table, "denied", "CT CR"));
  }

  @Test
  void aCheckOfOnesOwnTellsWithoutARow() throws Exception {
    StrengthTable none = table("- {check: denied, strength: tell}", Set.of("denied"));
    assertEquals("tell", weighed(none, "own", "CT"));
    StrengthTable some =
        table(
            """
            - {check: denied, strength: tell}
            - {check: own, modality: CT, strength: ask, why: Our own.}
            """,
            Set.of("denied"));
    assertEquals("ask Our own.", weighed(some, "own", "CT"));
    assertEquals("tell", weighed(some, "own", "MR"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [{check: denied, strength: tell}, {check: deniedd, strength: tell}]           | : row 2: there is no check deniedd
          [{check: denied, strength: loud}]                                          | ': row 1: denied is loud, not tell, ask or quiet'
          [{check: denied, strength: ask}]                                           | ': row 1: denied needs a why if it asks, and only then'
          [{check: denied, strength: ask, why: ' '}]                                 | ': row 1: denied needs a why if it asks, and only then'
          [{check: denied, strength: tell, why: So.}]                                | ': row 1: denied needs a why if it asks, and only then'
          [{check: denied, strength: tell}, {check: denied, strength: quiet}]           | : row 2: denied has this row already
          [{check: denied, strength: tell, modality: X-ray}]                         | : row 1: X-ray is no DICOM modality such as CT
          [{check: denied, strength: tell, modality: CT}]                            | ': a row without modality is missing for denied, size, such as {check: denied, strength: tell}'
          [{check: denied, strength: tell}]                                          | ': a row without modality is missing for size, such as {check: size, strength: tell}'
          [{check: denied}]                                                          | ' line 1: 0/strength is missing'
          """)
  void aTableThatIsNotValidIsRefused(String yaml, String message) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> table(yaml, Set.of("denied", "size")));
    assertEquals(FILE + message, e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"quiet,''", "ask,', why: So.'", "quiet,', modality: MG'"})
  void aRowThatSoftensWhatAlwaysTellsIsRefused(String strength, String more) {
    String yaml =
        "- {check: denied, strength: quiet}\n- {check: age, strength: " + strength + more + "}";
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> table(yaml, Set.of("denied", "age")));
    assertEquals(
        FILE + ": row 2: age always tells: side, sex, age and modality are never softened",
        e.getMessage());
  }

  @Test
  void aRowOfPeopleWinsOverTheFileForItsKindAlone() throws Exception {
    StrengthTable file =
        table(
            """
            - {check: denied, strength: tell}
            - {check: denied, modality: CT, strength: quiet}
            """,
            Set.of("denied"));
    StrengthTable changed =
        file.with(
            List.of(
                new StrengthRow("denied", "CT", Strength.TELL, ""),
                new StrengthRow("denied", "MR", Strength.ASK, "Right 9 of 38."),
                new StrengthRow("own", "", Strength.QUIET, ""),
                new StrengthRow("of-a-later-version", "", Strength.QUIET, "")));
    assertEquals("tell", weighed(changed, "denied", "CT"));
    assertEquals("ask Right 9 of 38.", weighed(changed, "denied", "MR"));
    assertEquals("tell", weighed(changed, "denied", "US"));
    assertEquals("quiet", weighed(changed, "own", "US"));
    assertEquals("quiet", weighed(file, "denied", "CT"), "the table before is as it was");
  }

  @Test
  void theHashCoversFileAndRowsInAnyOrder() throws Exception {
    String yaml = "- {check: denied, strength: tell}\n";
    StrengthTable file = table(yaml, Set.of("denied"));
    StrengthRow quiet = new StrengthRow("denied", "CT", Strength.QUIET, "");
    StrengthRow asks = new StrengthRow("denied", "", Strength.ASK, "It's wrong: \n often.");
    String hash = file.with(List.of(quiet, asks)).sha256();
    assertEquals(hash, file.with(List.of(asks, quiet)).sha256());
    assertEquals(file.sha256(), file.with(List.of()).sha256());
    Set<String> all =
        Set.of(
            hash,
            file.sha256(),
            file.with(List.of(quiet)).sha256(),
            file.with(List.of(asks)).sha256(),
            table(yaml + "# other\n", Set.of("denied")).with(List.of(quiet, asks)).sha256());
    assertEquals(5, all.size());
  }

  @Test
  void whatIsExportedIsReadAsTheSameRows() throws Exception {
    List<StrengthRow> rows =
        List.of(
            new StrengthRow("denied", "", Strength.ASK, "It's \"wrong\": {often} # \\n."),
            new StrengthRow("denied", "CT", Strength.TELL, ""),
            new StrengthRow("own", "NO", Strength.QUIET, ""));
    StrengthTable read = table(StrengthRow.yaml(rows), Set.of("denied"));
    assertEquals(rows, read.rows());
  }

  @Test
  void theHashIsThatOfTheFile() throws Exception {
    String yaml = "- {check: denied, strength: tell}\n";
    assertEquals(Texts.sha256(yaml), table(yaml, Set.of("denied")).sha256());
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
