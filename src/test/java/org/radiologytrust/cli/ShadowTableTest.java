package org.radiologytrust.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.session.Right;
import picocli.CommandLine;

/**
 * All that could show a flag has a row in the table of shadow mode: whoever adds a role, a page, a
 * door, a route, a sink, a call of the operator's API, a command or a metric says there what it
 * shows.
 */
@Tag("safety")
class ShadowTableTest {
  private static final Path TABLE = Path.of("src/test/resources/shadow/readers.yaml");
  private static final Set<String> WORDS = Set.of("nothing", "refused", "lead", "clinician");
  private static final Pattern CONSTANT = Pattern.compile("String ([A-Z_]+) = \"(/[^\"]*)\";");
  private static final Pattern PAGE =
      Pattern.compile(
          "router\\s*\\.(?:get|poll|post|upload|open|openForm|foreignForm)\\(\\s*"
              + "(?:\"(/[^\"]*)\"|([A-Z_]+))");

  @TempDir Path folder;

  private static Map<String, Map<String, String>> table() throws IOException {
    return new ObjectMapper(new YAMLFactory()).readValue(TABLE.toFile(), new TypeReference<>() {});
  }

  private static Set<String> rows(String section) throws IOException {
    return new TreeSet<>(table().get(section).keySet());
  }

  private static Set<String> all(String folder, String ending, String pattern) throws IOException {
    Set<String> found = new TreeSet<>();
    for (Path file : files(folder, ending)) {
      Pattern.compile(pattern, Pattern.MULTILINE)
          .matcher(Files.readString(file))
          .results()
          .forEach(
              r ->
                  found.add(
                      r.groupCount() == 1
                          ? r.group(1)
                          : r.group(1).toUpperCase() + " " + r.group(2)));
    }
    return found;
  }

  private static Collection<Path> files(String folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  @Test
  void eachRowSaysWhatItShows() throws Exception {
    assertEquals(
        Set.of("roles", "pages", "doors", "routes", "sinks", "api", "commands", "metrics"),
        table().keySet());
    for (Map<String, String> section : table().values()) {
      assertTrue(WORDS.containsAll(section.values()), section::toString);
    }
  }

  @Test
  void eachRoleHasARowAndOneAloneSeesTheTrial() throws Exception {
    assertEquals(
        Arrays.stream(Role.values()).map(Role::code).collect(Collectors.toCollection(TreeSet::new)),
        rows("roles"));
    for (Role role : Role.values()) {
      assertEquals(
          table().get("roles").get(role.code()).equals("lead"),
          role.has(Right.SEE_TRIAL),
          role::code);
      assertTrue(!role.has(Right.PASS_ON), "a duty is a person's, and no role's: " + role);
    }
  }

  @Test
  void eachPageHasARow() throws Exception {
    Set<String> pages = new TreeSet<>();
    for (Path file : files("src/main/java/org/radiologytrust/page", ".java")) {
      String code = Files.readString(file);
      Map<String, String> constants = new HashMap<>();
      CONSTANT.matcher(code).results().forEach(r -> constants.put(r.group(1), r.group(2)));
      Matcher page = PAGE.matcher(code);
      while (page.find()) {
        String address = page.group(1) == null ? constants.get(page.group(2)) : page.group(1);
        assertTrue(address != null, () -> file + ": name the address of " + page.group());
        pages.add(address);
      }
    }
    assertEquals(pages, rows("pages"));
  }

  @Test
  void eachDoorRouteAndSinkHasARow() throws Exception {
    assertEquals(all("routes", ".yaml", "platform-http:(\\S+)"), rows("doors"));
    assertEquals(all("routes", ".yaml", "^    id: (\\S+)"), rows("routes"));
    assertEquals(all("routes", ".yaml", "^ +sink: (\\S+)"), rows("sinks"));
  }

  /** A sink gets what the outbox has: in shadow mode nothing. */
  @Test
  void whatIsSentComesFromTheOutbox() throws Exception {
    for (Path file : files("routes", ".yaml")) {
      String[] parts = Files.readString(file).split("(?m)^ +sink: ");
      for (int i = 0; i < parts.length - 1; i++) {
        assertTrue(
            parts[i].matches("(?s).*uri: journal:outbox\\s+parameters:\\s+"), file.toString());
      }
    }
  }

  @Test
  void eachCallOfTheApiHasARow() throws Exception {
    assertEquals(
        all(
            "src/main/java/org/radiologytrust/operate",
            ".java",
            "ApiEndpoint\\.(get|post)\\(\\s*\"([^\"]+)\""),
        rows("api"));
  }

  @Tag("integration")
  @Test
  void eachCommandHasARow() throws Exception {
    assertEquals(new TreeSet<>(Rtl.line().getSubcommands().keySet()), rows("commands"));
  }

  @Test
  void eachMetricHasARow() throws Exception {
    assertEquals(all("docs", "metrics.md", "\\b(rtl_[a-z_]+)"), rows("metrics"));
  }

  @Tag("integration")
  @ParameterizedTest
  @ValueSource(strings = {"audit", "batch", "check"})
  void aCommandThatWouldShowFlagsIsRefused(String command) throws Exception {
    assertEquals("refused", table().get("commands").get(command));
    Path cases = Files.createDirectory(folder.resolve("cases"));
    Path report = Files.writeString(cases.resolve("report.txt"), "Tension pneumothorax.");
    List<String> args =
        switch (command) {
          case "audit" -> List.of(command, "--report", report.toString());
          case "batch" ->
              List.of(command, cases.toString(), "--out", folder.resolve("out").toString());
          default -> List.of(command, report.toString());
        };
    assertRefused(args, "rtl " + command);
  }

  @Tag("integration")
  @ParameterizedTest
  @ValueSource(strings = {"--checks", "--out"})
  void anExplanationThatWouldShowFlagsIsRefused(String option) throws Exception {
    Path report = Files.writeString(folder.resolve("report.txt"), "Tension pneumothorax.");
    assertRefused(List.of("explain", report.toString(), option), "rtl explain " + option);
  }

  private void assertRefused(List<String> args, String command) {
    PrintStream err = System.err;
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
    int code;
    try {
      code =
          Rtl.run(
              Stream.concat(
                      args.stream(),
                      Stream.of(
                          "-Drtl.home=" + folder.resolve("home"),
                          "-Drtl.features=mllp,fhir,page,model,pilot",
                          "-Drtl.pilot=shadow",
                          "-Drtl.pilot.clinician=meg"))
                  .toArray(String[]::new));
    } finally {
      System.setErr(err);
    }
    assertEquals(1, code, told::toString);
    assertTrue(
        told.toString(StandardCharsets.UTF_8).contains(command + " would show flags"),
        told::toString);
  }

  @Tag("integration")
  @Test
  void commandsThatAreRefusedAreThoseOfTheTable() throws Exception {
    CommandLine line = Rtl.line();
    Set<String> refused =
        table().get("commands").entrySet().stream()
            .filter(row -> row.getValue().equals("refused"))
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of("audit", "batch", "check"), refused);
    assertTrue(line.getSubcommands().keySet().containsAll(refused));
  }
}
