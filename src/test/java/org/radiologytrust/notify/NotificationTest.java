package org.radiologytrust.notify;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.journal.OpenedJournal.db;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.app.App;
import org.radiologytrust.auth.users.QuickPassword;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.auth.users.UsersFile;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.launch.CapturedLog;
import org.radiologytrust.launch.FormBody;
import org.radiologytrust.launch.Product;

/** The whole product tells of a critical flag, until somebody opens the report. */
@Tag("safety")
@Tag("integration")
class NotificationTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String SECRET = "0123456789abcdef";
  private static final String PASSWORD = "correct horse";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** What may be in no message and no log. */
  private static final List<String> CANARIES =
      List.of("Zebrakanari", "Quendolin", "CNRY93716", "ACCCANARY", "neumothorax", "ritical");

  @TempDir Path folder;
  private HookPeer hook;
  private GreenMail mail;
  private App app;
  private Product product;
  private CapturedLog log;

  @BeforeEach
  void start() throws Exception {
    hook = new HookPeer();
    mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.start();
    log = CapturedLog.asInProduction();
  }

  @AfterEach
  void stop() throws Exception {
    if (app != null) {
      app.close();
    }
    log.close();
    mail.stop();
    hook.close();
  }

  private Map<String, String> settings(String list, String unread) {
    return new HashMap<>(
        Map.of(
            "rtl.notify.to", list,
            "rtl.notify.page", "https://rtl.hospital.example",
            "rtl.notify.unread", unread,
            "rtl.notify.poll", "50ms",
            "rtl.notify.webhook.secret", SECRET,
            "rtl.notify.mail.host", "127.0.0.1",
            "rtl.notify.mail.port", "" + mail.getSmtp().getPort(),
            "rtl.notify.mail.security", "none",
            "rtl.notify.mail.from", "rtl@hospital.example"));
  }

  private void run(Map<String, String> more) throws Exception {
    Path home = folder.resolve("home");
    app = Product.app(home, Map.of(), more);
    product = new Product(app.mllpPort(), app.httpPort(), app.managementPort(), app);
    UsersFile.in(home).put(QuickPassword.account("rita", Role.REVIEWER, PASSWORD));
  }

  private void awaitMetric(String name, double value) {
    await().atMost(LONG).until(() -> product.metrics().get(name) == value);
  }

  private void report(String number, String impression) throws Exception {
    String ack =
        product.mllp(
            "MSH|^~\\&|RIS|HOSP|RTL|HOSP|20260102030405||ORU^R01^ORU_R01|M"
                + number
                + "|P|2.5\r"
                + "PID|1||CNRY93716^^^HOSP^MR||Zebrakanari^Quendolin||19471129|F\r"
                + "OBR|1||ACCCANARY"
                + number
                + "^RIS|71046^Chest^C4|||202601020304|||||||||||||||||RAD|F\r"
                + "OBX|1|TX|GDT^Report||IMPRESSION: "
                + impression
                + "||||||F\r");
    assertTrue(ack.contains("MSA|AA|"), ack);
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.httpPort() + path));
    return HTTP.send(request.headers(headers).build(), BodyHandlers.ofString());
  }

  private static String location(HttpResponse<String> response) {
    assertEquals(303, response.statusCode());
    return response.headers().firstValue("Location").orElseThrow();
  }

  /** Logs in at the page to which a link has led. */
  private HttpResponse<String> logIn(String next) throws Exception {
    String origin = "http://127.0.0.1:" + app.httpPort();
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + "/login"));
    return HTTP.send(
        FormBody.post(request, Map.of("user", "rita", "password", PASSWORD, "next", next))
            .header("Origin", origin)
            .build(),
        BodyHandlers.ofString());
  }

  private boolean isRead(String id) {
    return db(app.journal())
        .read(
            tx ->
                tx.first(
                        "select 1 from notification where id = ? and read_at is not null",
                        rs -> true,
                        id)
                    .isPresent());
  }

  @Test
  void webhookThenMailUntilSomebodyOpensTheReport() throws Exception {
    run(settings(hook.url() + ", ada@hospital.example ben@hospital.example, head@x.example", "2s"));
    report("1", "Large right tension pneumothorax.");
    await().atMost(LONG).until(() -> !hook.calls().isEmpty());
    HookPeer.Call call = hook.calls().get(0);
    assertTrue(call.isSignedWith(SECRET));
    String id = new ObjectMapper().readTree(call.body()).path("id").asText();
    await().atMost(LONG).until(() -> mail.getReceivedMessages().length >= 2);
    MimeMessage message = mail.getReceivedMessages()[0];
    String text = (String) message.getContent();
    assertTrue(text.contains("https://rtl.hospital.example/n/" + id), text);
    assertEquals("ada@hospital.example, ben@hospital.example", message.getHeader("To", null));
    assertEquals("rtl@hospital.example", message.getHeader("From", null));
    assertEquals("auto-generated", message.getHeader("Auto-Submitted", null));
    assertEquals("<" + id + ".1@rtl.hospital.example>", message.getHeader("Message-ID", null));
    assertTrue(message.getContentType().startsWith("text/plain"), message.getContentType());

    HttpResponse<String> stranger = get("/n/" + id, "Accept", "text/html");
    assertEquals("/login?next=/n/" + id, location(stranger));
    assertFalse(isRead(id), "a scanner of links is nobody");
    HttpResponse<String> login = logIn("/n/" + id);
    assertEquals("/n/" + id, location(login));
    String cookie = login.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    String page = location(get("/n/" + id, "Accept", "text/html", "Cookie", cookie));
    assertFalse(isRead(id), "the link itself changes nothing");
    HttpResponse<String> opened = get(page, "Accept", "text/html", "Cookie", cookie);
    assertEquals(200, opened.statusCode());
    assertTrue(opened.body().contains("pneumothorax"), opened::body);
    assertTrue(isRead(id));
    Path accesses = folder.resolve("home/access.log");
    String report = page.substring("/reports/".length());
    await()
        .alias("the reading is logged as any other")
        .atMost(LONG)
        .until(() -> Files.exists(accesses) && Files.readString(accesses).contains(report));

    assertEquals(404, get("/n/" + UUID.randomUUID(), "Cookie", cookie).statusCode());
    Map<String, Double> metrics = product.metrics();
    assertEquals(1, metrics.get("rtl_notifications_total{channel=\"webhook\",state=\"sent\"}"));
    assertEquals(0, metrics.get("rtl_notifications_unread"));
    assertEquals(1, metrics.get("rtl_deliveries{sink=\"notify-webhook\",state=\"sent\"}"));

    String all = call + raw(message) + String.join("\n", log.lines());
    for (String canary : CANARIES) {
      assertFalse(all.contains(canary), all);
    }
  }

  private static String raw(MimeMessage message) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    message.writeTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void onlyUrgentFlagsAreToldAndALateStartLosesNothing() throws Exception {
    Map<String, String> settings = settings(hook.url().toString(), "1h");
    hook.next(exchange -> exchange.send(500, "text/plain", new byte[0]));
    run(settings);
    report("1", "Large right tension pneumothorax.");
    awaitMetric("rtl_notifications_total{channel=\"webhook\",state=\"failed\"}", 1);
    assertEquals(1, hook.calls().size());
    app.close();
    run(settings);
    await().atMost(LONG).until(() -> hook.calls().size() == 2);
    assertEquals(hook.calls().get(0).body(), hook.calls().get(1).body());
    report("2", "Surely no effusion.");
    awaitMetric("rtl_reports_total{outcome=\"checked_only\"}", 2);
    awaitMetric("rtl_deliveries{sink=\"notify-webhook\",state=\"sent\"}", 1);
    assertEquals(2, hook.calls().size());
  }

  @Test
  void theDoctorAsksWebhookAndMailServerAndSendsNothing() {
    Map<String, String> settings =
        settings(hook.url() + " ada@hospital.example, http://127.0.0.1:1/", "10m");
    List<SelfCheckResult> results =
        Product.doctor(folder.resolve("home"), settings).stream()
            .filter(result -> result.peer().equals("notify"))
            .toList();
    assertEquals(3, results.size());
    assertFalse(results.get(0).isBroken());
    assertTrue(results.get(1).isBroken());
    assertFalse(results.get(2).isBroken());
    assertEquals("HEAD", hook.calls().get(0).method());
    assertEquals(0, mail.getReceivedMessages().length);
  }
}
