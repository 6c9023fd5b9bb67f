package org.radiologytrust.deployment;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Peers;

/** All of docker-compose.yml's services together, as far as packages give them. */
@Tag("peers")
@Tag("real-model")
class PeersTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir Path folder;

  @Test
  void aStudyGoesThroughAllOfThemAndTheWatchersSeeIt() throws Exception {
    try (Peers peers = new Peers(folder)) {
      await()
          .atMost(LONG)
          .until(
              () -> Double.valueOf(1).equals(peers.product().metrics().get("rtl_model_available")));
      PhantomStudy study = PhantomStudy.chest("ACC1");
      Chest.store(peers.orthanc(), study, folder);
      String text = "There is a left pleural effusion.";
      String report = Chest.oru(study, "C1", "PHANTOM-1", text, "F", 0);
      String ack = peers.product().mllp(report);
      assertTrue(ack.contains("MSA|AA|C1"), ack);
      peers.kafka().send(Peers.REPORTS, report.getBytes(StandardCharsets.UTF_8), Map.of());
      await()
          .atMost(LONG)
          .until(() -> peers.fhir().all(Observation.class).stream().anyMatch(PeersTest::summary));
      await().atMost(LONG).until(() -> peers.kafka().records(Peers.AUDITS).size() == 1);
      assertEquals("1", peers.postgres().ask(peers.postgres().password(), "select 1"));
      assertThrows(IOException.class, () -> peers.postgres().ask("wrong", "select 1"));
      for (String seen :
          new String[] {
            "rtl_ready",
            "rtl_messages_total{outcome=\"duplicate\"}",
            "rtl_reports_total{outcome=\"audited\"}",
            "rtl_deliveries{sink=\"fhir\",state=\"sent\"}",
            "rtl_deliveries{sink=\"kafka\",state=\"sent\"}",
            "rtl_step_seconds_count{step=\"alignment\"}",
            "up{job=\"rtl\"}"
          }) {
        await().atMost(LONG).untilAsserted(() -> assertEquals(1, peers.prometheus().value(seen)));
      }
      // An alert that was pending while all started goes with the rules' next round.
      await().atMost(LONG).untilAsserted(() -> assertEquals(Set.of(), alerts(peers)));
    }
  }

  private static Set<String> alerts(Peers peers) throws Exception {
    Set<String> names = new TreeSet<>();
    for (JsonNode alert : peers.prometheus().get("/api/v1/alerts").at("/data/alerts")) {
      names.add(alert.at("/labels/alertname").asText());
    }
    return names;
  }

  private static boolean summary(Observation observation) {
    return observation.getCode().getCodingFirstRep().getCode().equals("report-audit");
  }
}
