package org.radiologytrust.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.radiologytrust.process.ProductVersion;
import org.radiologytrust.settings.Settings;

/** What the Helm chart says about the product. {@code ./test chart} renders it. */
class HelmChartTest {
  private static final Path CHART = Path.of("deploy/helm");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Pattern SETTING = Pattern.compile("\\(list \"(rtl\\.[a-z.-]+)\"");

  private static String template(String name) throws IOException {
    return Files.readString(CHART.resolve("templates").resolve(name));
  }

  private static JsonNode yaml(String name) throws IOException {
    return YAML.readTree(CHART.resolve(name).toFile());
  }

  @Test
  void itStartsThisVersion() throws IOException {
    assertEquals(ProductVersion.CURRENT, yaml("Chart.yaml").path("appVersion").asText());
  }

  @Test
  void itsSettingsAreThoseOfTheProduct() throws IOException {
    Set<String> known = Settings.load(null, Map.of(), Map.of()).forRoutes().keySet();
    Set<String> used =
        SETTING
            .matcher(template("_helpers.tpl"))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(used.size() > 15, used::toString);
    for (String values : List.of("least", "full")) {
      yaml("ci/" + values + "-values.yaml")
          .path("settings")
          .fieldNames()
          .forEachRemaining(used::add);
    }
    used.removeAll(known);
    assertEquals(Set.of(), used);
  }

  @Test
  void itsDefaultsAreThoseOfTheProduct() throws IOException {
    Map<String, String> defaults = Settings.load(null, Map.of(), Map.of()).forRoutes();
    JsonNode values = yaml("values.yaml");
    Map<String, String> same =
        Map.of(
            "/site", "rtl.site",
            "/models/wire", "rtl.model.wire",
            "/models/base", "rtl.model.base",
            "/models/lora", "rtl.model.lora",
            "/models/slots", "rtl.model.slots",
            "/kafka/group", "rtl.kafka.group",
            "/service/hl7/port", "rtl.mllp.port",
            "/service/http/port", "rtl.http.port");
    same.forEach(
        (value, setting) -> assertEquals(defaults.get(setting), values.at(value).asText(), value));
  }

  @Test
  void itsSchemaKnowsEachValue() throws IOException {
    JsonNode schema = new ObjectMapper().readTree(CHART.resolve("values.schema.json").toFile());
    Set<String> values = new TreeSet<>();
    yaml("values.yaml").fieldNames().forEachRemaining(values::add);
    Set<String> known = new TreeSet<>();
    schema.path("properties").fieldNames().forEachRemaining(known::add);
    known.remove("global"); // Helm's own
    assertEquals(values, known);
  }

  @Test
  void noServiceOfTheClusterBecomesASetting() throws IOException {
    // Kubernetes would set RTL_HL7_PORT, and an unknown RTL_ variable stops the start
    assertTrue(template("deployment.yaml").contains("enableServiceLinks: false\n"));
  }

  @Test
  void aNodeIsRestartedAndGetsMessagesForTheRightReasons() throws IOException {
    String pod = template("deployment.yaml");
    assertTrue(
        Pattern.compile("livenessProbe:\\s+httpGet:\\s+path: /observe/health/live\n")
            .matcher(pod)
            .find());
    assertTrue(
        Pattern.compile("readinessProbe:\\s+httpGet:\\s+path: /observe/health/intake\n")
            .matcher(pod)
            .find());
    assertFalse(pod.contains("path: /observe/health/ready"));
  }

  @Test
  void itRunsAsTheImagesUserWithItsWritablePlaces() throws IOException {
    String image = Files.readString(Path.of("Dockerfile"));
    String pod = template("deployment.yaml");
    assertTrue(image.contains("USER 10001:10001"));
    assertTrue(pod.contains("runAsUser: 10001") && pod.contains("runAsGroup: 10001"));
    assertTrue(image.contains("VOLUME /var/lib/rtl"));
    assertTrue(pod.contains("mountPath: /var/lib/rtl") && pod.contains("mountPath: /tmp"));
    assertTrue(image.contains("EXPOSE 2575 8080 8081"));
    for (int port : List.of(2575, 8080, 8081)) {
      assertTrue(pod.contains("containerPort: " + port), "" + port);
    }
  }
}
