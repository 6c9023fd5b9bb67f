package org.radiologytrust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What docker-compose.yml promises, whatever services are added to it. */
class ComposeTest {
  private static final Path FILE = Path.of("docker-compose.yml");
  private static final Pattern DEFAULT = Pattern.compile("\\$\\{(RTL_[A-Z_]+)(:-([^}]*))?}");
  private static final Pattern SECRET = Pattern.compile("(?i)password|secret|token");

  private final Map<String, Map<String, Object>> services = services();

  @SuppressWarnings("unchecked") // a compose file is maps of maps
  private static Map<String, Map<String, Object>> services() {
    try {
      Map<String, Object> all =
          new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(FILE));
      return (Map<String, Map<String, Object>>) all.get("services");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<?> list(Map<String, Object> service, String key) {
    return (List<?>) service.getOrDefault(key, List.of());
  }

  /** A service that is started once and ends. */
  private static boolean job(Map<String, Object> service) {
    return "no".equals(service.get("restart"));
  }

  @Test
  void everyImageIsPinned() {
    assertFalse(services.isEmpty());
    services.forEach(
        (name, service) -> {
          String image = String.valueOf(service.get("image"));
          assertTrue(
              image.matches("[a-z0-9./-]+:\\d[\\w.-]*(@sha256:[0-9a-f]{64})?"), name + " " + image);
        });
  }

  @Test
  void everyPublishedPortIsOnLoopback() {
    services.forEach(
        (name, service) ->
            list(service, "ports")
                .forEach(
                    port -> assertTrue(("" + port).startsWith("127.0.0.1:"), name + " " + port)));
  }

  @Test
  void everyServiceThatStaysHasAHealthCheck() {
    services.forEach(
        (name, service) -> assertTrue(job(service) || service.containsKey("healthcheck"), name));
  }

  @Test
  void aJobReachesTheModelServerAndNothingElse() {
    assertEquals(List.of("model"), list(services.get("models"), "networks"));
  }

  @Test
  void eachProfileHasOneModelServerAndTheJob() {
    for (String profile : List.of("cpu", "gpu")) {
      assertEquals(
          2, services.values().stream().filter(s -> list(s, "profiles").contains(profile)).count());
    }
    assertTrue(services.get("ollama-gpu").get("deploy").toString().contains("driver=nvidia"));
  }

  @Test
  void defaultsAreThoseOfTheSettings() throws IOException {
    Settings settings = Settings.load(null, Map.of(), Map.of());
    Map<String, String> defaults =
        settings.forRoutes().entrySet().stream()
            .collect(
                Collectors.toMap(
                    e -> e.getKey().toUpperCase(java.util.Locale.ROOT).replaceAll("[.-]", "_"),
                    Map.Entry::getValue));
    Matcher used = DEFAULT.matcher(Files.readString(FILE));
    int found = 0;
    while (used.find()) {
      assertEquals(defaults.get(used.group(1)), used.group(3), used.group(1));
      found++;
    }
    assertTrue(found >= 4, "found " + found);
  }

  @Test
  void noPasswordIsWrittenDown() throws IOException {
    for (String line : Files.readAllLines(FILE)) {
      String setting = line.strip();
      if (!setting.startsWith("#") && SECRET.matcher(setting).find()) {
        assertTrue(setting.matches(".*:\\s*\"?\\$\\{RTL_[A-Z_]+(:\\?[^}]*)?}\"?"), setting);
      }
    }
  }
}
