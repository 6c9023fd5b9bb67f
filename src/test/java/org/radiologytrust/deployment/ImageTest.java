package org.radiologytrust.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.launch.Product;

/** The image of the Dockerfile, as far as that can be seen without Docker. */
class ImageTest {
  private static final Path FILE = Path.of("Dockerfile");
  private static final String INSIDE = "/opt/rtl/";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One instruction. */
  private record Line(String what, String rest) {}

  @TempDir Path folder;
  private final List<Line> all = lines();

  private static List<Line> lines() {
    try {
      return Files.readAllLines(FILE).stream()
          .filter(line -> !line.startsWith("#"))
          .collect(Collectors.joining("\n"))
          .replaceAll("\\\\\n\\s*", " ")
          .lines()
          .filter(line -> !line.isBlank())
          .map(line -> line.split(" ", 2))
          .map(parts -> new Line(parts[0], parts[1].strip()))
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private List<String> of(String what) {
    return all.stream().filter(l -> l.what.equals(what)).map(Line::rest).toList();
  }

  /** Of the last stage, which is the image. */
  private List<String> last(String what) {
    int from = all.lastIndexOf(new Line("FROM", of("FROM").get(of("FROM").size() - 1)));
    return all.subList(from, all.size()).stream()
        .filter(l -> l.what.equals(what))
        .map(Line::rest)
        .toList();
  }

  private List<String> list(String what) throws IOException {
    return JSON.readValue(last(what).get(0), new TypeReference<>() {});
  }

  @Test
  void basesArePinnedAndTheLastRunsJava17() {
    assertEquals(2, of("FROM").size());
    for (String base : of("FROM")) {
      assertTrue(base.matches("[a-z0-9./-]+:\\d+\\.\\d+\\.\\d+[\\w.-]*( AS build)?"), base);
    }
    assertTrue(of("FROM").get(1).matches("eclipse-temurin:17\\..*-jre-.*"), of("FROM").get(1));
  }

  @Test
  void itRunsAsANumberThatIsNotRoot() {
    assertEquals(List.of("10001:10001"), last("USER"));
  }

  @Test
  void whatItIsBuiltFromIsThereAndNotIgnored() throws IOException {
    List<String> ignore = Files.readAllLines(Path.of(".dockerignore"));
    assertTrue(ignore.contains("*"), "all but what is named is left out");
    List<String> named =
        ignore.stream().filter(l -> l.startsWith("!")).map(l -> l.substring(1)).toList();
    for (String name : named) {
      assertTrue(Files.exists(Path.of(name)), name);
    }
    for (String copied : of("COPY")) {
      if (!copied.startsWith("--from=")) {
        String source = copied.split(" ")[0];
        assertTrue(
            named.stream()
                .anyMatch(
                    n ->
                        n.equals(source)
                            || n.startsWith(source + "/")
                            || source.startsWith(n + "/")),
            source);
      }
    }
    // what the build puts beside the classes
    assertTrue(named.contains("config/application.properties"));
    assertTrue(named.contains("config/jolokia-access.xml"));
  }

  /** Maven passes over a folder of resources that is not there. */
  @Test
  void theResourcesOfTheProductAreInTheBuild() throws IOException {
    List<String> copied = of("COPY").stream().map(copy -> copy.split(" ")[0]).toList();
    List<String> needed =
        Pattern.compile("<resource>\\s*<directory>([^<]+)")
            .matcher(Files.readString(Path.of("server.pom.xml")))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertTrue(needed.contains("fhir-profiles/profiles"), needed.toString());
    for (String folder : needed) {
      assertTrue(
          copied.stream().anyMatch(c -> folder.equals(c) || folder.startsWith(c + "/")), folder);
    }
  }

  @Test
  void composeLooksAtItsHealthAsItDoesItself() throws IOException {
    String check = last("HEALTHCHECK").get(0).replaceAll("^.*CMD ", "CMD ");
    List<String> test = new ArrayList<>(List.of("CMD"));
    test.addAll(JSON.readValue(check.substring(4), new TypeReference<List<String>>() {}));
    // a dollar of its own is two in a compose file
    test.replaceAll(word -> word.replace("$", "$$"));
    ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
    assertEquals(
        test,
        yaml.convertValue(
            yaml.readTree(Path.of("docker-compose.yml").toFile()).at("/x-rtl/healthcheck/test"),
            new TypeReference<List<String>>() {}));
    assertTrue(check.contains("://127.0.0.1:8081/observe/health/live"), check);
  }

  /** Its folders and its command, of what was built here; the number of a user is Docker's part. */
  @Test
  @Tag("peers")
  void itsCommandRunsAndWritesIntoItsHomeAlone() throws Exception {
    Path inside = Files.createDirectories(folder.resolve("image"));
    for (String copied : last("COPY")) {
      String[] parts = copied.replaceFirst("^--from=\\S+ /build/", "").split(" ");
      Path to = inside.resolve(parts[1].substring(INSIDE.length()));
      Files.createDirectories(to.getParent());
      // the jar is packed after the tests
      String built = parts[0].equals("target/rtl.jar") ? "target/classes" : parts[0];
      Files.createSymbolicLink(to, Path.of(built).toAbsolutePath());
    }
    Path home = Files.createDirectory(folder.resolve("home"));
    Map<String, String> environment = new HashMap<>();
    for (String pair : last("ENV").get(0).split(" +")) {
      String[] parts = pair.split("=", 2);
      environment.put(parts[0], parts[1].replace("/var/lib/rtl", home.toString()));
    }
    assertEquals(home.toString(), environment.get("RTL_HOME"));
    for (String port : List.of("MLLP", "HTTP", "MANAGEMENT")) {
      environment.put("RTL_" + port + "_PORT", "0");
    }
    environment.putAll(
        Map.of(
            "RTL_MLLP_HOST", "127.0.0.1",
            "RTL_HTTP_HOST", "127.0.0.1",
            "RTL_CALLS_DOCUMENTED", "yes",
            "RTL_MODEL_WIRE", "none",
            "RTL_OPERATOR_PASSWORD", Product.PASSWORD));
    List<String> command = new ArrayList<>(list("ENTRYPOINT"));
    command.replaceAll(word -> word.replace("/opt/rtl", inside.toString()));
    command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(list("CMD"));
    TreeSet<String> before = files(inside);
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    try (BufferedReader out = process.inputReader()) {
      String health = "";
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.strip().startsWith("Health")) {
          health = line.strip().split("\\s+")[1];
        }
        if (line.strip().startsWith("Login")) {
          break;
        }
      }
      assertFalse(health.isEmpty(), "it did not start");
      assertEquals(
          200,
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(health + "/live")).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode());
    } finally {
      process.destroy();
      assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it did not stop when told to");
    }
    assertEquals(before, files(inside));
    assertTrue(Files.exists(home.resolve("journal.db")));
    try (Stream<Path> links = Files.walk(inside)) {
      for (Path link : links.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }

  private static TreeSet<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return files.map(Path::toString).collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
