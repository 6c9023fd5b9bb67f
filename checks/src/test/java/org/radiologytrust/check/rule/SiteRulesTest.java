package org.radiologytrust.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.check.Checks;
import org.radiologytrust.files.SiteFiles;

class SiteRulesTest {
  /** Ends a rule that nothing but its condition is tried of. */
  private static final String CASES =
      """

      cases:
      - modality: US
        procedure: US LIVER DUPLEX
        born: 1950-03-01
        studied: 2026-05-01
        sex: female
        flagged: ['%s']
        silent: ['%s']
      """;

  @TempDir Path folder;

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve("rules").resolve(name + ".yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Checks checks() {
    return new Checks(SiteFiles.in(folder));
  }

  private String refused(String id) {
    Checks checks = checks();
    assertTrue(!checks.ids().contains(id));
    return checks.refused().getOrDefault(id, "not refused");
  }

  /** Each condition, with a report that it fits and one that it does not. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          sentence: {words: [mesh]} | FINDINGS: The mesh is seen. | FINDINGS: Normal.
          sentence: {words: [mesh]} | FINDINGS: Two meshs. | HISTORY: A mesh.~FINDINGS: Normal.
          sentence: {words: [mesh], section: [history]} | HISTORY: A mesh. | FINDINGS: A mesh.
          sentence: {finding: [effusion]} | FINDINGS: Pleural fluid. | FINDINGS: Opacity.
          sentence: {finding: [effusion], side: left} | FINDINGS: Left effusion. | FINDINGS: Right effusion.
          sentence: {finding: [effusion], side: both} | FINDINGS: Bilateral effusions. | FINDINGS: Left effusion.
          sentence: {finding: [effusion], said: [there]} | FINDINGS: Effusion. | FINDINGS: No effusion.
          sentence: {finding: [effusion], said: [not there]} | FINDINGS: No effusion. | FINDINGS: Effusion.
          sentence: {finding: [effusion], said: [possible]} | FINDINGS: Possible effusion. | FINDINGS: Effusion.
          sentence: {finding: [fracture], said: [earlier]} | FINDINGS: History of fracture. | FINDINGS: Fracture.
          sentence: {words: [mesh], said: [not there]} | FINDINGS: No mesh. | FINDINGS: A mesh.
          sentence: {finding: [nodule], place: [lung]} | FINDINGS: Nodule in the right upper lobe. | FINDINGS: Nodule of the thyroid.
          sentence: {place: [liver]} | FINDINGS: The liver is normal. | FINDINGS: The spleen is normal.
          sentence: {words: [mesh], place: [liver]} | FINDINGS: Mesh at the liver. | FINDINGS: Mesh at the spleen.
          sentence: {finding: [nodule], size: {from: 6}} | FINDINGS: Nodule of 1.2 cm. | FINDINGS: Nodule of 4 mm.
          sentence: {finding: [nodule], size: {from: 6, below: 8}} | FINDINGS: Nodule of 7 x 5 mm. | FINDINGS: Nodule of 8 mm.
          sentence: {words: [mesh], near: [torn]} | FINDINGS: A torn mesh. | FINDINGS: A mesh. A torn ligament.
          sentence: {words: [mesh], near: [torn], within: 2} | FINDINGS: A torn old mesh. | FINDINGS: A torn and also quite old mesh.
          sentence: {words: [mesh], notNear: [old]} | FINDINGS: A mesh. | FINDINGS: An old mesh.
          sentence: {words: [mesh]}\\nwith: {words: [hernia]} | FINDINGS: A mesh. A hernia. | FINDINGS: A mesh.
          sentence: {words: [mesh]}\\nunless: {words: [hernia]} | FINDINGS: A mesh. | FINDINGS: A mesh. No hernia.
          report: {modality: [us]}\\nsentence: {words: [mesh]} | FINDINGS: A mesh. | FINDINGS: Normal.
          report: {procedure: [duplex]}\\nsentence: {words: [mesh]} | FINDINGS: A mesh. | FINDINGS: Normal.
          report: {sex: female}\\nsentence: {words: [mesh]} | FINDINGS: A mesh. | FINDINGS: Normal.
          report: {age: {from: 76, below: 77}}\\nsentence: {words: [mesh]} | FINDINGS: A mesh. | FINDINGS: Normal.
          """)
  void eachConditionFits(String condition, String flagged, String silent) throws IOException {
    write(
        "mesh",
        "says: Look.\n" + condition.replace("\\n", "\n") + CASES.formatted(flagged, silent));
    Checks checks = checks();
    assertEquals("{}", checks.refused().toString());
    assertTrue(checks.ids().contains("site-mesh"));
    // the same rule does not hold the other way round
    write(
        "mesh",
        "says: Look.\n" + condition.replace("\\n", "\n") + CASES.formatted(silent, flagged));
    assertTrue(refused("site-mesh").contains("must flag"), refused("site-mesh"));
  }

  @ParameterizedTest
  @CsvSource({
    "modality: [CT]",
    "procedure: [knee]",
    "sex: male",
    "age: {below: 76}",
    "age: {from: 77}",
  })
  void aReportOfAnotherKindIsNotFlagged(String report) throws IOException {
    String rule = "says: Look.\nreport: {" + report + "}\nsentence: {words: [mesh]}";
    write("mesh", rule + CASES.formatted("FINDINGS: A mesh.", "FINDINGS: Normal."));
    assertEquals(
        "rules/mesh.yaml line 10: cases/0/flagged/0 fails: the rule must flag \"FINDINGS: A mesh.\""
            + " and does not",
        refused("site-mesh"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sentence: {words: []} | line 2: sentence has a list without a word
          sentence: {words: [mesh], wrods: [x]} | line 2: sentence/wrods there is no such key
          sentence: {near: [mesh]} | line 2: sentence needs finding, words or place
          sentence: {finding: [efusion]} | line 2: sentence/finding/0 is not in words/findings.yaml: efusion
          sentence: {place: [livver]} | line 2: sentence/place/0 is not in words/anatomy.yaml: livver
          sentence: {words: [mesh], side: left} | line 2: sentence has a side without finding or place
          sentence: {place: [liver], side: up} | line 2: sentence has a side that is not left, right or both: up
          sentence: {words: [mesh], within: 3} | line 2: sentence needs within from 1 on, beside near or notNear
          sentence: {words: [mesh], section: [end]} | line 2: sentence has no section of a report: end
          sentence: {words: [mesh], said: [gone]} | line 2: sentence/said/0
          sentence: {words: [mesh], size: {from: 3, below: 2}} | line 2: sentence/size holds no value
          report: {sex: any} | line 2: report has a sex that is neither female nor male: any
          unless: {words: [x]} | sentence is missing
          """)
  void whatIsWrongIsNamedWithItsLine(String condition, String said) throws IOException {
    write("mesh", "says: Look.\n" + condition + CASES.formatted("A mesh.", "Normal."));
    String refused = refused("site-mesh");
    assertTrue(refused.startsWith("rules/mesh.yaml line "), refused);
    assertTrue(refused.contains(said), refused);
  }

  @Test
  void casesOfBothKindsAreNeeded() throws IOException {
    write("mesh", "says: Look.\nsentence: {words: [mesh]}\ncases: [{flagged: [A mesh.]}]");
    assertTrue(refused("site-mesh").contains("needs a case that is flagged, and one"));
    write("mesh", "says: Look.\nsentence: {words: [mesh]}");
    assertTrue(refused("site-mesh").contains("cases is missing"), refused("site-mesh"));
    write("mesh", "[");
    assertTrue(refused("site-mesh").startsWith("rules/mesh.yaml line "), refused("site-mesh"));
    write("Mesh_2", "says: Look.");
    assertTrue(refused("site-Mesh_2").contains("name the file by small letters"));
  }

  @Test
  void aRefusedRuleTakesNoOtherAlong() throws IOException {
    String good = "says: Look.\nsentence: {words: [mesh]}";
    write("good", good + CASES.formatted("A mesh.", "Normal."));
    write("bad", good + CASES.formatted("Normal.", "A mesh."));
    write("broken", "says: {");
    Path strengths = folder.resolve("check/strengths.yaml");
    Files.createDirectories(strengths.getParent());
    Files.writeString(strengths, "- {check: site-bad, strength: ask, why: Not measured.}\n");
    Checks checks = checks();
    assertEquals(List.of("site-bad", "site-broken"), List.copyOf(checks.refused().keySet()));
    assertTrue(checks.ids().contains("site-good"));
    assertEquals(
        new Checks(SiteFiles.shipped()).ids().size() + 1, checks.ids().size(), "all ours run");
  }
}
