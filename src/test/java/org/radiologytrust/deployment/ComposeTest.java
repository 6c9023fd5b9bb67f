package org.radiologytrust.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.radiologytrust.process.ProductVersion;
import org.radiologytrust.settings.Settings;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What docker-compose.yml promises, whatever services are added to it. */
class ComposeTest {
  private static final Path FILE = Path.of("docker-compose.yml");
  private static final Pattern DEFAULT = Pattern.compile("\\$\\{(RTL_[A-Z_]+)(:-([^}]*))?}");
  private static final Pattern SECRET = Pattern.compile("(?i)password|secret|token");
  private static final Path EXAMPLE = Path.of("config/env.example");

  /** A variable with what stands for it where it is not set, or with what is said then. */
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z0-9_]+):([-?+])([^}]*)}");

  private final Map<String, Map<String, Object>> services = part("services");

  @SuppressWarnings("unchecked") // a compose file is maps of maps
  private static Map<String, Map<String, Object>> part(String name) {
    try {
      Map<String, Object> all =
          new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(FILE));
      return (Map<String, Map<String, Object>>) all.get(name);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Names of a service's networks, which are a list or a map. */
  private static Set<String> networks(Map<String, Object> service) {
    Object all = service.get("networks");
    assertNotNull(all, "a service without networks gets one with a way out");
    Stream<?> names =
        all instanceof Map<?, ?> map ? map.keySet().stream() : ((List<?>) all).stream();
    return names.map(String::valueOf).collect(Collectors.toSet());
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
              image.matches("[a-z0-9./-]+:v?\\d[\\w.-]*(@sha256:[0-9a-f]{64})?"),
              name + " " + image);
        });
    for (String ours : List.of("rtl", "rtl-1", "rtl-2", "rtl-3")) {
      assertEquals(
          "radiology-trust-layer:" + ProductVersion.CURRENT, services.get(ours).get("image"), ours);
    }
  }

  @Test
  void everyPublishedPortIsOnLoopbackUnlessTheSiteSaysOtherwise() {
    String loopback = "(127\\.0\\.0\\.1|\\$\\{LISTEN_[A-Z0-9]+:-127\\.0\\.0\\.1}):\\d+:\\d+";
    services.forEach(
        (name, service) ->
            list(service, "ports")
                .forEach(port -> assertTrue(("" + port).matches(loopback), name + " " + port)));
  }

  @Test
  void onlyWhatIsReachedFromOutsideIsOnANetworkThatIsNotInternal() {
    Map<String, Map<String, Object>> networks = part("networks");
    services.forEach(
        (name, service) -> {
          Set<String> open =
              networks(service).stream()
                  .filter(n -> !Boolean.TRUE.equals(networks.get(n).get("internal")))
                  .collect(Collectors.toSet());
          boolean published = service.containsKey("ports");
          boolean pulls = name.startsWith("ollama");
          assertEquals(pulls ? Set.of("outside") : published ? Set.of("front") : Set.of(), open);
        });
    assertTrue(networks.get("front").toString().contains("enable_ip_masquerade=false"));
  }

  @Test
  void whatAsksForNoLoginIsNotPublished() {
    for (String name :
        List.of("fhir", "postgres", "journal", "kafka", "prometheus", "prometheus-cluster")) {
      assertEquals(List.of(), list(services.get(name), "ports"), name);
    }
    assertEquals(Set.of("fhir", "store"), networks(services.get("fhir")));
    assertEquals(Set.of("store"), networks(services.get("postgres")));
    assertEquals(Set.of("journal"), networks(services.get("journal")));
    assertEquals(Set.of("events"), networks(services.get("kafka")));
  }

  @Test
  void aNodeTakesTheSettingsThatItIsGiven() {
    Settings settings = settings("rtl-2");
    assertEquals("rtl-2", settings.text("rtl.node.name"));
    assertEquals("jdbc:postgresql://journal:5432/rtl", settings.text("rtl.journal.url"));
    assertEquals(of("journal", "POSTGRES_USER"), settings.text("rtl.journal.user"));
  }

  @Test
  void theProductTakesTheSettingsThatItIsGiven() {
    Settings settings = settings("rtl");
    assertEquals("http://orthanc:8042", settings.url("rtl.orthanc.url"));
    assertEquals("http://fhir:8080/fhir", settings.url("rtl.fhir.server"));
    assertEquals("kafka:9092", settings.text("rtl.kafka.brokers"));
    assertEquals(of("orthanc", "RTL_ORTHANC_PASSWORD"), of("rtl", "RTL_ORTHANC_PASSWORD"));
  }

  /**
   * What stands for a variable that is not set: a value that it must have, its default, nothing.
   */
  private static String example(String operator, String text) {
    return switch (operator) {
      case "?" -> "Europe/Berlin";
      case "-" -> text;
      default -> "";
    };
  }

  private Settings settings(String service) {
    Map<String, String> environment = new HashMap<>();
    environment(service)
        .forEach(
            (name, value) ->
                environment.put(
                    "" + name,
                    VARIABLE.matcher("" + value).replaceAll(m -> example(m.group(2), m.group(3)))));
    return Settings.load(null, environment, Map.of());
  }

  @Test
  void theNodesDifferInTheirNamesAndInWhatOneOfThemDoesForAll() {
    Map<?, ?> first = environment("rtl-1");
    Map<String, Object> settings = new TreeMap<>();
    first.forEach((name, value) -> settings.put("" + name, value));
    settings.remove("RTL_ORTHANC_LOG");
    for (String node : List.of("rtl-2", "rtl-3")) {
      settings.put("RTL_NODE_NAME", node);
      assertEquals(settings, new TreeMap<>(environment(node)));
      assertEquals(networks(services.get("rtl-1")), networks(services.get(node)));
    }
    Map<String, Object> single = new TreeMap<>();
    environment("rtl").forEach((name, value) -> single.put("" + name, value));
    settings.keySet().removeIf(name -> name.matches("RTL_(JOURNAL|NODE)_.*"));
    single.remove("RTL_ORTHANC_LOG");
    assertEquals(single, settings, "all others are those of a single node");
    assertEquals(
        of("journal", "POSTGRES_PASSWORD"), of("rtl-1", "RTL_JOURNAL_PASSWORD"), "the database's");
  }

  @Test
  void aNodeKeepsNothingAndOnlyTheBalancerIsReachedByOthers() {
    for (String node : List.of("rtl-1", "rtl-2", "rtl-3")) {
      assertTrue(
          list(services.get(node), "tmpfs").stream()
              .anyMatch(folder -> ("" + folder).startsWith("/var/lib/rtl:")),
          node);
      list(services.get(node), "ports")
          .forEach(port -> assertTrue(("" + port).matches("127\\.0\\.0\\.1:\\d+:8081"), node));
    }
    assertEquals(
        list(services.get("rtl"), "ports").subList(0, 2), list(services.get("balancer"), "ports"));
  }

  @Test
  void balancerAndPrometheusKnowEveryNode() throws IOException {
    List<String> nodes =
        services.keySet().stream().filter(name -> name.matches("rtl-\\d+")).sorted().toList();
    String balancer = Files.readString(Path.of("config/haproxy.cfg"));
    String prometheus = Files.readString(Path.of("config/prometheus-cluster.yml"));
    for (String node : nodes) {
      assertTrue(balancer.contains("server " + node + " " + node + ":2575\n"), node);
      assertTrue(balancer.contains("server " + node + " " + node + ":8080\n"), node);
    }
    assertEquals(
        2L * nodes.size(), balancer.lines().filter(l -> l.contains(" server rtl-")).count());
    assertTrue(
        prometheus.contains(
            nodes.stream().map(n -> '"' + n + ":8081\"").collect(Collectors.joining(", "))));
    assertEquals(
        Files.readString(Path.of("config/prometheus.yml")).lines().skip(1).limit(8).toList(),
        prometheus.lines().skip(1).limit(8).toList(),
        "the rest is the same");
  }

  @Test
  void aProfileHasOneOfEachPartAndNoPortTwice() {
    Map<String, Set<String>> differ = new TreeMap<>();
    for (String profile : List.of("single", "cluster")) {
      Set<String> ports = new TreeSet<>();
      services.forEach(
          (name, service) -> {
            List<?> profiles = list(service, "profiles");
            if (profiles.contains(profile)) {
              differ.computeIfAbsent(profile, p -> new TreeSet<>()).add(name);
            }
            if (profiles.contains(profile) || profiles.isEmpty()) {
              list(service, "ports")
                  .forEach(
                      port ->
                          assertTrue(
                              ports.add(("" + port).replaceFirst("^.*?(\\d+:\\d+)$", "$1")),
                              name + " " + port));
            }
          });
    }
    assertEquals(Set.of("rtl", "prometheus"), differ.get("single"));
    assertEquals(
        Set.of("rtl-1", "rtl-2", "rtl-3", "balancer", "journal", "prometheus-cluster"),
        differ.get("cluster"));
  }

  private Map<?, ?> environment(String service) {
    return (Map<?, ?>) services.get(service).get("environment");
  }

  private String of(String service, String variable) {
    return "" + environment(service).get(variable);
  }

  @Test
  void theExampleOfTheEnvironmentNamesEveryVariableAndNoPassword() throws IOException {
    Set<String> used =
        VARIABLE
            .matcher(Files.readString(FILE))
            .results()
            .map(m -> m.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Map<String, String> example = new TreeMap<>();
    for (String line : Files.readAllLines(EXAMPLE)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] parts = line.split("=", 2);
        example.put(parts[0], parts[1]);
      }
    }
    assertEquals("single,cpu", example.remove("COMPOSE_PROFILES"), "read by Compose itself");
    assertEquals(used, example.keySet());
    example.forEach(
        (name, value) -> assertTrue(!SECRET.matcher(name).find() || value.isEmpty(), name));
  }

  @Test
  void everyMountedFileIsThere() {
    services.forEach(
        (name, service) ->
            list(service, "volumes").stream()
                .map(v -> ("" + v).split(":")[0])
                .filter(v -> v.startsWith("."))
                .forEach(v -> assertTrue(Files.exists(Path.of(v)), name + " " + v)));
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
      // this file also starts an image store, a FHIR server and Kafka
      if (!used.group(1).equals("RTL_FEATURES")) {
        assertEquals(defaults.get(used.group(1)), used.group(3), used.group(1));
        found++;
      }
    }
    assertTrue(found >= 4, "found " + found);
  }

  @Test
  void noPasswordIsWrittenDown() throws IOException {
    for (String line : Files.readAllLines(FILE)) {
      String setting = line.strip();
      if (!setting.startsWith("#") && SECRET.matcher(setting).find()) {
        assertTrue(setting.matches(".*:\\s*\"?\\$\\{[A-Z_]+:\\?[^}]+}\"?"), setting);
      }
    }
  }
}
