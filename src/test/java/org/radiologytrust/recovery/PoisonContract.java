package org.radiologytrust.recovery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.Rounds;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.ServeProcess;
import org.radiologytrust.launch.ShippedRoutes;

/**
 * One report ends the process whenever it is audited, and the process is killed at random besides.
 * That report is given up, and no other.
 */
@Tag("rounds")
abstract class PoisonContract {
  /** Honest reports of each round. */
  private static final int REPORTS = 4;

  private static final int LONGEST_ROUND_MS = 1500;

  /**
   * A process that has lived for longer ends in order: on a busy machine it might otherwise have
   * lived so long, 30 times {@code rtl.audit.delay}, that a run's second end alone counts.
   */
  private static final Duration LONGEST_LIFE = Duration.ofSeconds(20);

  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir Path folder;
  private final int rounds;
  private final ExecutorService sender = Executors.newSingleThreadExecutor();
  private Path deaths;
  private Path jar;
  private Path routes;

  /**
   * @param rounds of kill -9
   */
  PoisonContract(int rounds) {
    this.rounds = rounds;
  }

  /** The settings of the journal. */
  abstract Map<String, String> journal();

  /** Reads the journal. */
  abstract Connection connect() throws SQLException;

  /** What happens to the journal's peer in a round, beside the messages. */
  abstract void disturb(Random random) throws Exception;

  /** How many processes the report may end after the first. */
  int mostAlone() {
    return 2;
  }

  /** The route of the audits gets a step that the test has compiled. */
  @BeforeEach
  void poison() throws IOException {
    deaths = Files.createFile(folder.resolve("deaths"));
    jar = folder.resolve("jar");
    Path compiled = Path.of(PoisonedRun.class.getName().replace('.', '/') + ".class");
    Files.createDirectories(jar.resolve(compiled).getParent());
    Files.copy(Path.of("target/test-classes").resolve(compiled), jar.resolve(compiled));
    routes = ShippedRoutes.copiedTo(folder);
    Path audit = routes.resolve("audit.yaml");
    String before = Files.readString(audit);
    String after =
        before.replaceFirst(
            "(?m)^( *)- bean:\n *ref: audits\n *method: open$",
            "$1- bean:\n$1    beanType: " + PoisonedRun.class.getName() + "\n$0");
    assertEquals(before.lines().count() + 2, after.lines().count(), "one step");
    Files.writeString(audit, after);
  }

  @AfterEach
  void end() {
    sender.shutdownNow();
  }

  /** Empty when it has ended before it had started. */
  private Optional<ServeProcess> start() {
    // a run that was alone when its process ended waits until a process is 30 s old
    Map<String, String> settings = new HashMap<>(journal());
    settings.put("rtl.routes", routes.toString());
    settings.put("rtl.audit.delay", "1s");
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

  /** As an interface engine does, until the process ends: each again until it is acknowledged. */
  private static void send(
      ServeProcess process, Deque<String> unsent, Set<String> acknowledged, int upTo) {
    while (process.isAlive() && !unsent.isEmpty() && acknowledged.size() < upTo) {
      try {
        String ack = process.product().mllp(unsent.peek());
        if (ack.contains("\rMSA|AA|")) {
          acknowledged.add(ack.replaceAll("(?s)^.*\\rMSA\\|AA\\|([^|\\r]+).*$", "$1"));
          unsent.poll();
        }
      } catch (IOException notAcknowledged) {
        // the process or its journal is away
      }
    }
  }

  @Test
  void onlyTheReportThatEndsTheProcessIsGivenUp() throws Exception {
    int honest = 1 + rounds * REPORTS;
    Deque<String> unsent = new ArrayDeque<>();
    unsent.add(message(0, PoisonedRun.BESIDE));
    unsent.add(message(1, PoisonedRun.POISON));
    for (int number = 2; number <= honest; number++) {
      unsent.add(message(number, "No nodule."));
    }
    Set<String> acknowledged = new TreeSet<>();
    ServeProcess first = start().orElseThrow();
    send(first, unsent, acknowledged, 2);
    await().atMost(LONG).until(() -> !first.isAlive());
    assertEquals("b", Files.readString(deaths), "with the other run beside it");

    Random random = Rounds.random(20261129);
    for (int round = 1; round <= rounds; round++) {
      Instant born = Instant.now();
      Optional<ServeProcess> process = start();
      if (process.isPresent()) {
        int upTo = 2 + round * REPORTS;
        Future<?> sending = sender.submit(() -> send(process.get(), unsent, acknowledged, upTo));
        disturb(random);
        Thread.sleep(random.nextInt(LONGEST_ROUND_MS));
        if (Duration.between(born, Instant.now()).compareTo(LONGEST_LIFE) < 0) {
          process.get().kill();
        } else {
          process.get().close();
        }
        sending.get();
      }
    }
    Map<String, Double> ended = Map.of();
    while (ended.isEmpty()) {
      Optional<ServeProcess> process = start();
      if (process.isPresent()) {
        send(process.get(), unsent, acknowledged, honest + 1);
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
    String died = Files.readString(deaths);
    assertTrue(died.matches("ba{1," + mostAlone() + "}"), died);
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
    try (Connection journal = connect();
        Statement statement = journal.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select state || ' after ' || lost_alone || ' alone' from job where alone_claim < 0")) {
      return row.next() ? row.getString(1) : "";
    }
  }
}
