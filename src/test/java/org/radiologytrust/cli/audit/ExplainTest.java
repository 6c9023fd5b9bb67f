package org.radiologytrust.cli.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.radiologytrust.check.Checks;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.Explanation;
import org.radiologytrust.ingest.ExplanationView;
import org.radiologytrust.launch.RtlRun;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Report;
import org.radiologytrust.settings.Settings;
import org.radiologytrust.text.mentions.ReportReader;
import org.radiologytrust.text.sections.Segmenter;

/**
 * Messages of facilities with mappings, in {@code corpus/sites/NAME}: the mapping, the messages and
 * what {@code rtl explain --values} prints.
 */
class ExplainTest {
  private static final Path CORPUS = Path.of("src/test/resources/corpus/sites");

  static Stream<Path> messages() throws IOException {
    try (Stream<Path> all = Files.walk(CORPUS)) {
      return all.filter(file -> file.toString().endsWith(".hl7")).sorted().toList().stream();
    }
  }

  private static List<Explanation> explain(Path file, SiteFiles files) throws IOException {
    Settings settings =
        Settings.load(null, Map.of(), Map.of("rtl.zone", "UTC", "rtl.model.wire", "none"));
    return new ReportFile(file.toString(), Files.readAllBytes(file))
        .explain(MessageReaders.of(settings, files));
  }

  private static String lines(Path file, boolean values) throws IOException {
    return explain(file, SiteFiles.in(file.resolveSibling("files"))).stream()
        .flatMap(e -> new ExplanationView(e, values).lines().stream())
        .collect(Collectors.joining("\n", "", "\n"));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void explainsAMessageOfTheCorpus(Path message) throws IOException {
    Path golden = message.resolveSibling(message.getFileName().toString().replace(".hl7", ".txt"));
    assertEquals(Files.readString(golden), lines(message, true));
  }

  /** Values are the patient's data. */
  @Test
  @Tag("safety")
  void withoutTheOptionThereAreNoValues() throws IOException {
    String shown = lines(CORPUS.resolve("north/signed.hl7"), false);
    for (String value : List.of("4711", "Testcase", "N-1001", "Beispiel", "Normal", "1.2.840.5")) {
      assertFalse(shown.contains(value), value + " in " + shown);
    }
    assertTrue(shown.contains("accession number  [sites/north.yaml:8]"), shown);
  }

  /** The audit of a message as {@code rtl explain --out} prints it. */
  @Test
  @Tag("integration")
  void theAuditAsAMessageHasThePatientOfTheReport(@TempDir Path home) {
    RtlRun run =
        RtlRun.at(
            home,
            1,
            "explain",
            CORPUS.resolve("north/signed.hl7").toString(),
            "--out",
            "-Drtl.files=" + CORPUS.resolve("north/files").toAbsolutePath());
    assertEquals(0, run.code(), run.err());
    List<String> lines = run.out().lines().toList();
    assertTrue(lines.get(0).startsWith("MSH|^~\\&|RTL|"), run.out());
    assertTrue(lines.get(1).startsWith("PID|"), run.out());
    assertTrue(lines.get(1).contains("4711"), run.out());
    assertTrue(lines.get(2).startsWith("OBR|1||"), run.out());
    assertTrue(lines.get(3).startsWith("OBX|1|TX|RTL-NOTICE^"), run.out());
  }

  private static ChecksExplanation checks(boolean values) {
    SiteFiles files = SiteFiles.shipped();
    String text =
        "FINDINGS: Large tension pneumothorax on the right. No pleural effusion.\n"
            + "IMPRESSION: Right pneumothorax.";
    Report report = ReportFile.text("file", text, "north");
    Audit audit = new Segmenter(files).segment(Audit.of(new UUID(0, 1), report).build());
    return new ChecksExplanation(audit, new Checks(files), new ReportReader(files), values);
  }

  /** Words of the report are the patient's data. */
  @Test
  @Tag("safety")
  void theChecksAreExplainedWithoutWordsOfTheReport() {
    String shown = String.join("\n", checks(false).lines());
    String json = checks(false).json(new ObjectMapper()).toString();
    for (String word : List.of("pneumothorax", "effusion", "tension")) {
      assertFalse(shown.contains(word), word + " in " + shown);
      assertFalse(json.contains(word), word + " in " + json);
    }
    assertTrue(shown.contains("critical-uncommunicated  flags: 1"), shown);
    assertTrue(shown.contains("  critical-findings.yaml findings: sentences 1, 3"), shown);
    assertTrue(shown.contains("side-images  silent: the case has no images"), shown);
  }

  @Test
  void theChecksAreExplainedWithTheWordsThatTheyFound() {
    String shown = String.join("\n", checks(true).lines());
    assertTrue(
        shown.contains("   2  FINDINGS  No pleural effusion.\n        effusion: pleura, denied\n"),
        shown);
    assertTrue(
        shown.contains("  critical-findings.yaml findings: \"tension pneumothorax\" (1)"), shown);
    JsonNode first = checks(true).json(new ObjectMapper()).path("checks").path(0);
    assertEquals("side-order", first.path("check").asText());
    assertEquals("the case has no procedure in the order", first.path("silent").asText());
  }

  @Test
  void asJson() throws IOException {
    Path file = CORPUS.resolve("north/signed.hl7");
    Explanation explanation = explain(file, SiteFiles.in(file.resolveSibling("files"))).get(0);
    JsonNode all = new ExplanationView(explanation, true).json(new ObjectMapper());
    assertEquals("NORTH", all.path("site").asText());
    assertEquals("parsed", all.path("outcome").asText());
    assertEquals("final", all.path("reports").path(0).path("status").asText());
    JsonNode part = all.path("parts").path(0);
    assertEquals("MSH[1]", part.path("segment").asText());
    assertEquals("NORTH", part.path("value").asText());
    assertTrue(part.path("used").asBoolean());
    JsonNode quiet = new ExplanationView(explanation, false).json(new ObjectMapper());
    assertFalse(quiet.path("parts").path(0).has("value"));
  }

  @ParameterizedTest
  @CsvSource({"DiagnosticReport.status, status final", "DiagnosticReport.performer, signed by a"})
  void explainsFhir(String place, String as) throws IOException {
    String report =
        """
        {"resourceType": "DiagnosticReport", "id": "r1", "status": "final",
         "identifier": [{"type": {"coding": [{"code": "ACSN",
           "system": "http://terminology.hl7.org/CodeSystem/v2-0203"}]}, "value": "A1"}],
         "code": {"text": "XR chest"}, "performer": [{"display": "Dr. A"}],
         "subject": {"identifier": {"value": "4711"}, "display": "Ada"},
         "presentedForm": [{"contentType": "text/plain", "data": "Tm9ybWFsLg=="}]}
        """;
    Settings settings = Settings.load(null, Map.of(), Map.of());
    Explanation explanation =
        new ReportFile("x", report.getBytes(StandardCharsets.UTF_8))
            .explain(MessageReaders.of(settings, SiteFiles.shipped()))
            .get(0);
    assertTrue(
        explanation.parts().stream()
            .anyMatch(p -> p.place().equals(place) && p.as().startsWith(as)),
        explanation.parts().toString());
  }

  @Test
  void aBatchHasAnExplanationForEachMessage() throws IOException {
    String message =
        "MSH|^~\\&|RIS|SOUTH|RTL|RTL|20260301||ORU^R01|%s|P|2.5\rPID|1||1\rOBR|1||F1|CT\r"
            + "OBX|1|TX|R||Normal.||||||F\r";
    String batch =
        "BHS|^~\\&|RIS|SOUTH\r" + message.formatted("1") + message.formatted("2") + "BTS|2\r";
    Settings settings = Settings.load(null, Map.of(), Map.of());
    List<Explanation> all =
        new ReportFile("x", batch.getBytes(StandardCharsets.UTF_8))
            .explain(MessageReaders.of(settings, SiteFiles.shipped()));
    assertEquals(2, all.size());
  }

  @Test
  void aTextIsNoMessage() {
    Settings settings = Settings.load(null, Map.of(), Map.of());
    MessageReaders readers = MessageReaders.of(settings, SiteFiles.shipped());
    ReportFile text = new ReportFile("x.txt", "Normal chest.".getBytes(StandardCharsets.UTF_8));
    assertEquals(
        "x.txt: neither an HL7 message nor a FHIR resource",
        assertThrows(CommandFailure.class, () -> text.explain(readers)).getMessage());
  }

  @Test
  void anUnreadableMessageIsExplainedToo() throws IOException {
    Settings settings = Settings.load(null, Map.of(), Map.of());
    Explanation all =
        new ReportFile("x", "MSH|\r".getBytes(StandardCharsets.UTF_8))
            .explain(MessageReaders.of(settings, SiteFiles.shipped()))
            .get(0);
    String shown = String.join("\n", new ExplanationView(all, false).lines());
    assertTrue(shown.contains("refusal   AR 207 MSH"), shown);
    assertTrue(shown.contains("reason    MSH-2 has no valid encoding characters"), shown);
  }
}
