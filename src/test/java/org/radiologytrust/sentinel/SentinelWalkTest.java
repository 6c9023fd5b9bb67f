package org.radiologytrust.sentinel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.sentinels.SentinelWalk;

/**
 * Walks over every table, sink, list, page, figure and statement that could show a sentinel: each
 * has a row in {@code sentinels/walk.txt} that says why it does not. A new one fails here until it
 * has one. That the tables hold is shown by {@code SentinelsContract}.
 */
@Tag("safety")
class SentinelWalkTest {
  private static final Path MAIN = Path.of("src/main/java/org/radiologytrust");
  private static final SentinelWalk WALK = SentinelWalk.read();

  /** What a pattern's first group finds in the files of a folder. */
  private static Set<String> found(Path folder, String ending, String pattern) throws IOException {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(ending)).toList()) {
        Matcher m = Pattern.compile(pattern, Pattern.MULTILINE).matcher(Files.readString(file));
        while (m.find()) {
          found.add(m.group(1));
        }
      }
    }
    return found;
  }

  @Test
  void everyTableHasARow() throws IOException {
    Set<String> tables =
        found(Path.of("src/main/resources/db"), ".sql", "create table (?:if not exists )?(\\w+)");
    assertTrue(tables.size() > 50, tables::toString);
    tables.add("flyway_schema_history");
    assertEquals(tables, WALK.names("table"));
  }

  @Test
  void everySinkHasARow() throws IOException {
    Set<String> sinks = found(Path.of("routes"), ".yaml", "^ +sink: (\\S+)$");
    assertTrue(sinks.size() >= 5, sinks::toString);
    assertEquals(sinks, WALK.names("sink"));
  }

  @Test
  void everyPageHasARow() throws IOException {
    Set<String> pages =
        found(MAIN.resolve("page"), ".java", "\\.(?:get|poll|post|postFrom)\\(\\s*\"(/[^\"]*)\"");
    assertTrue(pages.size() > 20, pages::toString);
    assertEquals(pages, WALK.names("page"));
  }

  @Test
  void everyListOfOperatorsHasARow() throws IOException {
    Set<String> lists =
        found(MAIN.resolve("operate"), ".java", "ApiEndpoint\\.(?:get|post)\\(\\s*\"([^\"]*)\"");
    assertTrue(lists.size() > 15, lists::toString);
    assertEquals(lists, WALK.names("list"));
  }

  @Test
  void everyMetricHasARow() throws IOException {
    Set<String> metrics = found(Path.of("docs"), "metrics.md", "^\\| `(rtl_[a-z_]+)");
    assertTrue(metrics.size() > 50, metrics::toString);
    assertEquals(metrics, WALK.names("metric"));
  }

  /** Who reads the two tables in which a sentinel is while its run lasts. */
  @Test
  void everyReaderOfReportsAndRunsHasARow() throws IOException {
    Set<String> readers = new TreeSet<>();
    Pattern reads = Pattern.compile("\\b(?:from|join|update) (?:report_version|job)\\b");
    try (Stream<Path> files = Files.walk(MAIN)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        if (reads.matcher(Files.readString(file)).find()) {
          readers.add(file.getFileName().toString().replace(".java", ""));
        }
      }
    }
    assertTrue(readers.size() > 30, readers::toString);
    assertEquals(readers, WALK.names("reader"));
  }
}
