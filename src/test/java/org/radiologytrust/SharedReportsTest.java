package org.radiologytrust;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.launch.Product;
import org.radiologytrust.model.Texts;

/** Messages and reports as real systems wrote them, into the running product. */
@Tag("integration")
class SharedReportsTest {
  private static final Path DATA = Path.of("../shared/data");

  /** Messages by outcome; all that are no reports are refused. */
  private static final Map<String, Integer> OUTCOMES =
      Map.of("parsed", 85, "ignored", 7, "quarantined", 8);

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

  /** A message of a file. */
  private record Sent(String file, int number, byte[] bytes) {
    /** The first part of the id by which operators find it. */
    String digits() {
      return Texts.sha256(bytes).substring(0, 16);
    }
  }

  private static List<Sent> files(String folder) throws Exception {
    List<Sent> sent = new ArrayList<>();
    try (Stream<Path> all = Files.walk(DATA.resolve(folder))) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        String name = DATA.relativize(file).toString();
        List<byte[]> messages =
            name.endsWith(".log") ? logged(file) : List.of(Files.readAllBytes(file));
        for (int i = 0; i < messages.size(); i++) {
          sent.add(new Sent(name, i + 1, messages.get(i)));
        }
      }
    }
    return sent;
  }

  /** Writes {@code target/shared-data.md}: each message of each file, and what became of it. */
  @Test
  void eachFileIsAuditedOrRefusedAndATableSaysWhy() throws Exception {
    assumeTrue(Files.isDirectory(DATA.resolve("hl7")) && Files.isDirectory(DATA.resolve("fhir")));
    List<Sent> sent = new ArrayList<>(files("hl7"));
    sent.addAll(files("fhir"));
    Map<String, Integer> outcomes = new TreeMap<>();
    List<String> table = new ArrayList<>();
    table.add("| file | message | outcome | report | why |");
    table.add("|---|---|---|---|---|");
    try (Product product = Product.start(home, Map.of())) {
      for (Sent one : sent) {
        String type = one.file.startsWith("hl7") ? "application/hl7-v2" : "application/fhir+json";
        var answer = product.post("/api/messages", type, one.bytes);
        assertEquals(200, answer.statusCode(), one.file + answer.body());
      }
      await()
          .atMost(Duration.ofMinutes(2))
          .until(
              () ->
                  product.metrics().entrySet().stream()
                      .filter(metric -> metric.getKey().startsWith("rtl_reports_open"))
                      .allMatch(metric -> metric.getValue() == 0));
      Map<String, JsonNode> found = messages(product);
      for (Sent one : sent) {
        JsonNode row = found.get(one.digits());
        assertNotNull(row, one.file);
        String outcome = row.get("outcome").asText();
        String reason = row.get("reason").asText();
        List<String> states = new ArrayList<>();
        row.get("reportStates").forEach(state -> states.add(state.asText()));
        boolean parsed = outcome.equals("parsed");
        assertEquals(parsed, !states.isEmpty(), one.file);
        assertEquals(parsed, reason.isEmpty(), one.file + " must say why");
        table.add(
            "| %s | %d | %s | %s | %s |"
                .formatted(one.file, one.number, outcome, String.join(", ", states), reason));
        outcomes.merge(outcome, 1, Integer::sum);
      }
      Files.write(Path.of("target/shared-data.md"), table);
      assertEquals(OUTCOMES, outcomes, () -> String.join("\n", table));
      assertConserved(product, sent.size());
      for (Observation summary : product.summaries()) {
        assertFalse(summary.hasValue(), "no model, no score");
        assertTrue(Product.component(summary, "note").startsWith("No model is in use."));
      }
      assertTrue(product.claims().stream().noneMatch(c -> Product.label(c).equals("supported")));
    }
  }

  /** All messages by the first part of their ids. */
  private static Map<String, JsonNode> messages(Product product) throws Exception {
    Map<String, JsonNode> found = new HashMap<>();
    String after = "";
    do {
      var answer = product.get("/api/messages?limit=100" + after);
      assertEquals(200, answer.statusCode(), answer::body);
      JsonNode page = new ObjectMapper().readTree(answer.body());
      page.get("messages").forEach(row -> found.put(row.get("id").asText().split("-")[0], row));
      after = page.has("next") ? "&after=" + page.get("next").asText() : "";
    } while (!after.isEmpty());
    return found;
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
