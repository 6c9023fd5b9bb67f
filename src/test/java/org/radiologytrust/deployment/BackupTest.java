package org.radiologytrust.deployment;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Jvm;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.ServeProcess;
import org.radiologytrust.peers.fhir.FhirFault;
import org.radiologytrust.peers.fhir.FhirServer;

/** A copy made during traffic stands in for a journal that was lost. */
@Tag("integration")
class BackupTest {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final int SENT = 10;

  @TempDir Path folder;

  private static String message(int n) {
    return Chest.oru(PhantomStudy.chest("ACC" + n), "M" + n, "PHANTOM-1", Chest.TEXT, "F", 30);
  }

  private String rtl(String... arguments) throws Exception {
    Process process = Jvm.rtl(arguments).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), out);
    return out;
  }

  private static Map<String, List<Observation>> sent(FhirServer fhir) {
    return fhir.all(Observation.class).stream()
        .filter(o -> o.getCode().getCodingFirstRep().getCode().equals("report-audit"))
        .collect(Collectors.groupingBy(o -> o.getIdElement().getIdPart()));
  }

  private static double metric(Product product, String name) throws Exception {
    return product.metrics().getOrDefault(name, -1.0);
  }

  @Test
  void everythingAcknowledgedBeforeTheCopyGoesOnInAnotherHome() throws Exception {
    Path copy = folder.resolve("copy.db");
    Path lost = folder.resolve("lost");
    Path found = folder.resolve("found");
    try (FhirServer fhir = new FhirServer()) {
      Map<String, String> settings =
          Map.of("rtl.fhir.server", fhir.url().toString(), "rtl.fhir.unresolved", "logical");
      ServeProcess first = ServeProcess.start(lost, settings);
      for (int i = 0; i < SENT; i++) {
        assertTrue(first.product().mllp(message(i)).contains("\rMSA|AA|"));
      }
      await().atMost(LONG).until(() -> sent(fhir).size() == SENT);
      await()
          .atMost(LONG)
          .until(
              () ->
                  metric(first.product(), "rtl_deliveries{sink=\"fhir\",state=\"sent\"}") == SENT);
      // from here on nothing arrives there, so that deliveries are open when the copy is made
      fhir.failTransactions(100_000, FhirFault.status(503));

      Set<Integer> acknowledged = new ConcurrentSkipListSet<>();
      Thread sender = sender(first.product(), acknowledged);
      await().atMost(LONG).until(() -> acknowledged.size() >= 5);
      Set<Integer> before = new TreeSet<>(acknowledged);
      String out = rtl("backup", copy.toString(), "-Drtl.home=" + lost);
      assertTrue(out.contains("copy.db has "), out);
      int during = acknowledged.size();
      await().atMost(LONG).until(() -> acknowledged.size() > during);
      first.kill();
      sender.join();
      fhir.healthy();

      out = rtl("restore", copy.toString(), "-Drtl.home=" + found);
      assertTrue(out.contains("restored "), out);
      try (ServeProcess second = ServeProcess.start(found, settings)) {
        Product product = second.product();
        double parsed = metric(product, "rtl_messages_total{outcome=\"parsed\"}");
        assertTrue(parsed >= SENT + before.size(), parsed + " < " + before);
        assertTrue(parsed < SENT + acknowledged.size(), "the copy was made in mid-traffic");
        await()
            .atMost(LONG)
            .until(() -> metric(product, "rtl_deliveries{sink=\"fhir\",state=\"sent\"}") == parsed);
        assertAuditedOnce(product, fhir, (int) parsed);
        // the sender repeats all that it ever sent: only what came after the copy is new
        List<Integer> again = new ArrayList<>(acknowledged);
        for (int n : again) {
          assertTrue(product.mllp(message(n)).contains("\rMSA|AA|M" + n));
        }
        int all = SENT + again.size();
        await()
            .atMost(LONG)
            .until(() -> metric(product, "rtl_deliveries{sink=\"fhir\",state=\"sent\"}") == all);
        assertAuditedOnce(product, fhir, all);
        assertEquals(parsed - SENT, metric(product, "rtl_messages_total{outcome=\"duplicate\"}"));
      }
    }
  }

  private static void assertAuditedOnce(Product product, FhirServer fhir, int reports)
      throws Exception {
    assertEquals(reports, product.summaries().size());
    assertEquals(reports, metric(product, "rtl_reports_total{outcome=\"checked_only\"}"));
    Map<String, List<Observation>> sent = sent(fhir);
    assertEquals(reports, sent.size());
    for (String id : sent.keySet()) {
      assertEquals(1, fhir.versions(Observation.class, id).size(), "published twice");
    }
  }

  /** Sends one message after the other until the process is gone. */
  private static Thread sender(Product product, Set<Integer> acknowledged) {
    Thread thread =
        new Thread(
            () -> {
              try {
                for (int n = SENT; ; n++) {
                  if (product.mllp(message(n)).contains("\rMSA|AA|M" + n)) {
                    acknowledged.add(n);
                  }
                }
              } catch (IOException killed) {
                return;
              }
            },
            "sender");
    thread.start();
    return thread;
  }
}
