package org.radiologytrust.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of a deployment, by the programs that read them. */
@Tag("peers")
class DeploymentTest {
  private static final Path EXAMPLE = Path.of("config/env.example");

  /** Debian does not put it on every user's path. */
  private static final String HAPROXY = "/usr/sbin/haproxy";

  @TempDir Path folder;

  private record Done(int status, String said) {}

  private Done run(String... command) throws IOException, InterruptedException {
    Path said = Files.createTempFile(folder, "said", "");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    // it would stand in for what the file does not have
    builder.environment().keySet().removeIf(name -> name.startsWith("RTL_"));
    Process process = builder.start();
    assertTrue(process.waitFor(2, TimeUnit.MINUTES), () -> String.join(" ", command));
    return new Done(process.exitValue(), Files.readString(said, StandardCharsets.UTF_8));
  }

  private Done compose(Path environment, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("docker-compose", "--env-file", environment.toString()));
    command.addAll(List.of(more));
    return run(command.toArray(String[]::new));
  }

  /** As docs/install.md fills it in. */
  private Path filled() throws Exception {
    String awk =
        Files.readString(Path.of("docs/install.md"))
            .lines()
            .dropWhile(line -> !line.startsWith("    awk "))
            .limit(2)
            .map(line -> line.strip().replaceAll(" *\\\\$", ""))
            .reduce("", (a, b) -> a + " " + b)
            .replaceAll("> \\.env.*", "");
    Done done = run("bash", "-c", awk);
    assertEquals(0, done.status, done.said);
    return Files.writeString(
        folder.resolve("env"), done.said.replace("RTL_ZONE=\n", "RTL_ZONE=Europe/Berlin\n"));
  }

  @Test
  void nothingThatIsNotSetStarts() throws Exception {
    List<String> empty =
        Files.readAllLines(EXAMPLE).stream().filter(l -> l.matches("[A-Z_]+=")).toList();
    List<String> needed =
        empty.stream()
            .map(line -> line.replace("=", ""))
            .filter(
                name ->
                    !List.of("RTL_FHIR_BASE", "RTL_ORU_HOST", "RTL_CALLS_DOCUMENTED")
                        .contains(name))
            .filter(name -> !name.contains("_TLS_"))
            .toList();
    assertTrue(needed.size() >= 5, needed::toString);
    String all = Files.readString(filled());
    for (String name : needed) {
      Path without =
          Files.writeString(
              folder.resolve("without"),
              Pattern.compile("^" + name + "=.*$", Pattern.MULTILINE)
                  .matcher(all)
                  .replaceAll(name + "="));
      Done done = compose(without, "config");
      assertNotEquals(0, done.status, name);
      assertTrue(done.said.contains("set it in .env"), done.said);
    }
  }

  @Test
  void filledInItIsWhole() throws Exception {
    // Debian's Compose shows the services of all profiles
    Done done = compose(filled(), "config");
    assertEquals(0, done.status, done.said);
    JsonNode services = new ObjectMapper(new YAMLFactory()).readTree(done.said).path("services");
    for (String node : List.of("rtl", "rtl-1", "rtl-2", "rtl-3")) {
      JsonNode settings = services.path(node).path("environment");
      assertEquals("Europe/Berlin", settings.path("RTL_ZONE").asText(), node);
    }
    List<String> passwords = new ArrayList<>();
    services.forEach(
        service ->
            service
                .path("environment")
                .properties()
                .forEach(
                    e -> {
                      if (e.getKey().endsWith("PASSWORD")) {
                        passwords.add(e.getValue().asText());
                      }
                    }));
    // four times the product's own; those of Orthanc and of each database are at both ends
    assertEquals(16, passwords.size());
    assertEquals(5, passwords.stream().distinct().count());
    passwords.forEach(p -> assertTrue(p.matches("[0-9a-f]{48}"), "made by openssl"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "RTL_HTTP_TLS_CERTIFICATE=/tls/rtl.pem"})
  void theBalancerTakesItsFile(String tls) throws Exception {
    Done done = run("env", tls.isEmpty() ? "A=" : tls, HAPROXY, "-c", "-f", "config/haproxy.cfg");
    assertEquals(0, done.status, done.said);
  }

  @Test
  void prometheusTakesItsFilesAndAlarmsComeWhenTheyShould() throws Exception {
    for (String file : List.of("config/prometheus.yml", "config/prometheus-cluster.yml")) {
      Done config = run("promtool", "check", "config", file);
      assertEquals(0, config.status, config.said);
      assertTrue(config.said.contains("1 rule files found"), config.said);
    }
    Done rules = run("promtool", "test", "rules", "src/test/resources/monitoring/alerts-test.yml");
    assertEquals(0, rules.status, rules.said);
  }

  @Test
  void whatTheDashboardAsksCanBeAsked() throws Exception {
    List<String> asked =
        new ObjectMapper()
            .readTree(Path.of("config/grafana/dashboards/rtl.json").toFile())
            .findValuesAsText("expr");
    var rules = new ObjectMapper().createArrayNode();
    for (String expression : asked) {
      rules
          .addObject()
          .put("record", "panel:" + rules.size())
          .put("expr", expression.replace("$instance", ".*"));
    }
    var file = new ObjectMapper().createObjectNode();
    file.putArray("groups").addObject().put("name", "panels").set("rules", rules);
    Path written = Files.writeString(folder.resolve("panels.yml"), file.toString());
    Done done = run("promtool", "check", "rules", written.toString());
    assertEquals(0, done.status, done.said);
    assertTrue(done.said.contains(asked.size() + " rules found"), done.said);
  }
}
