package org.radiologytrust;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.launch.Product;

/** The whole product, with two patients who were merged by mistake. */
@Tag("integration")
@Tag("safety")
class UnlinkedPatientsTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String AUTHORITY = "^^^&2.999.1&ISO^MR";

  @TempDir Path folder;

  private static String report(String control, String patient, String day, String text) {
    return "MSH|^~\\&|RIS|LAB|RTL|RTL|%s||ORU^R01|%s|P|2.5\rPID|1||%s%s||Doe^Jane||19600101|F\r"
            .formatted(day, control, patient, AUTHORITY)
        + "OBR|1||%s|1^CT ABDOMEN^L|||%s1200|||||||||||%s||||%s1400||CT|F\r"
            .formatted(control, day, control, day)
        + "OBX|1|TX|1^^L||%s||||||F\r".formatted(text);
  }

  private static String adt(String event, String minute, String rest) {
    return "MSH|^~\\&|HIS|HOSP|RTL|RAD|20261124103000||ADT^%s|%s|P|2.5\rEVN|%s|202611241%s00\r"
            .formatted(event, event, event, minute)
        + "PID|1||NEW%s||Doe^Jane\r".formatted(AUTHORITY)
        + rest
        + AUTHORITY
        + "\r";
  }

  private static void assertAccepted(Product product, String message) throws Exception {
    String answer = product.mllp(message);
    assertTrue(answer.contains("\rMSA|AA|"), answer);
  }

  /** The summaries that stand, found by a patient id: the subject of each. */
  private static List<String> standing(Product product, String id) throws Exception {
    return product
        .observations(
            "code="
                + Product.CODES
                + "rtl-observation%7Creport-audit&patient.identifier=urn:oid:2.999.1%7C"
                + id)
        .stream()
        .filter(o -> o.getStatus() == ObservationStatus.PRELIMINARY)
        .map(o -> o.getSubject().getIdentifier().getValue())
        .toList();
  }

  @Test
  void eachHasItsOwnAuditsAgainAndNoneRestsOnTheOthersReports() throws Exception {
    try (Product product = Product.start(folder.resolve("home"), Map.of("rtl.images.wait", "0s"))) {
      assertAccepted(
          product,
          report("B1", "NEW", "20250304", "FINDINGS: Status post cholecystectomy. Clear lungs."));
      assertAccepted(product, adt("A40", "015", "MRG|OLD"));
      assertAccepted(
          product,
          report(
              "A1", "OLD", "20260601", "FINDINGS: The gallbladder is unremarkable. Clear lungs."));
      await().atMost(LONG).until(() -> product.standingFlags().size() == 1);
      assertEquals(List.of("NEW", "NEW"), standing(product, "NEW"));

      assertAccepted(product, adt("A37", "016", "PID|2||OLD"));
      await().atMost(LONG).until(() -> product.standingFlags().isEmpty());
      await().atMost(LONG).until(() -> standing(product, "OLD").equals(List.of("OLD")));
      assertEquals(List.of("NEW"), standing(product, "NEW"));
      assertEquals(
          2,
          product.summaries().stream()
              .filter(o -> o.getStatus() == ObservationStatus.PRELIMINARY)
              .count());
    }
  }
}
