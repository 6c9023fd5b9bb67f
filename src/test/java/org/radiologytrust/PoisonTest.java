package org.radiologytrust;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.lab.phantom.PhantomStudy;

/**
 * One report ends the process whenever it is audited, and the process is killed at random besides.
 * That report is given up, and no other.
 */
@Tag("integration")
@Tag("safety")
class PoisonTest {
  /** Of kill -9; {@code -Dpoison.rounds=100} for more. */
  private static final int ROUNDS = Integer.getInteger("poison.rounds", 10);

  /** Honest reports of each round. */
  private static final int REPORTS = 4;

  private static final int LONGEST_ROUND_MS = 1500;
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir Path folder;
  private Path deaths;
  private Path jar;
  private Path routes;

  /** The route of the audits gets a step that the test has compiled. */
  @BeforeEach
  void poison() throws IOException {
    deaths = Files.createFile(folder.resolve("deaths"));
    jar = folder.resolve("jar");
    Path compiled = Path.of(PoisonedRun.class.getName().replace('.', '/') + ".class");
    Files.createDirectories(jar.resolve(compiled).getParent());
    Files.copy(Path.of("target/test-classes").resolve(compiled), jar.resolve(compiled));
    routes = Files.createDirectory(folder.resolve("routes"));
    try (Stream<Path> all = Files.list(Path.of("routes"))) {
      for (Path file : all.toList()) {
        Files.copy(file, routes.resolve(file.getFileName()));
      }
    }
    Path audit = routes.resolve("audit.yaml");
    String before = Files.readString(audit);
    String after =
        before.replaceFirst(
            "(?m)^( *)- bean:\n *ref: audits\n *method: open$",
            "$1- bean:\n$1    beanType: " + PoisonedRun.class.getName() + "\n$0");
    assertEquals(before.lines().count() + 2, after.lines().count(), "one step");
    Files.writeString(audit, after);
  }

  /** Empty when it has ended before it had started. */
  private Optional<ServeProcess> start() {
    // a run that ended a process alone is tried again by one that has lived for 15 s
    Map<String, String> settings =
        Map.of("rtl.routes", routes.toString(), "rtl.audit.delay", "500ms");
    try {
      return Optional.of(
          ServeProcess.start(
              folder.resolve("home"),
              settings,
              List.of(jar),
              Map.of(PoisonedRun.DEATHS, deaths.toString()),
              ProcessBuilder.Redirect.INHERIT));
    } catch (IOException ended) {
      return Optional.empty();
    }
  }

  private static String message(int number, String words) {
    String id = "M" + number;
    String text = Chest.TEXT + "\n" + words;
    return Chest.oru(PhantomStudy.chest("ACC" + number), id, "PHANTOM-1", text, "F", 30);
  }

  @Test
  void onlyTheReportThatEndsTheProcessIsGivenUp() throws Exception {
    int honest = 1 + ROUNDS * REPORTS;
    Deque<String> unsent = new ArrayDeque<>();
    unsent.add(message(0, PoisonedRun.BESIDE));
    unsent.add(message(1, PoisonedRun.POISON));
    for (int number = 2; number <= honest; number++) {
      unsent.add(message(number, "No nodule."));
    }
    Set<String> acknowledged = new TreeSet<>();
    ServeProcess first = start().orElseThrow();
    KillTest.send(first.product(), unsent, acknowledged, 2);
    await().atMost(LONG).until(() -> !first.isAlive());
    assertEquals("b", Files.readString(deaths), "with the other run beside it");

    Random random = new Random(20261129);
    for (int round = 1; round <= ROUNDS; round++) {
      Optional<ServeProcess> process = start();
      if (process.isPresent()) {
        KillTest.send(process.get().product(), unsent, acknowledged, 2 + round * REPORTS);
        Thread.sleep(random.nextInt(LONGEST_ROUND_MS));
        process.get().kill();
      }
    }
    Map<String, Double> ended = Map.of();
    while (ended.isEmpty()) {
      Optional<ServeProcess> process = start();
      if (process.isPresent()) {
        KillTest.send(process.get().product(), unsent, acknowledged, honest + 1);
        ended = ended(process.get(), honest);
        process.get().close();
      }
    }
    assertEquals(honest, ended.get("rtl_reports_total{outcome=\"checked_only\"}"));
    assertEquals(1, ended.get("rtl_reports_total{outcome=\"not_auditable\"}"));
    assertEquals(1, ended.get("rtl_runs_given_up"));
    assertEquals(honest + 1, acknowledged.size());
    assertEquals("dropped after 2 alone", poisoned());
    // a kill may have come first
    assertTrue(Files.readString(deaths).matches("ba{1,2}"), Files.readString(deaths));
  }

  /** The metrics when all reports have ended; none when the process ended before. */
  private static Map<String, Double> ended(ServeProcess process, int honest)
      throws InterruptedException {
    await().atMost(LONG).until(() -> !process.isAlive() || ended(metrics(process)) > honest);
    return metrics(process);
  }

  private static double ended(Map<String, Double> metrics) {
    return metrics.entrySet().stream()
        .filter(metric -> metric.getKey().startsWith("rtl_reports_total"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  private static Map<String, Double> metrics(ServeProcess process) throws InterruptedException {
    try {
      return process.product().metrics();
    } catch (IOException ended) {
      return Map.of();
    }
  }

  /** What the journal has of the run that is given up. */
  private String poisoned() throws SQLException {
    try (Connection journal =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("home/journal.db"));
        Statement statement = journal.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select state || ' after ' || lost_alone || ' alone' from job where alone_claim < 0")) {
      return row.next() ? row.getString(1) : "";
    }
  }
}
