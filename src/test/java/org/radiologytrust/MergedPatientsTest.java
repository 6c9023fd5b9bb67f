package org.radiologytrust;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Observation;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;

/** Reports before and after a merge of patients, as a sender and the readers see them. */
@Tag("integration")
@Tag("safety")
class MergedPatientsTest {
  private static final Duration LONG = Duration.ofSeconds(120);
  private static final String AUTHORITY = "^^^&2.999.1&ISO^MR";

  @TempDir static Path folder;
  private static Product product;

  @BeforeAll
  static void mergeBetweenReports() throws Exception {
    product = Product.start(folder.resolve("home"), Map.of("rtl.images.wait", "100ms"));
    assertAccepted(report("ACC1", "M1", "F", 1));
    audited(1);
    assertAccepted(adt("A40", "OLD", "NEW"));
    assertAccepted(report("ACC2", "M2", "F", 2));
    assertAccepted(report("ACC1", "M3", "C", 3));
    audited(3);
  }

  @AfterAll
  static void stop() throws Exception {
    product.close();
  }

  private static void audited(int audits) {
    await().atMost(LONG).until(() -> product.summaries().size() == audits);
  }

  private static String report(String accession, String id, String status, int minute) {
    return Chest.oru(
        PhantomStudy.chest(accession), id, "OLD", Chest.TEXT + " " + id, status, minute);
  }

  private static String adt(String event, String old, String survivor) {
    return "MSH|^~\\&|HIS|HOSP|RTL|RAD|20261124103000||ADT^%s|%s|P|2.5\r"
            .formatted(event, event + survivor)
        + "EVN|%s|20261124101500\r".formatted(event)
        + "PID|1||%s%s||Phantom^Petra\r".formatted(survivor, AUTHORITY)
        + "MRG|%s%s\r".formatted(old, AUTHORITY);
  }

  private static void assertAccepted(String message) throws Exception {
    String ack = product.mllp(message);
    assertTrue(ack.contains("\rMSA|AA|"), ack);
  }

  private static List<Observation> summaries(String by, String id) throws Exception {
    return product.observations(
        "code="
            + Product.CODES
            + "rtl-observation%7Creport-audit&"
            + by
            + "=urn:oid:2.999.1%7C"
            + id);
  }

  @Test
  void everyAuditIsFoundByBothIds() throws Exception {
    for (String by : List.of("patient.identifier", "patient:identifier", "subject.identifier")) {
      for (String id : List.of("OLD", "NEW")) {
        assertEquals(3, summaries(by, id).size(), by + " " + id);
      }
    }
    assertEquals(List.of(), summaries("patient.identifier", "OTHER"));
  }

  @Test
  void whatEndsAfterTheMergeIsPublishedWithTheSurvivingId() throws Exception {
    List<String> subjects =
        summaries("patient.identifier", "NEW").stream()
            .filter(o -> o.getStatus() == Observation.ObservationStatus.PRELIMINARY)
            .map(o -> o.getSubject().getIdentifier().getValue())
            .toList();
    assertEquals(List.of("NEW", "NEW"), subjects);
  }

  @Test
  void theReviewPageShowsTheSurvivingId() throws Exception {
    for (String accession : List.of("ACC1", "ACC2")) {
      String story = product.get("/api/story?id=" + accession).body();
      String id = new ObjectMapper().readTree(story).at("/reports/0/id").asText();
      String page = Jsoup.parse(product.get("/reports/" + id).body()).text();
      assertTrue(page.contains("NEW"), page);
    }
  }

  @Test
  void whatIsNotAppliedIsNeverAcknowledged() throws Exception {
    for (String event : List.of("A24", "A35", "A43")) {
      String ack = product.mllp(adt(event, "OLD", "X"));
      assertTrue(ack.contains("\rMSA|AR|"), ack);
      assertTrue(ack.contains("which is not applied"), ack);
    }
    assertEquals(3.0, product.metrics().get("rtl_intake_alarms_total{kind=\"patient_change\"}"));
  }
}
