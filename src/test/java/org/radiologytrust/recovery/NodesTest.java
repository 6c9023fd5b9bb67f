package org.radiologytrust.recovery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.ModelAnswers;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.ServeProcess;
import org.radiologytrust.peers.PostgresServer;
import org.radiologytrust.peers.fhir.FhirServer;
import org.radiologytrust.peers.ollama.OllamaFault;
import org.radiologytrust.peers.ollama.OllamaServer;

/** Two nodes on one journal: what one had begun, the other continues. */
@Tag("peers")
@Tag("safety")
class NodesTest {
  private static final Duration LONG = Duration.ofSeconds(120);
  private static final String JOURNAL = "journal";

  @TempDir Path folder;

  private Map<String, String> settings(
      String node, PostgresServer postgres, FhirServer fhir, OllamaServer ollama) {
    Map<String, String> all = new HashMap<>(Product.ollama(ollama.url().toString()));
    all.put("rtl.node.name", node);
    all.putAll(postgres.settings(JOURNAL));
    all.put("rtl.fhir.server", fhir.url().toString());
    all.put("rtl.fhir.unresolved", "logical");
    return all;
  }

  private static void report(Product product, String number) throws Exception {
    String ack =
        product.mllp(
            Chest.oru(PhantomStudy.chest("ACC" + number), number, "PHANTOM-1", Chest.TEXT, "F", 0));
    assertTrue(ack.contains("\rMSA|AA|" + number), ack);
  }

  private static boolean leads(Product product) throws Exception {
    return product.metrics().getOrDefault("rtl_route_leader{route=\"correlate\"}", 0.0) == 1;
  }

  private static void awaitPublished(Product product, FhirServer fhir, int reports) {
    await()
        .atMost(LONG)
        .until(
            () ->
                product
                    .metrics()
                    .getOrDefault("rtl_deliveries{sink=\"fhir\",state=\"sent\"}", 0.0)
                    .equals((double) reports));
    List<Observation> summaries =
        fhir.all(Observation.class).stream()
            .filter(o -> o.getCode().getCodingFirstRep().getCode().equals("report-audit"))
            .toList();
    assertEquals(reports, summaries.size());
    for (Observation summary : summaries) {
      String id = summary.getIdElement().getIdPart();
      assertEquals(1, fhir.versions(Observation.class, id).size(), "published twice");
    }
  }

  /** The next call for a wording hangs. */
  private static void hang(OllamaServer ollama) {
    ollama.script().times(1, call -> call.step().equals("rewrite"), OllamaFault.stallBefore(LONG));
  }

  private ServeProcess start(
      String node, PostgresServer postgres, FhirServer fhir, OllamaServer ollama) throws Exception {
    return ServeProcess.start(folder.resolve(node), settings(node, postgres, fhir, ollama));
  }

  @Test
  void aNodeThatDiesOrStopsIsContinuedByTheOther() throws Exception {
    try (PostgresServer postgres = new PostgresServer(folder.resolve("postgres"));
        FhirServer fhir = new FhirServer();
        OllamaServer ollama = OllamaServer.ofPair(ModelAnswers::of)) {
      postgres.createDatabase(JOURNAL);
      hang(ollama);
      try (ServeProcess first = start("first", postgres, fhir, ollama)) {
        await().atMost(LONG).until(() -> leads(first.product()));
        report(first.product(), "M1");
        await().atMost(LONG).until(() -> ollama.calls("rewrite").size() == 1);

        try (ServeProcess second = start("second", postgres, fhir, ollama)) {
          first.kill();
          awaitPublished(second.product(), fhir, 1);
          assertEquals(1, ollama.calls("claims").size(), "the answers of the first node are used");
          await().atMost(LONG).until(() -> leads(second.product()));
          hang(ollama);
          report(second.product(), "M2");
          await().atMost(LONG).until(() -> ollama.calls("rewrite").size() == 3);
        }
      }
      try (ServeProcess third = start("third", postgres, fhir, ollama)) {
        awaitPublished(third.product(), fhir, 2);
        assertEquals(2, ollama.calls("claims").size());
        assertTrue(leads(third.product()), "nobody waits for a lease that was given back");
      }
    }
  }
}
