package org.radiologytrust.check;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.CheckStrength;
import org.radiologytrust.model.StrengthRow;

/** Makes the table and the sections of docs/checks.md from what the checks and their data know. */
final class ChecksDocument {
  private static final Path TEXTS = Path.of("docs/checks.yaml");
  private static final Path FIGURES = Path.of("docs/check-figures.csv");
  private static final Path CODES = Path.of("fhir-profiles/profiles/CodeSystem-rtl-check.json");
  private static final List<Path> READERS =
      List.of(Path.of("lab/verdicts/reader-1.csv"), Path.of("lab/verdicts/reader-2.csv"));
  private static final List<String> REPORTS = List.of("chest", "transcribed");

  private final SiteFiles files = SiteFiles.shipped();
  private final List<Text> texts;
  private final Map<String, String> titles;
  private final Map<String, String> definitions = new HashMap<>();
  private final List<StrengthRow> strengths = new Checks(files).strengths().rows();

  /** What docs/checks.yaml says of a check. */
  record Text(String check, String finds, String needs, String silent, List<String> words) {}

  ChecksDocument() throws IOException {
    texts =
        new ObjectMapper(new YAMLFactory())
            .readValue(TEXTS.toFile(), new TypeReference<List<Text>>() {});
    titles = files.words("titles.yaml", new TypeReference<Map<String, String>>() {});
    for (JsonNode code : new ObjectMapper().readTree(CODES.toFile()).get("concept")) {
      definitions.put(code.get("code").asText(), code.get("definition").asText());
    }
  }

  List<Text> texts() {
    return texts;
  }

  /** Of each check the rows of check-figures.csv: found of the seeded errors, in percent. */
  static Map<String, List<String>> found() throws IOException {
    return Files.readAllLines(FIGURES).stream()
        .skip(1)
        .map(line -> line.split(",", -1))
        .filter(row -> REPORTS.stream().anyMatch(row[1]::startsWith))
        .collect(
            Collectors.groupingBy(
                row -> row[0], Collectors.mapping(row -> row[2], Collectors.toList())));
  }

  /**
   * @param examples the flag of each check on its example
   */
  String table(Map<String, CheckResult> examples) throws IOException {
    StringBuilder table =
        new StringBuilder("| check | about | label | strength | weight | found, % |\n");
    table.append("|---|---|---|---|---|---|\n");
    Map<String, List<String>> found = found();
    for (Text text : texts) {
      String check = text.check();
      CheckResult example = examples.get(check);
      table.append(
          "| [`%s`](#%s) | %s | %s | %s | %s | %s |\n"
              .formatted(
                  check,
                  check,
                  titles.get(check),
                  lower(example.label()),
                  strengths(check),
                  lower(example.weight()),
                  String.join(", ", found.get(check))));
    }
    return table.toString();
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** As in the shipped table: "ask; CR: tell". */
  private String strengths(String check) {
    return strengths.stream()
        .filter(row -> row.check().equals(check))
        .map(row -> (row.forAll() ? "" : row.modality() + ": ") + row.strength().word())
        .collect(Collectors.joining("; "));
  }

  /** The rows of the shipped table, by check. */
  List<StrengthRow> strengths() {
    return strengths;
  }

  /** The checks whose flags nobody is shown, and why. */
  String quiet() throws IOException {
    StringBuilder table = new StringBuilder("| check | strength | read | right | why |\n");
    table.append("|---|---|---|---|---|\n");
    Map<String, List<Set<String>>> read = read();
    for (Text text : texts) {
      for (StrengthRow row : strengths) {
        if (row.check().equals(text.check()) && !shown(row)) {
          List<Set<String>> verdicts = read.getOrDefault(row.check(), List.of());
          table.append(
              "| `%s` | %s | %d | %d | %s |\n"
                  .formatted(
                      row.check(),
                      strengths(row.check()),
                      verdicts.size(),
                      verdicts.stream().filter(Set.of("right")::equals).count(),
                      row.why()));
        }
      }
    }
    return table.toString();
  }

  static boolean shown(StrengthRow row) {
    return row.strength() == CheckStrength.TELL || row.strength() == CheckStrength.ASK;
  }

  /** By check, what the readers called each of its flags. */
  static Map<String, List<Set<String>>> read() throws IOException {
    Map<String, Map<String, Set<String>>> flags = new TreeMap<>();
    for (Path reader : READERS) {
      for (String line : Files.readAllLines(reader)) {
        String[] row = line.split(",", -1);
        flags
            .computeIfAbsent(row[1], check -> new TreeMap<>())
            .computeIfAbsent(row[0] + row[2], flag -> new TreeSet<>())
            .add(row[3]);
      }
    }
    Map<String, List<Set<String>>> read = new TreeMap<>();
    flags.forEach((check, verdicts) -> read.put(check, List.copyOf(verdicts.values())));
    return read;
  }

  String sections(Map<String, CheckResult> examples) {
    StringBuilder sections = new StringBuilder();
    for (Text text : texts) {
      CheckResult example = examples.get(text.check());
      sections.append("### `").append(text.check()).append("`\n\n");
      sections.append(definitions.get(text.check()));
      part(sections, "Finds", text.finds());
      part(sections, "Needs", text.needs());
      part(sections, "Silent", text.silent());
      sections.append(
          text.words().stream()
              .map(ChecksDocument::file)
              .collect(Collectors.joining(", ", " **Words**: ", ".\n\n")));
      sections.append(
          "    %s | %s: %s\n\n"
              .formatted(
                  line(example.first().value()),
                  example.second().source(),
                  line(example.second().value())));
    }
    return sections.toString();
  }

  private static String line(String words) {
    return words.strip().replaceAll("\\s+", " ");
  }

  private static void part(StringBuilder section, String name, String sentence) {
    if (sentence != null) {
      section.append(" **").append(name).append("** ").append(sentence);
    }
  }

  /** The name of a file or folder of words/en, as docs/checks.yaml has it, in full. */
  private static String file(String name) {
    return "`" + name + (name.endsWith("/") ? "" : ".yaml") + "`";
  }
}
