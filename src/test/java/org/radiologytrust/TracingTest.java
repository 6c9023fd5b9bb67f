package org.radiologytrust;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.peers.Collector;
import org.radiologytrust.phantom.PhantomStudy;

/** What a collector of traces is sent. */
class TracingTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;

  private void audit(Product product) throws Exception {
    PhantomStudy study = PhantomStudy.chest("ACC1");
    String ack = product.mllp(Chest.oru(study, "C1", "PHANTOM-1", Chest.TEXT, "F", 0));
    assertTrue(ack.contains("MSA|AA|C1"), ack);
    assertEquals(400, product.get("/fhir/Observation?_count=Petra").statusCode());
    await().atMost(LONG).until(() -> !product.summaries().isEmpty());
  }

  @Test
  void everyRouteIsASpanThatNamesItsReportAndNoPatient() throws Exception {
    try (Collector collector = new Collector()) {
      String id;
      try (Product product =
          Product.start(folder, Map.of("rtl.tracing.endpoint", collector.url()))) {
        audit(product);
        id =
            product.summaries().get(0).getIdentifier().stream()
                .filter(i -> i.getSystem().endsWith("/sid/correlation"))
                .findFirst()
                .orElseThrow()
                .getValue();
      }
      String spans = collector.received();
      for (String route :
          List.of("hl7-in", "fhir-read", "audit", "checks", "step-claims", "score", "publish")) {
        assertTrue(spans.contains(route), route);
      }
      assertTrue(spans.contains("correlationId") && spans.contains(id), "the report's id");
      assertFalse(spans.contains("audit-due"), "looks for work are no spans");
      for (String word : List.of("PHANTOM-1", "Petra", "ACC1", "effusion", "fhir/Observation")) {
        assertFalse(spans.contains(word), word);
      }
    }
  }

  @Test
  void collectorThatIsAwayDisturbsNothing() throws Exception {
    String nobody;
    try (Collector collector = new Collector()) {
      nobody = collector.url();
    }
    try (Product product = Product.start(folder, Map.of("rtl.tracing.endpoint", nobody))) {
      audit(product);
    }
  }
}
