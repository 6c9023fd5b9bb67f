package org.radiologytrust;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.launch.Product;

/** A report that is withdrawn, for the wrong patient say, leaves no audit standing. */
@Tag("safety")
@Tag("integration")
class WithdrawalTest {
  private static final Duration LONG = Duration.ofSeconds(120);

  @TempDir Path folder;

  private static void send(Product product, int version, String status) throws IOException {
    String ack =
        product.mllp(
            "MSH|^~\\&|RIS|HOSP|RTL|HOSP|2026010203040"
                + version
                + "||ORU^R01^ORU_R01|M"
                + version
                + "|P|2.5\r"
                + "PID|1||4711^^^HOSP^MR||Roe^Jane\r"
                + "OBR|1||F-1^RIS|71046^Chest^C4|||202601020304|||||||||||||||2026010203040"
                + version
                + "||RAD|"
                + status
                + "\r"
                + "OBX|1|TX|GDT^Report||IMPRESSION: Small right effusion, "
                + version
                + " cm.||||||F\r");
    assertTrue(ack.contains("MSA|AA|"), ack);
  }

  @Test
  void everyVersionOfItsAuditIsEnteredInError() throws Exception {
    try (Product product = Product.start(folder, Map.of())) {
      String[] states = {"F", "C", "C", "X"};
      for (int version = 1; version <= states.length; version++) {
        send(product, version, states[version - 1]);
        int audits = version;
        await().atMost(LONG).until(() -> product.summaries().size() == audits);
      }
      List<Observation> old =
          product.observations("").stream()
              .filter(o -> o.getStatus() != ObservationStatus.CANCELLED)
              .toList();
      assertEquals(6, old.size(), "a summary and a claim of each version");
      for (Observation observation : old) {
        assertEquals(ObservationStatus.ENTEREDINERROR, observation.getStatus());
      }
      assertEquals(
          1, product.observations("code=report-audit&status=cancelled").size(), "the withdrawal");
    }
  }
}
