package org.radiologytrust.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.CheckStrength;
import org.radiologytrust.model.StrengthRow;
import org.radiologytrust.model.Texts;

class StrengthTableTest {
  private static final String FILE = "check/strengths.yaml";
  private static final Set<String> IDS = Set.copyOf(new Checks(SiteFiles.shipped()).ids());

  @TempDir Path folder;

  private static StrengthTable shipped() {
    return StrengthTable.of(SiteFiles.shipped(), IDS);
  }

  private static StrengthTable table(String yaml) {
    return shipped().read(yaml);
  }

  /** The strength of a check for some kinds of examination, and why it asks. */
  private static String row(StrengthTable table, String check, String site, String modalities) {
    return table
        .row(check, site, List.of(modalities.split(" ", -1)))
        .map(row -> (row.strength().word() + " " + row.why()).strip())
        .orElse("no row");
  }

  @ParameterizedTest
  @CsvSource({
    "HOSP,CT,ask At CT.",
    "HOSP,MR,quiet",
    "HOSP,CR,tell",
    "HOSP,'',tell",
    "HOSP,CR CT,ask At CT.",
    "HOSP,MR CT,quiet",
    "HOSP,PT CR,tell",
    "NORTH,CT,off",
    "NORTH,MR,quiet",
    "NORTH,CR,quiet",
    "NORTH,MR CT,off",
    "SOUTH,MR,tell",
    "SOUTH,CT,tell"
  })
  void theNarrowestRowHoldsAndOfSeveralKindsTheSoftest(
      String site, String modalities, String strength) {
    StrengthTable table =
        table(
            """
            - {check: denied, strength: tell}
            - {check: denied, modality: ct, strength: ask, why: At CT.}
            - {check: denied, modality: MR, strength: quiet}
            - {check: denied, site: NORTH, strength: quiet}
            - {check: denied, site: NORTH, modality: CT, strength: off}
            - {check: denied, site: SOUTH, strength: tell}
            """);
    assertEquals(strength, row(table, "denied", site, modalities));
  }

  @Test
  void aCheckThatTheSitesTableDoesNotNameIsAsShipped() {
    StrengthTable table = table("- {check: size, strength: quiet}\n");
    assertEquals("quiet", row(table, "size", "HOSP", "CT"));
    assertEquals(
        row(shipped(), "denied", "HOSP", "CT"), row(table, "denied", "HOSP", "CT"), "as shipped");
    assertEquals("no row", row(table, "own", "HOSP", "CT"));
    assertEquals(shipped().rows(), table("").rows());
    assertEquals(shipped().sha256(), table("\n").sha256());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [{check: denied, strength: tell}, {check: deniedd, strength: tell}]        | ': there is no check deniedd'
          [{check: denied, strength: loud}]                                          | ': row 1: denied is loud, not tell, ask, quiet or off'
          [{check: denied, strength: ask}]                                           | ': row 1: denied needs a why, since it asks'
          [{check: denied, strength: ask, why: ' '}]                                 | ': row 1: denied needs a why, since it asks'
          [{check: denied, strength: tell, why: So.}]                                | ': row 1: denied tells, so it has no why'
          [{check: denied, strength: tell}, {check: denied, strength: quiet}]        | ': row 2: denied has this row already'
          [{check: size, strength: tell}, {check: size, site: A, strength: tell}, {check: size, site: A, strength: off}] | ': row 3: size has this row already'
          [{check: denied, strength: tell, modality: X-ray}]                         | ': row 1: X-ray is no DICOM modality such as CT'
          [{check: denied, strength: tell, modality: CT}]                            | ': a row without site and modality is missing for denied, such as {check: denied, strength: tell}'
          [{check: denied, strength: tell, site: A}]                                 | ': a row without site and modality is missing for denied, such as {check: denied, strength: tell}'
          [{check: denied}]                                                          | ' line 1: 0/strength is missing'
          [{check: denied, strength: tell, exam: CT}]                                | ' line 1: 0/exam there is no such key'
          """)
  void aTableThatIsNotValidIsRefused(String yaml, String message) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> table(yaml), message);
    assertEquals(FILE + message, e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "quiet,''",
    "off,''",
    "ask,', why: So.'",
    "quiet,', modality: MG'",
    "off,', site: NORTH'",
    "quiet,', site: NORTH, modality: CT'"
  })
  @Tag("safety")
  void aRowThatSoftensWhatAlwaysTellsIsRefused(String strength, String more) throws Exception {
    Set<String> always = IDS.stream().filter(StrengthRow::alwaysTells).collect(Collectors.toSet());
    assertEquals(7, always.size());
    for (String check : always) {
      String yaml =
          "- {check: denied, strength: quiet}\n- {check: %s, strength: %s%s}"
              .formatted(check, strength, more);
      String message =
          FILE
              + ": row 2: "
              + check
              + " always tells: side, sex, age and modality are never"
              + " softened";
      assertEquals(
          message, assertThrows(IllegalArgumentException.class, () -> table(yaml)).getMessage());
      // of the journal, whoever wrote it there
      assertEquals(
          message,
          assertThrows(IllegalArgumentException.class, () -> shipped().loaded(yaml)).getMessage());
      // and of the folder
      Files.createDirectories(folder.resolve("check"));
      Files.writeString(folder.resolve(FILE), yaml);
      assertEquals(
          message,
          assertThrows(IllegalArgumentException.class, () -> new Checks(SiteFiles.in(folder)))
              .getMessage());
    }
  }

  @Test
  void aRowOfAnotherVersionsCheckIsLeftAlone() {
    StrengthTable table = shipped().loaded("- {check: of-a-later-version, strength: quiet}\n");
    assertEquals("quiet", row(table, "of-a-later-version", "HOSP", "CT"));
    assertEquals(row(shipped(), "size", "HOSP", "CT"), row(table, "size", "HOSP", "CT"));
  }

  @Test
  void rowsReplaceThoseOfTheSamePlaceAlone() {
    StrengthTable before =
        table(
            """
            # our own
            - {check: denied, strength: tell}
            - {check: denied, modality: CT, strength: quiet}
            - {check: unit, strength: 'off'}
            """);
    String changed =
        before.yamlWith(
            List.of(
                new StrengthRow("denied", "", "CT", CheckStrength.TELL, ""),
                new StrengthRow("denied", "", "MR", CheckStrength.ASK, "Right 9 of 38."),
                new StrengthRow("size", "", "US", CheckStrength.QUIET, ""),
                new StrengthRow("own", "", "US", CheckStrength.QUIET, "")));
    assertEquals(
        """
        - {check: denied, strength: tell}
        - {check: denied, modality: CT, strength: tell}
        - {check: denied, modality: MR, strength: ask, why: 'Right 9 of 38.'}
        - {check: own, strength: tell}
        - {check: own, modality: US, strength: quiet}
        - {check: size, strength: tell}
        - {check: size, modality: US, strength: quiet}
        - {check: unit, strength: off}
        """,
        changed);
    StrengthTable after = shipped().loaded(changed);
    assertEquals("off", row(after, "unit", "HOSP", "CT"));
    assertEquals("tell", row(after, "denied", "HOSP", "CT"));
    assertEquals("quiet", row(before, "denied", "HOSP", "CT"), "the table before is as it was");
  }

  @Test
  void whatIsWrittenIsReadAsTheSameRows() {
    List<StrengthRow> rows =
        List.of(
            new StrengthRow("denied", "", "", CheckStrength.ASK, "It's \"wrong\": {often} # \\n."),
            new StrengthRow("denied", "", "CT", CheckStrength.TELL, ""),
            new StrengthRow("denied", "NO: {it's}", "", CheckStrength.OFF, ""),
            new StrengthRow("denied", "off", "MR", CheckStrength.QUIET, "Nobody reads it."));
    List<StrengthRow> read =
        table(StrengthRow.yaml(rows)).rows().stream()
            .filter(row -> row.check().equals("denied"))
            .toList();
    assertEquals(rows, read);
  }

  @Test
  void theHashIsThatOfTheFile() throws Exception {
    String yaml = "- {check: denied, strength: tell}\n";
    assertEquals(Texts.sha256(yaml), table(yaml).sha256());
    assertEquals(Texts.sha256(SiteFiles.shipped().text(FILE)), shipped().sha256());
    assertNotEquals(table(yaml).sha256(), table(yaml + "# other\n").sha256());
    Files.createDirectories(folder.resolve("check"));
    Files.writeString(folder.resolve(FILE), yaml);
    assertEquals(
        Texts.sha256(yaml), new Checks(SiteFiles.in(folder)).strengths().sha256(), "own file");
  }

  @Test
  void eachCheckHasAShippedRowForAll() {
    assertEquals(
        IDS,
        shipped().rows().stream()
            .filter(StrengthRow::forAll)
            .map(StrengthRow::check)
            .collect(Collectors.toSet()));
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
    assertTrue(IDS.contains(check));
    for (String modality :
        List.of("", "CR", "CT", "DX", "MG", "MR", "NM", "PT", "RF", "US", "XA")) {
      assertEquals("tell", row(shipped(), check, "HOSP", modality), modality);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"followup-no-interval", "recommendation-no-modality", "doubled-word"})
  void wordingAsksAtFirst(String check) {
    assertTrue(row(shipped(), check, "HOSP", "CT").startsWith("ask "));
  }
}
