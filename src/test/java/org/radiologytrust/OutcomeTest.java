package org.radiologytrust;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;

/** What metrics and FHIR tell of reports that no model assessed. */
@Tag("safety")
@Tag("integration")
class OutcomeTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final PhantomStudy STUDY = PhantomStudy.chest("ACC1");

  @TempDir Path home;

  private static String message(int number, String status) {
    return Chest.oru(STUDY, "M" + number, "PHANTOM-1", Chest.TEXT + number, status, number);
  }

  @Test
  void preliminaryReportsThatWereOvertakenWhileTheyWaitedForImagesAreSuperseded() throws Exception {
    Map<String, String> noImages =
        Map.of("rtl.orthanc.url", "http://127.0.0.1:1", "rtl.images.wait", "1h");
    try (Product product = Product.start(home, noImages)) {
      for (int i = 1; i <= 5; i++) {
        assertTrue(product.mllp(message(i, "P")).contains("\rMSA|AA|M" + i));
      }
      assertTrue(product.mllp(message(6, "F")).contains("\rMSA|AA|M6"));
      Map<String, Double> metrics = product.metrics();
      assertEquals(5, metrics.get("rtl_reports_total{outcome=\"superseded\"}"));
      assertEquals(0, metrics.get("rtl_reports_total{outcome=\"not_auditable\"}"));
      assertEquals(1, metrics.get("rtl_reports_open{state=\"awaiting_images\"}"));
      assertEquals(6, metrics.get("rtl_messages_total{outcome=\"parsed\"}"));
      assertEquals(List.of(), product.summaries(), "nothing is told of the five");
      assertTrue(health(product).contains("\"name\":\"journal\",\"status\":\"UP\""));
    }
  }

  @Test
  void withoutAModelReportsAreCheckedOnlyAlsoWhereChecksFlagClaims() throws Exception {
    try (Product product = Product.start(home, Map.of())) {
      product.mllp(message(1, "F"));
      await()
          .atMost(LONG)
          .until(
              () ->
                  product.metrics().get("rtl_reports_total{outcome=\"checked_only\"}").equals(1.0));
      assertEquals(0, product.metrics().get("rtl_reports_total{outcome=\"audited\"}"));
      Observation summary = product.summaries().get(0);
      assertEquals("checked-only", outcome(summary));
      assertFalse(summary.hasValue(), "no score");
      assertEquals("not-performed", summary.getDataAbsentReason().getCodingFirstRep().getCode());
      String text = summary.getText().getDiv().allText();
      assertTrue(text.contains("Checked only: no model assessed any claim. No score."), text);
      assertTrue(
          product.claims().stream().anyMatch(c -> Product.label(c).equals("uncertain")),
          "the flag of a check stays");
      String health = health(product);
      assertTrue(health.startsWith("{\"status\":\"UP\""), health);
    }
  }

  private static String outcome(Observation summary) {
    return summary.getComponent().stream()
        .filter(c -> c.getCode().getCodingFirstRep().getCode().equals("outcome"))
        .map(c -> ((CodeableConcept) c.getValue()).getCodingFirstRep().getCode())
        .findFirst()
        .orElse("");
  }

  private static String health(Product product) throws Exception {
    return product
        .anonymous(product.managementPort(), "/observe/health/ready")
        .body()
        .replaceAll("\\s", "");
  }
}
