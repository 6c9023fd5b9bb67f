package org.radiologytrust.knownerrors;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.launch.Product;
import org.radiologytrust.peers.HttpPeer;

/** A product with a word file that blanks a check. The methods share one start, in order. */
@Tag("integration")
@Tag("safety")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BlankedCheckTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TEXT = "FINDINGS: No effusion.";

  @TempDir static Path folder;
  private static final List<String> TOLD = new CopyOnWriteArrayList<>();
  private static final GreenMail MAIL =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private static HttpPeer hook;
  private static Product product;

  @BeforeAll
  static void start() throws Exception {
    hook =
        new HttpPeer(
            exchange -> {
              TOLD.add(new String(exchange.body, StandardCharsets.UTF_8));
              exchange.send(204, "text/plain", new byte[0]);
            });
    MAIL.start();
    Path words = Files.createDirectories(folder.resolve("files/words/en"));
    Files.writeString(words.resolve("placeholders.yaml"), KnownErrorsTest.BLANK);
    product =
        Product.start(
            folder.resolve("home"),
            Map.of(
                "rtl.files", "" + folder.resolve("files"),
                "rtl.notify.to", hook.url() + "/hook on-call@hospital.example",
                "rtl.notify.mail.host", "127.0.0.1",
                "rtl.notify.mail.port", "" + MAIL.getSmtp().getPort(),
                "rtl.notify.mail.security", "none",
                "rtl.notify.mail.from", "rtl@hospital.example",
                "rtl.notify.page", "https://rtl.example",
                "rtl.notify.webhook.secret", "a secret of a test"));
  }

  @AfterAll
  static void stop() throws Exception {
    product.close();
    hook.close();
    MAIL.stop();
  }

  private static void soon(Callable<Boolean> condition) {
    await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(200)).until(condition);
  }

  private static JsonNode status() throws Exception {
    return JSON.readTree(product.get("/api/status").body());
  }

  private static double missed(String check) throws Exception {
    return product.metrics().getOrDefault("rtl_known_error_missed{check=\"" + check + "\"}", -1.0);
  }

  /** Nothing but the messages from outside is stored or counted. */
  private static void assertNothingIsCounted(int outside) throws Exception {
    JsonNode status = status();
    assertEquals(outside, status.path("received").asInt(), status::toString);
    assertTrue(status.path("countsAddUp").asBoolean(), status::toString);
    for (String name : List.of("worklist", "reports")) {
      for (JsonNode count : status.path(name)) {
        assertEquals(0, count.asInt(), status::toString);
      }
    }
    assertEquals(List.of(), product.observations(""));
    assertEquals(
        0,
        product.metrics().entrySet().stream()
            .filter(m -> m.getKey().matches("rtl_(asked_|quiet_|presign_)?(flags|claims)_total.*"))
            .mapToDouble(Map.Entry::getValue)
            .sum());
  }

  @Test
  @Order(1)
  void itIsInMetricsAndHealthAndPeopleAreTold() throws Exception {
    soon(() -> missed("template-left") == 1);
    assertEquals(0, missed("side-order"));
    soon(() -> !status().path("ready").asBoolean());
    String problems = status().path("problems").toString();
    assertTrue(problems.contains("template-left (it flagged nothing)"), problems);
    soon(() -> !TOLD.isEmpty() && MAIL.getReceivedMessages().length > 0);
    JsonNode told = JSON.readTree(TOLD.get(0));
    assertEquals("known-errors", told.path("alarm").asText());
    assertEquals("https://rtl.example/", told.path("url").asText());
    MimeMessage mail = MAIL.getReceivedMessages()[0];
    assertEquals("Radiology Trust Layer: flags may not come", mail.getSubject());
    assertEquals("on-call@hospital.example", mail.getHeader("To", ","));
    assertEquals("<" + told.path("id").asText() + "@rtl.example>", mail.getMessageID());
    String text = GreenMailUtil.getBody(mail);
    assertTrue(text.contains("known error: template-left"), text);
    assertFalse(text.contains("upper lobe"), "no word of a report: " + text);
    assertNothingIsCounted(0);
  }

  @Test
  @Order(2)
  void theReservedMarkIsRefusedAtEachDoor() throws Exception {
    byte[] hl7 =
        ("MSH|^~\\&|RIS|RTL-SENTINEL|RTL|RTL|20261127080000||ORU^R01|M1|P|2.5\r"
                + "PID|1||7^^^RTL-SENTINEL^MR||DOE^JANE\r"
                + "OBR|1|O1|A1|1^XR CHEST|||20261127075500|||||||||||||||||CR|F\r"
                + "OBX|1|TX|R^R||"
                + TEXT
                + "||||||F\r")
            .getBytes(StandardCharsets.UTF_8);
    String answer = product.mllp(hl7);
    assertTrue(answer.contains("RTL-SENTINEL, which is reserved"), answer);
    String patient = "{\"system\":\"urn:rtl:authority:RTL-SENTINEL\",\"value\":\"7\"}";
    String fhir =
        "{\"resourceType\":\"DiagnosticReport\",\"status\":\"final\",\"contained\":[{\"resourceType\":"
            + "\"Patient\",\"id\":\"p\",\"identifier\":["
            + patient
            + "]}],\"identifier\":["
            + patient
            + "],\"category\":[{\"coding\":[{\"system\":"
            + "\"http://terminology.hl7.org/CodeSystem/v2-0074\",\"code\":\"RAD\"}]}],"
            + "\"code\":{\"text\":\"XR CHEST\"},\"subject\":{\"reference\":\"#p\"},"
            + "\"issued\":\"2026-11-27T08:00:00Z\",\"presentedForm\":[{\"contentType\":"
            + "\"text/plain; charset=utf-8\",\"data\":\""
            + Base64.getEncoder().encodeToString(TEXT.getBytes(StandardCharsets.UTF_8))
            + "\"}]}";
    HttpResponse<String> posted = product.post("/fhir", "application/fhir+json", bytes(fhir));
    assertTrue(posted.statusCode() >= 400, posted::body);
    assertTrue(posted.body().contains("RTL-SENTINEL, which is reserved"), posted::body);
    String draft =
        "{\"text\":\""
            + TEXT
            + "\",\"patient\":{\"system\":\"urn:rtl:authority:RTL-SENTINEL\",\"id\":\"7\"}}";
    HttpResponse<String> checked = product.post("/api/check", "application/json", bytes(draft));
    assertEquals(422, checked.statusCode(), checked::body);
    assertTrue(checked.body().contains("RTL-SENTINEL, which is reserved"), checked::body);
    assertEquals(422, product.post("/api/check", "application/hl7-v2", hl7).statusCode());
    String merge =
        "MSH|^~\\&|ADT|HOSP|RTL|RTL|20260401||ADT^A40|m1|P|2.5\rEVN||20260401\r"
            + "PID|1||7^^^HOSP||DOE^JANE\rMRG|8^^^RTL-SENTINEL\r";
    assertFalse(product.mllp(merge).contains("MSA|AA"), "a merge");
    assertEquals(3, status().path("messages").path("quarantined").asInt());
    assertNothingIsCounted(3);
  }

  @Test
  @Order(3)
  void healthCountsTheHoursWithoutAMessageOfEachDoor() throws Exception {
    HttpResponse<String> health =
        product.anonymous(product.managementPort(), "/observe/health/ready?data=true");
    assertTrue(health.body().contains("\"hl7HoursWithoutMessage\""), health::body);
    assertTrue(health.body().contains("\"fhirHoursWithoutMessage\""), health::body);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
