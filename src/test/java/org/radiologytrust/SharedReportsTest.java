package org.radiologytrust;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages and reports as real systems wrote them, into the running product. */
@Tag("integration")
class SharedReportsTest {
  private static final Path DATA = Path.of("../shared/data");

  @TempDir Path home;

  /** The messages of an interface engine's log: from {@code <SB>} to {@code <EB>}. */
  private static List<byte[]> logged(Path file) throws Exception {
    List<byte[]> messages = new ArrayList<>();
    String log = Files.readString(file, StandardCharsets.ISO_8859_1);
    for (int at = log.indexOf("<SB>"); at >= 0; at = log.indexOf("<SB>", at + 1)) {
      int end = log.indexOf("<EB>", at);
      messages.add(
          log.substring(at + 4, end)
              .strip()
              .replaceAll("<R>\\r?\\n?", "\r")
              .getBytes(StandardCharsets.ISO_8859_1));
    }
    return messages;
  }

  @Test
  void everyLoggedMessageIsAuditedOrRefusedAndCounted() throws Exception {
    assumeTrue(Files.isDirectory(DATA.resolve("hl7/scout")));
    List<Path> files;
    try (Stream<Path> list = Files.list(DATA.resolve("hl7/scout"))) {
      files = list.sorted().toList();
    }
    int accepted = 0;
    List<String> refusals = new ArrayList<>();
    try (Product product = Product.start(home, Map.of())) {
      for (Path file : files) {
        for (byte[] message : logged(file)) {
          String ack = product.mllp(message);
          if (ack.contains("\rMSA|AA|")) {
            accepted++;
          } else {
            refusals.add(ack);
          }
        }
      }
      assertEquals(82, accepted + refusals.size());
      assertEquals(5, refusals.size(), "the messages that have no OBX at all");
      for (String ack : refusals) {
        assertTrue(ack.contains("\rMSA|AE|") && ack.contains("OBX"), ack);
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> product.metrics().get("rtl_reports_total{outcome=\"checked_only\"}") >= 77);
      assertConserved(product, 82);
      Map<String, Double> metrics = product.metrics();
      assertEquals(77, metrics.get("rtl_messages_total{outcome=\"parsed\"}"));
      assertEquals(5, metrics.get("rtl_messages_total{outcome=\"quarantined\"}"));
      assertEquals(77, product.summaries().size());
      for (Observation summary : product.summaries()) {
        assertFalse(summary.hasValue(), "no model, no score");
        assertTrue(Product.component(summary, "note").startsWith("No model is in use."));
      }
      assertTrue(product.claims().stream().noneMatch(c -> Product.label(c).equals("supported")));

      String again = product.mllp(logged(files.get(0)).get(0));
      assertTrue(again.contains("\rMSA|AA|"), again);
      assertConserved(product, 83);
      assertEquals(1, product.metrics().get("rtl_messages_total{outcome=\"duplicate\"}"));
    }
  }

  /**
   * received = audited + checked only + not auditable + superseded + quarantined + ignored +
   * duplicate + in flight.
   */
  private static void assertConserved(Product product, int received) throws Exception {
    Map<String, Double> metrics = product.metrics();
    double all = 0;
    double ended = 0;
    for (Map.Entry<String, Double> metric : metrics.entrySet()) {
      String name = metric.getKey();
      all += name.startsWith("rtl_messages_total") ? metric.getValue() : 0;
      ended +=
          name.startsWith("rtl_reports_total")
                  || name.startsWith("rtl_reports_open")
                  || name.startsWith("rtl_messages_total") && !name.contains("\"parsed\"")
              ? metric.getValue()
              : 0;
    }
    assertEquals(received, all);
    assertEquals(all, ended);
  }

  @Test
  void diagnosticReportsAreAuditedOrRefusedWithTheReason() throws Exception {
    assumeTrue(Files.isDirectory(DATA.resolve("fhir")));
    try (Product product = Product.start(home, Map.of())) {
      for (String accepted :
          List.of(
              "r4/DiagnosticReport-f201.json",
              "r4/DiagnosticReport-ultrasound.json",
              "uscore/DiagnosticReport-chest-xray-report.json")) {
        var response = post(product, accepted);
        assertEquals(201, response.statusCode(), accepted + response.body());
      }
      var pdf = post(product, "uscore/DiagnosticReport-bone-density-report.json");
      assertEquals(422, pdf.statusCode());
      assertTrue(
          pdf.body().contains("OperationOutcome") && pdf.body().contains("presentedForm"),
          pdf.body());
      var cardiology = post(product, "uscore/DiagnosticReport-cardiology-report.json");
      assertEquals(200, cardiology.statusCode());
      assertTrue(cardiology.body().contains("OperationOutcome"), cardiology.body());
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> product.metrics().get("rtl_reports_total{outcome=\"checked_only\"}") >= 3);
      assertConserved(product, 5);
      Observation ultrasound =
          product
              .observations(
                  "code="
                      + Product.CODES
                      + "rtl-observation%7Creport-audit&patient=Patient/example")
              .get(0);
      assertEquals("Patient/example", ultrasound.getSubject().getReference());
      assertEquals(1, product.observations("focus=DiagnosticReport/f201&code=report-audit").size());
    }
  }

  private static java.net.http.HttpResponse<String> post(Product product, String file)
      throws Exception {
    return product.post(
        "/fhir/DiagnosticReport",
        "application/fhir+json",
        Files.readAllBytes(DATA.resolve("fhir").resolve(file)));
  }

  @Test
  void sameReportByHl7AndByFhirIsOne() throws Exception {
    String text = "FINDINGS: No effusion.\nIMPRESSION: Normal chest.";
    try (Product product = Product.start(home, Map.of())) {
      String ack =
          product.mllp(
              "MSH|^~\\&|RIS|HOSP|RTL|RTL|20260401093000||ORU^R01^ORU_R01|M1|P|2.5.1\r"
                  + "PID|1||MRN1^^^HOSP^MR||Doe^Jane||19610203|F\r"
                  + "OBR|1||ACC5|XR^XR CHEST^L|||20260401083011|||||||||||||||20260401093000||DX|F\r"
                  + "OBX|1|TX|18748-4^Report^LN||FINDINGS: No effusion.||||||F\r"
                  + "OBX|2|TX|18748-4^Report^LN||IMPRESSION: Normal chest.||||||F\r");
      assertTrue(ack.contains("\rMSA|AA|"), ack);
      String fhir =
          """
          {"resourceType":"Bundle","type":"transaction","entry":[
           {"resource":{"resourceType":"DiagnosticReport","status":"final",
             "identifier":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"FILL"}]},"value":"ACC5"}],
             "code":{"text":"XR CHEST"},"subject":{"reference":"urn:uuid:0b1f3a60-0000-4000-8000-000000000001"},
             "issued":"2026-04-01T09:30:00Z",
             "presentedForm":[{"contentType":"text/plain","data":"%s"}]},
            "request":{"method":"POST","url":"DiagnosticReport"}},
           {"fullUrl":"urn:uuid:0b1f3a60-0000-4000-8000-000000000001",
            "resource":{"resourceType":"Patient","identifier":[{"system":"urn:oid:1.2.3","value":"MRN1"}],
             "birthDate":"1961-02-03","gender":"female"},
            "request":{"method":"POST","url":"Patient"}}]}
          """
              .formatted(
                  java.util.Base64.getEncoder()
                      .encodeToString(text.getBytes(StandardCharsets.UTF_8)));
      var response =
          product.post("/fhir", "application/fhir+json", fhir.getBytes(StandardCharsets.UTF_8));
      assertEquals(200, response.statusCode(), response.body());
      assertEquals(1, product.metrics().get("rtl_messages_total{outcome=\"duplicate\"}"));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> product.metrics().get("rtl_reports_total{outcome=\"checked_only\"}") >= 1);
      assertEquals(1, product.summaries().size());
    }
  }
}
