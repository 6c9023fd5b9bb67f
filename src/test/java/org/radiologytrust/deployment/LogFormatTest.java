package org.radiologytrust.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.launch.Jvm;

/** What a command says where, in each format of the log. */
@Tag("integration")
class LogFormatTest {
  @TempDir Path folder;

  /** An audit of a text: its Bundle, and the log of it. */
  private Path audit(String format, String... settings) throws Exception {
    Path report = Files.writeString(folder.resolve("report.txt"), "No pneumothorax is seen.");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        Jvm.rtl("audit", "--report", report.toString(), "-Drtl.model.wire=none", "-Drtl.zone=UTC");
    builder.command().addAll(List.of(settings));
    builder.environment().put("RTL_LOG_FORMAT", format);
    builder.redirectOutput(folder.resolve("out").toFile()).redirectError(err.toFile());
    assertEquals(0, builder.start().waitFor(), () -> format);
    JsonNode bundle = new ObjectMapper().readTree(Files.readString(folder.resolve("out")));
    assertEquals("Bundle", bundle.path("resourceType").asText(), "the Bundle and nothing else");
    return err;
  }

  @Test
  void textIsLinesForPeople() throws Exception {
    List<String> lines = Files.readAllLines(audit("text"));
    assertTrue(
        lines.stream().anyMatch(l -> l.matches("\\d{4}-\\S+ INFO +\\S+ run \\S+ published.*")),
        lines::toString);
  }

  @Test
  void logStepsOfASitesRoutesAreSeen() throws Exception {
    Path routes = Files.createDirectory(folder.resolve("routes"));
    for (String name : List.of("audit.yaml", "model.yaml")) {
      Files.copy(Path.of("routes", name), routes.resolve(name));
    }
    Path audit = routes.resolve("audit.yaml");
    String steps = "      steps:\n";
    String shipped = Files.readString(audit);
    int first = shipped.indexOf(steps, shipped.indexOf("id: audit")) + steps.length();
    Files.writeString(
        audit,
        shipped.substring(0, first)
            + "        - log:\n            message: step of the site\n"
            + "        - to: log:site?showAll=false&showBody=false&showHeaders=false\n"
            + shipped.substring(first));
    List<String> lines = Files.readAllLines(audit("text", "-Drtl.routes=" + routes));
    assertTrue(
        lines.stream().anyMatch(l -> l.matches("\\S+ INFO +audit step of the site.*")),
        lines::toString);
    assertTrue(lines.stream().anyMatch(l -> l.matches("\\S+ INFO +site .*")), lines::toString);
    List<String> names =
        lines.stream()
            .filter(l -> l.matches("\\d{4}-\\S+ INFO .*"))
            .map(l -> l.split(" +")[2])
            .filter(name -> !name.startsWith("o.r."))
            .distinct()
            .toList();
    assertEquals(List.of("audit", "site"), names, "libraries log warnings only");
  }

  @Test
  void jsonIsAnObjectForEachEventWithItsReportsId() throws Exception {
    // a command tells its progress there too
    List<String> lines =
        Files.readAllLines(audit("json")).stream().filter(l -> l.startsWith("{")).toList();
    assertFalse(lines.isEmpty());
    boolean published = false;
    for (String line : lines) {
      JsonNode event = new ObjectMapper().readTree(line);
      assertTrue(event.has("level") && event.has("loggerName"), line);
      published |=
          event.path("formattedMessage").asText().contains(" published")
              && !event.at("/mdc/correlationId").asText().isEmpty();
    }
    assertTrue(published, lines::toString);
  }
}
