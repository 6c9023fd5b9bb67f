package org.radiologytrust.recovery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.ServeProcess;
import org.radiologytrust.peers.KafkaBroker;
import org.radiologytrust.peers.PostgresServer;

/** Several nodes share the partitions of a topic: real Kafka, PostgreSQL and processes. */
@Tag("peers")
class KafkaNodesTest {
  private static final Duration LONG = Duration.ofSeconds(120);
  private static final String REPORTS = "reports";
  private static final String AUDITS = "audits";
  private static final int PARTITIONS = 4;
  private static final int BATCH = 24;
  private static final String STEP = "            method: receive\n";

  @TempDir Path folder;

  private int sent;
  private int nodes;

  /** Each report has a patient, and so a key, of its own. */
  private void send(KafkaBroker broker, int number) throws Exception {
    for (int i = 0; i < number; i++) {
      String accession = "ACC" + ++sent;
      byte[] report =
          Chest.oru(
                  PhantomStudy.chest(accession),
                  "M-" + accession,
                  "PHANTOM-" + sent,
                  Chest.TEXT,
                  "F",
                  30)
              .getBytes(StandardCharsets.UTF_8);
      broker.send(REPORTS, "PHANTOM-" + sent, report);
    }
  }

  /** The shipped routes, with a wait between the journal's commit and that of the offset. */
  private String routes(String name, int millis) throws Exception {
    Path routes = Files.createDirectory(folder.resolve(name));
    try (Stream<Path> shipped = Files.list(Path.of("routes"))) {
      for (Path file : shipped.toList()) {
        Files.copy(file, routes.resolve(file.getFileName()));
      }
    }
    Path file = routes.resolve("kafka.yaml");
    String before = Files.readString(file);
    String wait = "        - delay:\n            expression: { constant: '%d' }\n";
    String after = before.replace(STEP, STEP + wait.formatted(millis));
    assertNotEquals(before, after);
    Files.writeString(file, after);
    return routes.toString();
  }

  private ServeProcess node(PostgresServer database, KafkaBroker broker, String routes)
      throws Exception {
    Map<String, String> settings = new HashMap<>(database.settings(PostgresServer.NAME));
    settings.put("rtl.kafka.brokers", broker.address());
    settings.put("rtl.kafka.reports", REPORTS);
    settings.put("rtl.kafka.audits", AUDITS);
    settings.put("rtl.kafka.poll", "50ms");
    if (!routes.isEmpty()) {
      settings.put("rtl.routes", routes);
    }
    return ServeProcess.start(folder.resolve("home" + ++nodes), settings);
  }

  private static double messages(ServeProcess node, String outcome) throws Exception {
    return node.product()
        .metrics()
        .getOrDefault("rtl_messages_total{outcome=\"" + outcome + "\"}", 0.0);
  }

  private static double delivered(ServeProcess node) throws Exception {
    return node.product()
        .metrics()
        .getOrDefault("rtl_deliveries{sink=\"kafka\",state=\"sent\"}", 0.0);
  }

  @Test
  @Tag("safety")
  void aNodeThatIsKilledOrStoppedInTheMiddleOfABatchLosesAndDoublesNothing() throws Exception {
    try (KafkaBroker broker = new KafkaBroker(Files.createDirectory(folder.resolve("kafka")));
        PostgresServer database = new PostgresServer(folder.resolve("postgres"))) {
      broker.partitioned(REPORTS, PARTITIONS);
      broker.topics(AUDITS);
      send(broker, BATCH);

      // it stores the first record of its batch, and is killed before it commits the offset
      try (ServeProcess killed = node(database, broker, routes("stuck", 600_000))) {
        await().atMost(LONG).until(() -> messages(killed, "parsed") == 1 && delivered(killed) == 1);
        try (ServeProcess second = node(database, broker, "")) {
          killed.kill();
          assertEquals(0, broker.committedInAll("rtl", REPORTS));
          await().atMost(LONG).until(() -> broker.committedInAll("rtl", REPORTS) == sent);
          assertEquals(BATCH, messages(second, "parsed"));
          assertEquals(1, messages(second, "duplicate"), "the record that was read twice");
          joinAndStop(database, broker);
          await().atMost(LONG).until(() -> broker.assigned("rtl").equals(List.of(PARTITIONS)));
          await().atMost(LONG).until(() -> broker.committedInAll("rtl", REPORTS) == sent);
          assertEquals(sent, messages(second, "parsed"));
          assertEquals(0, messages(second, "quarantined"));
          await().atMost(LONG).until(() -> delivered(second) == sent);
        }
      }
      List<ConsumerRecord<String, byte[]>> audits = broker.records(AUDITS);
      Set<String> reports = audits.stream().map(ConsumerRecord::key).collect(Collectors.toSet());
      assertEquals(sent, reports.size(), "each report has its audit");
      assertEquals(sent, audits.size(), "and no other");
      assertTrue(reports.contains("HOSP|ACC" + sent), reports::toString);
    }
  }

  /** Two partitions move to a third node, which is stopped in the middle of its batch. */
  private void joinAndStop(PostgresServer database, KafkaBroker broker) throws Exception {
    try (ServeProcess third = node(database, broker, routes("slow", 200))) {
      await().atMost(LONG).until(() -> broker.assigned("rtl").equals(List.of(2, 2)));
      send(broker, BATCH);
      await().atMost(LONG).until(() -> messages(third, "parsed") > BATCH);
    }
  }
}
