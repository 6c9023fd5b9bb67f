package org.radiologytrust.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.radiologytrust.feature.FreePorts;

/**
 * How long {@code ./rtl serve} takes to start, against a bare camel-main with the same components
 * on the same class path, in turn; the same without the classes that the launcher keeps ready; and
 * the memory that it holds while nothing comes. Ends with 1 when a target is missed.
 */
public final class StartBench {
  private static final int ROUNDS = 7;
  private static final Duration IDLE = Duration.ofSeconds(30);

  /** What {@code rtl serve} says last. */
  private static final String RUNS = "Login";

  private static final double MOST_TIME = 1.3;
  private static final double MOST_MIB = 400;

  /** What a bare camel-main runs: as many routes as ours, of its own kinds. */
  private static final String ROUTE =
      """
      - route:
          id: r%d
          from:
            uri: direct:r%d
            steps:
              - removeHeaders:
                  pattern: "(?i)camel.*"
      """;

  private final Path folder;

  private StartBench(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] arguments) throws Exception {
    StartBench bench = new StartBench(Files.createTempDirectory("rtl-start"));
    System.exit(bench.run() ? 0 : 1);
  }

  private boolean run() throws Exception {
    Path routes = Files.createDirectory(folder.resolve("routes"));
    for (int i = 0; i < 20; i++) {
      Files.writeString(routes.resolve(i + ".yaml"), ROUTE.formatted(i, i));
    }
    // builds where needed, and leaves its classes ready for the starts that count
    seconds(launcher(ROUNDS), RUNS, Duration.ZERO, Process::destroy);
    double[] ours = new double[ROUNDS];
    double[] plain = new double[ROUNDS];
    double[] bare = new double[ROUNDS];
    double mib = 0;
    for (int i = 0; i < ROUNDS; i++) {
      bare[i] = seconds(bare(routes), BareCamel.STARTED, Duration.ZERO).seconds;
      plain[i] = seconds(plain(i), RUNS, Duration.ZERO).seconds;
      Started serve = seconds(launcher(i), RUNS, i == 0 ? IDLE : Duration.ZERO);
      ours[i] = serve.seconds;
      mib = Math.max(mib, serve.mib);
    }
    double base = new BenchFigures(bare).median();
    double ratio = new BenchFigures(ours).median() / base;
    System.out.printf(
        Locale.ROOT,
        "start of rtl serve %.2f s, of a bare camel-main %.2f s (medians of %d): %.2f times"
            + " (target: at most %.1f); without the classes kept ready %.2f s, %.2f times%n",
        new BenchFigures(ours).median(),
        base,
        ROUNDS,
        ratio,
        MOST_TIME,
        new BenchFigures(plain).median(),
        new BenchFigures(plain).median() / base);
    System.out.printf(
        Locale.ROOT,
        "resident after %d idle seconds: %.0f MiB (target: below %.0f)%n",
        IDLE.toSeconds(),
        mib,
        MOST_MIB);
    return ratio <= MOST_TIME && mib < MOST_MIB;
  }

  private List<String> bare(Path routes) throws IOException {
    List<String> command = java("testkit/target/classes:target/classes:target/lib/*");
    command.add(BareCamel.class.getName());
    command.add(routes.toString());
    for (int port : FreePorts.some(3)) {
      command.add("" + port);
    }
    return command;
  }

  private List<String> launcher(int round) {
    return serve(new ArrayList<>(List.of("./rtl")), "launched" + round);
  }

  private List<String> plain(int round) {
    List<String> command = java("target/rtl.jar:target/lib/*");
    command.add("org.radiologytrust.Main");
    return serve(command, "plain" + round);
  }

  /** Each with a new home, and with no peer to wait for. */
  private List<String> serve(List<String> command, String home) {
    command.addAll(
        List.of(
            "serve",
            "-Drtl.home=" + folder.resolve(home),
            "-Drtl.mllp.port=0",
            "-Drtl.http.port=0",
            "-Drtl.management.port=0",
            "-Drtl.calls.documented=yes",
            "-Drtl.model.wire=none"));
    return command;
  }

  /** As the launcher starts it. */
  private static List<String> java(String classPath) {
    return new ArrayList<>(
        Arrays.asList(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Djava.awt.headless=true",
            "-cp",
            classPath));
  }

  /**
   * @param seconds from the start of the process to its word that it runs
   * @param mib resident memory after the wait
   */
  private record Started(double seconds, double mib) {}

  private static Started seconds(List<String> command, String word, Duration wait)
      throws Exception {
    return seconds(command, word, wait, Process::destroyForcibly);
  }

  private static Started seconds(
      List<String> command, String word, Duration wait, Consumer<Process> end) throws Exception {
    long begun = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line;
      do {
        line = out.readLine();
        if (line == null) {
          throw new IOException("did not start: " + command);
        }
      } while (!line.strip().startsWith(word));
      double seconds = (System.nanoTime() - begun) / 1e9;
      Thread.sleep(wait.toMillis());
      return new Started(seconds, resident(process.pid()));
    } finally {
      end.accept(process);
      process.waitFor();
    }
  }

  private static double resident(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(l -> l.startsWith("VmRSS:"))
        .mapToDouble(l -> Double.parseDouble(l.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }
}
