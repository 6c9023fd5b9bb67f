package org.radiologytrust.recovery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.Rounds;
import org.radiologytrust.ingest.dicom.PrivateOrthanc;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.ModelAnswers;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.ServeProcess;
import org.radiologytrust.peers.fhir.FhirFault;
import org.radiologytrust.peers.fhir.FhirServer;
import org.radiologytrust.peers.ollama.OllamaFault;
import org.radiologytrust.peers.ollama.OllamaServer;

/** kill -9 of the JVM: what was acknowledged is audited and published, once. */
@Tag("peers")
@Tag("safety")
@Tag("rounds")
class KillTest {
  private static final Duration LONG = Duration.ofSeconds(90);

  @TempDir Path folder;

  private static Map<String, String> with(FhirServer fhir, Map<String, String> more) {
    Map<String, String> all =
        new HashMap<>(
            Map.of("rtl.fhir.server", fhir.url().toString(), "rtl.fhir.unresolved", "logical"));
    // a run that was killed while it was alone waits for a process that lives for 15 s
    all.put("rtl.audit.delay", "500ms");
    all.putAll(more);
    return all;
  }

  private static void assertPublishedOnce(Product product, FhirServer fhir, int reports)
      throws Exception {
    await()
        .atMost(LONG)
        .until(
            () ->
                product
                    .metrics()
                    .getOrDefault("rtl_deliveries{sink=\"fhir\",state=\"sent\"}", 0.0)
                    .equals((double) reports));
    assertEquals(reports, product.summaries().size());
    long summaries =
        fhir.all(Observation.class).stream()
            .filter(o -> o.getCode().getCodingFirstRep().getCode().equals("report-audit"))
            .peek(
                o ->
                    assertEquals(
                        1,
                        fhir.versions(Observation.class, o.getIdElement().getIdPart()).size(),
                        "published twice"))
            .count();
    assertEquals(reports, summaries);
    Map<String, Double> metrics = product.metrics();
    assertEquals(reports, metrics.get("rtl_messages_total{outcome=\"parsed\"}"));
    assertEquals(
        reports,
        metrics.get("rtl_reports_total{outcome=\"audited\"}")
            + metrics.get("rtl_reports_total{outcome=\"checked_only\"}"));
  }

  @Test
  void betweenAcknowledgementAndPublicationAndInTheMiddleOfAStep() throws Exception {
    try (PrivateOrthanc orthanc = PrivateOrthanc.start(Duration.ofSeconds(1));
        FhirServer fhir = new FhirServer();
        OllamaServer ollama = OllamaServer.ofPair(ModelAnswers::of)) {
      Map<String, String> settings =
          with(
              fhir,
              Map.of(
                  "rtl.orthanc.url", orthanc.httpUrl().toString(),
                  "rtl.orthanc.user", orthanc.user(),
                  "rtl.orthanc.password", orthanc.password()));
      settings.putAll(Product.ollama(ollama.url().toString()));
      ollama.script().always(c -> c.step().equals("alignment"), OllamaFault.stallBefore(LONG));
      PhantomStudy study = PhantomStudy.chest("ACC1");

      String message = Chest.oru(study, "M1", "PHANTOM-1", Chest.TEXT, "F", 30);
      try (ServeProcess first = ServeProcess.start(folder, settings)) {
        assertTrue(first.product().mllp(message).contains("\rMSA|AA|M1"));
        first.kill();
      }

      Chest.store(orthanc, study, folder);
      try (ServeProcess second = ServeProcess.start(folder, settings)) {
        await().atMost(LONG).until(() -> !ollama.calls("alignment").isEmpty());
        second.kill();
      }
      assertTrue(fhir.all(Observation.class).isEmpty());
      await().atMost(LONG).until(() -> ollama.calls("alignment").get(0).cancelled());

      ollama.script().clear();
      try (ServeProcess third = ServeProcess.start(folder, settings)) {
        assertPublishedOnce(third.product(), fhir, 1);
        assertEquals(1, ollama.calls("claims").size(), "kept over the kill");
        assertEquals(1, ollama.calls("findings").size());
        assertEquals(
            3,
            ollama.calls("alignment").size(),
            "one was cancelled; then the image and the blank one");
        assertEquals(1, fhir.transactions() - devices(fhir));
        assertTrue(
            third.product().mllp(message).contains("\rMSA|AA|M1"), "the same acknowledgement");
        assertEquals(1, third.product().metrics().get("rtl_messages_total{outcome=\"duplicate\"}"));
        assertPublishedOnce(third.product(), fhir, 1);
      }
    }
  }

  /** Transactions that carry no audit. */
  private static long devices(FhirServer fhir) {
    return fhir.transactionBodies().stream().filter(b -> !b.contains("report-audit")).count();
  }

  @Test
  void atRandomManyTimes() throws Exception {
    Random random = Rounds.random(20261124);
    int rounds = Rounds.of(2, 20);
    int reports = 8 * rounds;
    Deque<String> unsent = new ArrayDeque<>();
    for (int i = 0; i < reports; i++) {
      unsent.add(
          Chest.oru(PhantomStudy.chest("ACC" + i), "M" + i, "PHANTOM-1", Chest.TEXT, "F", 30));
    }
    Set<String> acknowledged = new TreeSet<>();
    try (FhirServer fhir = new FhirServer()) {
      fhir.failTransactions(3, FhirFault.dropAfterCommit());
      Map<String, String> settings = with(fhir, Map.of());
      for (int round = 0; round < rounds; round++) {
        ServeProcess process = ServeProcess.start(folder, settings);
        Thread killer =
            new Thread(
                () -> {
                  try {
                    Thread.sleep(30 + random.nextInt(600));
                    process.kill();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
        killer.start();
        send(process.product(), unsent, acknowledged, 10 * (round + 1));
        killer.join();
      }
      try (ServeProcess last = ServeProcess.start(folder, settings)) {
        send(last.product(), unsent, acknowledged, reports);
        assertEquals(reports, acknowledged.size());
        assertPublishedOnce(last.product(), fhir, reports);
      }
    }
  }

  /** Messages of several connections are committed together. */
  @Test
  void whileManySendersShareCommits() throws Exception {
    int senders = 8;
    Map<String, String> settings =
        Map.of("rtl.orthanc.url", "http://127.0.0.1:1", "rtl.images.wait", "1d");
    Set<String> acknowledged = new ConcurrentSkipListSet<>();
    AtomicInteger number = new AtomicInteger();
    for (int round = 1; round <= Rounds.of(1, 10); round++) {
      ExecutorService pool = Executors.newFixedThreadPool(senders);
      try (ServeProcess process = ServeProcess.start(folder, settings)) {
        for (int s = 0; s < senders; s++) {
          pool.submit(() -> sendUntilKilled(process.product(), number, acknowledged));
        }
        int enough = 100 * round;
        await().atMost(LONG).until(() -> acknowledged.size() >= enough);
        process.kill();
      }
      pool.shutdown();
      assertTrue(pool.awaitTermination(1, TimeUnit.MINUTES));
      Set<String> lost = new TreeSet<>(acknowledged);
      lost.removeAll(stored());
      assertEquals(Set.of(), lost);
    }
  }

  private static void sendUntilKilled(
      Product product, AtomicInteger number, Set<String> acknowledged) {
    try {
      while (true) {
        String id = "G" + number.incrementAndGet();
        PhantomStudy study = PhantomStudy.chest("ACC" + id);
        if (product.mllp(Chest.oru(study, id, id, Chest.TEXT, "F", 0)).contains("MSA|AA|" + id)) {
          acknowledged.add(id);
        }
      }
    } catch (IOException killed) {
      // no acknowledgement
    }
  }

  /** The control ids of the stored messages. */
  private Set<String> stored() throws SQLException {
    Set<String> ids = new TreeSet<>();
    try (Connection journal =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal.db"));
        Statement statement = journal.createStatement();
        ResultSet rows = statement.executeQuery("select message_key from message")) {
      while (rows.next()) {
        ids.add(rows.getString(1).replaceAll("^.*(G\\d+).*$", "$1"));
      }
    }
    return ids;
  }

  /** As an interface engine does: in order, each again until it is acknowledged. */
  static void send(Product product, Deque<String> unsent, Set<String> acknowledged, int upTo) {
    try {
      while (!unsent.isEmpty() && acknowledged.size() < upTo) {
        String ack = product.mllp(unsent.peek());
        assertTrue(ack.contains("\rMSA|AA|"), ack);
        acknowledged.add(ack.replaceAll("(?s)^.*\\rMSA\\|AA\\|([^|\\r]+).*$", "$1"));
        unsent.poll();
      }
    } catch (IOException killed) {
      // no acknowledgement: it is sent again to the next process
      return;
    }
  }
}
