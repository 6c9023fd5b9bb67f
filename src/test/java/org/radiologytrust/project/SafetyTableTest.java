package org.radiologytrust.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * docs/security.yaml names the proof of each fault. Every proof is a test that exists and has the
 * tag {@code safety}, and every test with that tag is there. The tables of docs/security.md are
 * made of it.
 */
@Tag("safety")
class SafetyTableTest {
  private static final Path DOCUMENT = Path.of("docs/security.md");
  private static final Path TABLE = Path.of("docs/security.yaml");

  private static final int FAMILIES = 36;

  /** Further families that have a row. */
  private static final Set<Integer> FURTHER_FAMILIES =
      Set.of(37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47);

  private static final int PARTS = 52;

  /** What a review found and no other row has. */
  private static final Set<Integer> REVIEWED = Set.of(6, 7, 13, 15, 16, 17, 18, 20, 21, 24);

  /** The tests of the library; those of the product are on the class path. */
  private static final Path LIBRARY_TESTS = Path.of("checks/target/test-classes");

  /** The tests of this project by their simple names. */
  private static Map<String, Class<?>> tests;

  /** The proofs, as {@code Class} or {@code Class.method}, of each row. */
  private static Map<String, Set<String>> rows;

  private static List<Row> table;

  /** A fault, as docs/security.yaml has it. */
  record Row(String id, String fault, String defence, List<String> proof) {
    private String line() {
      String proofs =
          proof.stream()
              .map(p -> "`" + p.split("\\.")[0] + "`")
              .distinct()
              .collect(Collectors.joining(" "));
      return "| " + String.join(" | ", id, fault, defence, proofs) + " |\n";
    }
  }

  @BeforeAll
  static void read() throws Exception {
    assertTrue(Files.isDirectory(LIBRARY_TESTS), "compile " + LIBRARY_TESTS + " first");
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // stays open: it loads what the tests name
    thread.setContextClassLoader(
        new URLClassLoader(new URL[] {LIBRARY_TESTS.toUri().toURL()}, before));
    try {
      tests =
          ReflectionSupport.findAllClassesInPackage(
                  "org.radiologytrust",
                  c -> c.getEnclosingClass() == null,
                  n -> n.matches(".*(Test|Contract)"))
              .stream()
              .collect(Collectors.toMap(Class::getSimpleName, c -> c));
    } finally {
      thread.setContextClassLoader(before);
    }
    table =
        new ObjectMapper(new YAMLFactory())
            .readValue(TABLE.toFile(), new TypeReference<List<Row>>() {});
    rows = new TreeMap<>();
    for (Row row : table) {
      assertEquals(
          null,
          rows.put(row.id, new TreeSet<>(row.proof)),
          "the row " + row.id + " is there twice");
    }
  }

  @Test
  void theDocumentHasTheTable() throws IOException {
    MadeParts.check(
        DOCUMENT, Map.of("families", part("H"), "parts", part("P"), "review", part("R")));
  }

  private static String part(String kind) {
    return "| no. | what happens | what the product does | proof |\n|---|---|---|---|\n"
        + table.stream()
            .filter(row -> row.id.startsWith(kind))
            .map(Row::line)
            .collect(Collectors.joining());
  }

  @Test
  void everyFaultHasARowWithAProof() {
    Set<String> expected =
        Stream.of(
                numbers("H", FAMILIES),
                FURTHER_FAMILIES.stream().map(n -> "H" + n),
                numbers("P", PARTS),
                REVIEWED.stream().map(n -> "R" + n))
            .flatMap(all -> all)
            .collect(Collectors.toSet());
    assertEquals(expected, new HashSet<>(rows.keySet()));
    rows.forEach((number, proofs) -> assertFalse(proofs.isEmpty(), number + " has no proof"));
  }

  private static Stream<String> numbers(String kind, int last) {
    return IntStream.rangeClosed(1, last).mapToObj(n -> kind + n);
  }

  @Test
  void everyProofIsATestWithTheTag() {
    List<String> wrong = new ArrayList<>();
    rows.forEach(
        (number, proofs) ->
            proofs.stream()
                .filter(proof -> !isTagged(proof))
                .forEach(proof -> wrong.add(number + ": " + proof)));
    assertTrue(wrong.isEmpty(), "no test with the tag safety: " + wrong);
  }

  private static boolean isTagged(String proof) {
    String[] parts = proof.split("\\.");
    Class<?> test = tests.get(parts[0]);
    if (test == null) {
      return false;
    }
    if (parts.length == 1) {
      return hasTag(test) || !taggedMethods(test).isEmpty();
    }
    return methods(test).contains(parts[1])
        && (hasTag(test) || taggedMethods(test).contains(parts[1]));
  }

  @Test
  void everyTestWithTheTagIsAProof() {
    Set<String> named =
        rows.values().stream()
            .flatMap(Set::stream)
            .map(proof -> proof.split("\\.")[0])
            .collect(Collectors.toSet());
    Set<String> missing = new TreeSet<>();
    tests.forEach(
        (name, test) -> {
          boolean tagged = hasTag(test) || !taggedMethods(test).isEmpty();
          if (tagged && !named.contains(name)) {
            missing.add(name);
          }
        });
    missing.remove(SafetyTableTest.class.getSimpleName());
    assertEquals(Set.of(), missing, "tests with the tag safety that the table does not name");
  }

  private static boolean hasTag(Class<?> test) {
    return isSafety(test.getAnnotationsByType(Tag.class));
  }

  private static boolean isSafety(Tag[] tags) {
    return Arrays.stream(tags).anyMatch(tag -> tag.value().equals("safety"));
  }

  private static Set<String> methods(Class<?> test) {
    return names(test, m -> AnnotationSupport.isAnnotated(m, Testable.class));
  }

  private static Set<String> taggedMethods(Class<?> test) {
    return names(test, m -> isSafety(m.getAnnotationsByType(Tag.class)));
  }

  private static Set<String> names(Class<?> test, Predicate<Method> which) {
    return ReflectionSupport.findMethods(test, which, HierarchyTraversalMode.TOP_DOWN).stream()
        .map(Method::getName)
        .collect(Collectors.toSet());
  }
}
