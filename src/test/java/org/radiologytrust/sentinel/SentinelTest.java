package org.radiologytrust.sentinel;

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
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
import org.radiologytrust.auth.users.QuickPassword;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.auth.users.UsersFile;
import org.radiologytrust.launch.Product;
import org.radiologytrust.peers.HttpPeer;

/** A node sends reports to its own doors. The methods share one start, and go on in order. */
@Tag("integration")
@Tag("safety")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SentinelTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SentinelCase CASE =
      new SentinelCase("denied", "XR chest", "CR", "FINDINGS: No effusion.");

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
              // the first try fails, and is made again
              exchange.send(TOLD.size() == 1 ? 500 : 204, "text/plain", new byte[0]);
            });
    Path home = Files.createDirectories(folder.resolve("home"));
    Path routes = Files.createDirectories(folder.resolve("routes"));
    try (var files = Files.list(Path.of("routes"))) {
      for (Path file : files.toList()) {
        Files.copy(file, routes.resolve(file.getFileName()));
      }
    }
    Map<String, String> settings = new HashMap<>();
    settings.put("rtl.routes", routes.toString());
    settings.put("rtl.sentinels.every", "1s");
    settings.put("rtl.sentinels.within", "20s");
    settings.put("rtl.sentinels.doors", "mllp,fhir,check");
    MAIL.start();
    settings.put("rtl.notify.to", hook.url() + "/hook on-call@hospital.example");
    settings.put("rtl.notify.mail.host", "127.0.0.1");
    settings.put("rtl.notify.mail.port", "" + MAIL.getSmtp().getPort());
    settings.put("rtl.notify.mail.security", "none");
    settings.put("rtl.notify.mail.from", "rtl@hospital.example");
    settings.put("rtl.notify.page", "https://rtl.example");
    settings.put("rtl.notify.webhook.secret", "a secret of a test");
    settings.put("rtl.sentinels.sender.user", "sentinel-sender");
    settings.put("rtl.sentinels.sender.password", Product.PASSWORD);
    settings.put("rtl.sentinels.checker.user", "sentinel-checker");
    settings.put("rtl.sentinels.checker.password", Product.PASSWORD);
    product = Product.start(home, settings);
    UsersFile.in(home).put(QuickPassword.account("sentinel-sender", Role.SENDER, Product.PASSWORD));
    UsersFile.in(home)
        .put(QuickPassword.account("sentinel-checker", Role.CHECKER, Product.PASSWORD));
  }

  @AfterAll
  static void stop() throws Exception {
    product.close();
    hook.close();
    MAIL.stop();
  }

  private static void soon(Callable<Boolean> condition) {
    await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(500)).until(condition);
  }

  private static JsonNode status() throws Exception {
    return JSON.readTree(product.get("/api/status").body());
  }

  private static double failing(String door) throws Exception {
    return product.metrics().getOrDefault("rtl_sentinel_failing{door=\"" + door + "\"}", -1.0);
  }

  private static boolean through(String door) throws Exception {
    return product.metrics().containsKey("rtl_sentinel_seconds{door=\"" + door + "\"}")
        && failing(door) == 0;
  }

  /** What people and figures see. */
  private static void assertNothingIsSeen(int outside) throws Exception {
    JsonNode status = status();
    assertEquals(outside, status.path("received").asInt(), status::toString);
    assertTrue(status.path("countsAddUp").asBoolean(), status::toString);
    for (JsonNode open : status.path("open")) {
      assertEquals(0, open.path("reports").asInt(), status::toString);
    }
    for (String name : List.of("worklist", "reports")) {
      for (JsonNode count : status.path(name)) {
        assertEquals(0, count.asInt(), status::toString);
      }
    }
    assertEquals(List.of(), product.observations(""));
    String list = product.get("/worklist").body();
    assertFalse(list.contains("SENTINEL"), list);
    assertEquals(
        0,
        product.metrics().entrySet().stream()
            .filter(m -> m.getKey().matches("rtl_(flags|claims|asked_flags)_total.*"))
            .mapToDouble(Map.Entry::getValue)
            .sum());
  }

  @Test
  @Order(1)
  void reportsComeThroughEachDoorAndNobodySeesThem() throws Exception {
    for (String door : List.of("mllp", "fhir", "check")) {
      soon(() -> through(door));
    }
    assertNothingIsSeen(0);
    JsonNode sentinels = status().path("sentinels");
    assertEquals(3, sentinels.size(), sentinels::toString);
  }

  @Test
  @Order(2)
  void theSameFromOutsideIsRefusedAtEachDoor() throws Exception {
    UUID id = UUID.randomUUID();
    byte[] hl7 = SentinelMessages.hl7(CASE, id, Instant.now());
    assertTrue(product.mllp(hl7).contains("only this product itself may send"), "MLLP");
    byte[] fhir = SentinelMessages.fhir(CASE, id, Instant.now());
    HttpResponse<String> posted = product.post("/fhir", "application/fhir+json", fhir);
    assertTrue(posted.statusCode() >= 400, posted::body);
    HttpResponse<String> checked =
        product.post("/api/check", "application/json", SentinelMessages.draft(CASE, id));
    assertEquals(422, checked.statusCode(), checked::body);
    HttpResponse<String> message = product.post("/api/check", "application/hl7-v2", hl7);
    assertEquals(422, message.statusCode(), message::body);
    String merge =
        "MSH|^~\\&|ADT|HOSP|RTL|RTL|20260401||ADT^A40|m1|P|2.5\rEVN||20260401\r"
            + "PID|1||7^^^HOSP||DOE^JANE\rMRG|"
            + id
            + "^^^RTL-SENTINEL\r";
    assertFalse(product.mllp(merge.getBytes(StandardCharsets.UTF_8)).contains("MSA|AA"), "merge");
    JsonNode status = status();
    assertEquals(3, status.path("messages").path("quarantined").asInt(), status::toString);
    assertNothingIsSeen(3);
  }

  @Test
  @Order(3)
  void aBrokenCheckIsAnAlarm() throws Exception {
    // at the start, the users may have come after the first report
    TOLD.clear();
    MAIL.purgeEmailFromAllMailboxes();
    // the pipeline goes on, and its checks do nothing
    Path routes = folder.resolve("routes/audit.yaml");
    String before = Files.readString(routes);
    String without =
        before.replaceFirst("- bean:\\s+ref: checks\\s+method: check\\s", "- log: no check\n");
    assertFalse(before.equals(without));
    Files.writeString(routes, without);
    soon(() -> failing("mllp") == 1 && failing("fhir") == 1);
    assertEquals(0, failing("check"), "the check before signing has no such route");
    assertTrue(
        status().path("problems").toString().contains("did not come through"),
        status().path("problems")::toString);
    soon(() -> TOLD.size() >= 2);
    JsonNode told = JSON.readTree(TOLD.get(1));
    assertEquals("sentinels", told.path("alarm").asText());
    assertEquals("https://rtl.example/", told.path("url").asText());
    assertEquals(
        JSON.readTree(TOLD.get(0)).path("id"), told.path("id"), "the same alarm once more");
    soon(() -> MAIL.getReceivedMessages().length > 0);
    MimeMessage mail = MAIL.getReceivedMessages()[0];
    assertEquals("Radiology Trust Layer: flags may not come", mail.getSubject());
    assertEquals("on-call@hospital.example", mail.getHeader("To", ","));
    assertEquals("<" + told.path("id").asText() + "@rtl.example>", mail.getMessageID());
    String text = GreenMailUtil.getBody(mail);
    assertTrue(text.contains("do not come through: mllp: "), text);
    assertFalse(text.contains("effusion"), "no word of a report: " + text);
    Files.writeString(routes, before);
    soon(() -> through("mllp") && through("fhir"));
    assertNothingIsSeen(3);
  }
}
