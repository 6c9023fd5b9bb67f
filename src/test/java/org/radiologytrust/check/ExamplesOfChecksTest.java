package org.radiologytrust.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.hl7.Hl7Reports;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.CheckStrength;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.StrengthRow;
import org.radiologytrust.model.Weight;
import org.radiologytrust.project.MadeParts;
import org.radiologytrust.text.sections.Segmenter;

/**
 * docs/checks.md has a section, figures and an example for each check, and each example is flagged
 * by it.
 */
class ExamplesOfChecksTest {
  private static final Path PAGE = Path.of("docs/checks.md");
  private static final Path WORDS = Path.of("checks/src/main/resources/words/en");
  private static final Path EXAMPLES = Path.of("docs/examples");
  private static final Checks CHECKS = new Checks(SiteFiles.shipped());

  /** Fewer flags that were read say nothing. */
  private static final int FEW = 5;

  /** Others build on these, so they ask from the start. */
  private static final Pattern ASK_FIRST =
      Pattern.compile("place-findings-impression|exam-within|volume|(earlier|category)-.*");

  static List<String> ids() {
    return CHECKS.ids();
  }

  @Test
  void thePageIsMadeFromWhatTheChecksKnow() throws IOException {
    ChecksDocument document = new ChecksDocument();
    assertEquals(ids(), document.texts().stream().map(ChecksDocument.Text::check).toList());
    Map<String, CheckResult> examples = new TreeMap<>();
    for (String id : ids()) {
      examples.put(id, example(id).get(0));
    }
    MadeParts.check(
        PAGE,
        Map.of(
            "table",
            document.table(examples),
            "quiet",
            document.quiet(),
            "sections",
            document.sections(examples)));
  }

  /** The second law of the shipped table: who asks was read, and nothing heavy is quiet. */
  @Test
  void aCheckThatDoesNotTellIsQuietUntilItsFlagsWereRead() throws IOException {
    ChecksDocument document = new ChecksDocument();
    Map<String, List<Set<String>>> read = ChecksDocument.read();
    for (StrengthRow row : document.strengths()) {
      String check = row.check();
      boolean heavy = Set.of(Weight.CRITICAL, Weight.SIDE).contains(example(check).get(0).weight());
      boolean asksFirst = heavy || ASK_FIRST.matcher(check).matches();
      boolean few = read.getOrDefault(check, List.of()).size() < FEW;
      if (row.strength() == CheckStrength.ASK) {
        assertTrue(!few || asksFirst, check);
      } else if (!ChecksDocument.shown(row)) {
        assertTrue(few && !asksFirst, check);
        assertFalse(row.why().isEmpty(), check);
      }
    }
  }

  @Test
  void theFilesOfWordsAreThere() throws IOException {
    for (ChecksDocument.Text text : new ChecksDocument().texts()) {
      for (String name : text.words()) {
        Path file = WORDS.resolve(name.endsWith("/") ? name : name + ".yaml");
        assertTrue(Files.exists(file), text.check() + ": " + file);
      }
    }
  }

  @Test
  void everyCheckHasFigures() throws IOException {
    Set<String> measured = new TreeSet<>(ChecksDocument.found().keySet());
    measured.remove("all");
    assertEquals(new TreeSet<>(ids()), measured);
  }

  @Test
  void everyCheckHasAnExample() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      Set<String> examples =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.endsWith(".dcm"))
              .map(name -> name.replaceAll("\\..*", ""))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(new TreeSet<>(ids()), examples);
    }
  }

  @Test
  void theDocumentsSayHowManyChecksThereAre() throws IOException {
    String one = "[" + ids().size() + "](docs/checks.md)";
    assertTrue(Files.readString(Path.of("README.md")).contains(one), one);
    String other = " " + ids().size() + " checks, no model";
    assertTrue(Files.readString(Path.of("checks/README.md")).contains(other), other);
  }

  /** Ids of earlier versions are in it, too, since old audits are published again. */
  @Test
  void everyCheckHasACodeInFhir() throws IOException {
    JsonNode codes =
        new ObjectMapper()
            .readTree(Path.of("fhir-profiles/profiles/CodeSystem-rtl-check.json").toFile());
    JsonNode concepts = codes.get("concept");
    assertEquals(concepts.size(), codes.get("count").asInt());
    List<String> active = new ArrayList<>();
    for (JsonNode concept : concepts) {
      assertFalse(concept.get("definition").asText().isBlank());
      if (!concept.has("property")) {
        active.add(concept.get("code").asText());
      }
    }
    List<String> flagging = new ArrayList<>(ids());
    flagging.add(CheckResult.MODEL);
    assertEquals(flagging, active);
  }

  @ParameterizedTest
  @MethodSource("ids")
  void exampleIsFlaggedByItsCheckAndNoOther(String id) throws IOException {
    List<CheckResult> results = example(id);
    assertFalse(results.isEmpty());
    assertTrue(results.stream().allMatch(r -> r.check().equals(id)), results::toString);
  }

  private static List<CheckResult> example(String id) throws IOException {
    Path message = EXAMPLES.resolve(id + ".hl7");
    return CHECKS.check(Files.exists(message) ? read(message) : text(id)).checks();
  }

  private static Audit read(Path message) throws IOException {
    Inbox.Disposition read =
        new Hl7Reports("main", ZoneOffset.UTC, "UNICODE UTF-8", Map.of(), SiteFiles.shipped())
            .disposition(Files.readAllBytes(message));
    Report report = ((Inbox.Parsed) read).first();
    return new Segmenter(SiteFiles.shipped())
        .segment(Audit.of(new UUID(0, 1), report).started(Instant.EPOCH).build());
  }

  private static Audit text(String id) throws IOException {
    CaseBuilder example = new CaseBuilder().text(Files.readString(EXAMPLES.resolve(id + ".txt")));
    Path earlier = EXAMPLES.resolve(id + ".earlier-2026-03-04.txt");
    if (Files.exists(earlier)) {
      String procedure = "CT CHEST ABDOMEN";
      example
          .procedure(procedure)
          .studied("2026-06-15")
          .earlier("2026-03-04", procedure, Files.readString(earlier));
    }
    if (id.endsWith("-images")) {
      // the tags of docs/examples/knee-left.dcm
      example.image("DX", "KNEE", "", "L");
    }
    return example.build();
  }
}
