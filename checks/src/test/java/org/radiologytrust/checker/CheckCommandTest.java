package org.radiologytrust.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.checks.Flag;
import org.radiologytrust.checks.ReportChecker;

class CheckCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TEXT =
      "\uD83D\uDE00 FINDINGS:\r\nLarge left pleural effusion.\r\n\r\nIMPRESSION:\r\nRight pleural"
          + " effusion.\r\n";

  @TempDir Path folder;
  private String file;

  private record Ran(int code, String out, String err) {}

  @BeforeEach
  void write() throws Exception {
    file = Files.writeString(folder.resolve("a report.txt"), TEXT).toString();
  }

  private static Ran run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        CheckCommand.run(
            args,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Ran(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void theTableHasLineAndColumn() {
    Ran ran = run(file);
    assertEquals(3, ran.code);
    assertTrue(ran.out.contains(file + ":5:1: warning: side-findings-impression\n"), ran.out);
    assertTrue(ran.out.contains("    report: Right pleural effusion\n"), ran.out);
    assertTrue(ran.out.contains(file + ": not made: "), ran.out);
  }

  @Test
  void whatIsNotFlaggedEndsWithZeroAndStillSaysWhatWasNotMade() throws Exception {
    String fine =
        Files.writeString(
                folder.resolve("fine.txt"), "FINDINGS: Clear lungs.\nIMPRESSION: Clear lungs.\n")
            .toString();
    Ran ran = run(fine);
    assertEquals(0, ran.code, ran.out);
    assertTrue(ran.out.startsWith(fine + ": not made: side-order"), ran.out);
    assertEquals(3, run(fine, file).code, "one of them is flagged");
  }

  @Test
  void aTextInAnotherLanguageDoesNotEndWithZero() throws Exception {
    String german =
        Files.writeString(folder.resolve("german.txt"), "Tension pneumothorax rechts.\n")
            .toString();
    Ran ran = run("--without", "critical-uncommunicated", german);
    assertEquals(1, ran.code, ran.out);
    assertTrue(ran.out.contains(german + ": not checked (language): "), ran.out);
    assertEquals(3, run(german).code, "a flag that was found stands");
  }

  @Test
  void jsonIsALineForEachFile() throws Exception {
    Ran ran = run("--format", "json", file, file);
    assertEquals(2, ran.out.lines().count());
    JsonNode line = JSON.readTree(ran.out.lines().findFirst().orElseThrow());
    JsonNode place = line.at("/flags/0/place");
    assertEquals(
        "Right pleural effusion",
        TEXT.substring(place.path("start").asInt(), place.path("end").asInt()));
    assertEquals("Right pleural effusion", place.path("value").asText());
    assertTrue(line.path("notMade").size() > 0);
  }

  /** The parts that SARIF 2.1.0 requires, and offsets in the units that it names. */
  @Test
  void sarifNamesPlacesAndWhatWasNotMade() throws Exception {
    Ran ran = run("--format", "sarif", file);
    JsonNode log = JSON.readTree(ran.out);
    assertEquals("2.1.0", log.path("version").asText());
    JsonNode run = log.at("/runs/0");
    assertEquals("utf16CodeUnits", run.path("columnKind").asText());
    assertEquals(53, run.at("/tool/driver/rules").size());
    JsonNode result = run.at("/results/0");
    assertEquals("side-findings-impression", result.path("ruleId").asText());
    assertEquals("warning", result.path("level").asText());
    assertTrue(result.at("/message/text").asText().endsWith("."), result::toString);
    JsonNode region = result.at("/locations/0/physicalLocation/region");
    int from = region.path("charOffset").asInt();
    assertEquals(
        "Right pleural effusion", TEXT.substring(from, from + region.path("charLength").asInt()));
    assertTrue(
        result
            .at("/locations/0/physicalLocation/artifactLocation/uri")
            .asText()
            .endsWith("a%20report.txt"));
    JsonNode invocation = run.at("/invocations/0");
    assertTrue(invocation.path("executionSuccessful").asBoolean());
    assertTrue(
        invocation
            .at("/toolExecutionNotifications/0/message/text")
            .asText()
            .contains("was not made"));
  }

  @Test
  void whatOnlyAsksIsPrintedWithItsReasonAndEndsWithZero() throws Exception {
    String asked =
        Files.writeString(
                folder.resolve("asked.txt"),
                "FINDINGS: Clear lungs.\nIMPRESSION: This is is a cyst.\n")
            .toString();
    String why = "It is about wording, and not about what is true of the patient.";
    Ran table = run(asked);
    assertEquals(0, table.code, table.out);
    assertTrue(table.out.contains(":2:18: ask: doubled-word\n"), table.out);
    assertTrue(table.out.contains("    " + why + "\n"), table.out);
    assertEquals(3, run(asked, file).code, "the other one tells");
    JsonNode flag = JSON.readTree(run("--format", "json", asked).out).at("/flags/0");
    assertEquals("note", flag.path("level").asText());
    assertEquals("ask", flag.path("strength").asText());
    assertEquals(why, flag.path("why").asText());
    JsonNode result = JSON.readTree(run("--format", "sarif", asked).out).at("/runs/0/results/0");
    assertEquals("review", result.path("kind").asText());
    assertEquals("none", result.path("level").asText());
    assertTrue(result.at("/message/text").asText().endsWith(why), result::toString);
  }

  @Test
  void aSitesTableDecides() throws Exception {
    Path own = Files.createDirectories(folder.resolve("own/check")).resolve("strengths.yaml");
    String shipped =
        new String(
            CheckCommandTest.class.getResourceAsStream("/check/strengths.yaml").readAllBytes(),
            StandardCharsets.UTF_8);
    Files.writeString(
        own,
        shipped.replace(
            "{check: template-left, strength: tell}", "{check: template-left, strength: quiet}"));
    String left =
        Files.writeString(folder.resolve("left.txt"), "FINDINGS: [insert findings]\n").toString();
    assertEquals(3, run(left).code);
    Ran ran = run("--words", folder.resolve("own").toString(), left);
    assertEquals(0, ran.code, ran.err);
    for (String format : List.of("table", "json", "sarif")) {
      String out = run("--format", format, "--words", folder.resolve("own").toString(), left).out;
      assertFalse(out.contains("insert findings"), out);
    }
    ReportChecker library = ReportChecker.builder().words(folder.resolve("own")).build();
    assertEquals(
        List.of(Flag.Strength.QUIET),
        library.check(Files.readString(Path.of(left))).flags().stream()
            .map(Flag::strength)
            .toList());
    Files.writeString(own, "- {check: age, strength: tell}");
    assertEquals(3, run("--words", folder.resolve("own").toString(), left).code, "as shipped");
    Files.writeString(own, "- {check: template-left, modality: CT, strength: quiet}");
    Ran refused = run("--words", folder.resolve("own").toString(), file);
    assertEquals(2, refused.code);
    assertTrue(
        refused.err.contains(
            "check/strengths.yaml: a row without site and modality is missing for template-left"),
        refused.err);
  }

  @Test
  void aFlagNamesTheListsThatHaveItsWords() throws Exception {
    String critical =
        Files.writeString(
                folder.resolve("critical.txt"),
                "FINDINGS: Large right pneumothorax.\nIMPRESSION: Large right pneumothorax.\n")
            .toString();
    Ran table = run(critical);
    assertTrue(
        table.out.contains(
            "    words: critical-findings.yaml findings, critical-findings.yaml findings"
                + " pneumothorax with\n"),
        table.out);
    Ran json = run("--format", "json", critical);
    assertTrue(
        json.out.contains(
            "\"lists\":[\"critical-findings.yaml findings\",\"critical-findings.yaml findings"
                + " pneumothorax with\"]"),
        json.out);
    assertFalse(table.out.contains("words: communication"), "it has no word of the flag");
  }

  @Test
  void theOrderIsCompared() throws Exception {
    String knee =
        Files.writeString(folder.resolve("knee.txt"), "EXAM: XR right knee.\nFINDINGS: Normal.")
            .toString();
    assertTrue(run("--procedure", "XR KNEE LEFT", knee).out.contains("side-order"));
  }

  @Test
  void rulesAndHelpAreListed() {
    Ran rules = run("--rules");
    assertEquals(0, rules.code);
    assertEquals(53, rules.out.lines().count());
    assertTrue(run("--help").out.startsWith("Usage: java -jar rtl-checks.jar"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        " | name a file",
        "--formt x | there is no option --formt",
        "--format xml FILE | --format is table, json or sarif, not xml",
        "--format | --format needs a value",
        "FILE.none | FILE.none cannot be read",
        "--without nothing FILE | there is no check nothing",
        "--language xx FILE | there is no folder words/xx",
      })
  void whatIsWrongIsSaidInOneLine(String line, String message) {
    String[] args = line == null ? new String[0] : line.split(" ");
    for (int i = 0; i < args.length; i++) {
      args[i] = args[i].equals("FILE") ? file : args[i];
    }
    Ran ran = run(args);
    assertEquals(2, ran.code);
    assertTrue(ran.err.startsWith("rtl-checks: " + message), ran.err);
    assertEquals(1, ran.err.lines().count());
    assertEquals("", ran.out);
  }

  @Test
  void aTextThatIsNotUtf8IsRefused() throws Exception {
    Path latin = Files.write(folder.resolve("latin.txt"), new byte[] {'a', (byte) 0xe9, 'b'});
    Ran ran = run(latin.toString());
    assertEquals(2, ran.code);
    assertTrue(ran.err.contains("is not text in UTF-8"), ran.err);
  }
}
