package org.radiologytrust;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.launch.Product;

/** The whole product, with an earlier report that contradicts the report. */
@Tag("safety")
@Tag("integration")
class EarlierReportsTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String REMOVED =
      "FINDINGS: Status post cholecystectomy. No biliary dilatation.";
  private static final String PRESENT =
      "FINDINGS: The gallbladder is unremarkable. No biliary dilatation.";

  @TempDir Path folder;

  private static String oru(String control, String number, String day, String text, String status) {
    return "MSH|^~\\&|RIS|LAB|RTL|RTL|%s||ORU^R01|%s|P|2.5\rPID|1||4711^^^H^MR||Doe^Jane||19600101|F\r"
            .formatted(day, control)
        + "OBR|1||%s|1^CT ABDOMEN^L|||%s1200|||||||||||%s||||%s1400||CT|%s\r"
            .formatted(number, day, number, day, status)
        + "OBX|1|TX|1^^L||%s||||||%s\r".formatted(text, status);
  }

  private static List<Observation> standing(Product product) throws Exception {
    return product.summaries().stream()
        .filter(o -> o.getStatus() == ObservationStatus.PRELIMINARY)
        .toList();
  }

  @Test
  void theFlagQuotesItLeadsToItAndGoesWhenItIsCorrected() throws Exception {
    try (Product product = Product.start(folder.resolve("home"), Map.of("rtl.images.wait", "0s"))) {
      product.mllp(oru("1", "A1", "20250304", REMOVED, "F"));
      await().atMost(LONG).until(() -> standing(product).size() == 1);
      product.mllp(oru("2", "B1", "20260601", PRESENT, "F"));
      await().atMost(LONG).until(() -> product.standingFlags().size() == 1);
      String claim = product.standingFlags().get(0).getText().getDivAsString();
      assertTrue(claim.contains("earlier report of 2025-03-04"), claim);
      assertTrue(claim.contains("cholecystectomy"), claim);

      Matcher link =
          Pattern.compile("href=\"(/reports/[0-9a-f-]{36})\">, in the earlier report")
              .matcher(product.get("/reports/" + report(product, "B1")).body());
      assertTrue(link.find());
      HttpResponse<String> earlier = product.get(link.group(1));
      assertEquals(303, earlier.statusCode());
      assertEquals(
          "/reports/" + report(product, "A1"),
          earlier.headers().firstValue("Location").orElseThrow());

      product.mllp(oru("3", "A1", "20250304", "FINDINGS: No biliary dilatation.", "C"));
      await().atMost(LONG).until(() -> product.standingFlags().isEmpty());
      await().atMost(LONG).until(() -> standing(product).size() == 2);
    }
  }

  /** The id of a report, by the story of its accession number. */
  private static String report(Product product, String accession) throws Exception {
    String story = product.get("/api/story?id=" + accession).body();
    Matcher id = Pattern.compile("\"reports\":\\[\\{\"id\":\"([0-9a-f-]{36})\"").matcher(story);
    assertTrue(id.find(), story);
    return id.group(1);
  }
}
