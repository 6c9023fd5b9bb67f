package org.radiologytrust.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
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
import org.radiologytrust.model.Report;
import org.radiologytrust.text.sections.Segmenter;

/**
 * docs/checks.md has a section and an example for each check, and each example is flagged by it.
 */
class ExamplesOfChecksTest {
  private static final Path PAGE = Path.of("docs/checks.md");
  private static final Path EXAMPLES = Path.of("docs/examples");
  private static final Checks CHECKS = new Checks(SiteFiles.shipped());

  static List<String> ids() {
    return CHECKS.ids();
  }

  private static List<String> found(String pattern) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(PAGE))
        .results()
        .map(m -> m.group(1))
        .toList();
  }

  @Test
  void tableAndSectionsAreInTheOrderInWhichTheChecksRun() throws IOException {
    assertEquals(ids(), found("(?m)^[|] \\[`([a-z-]+)`\\]\\(#\\1\\) [|]"));
    assertEquals(ids(), found("(?m)^## `([a-z-]+)`$"));
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

  /** The table of the page has the strengths of the shipped table: "ask; CR, DX: tell". */
  @Test
  void thePageHasTheStrengthOfEachCheck() throws IOException {
    String page = Files.readString(PAGE);
    Map<String, String> strengths = new TreeMap<>();
    Map<String, Map<String, List<String>>> kinds = new TreeMap<>();
    for (Map<String, String> row :
        SiteFiles.shipped()
            .yaml("check/strengths.yaml", new TypeReference<List<Map<String, String>>>() {})) {
      String check = row.get("check");
      if (row.containsKey("modality")) {
        kinds
            .computeIfAbsent(check, id -> new TreeMap<>())
            .computeIfAbsent(row.get("strength"), strength -> new ArrayList<>())
            .add(row.get("modality"));
      } else {
        strengths.put(check, row.get("strength"));
      }
    }
    kinds.forEach(
        (check, all) ->
            all.forEach(
                (strength, modalities) ->
                    strengths.merge(
                        check,
                        "; " + String.join(", ", modalities) + ": " + strength,
                        String::concat)));
    strengths.forEach(
        (check, strength) ->
            assertTrue(
                page.lines()
                    .anyMatch(
                        line ->
                            line.startsWith("| [`" + check + "`]")
                                && line.endsWith(" | " + strength + " |")),
                check + ": " + strength));
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
    Path message = EXAMPLES.resolve(id + ".hl7");
    List<CheckResult> results =
        CHECKS.check(Files.exists(message) ? read(message) : text(id)).checks();
    assertFalse(results.isEmpty());
    assertTrue(results.stream().allMatch(r -> r.check().equals(id)), results::toString);
    String page = Files.readString(PAGE).replaceAll("\\s*>?\\s+", " ");
    assertTrue(page.contains(results.get(0).action()), results.get(0).action());
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
