package org.radiologytrust.deployment;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;
import org.radiologytrust.peers.Collector;

/** What a collector of traces is sent. */
@Tag("integration")
class TracingTest {
  private static final Duration LONG = Duration.ofSeconds(90);

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
        assertEquals(
            201, product.post("/fhir", "application/fhir+json", Chest.fhir("ACC2")).statusCode());
        await().atMost(LONG).until(() -> product.summaries().size() == 2);
      }
      String spans = collector.received();
      for (String route :
          List.of("hl7-in", "fhir-read", "audit", "checks", "step-claims", "score", "publish")) {
        assertTrue(spans.contains(route), route);
      }
      assertEquals(1, named(spans, "hl7-in", id), "the message's route has its report's id");
      assertEquals(1, named(spans, "audit", id));
      assertEquals(1, named(spans, "fhir-receive", "[0-9a-f-]{36}"));
      assertFalse(spans.contains("correlate"), "looks for work are no spans");
      for (String word :
          List.of("PHANTOM-1", "Petra", "ACC1", "ACC2", "effusion", "fhir/Observation")) {
        assertFalse(spans.contains(word), word);
      }
    }
  }

  /**
   * How many spans of a route have this correlation id: after the name comes a field whose tag
   * reads as 0, and soon the attributes.
   */
  private static long named(String spans, String route, String id) {
    return Pattern.compile("(?s)\\W" + route + "0.{0,60}correlationId.{0,6}" + id)
        .matcher(spans)
        .results()
        .count();
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
