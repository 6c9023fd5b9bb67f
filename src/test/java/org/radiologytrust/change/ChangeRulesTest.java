package org.radiologytrust.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.launch.RtlRun;

/** The rule of docs/recipes/tips-velocity.yaml, tried on reports in files before it is loaded. */
@Tag("integration")
class ChangeRulesTest {
  private static final Path RECIPE = Path.of("docs/recipes/tips-velocity.yaml");

  @TempDir Path folder;

  @BeforeEach
  void copy() throws IOException {
    write("site/rules/tips-velocity.yaml", Files.readString(RECIPE));
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private Path duplex(String accession, String findings) throws IOException {
    return write(
        accession + ".hl7",
        """
        MSH|^~\\&|RIS|NORD|RTL|RTL|20260401093000||ORU^R01^ORU_R01|M%1$s|P|2.5.1
        PID|1||P1^^^NORD^MR||Phantom^Petra||19610203|F
        OBR|1|P%1$s|%1$s|USDUP^US LIVER DUPLEX^L|||20260401||||||||||||||||||US|F
        OBX|1|TX|USDUP^US LIVER DUPLEX^L||FINDINGS: %2$s||||||F
        """
            .formatted(accession, findings)
            .replace('\n', '\r'));
  }

  private RtlRun rehearsed(Path... reports) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "rehearse",
                "--strengths",
                folder.resolve("site").toString(),
                "--out",
                folder.resolve("out").toString()));
    List.of(reports).forEach(report -> words.add(report.toString()));
    return RtlRun.at(folder.resolve("home"), 1, words.toArray(String[]::new));
  }

  @Test
  void itsFlagsAreShownBeforeItIsLoaded() throws Exception {
    write("site/check/strengths.yaml", "- {check: overconfident, strength: tell}\n");
    RtlRun run =
        rehearsed(
            duplex("A1", "The TIPS is patent."),
            duplex("A2", "The TIPS is patent, with a velocity of 130 cm/s."),
            write("one.txt", "FINDINGS: Definitely clear lungs."));
    assertEquals(0, run.code(), run.err());
    assertTrue(
        run.out()
            .startsWith("3 reports checked again: 1 flags gained, 0 lost, 1 with another strength"),
        run.out());
    JsonNode flags =
        new ObjectMapper().readTree(folder.resolve("out/rehearsal.json").toFile()).path("flags");
    assertEquals("site-tips-velocity", flags.at("/0/check").asText());
    assertEquals("A1", flags.at("/0/accession").asText());
    assertEquals("overconfident", flags.at("/1/check").asText());
    assertEquals("one.txt", flags.at("/1/reportId").asText());
    assertTrue(Files.readString(folder.resolve("out/rehearsal.html")).contains("one.txt"));
  }

  @Test
  void aCaseThatFailsIsNamedAndNothingIsTried() throws Exception {
    write(
        "site/rules/tips-velocity.yaml",
        Files.readString(RECIPE).replace("Normal direction", "Velocity"));
    RtlRun run = rehearsed(duplex("A1", "The TIPS is patent."));
    assertEquals(1, run.code());
    assertTrue(run.err().contains("tips-velocity.yaml line "), run.err());
    assertFalse(Files.exists(folder.resolve("out")));
  }

  @Test
  void aRuleOfTheSiteThatIsRefusedIsNamed() throws Exception {
    write("site/rules/broken.yaml", "says: 1\n");
    RtlRun run =
        RtlRun.at(
            folder.resolve("home"),
            1,
            "rehearse",
            "--out",
            folder.resolve("out").toString(),
            duplex("A1", "The TIPS is patent.").toString(),
            "-Drtl.files=" + folder.resolve("site"));
    assertEquals(0, run.code(), run.err());
    assertTrue(run.err().contains("not in force: rules/broken.yaml"), run.err());
    assertTrue(run.out().contains("site-tips-velocity"), run.out());
  }

  @Test
  void aFileThatIsNoReportIsNamed() throws Exception {
    for (Path wrong : List.of(folder.resolve("none.txt"), write("empty.txt", " \n"))) {
      RtlRun run = rehearsed(wrong);
      assertEquals(1, run.code());
      assertTrue(run.err().contains(wrong.getFileName().toString()), run.err());
    }
  }
}
