package org.radiologytrust.ingest.hl7.out;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.feature.FreePorts;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.launch.Product;
import org.radiologytrust.peers.hl7.HapiReceiver;
import org.radiologytrust.settings.Settings;
import org.radiologytrust.tls.Authority;

/** The product between a sender of reports and a receiver of audits. */
@Tag("integration")
@Tag("safety")
class OruProductTest {
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir Path folder;

  /** In other delimiters than ours. */
  private static String report(int version, String status) {
    return "MSH$%~*@$RIS$HOSP$RTL$HOSP$2026010203040"
        + version
        + "$$ORU%R01%ORU_R01$M"
        + version
        + "$P$2.5$$$$$$UNICODE UTF-8\r"
        + "PID$1$$4711%%%HOSP@1.2.3@ISO%MR~9%%%OTHER$$R\u00f6%J\u00e4ne&Co$$19700203$F\r"
        + "OBR$1$P-1$F-1%RIS$71046%Chest%C4$$$202601020304$$$$$$$$$$$A-1$$$$2026010203040"
        + version
        + "$$RAD$"
        + status
        + "\r"
        + "OBX$1$TX$GDT%Report$$IMPRESSION: Small right effusion, definitely "
        + version
        + " cm.$$$$$$F\r";
  }

  private static void send(Product product, int version, String status) throws IOException {
    String answer = product.mllp(report(version, status));
    assertTrue(answer.contains("MSA$AA$"), answer);
  }

  private Map<String, String> to(int port) {
    return Map.of(
        "rtl.oru.host", "127.0.0.1",
        "rtl.oru.port", "" + port,
        "rtl.oru.poll", "50ms",
        "rtl.oru.timeout", "2m",
        "rtl.oru.page", "https://rtl.example");
  }

  private static String field(String segment, int number) {
    String[] fields = segment.split("\\|", -1);
    return number < fields.length ? fields[number] : "";
  }

  private static String segment(String message, String name) {
    return Arrays.stream(message.split("\r"))
        .filter(line -> line.startsWith(name + "|"))
        .findFirst()
        .orElseThrow();
  }

  /**
   * What a system keeps that files a result under its filler number and under its accession number,
   * wherever that stands, and in place of what it had there.
   */
  private static Map<String, String> overwriting(Stream<String> messages) {
    Map<String, String> filed = new HashMap<>();
    messages.forEach(
        message -> {
          String obr = segment(message, "OBR");
          for (int number : new int[] {2, 3, 18, 19, 20, 29}) {
            String key = field(obr, number).split("\\^")[0];
            if (!key.isEmpty()) {
              filed.put(key, message);
            }
          }
        });
    return filed;
  }

  @Test
  void aReceiverThatOverwritesByFillerNumberAndAccessionKeepsTheReport() throws Exception {
    try (HapiReceiver receiver = new HapiReceiver(() -> HapiReceiver.Fault.NONE);
        Product product = Product.start(folder, to(receiver.port()))) {
      send(product, 1, "F");
      await().atMost(LONG).until(() -> receiver.stored().size() == 1);
      send(product, 2, "C");
      await().atMost(LONG).until(() -> receiver.stored().size() == 2);
      send(product, 3, "X");
      await().atMost(LONG).until(() -> receiver.stored().size() == 3);
      List<String> audits = List.copyOf(receiver.stored().values());
      String original = report(2, "C").replaceAll("[$]", "|").replace('%', '^');
      Map<String, String> filed = overwriting(Stream.concat(Stream.of(original), audits.stream()));
      for (String number : List.of("F-1", "P-1", "A-1")) {
        assertEquals(original, filed.get(number), number);
      }
      assertEquals(4, filed.size(), "all audits are under one number of their own");
      assertEquals(
          "PID|1||4711^^^HOSP&1.2.3&ISO^MR~9^^^OTHER||R\u00f6^J\u00e4ne\\T\\Co||19700203|F",
          segment(audits.get(0), "PID"));
      assertTrue(audits.get(0).contains("RTL-FLAG^Flag^99RTL^overconfident"), audits.get(0));
      assertTrue(audits.get(0).contains("Accession number: A-1"), audits.get(0));
      assertEquals(Map.of("P", 1L), statuses(audits.get(0), true));
      assertTrue(statuses(audits.get(1), false).get("C") > 0, audits.get(1));
      assertEquals(Map.of("W", 1L), statuses(audits.get(2), true));
      String link =
          Arrays.stream(audits.get(0).split("\r"))
              .filter(line -> line.contains("RTL-LINK"))
              .map(line -> field(line, 5))
              .collect(Collectors.joining());
      assertTrue(link.startsWith("https://rtl.example/reports/"), link);
      assertEquals(200, product.get(URI.create(link).getPath()).statusCode());
    }
  }

  /**
   * How many OBX have each status.
   *
   * @param once whether each status counts once
   */
  private static Map<String, Long> statuses(String message, boolean once) {
    Stream<String> all =
        Arrays.stream(message.split("\r"))
            .filter(line -> line.startsWith("OBX|"))
            .map(line -> field(line, 11));
    return (once ? all.distinct() : all)
        .collect(Collectors.groupingBy(status -> status, Collectors.counting()));
  }

  @Test
  void ourOwnAuditThatComesBackIsAcceptedAndIgnoredAndCounted() throws Exception {
    int port = FreePorts.one();
    Map<String, String> settings = new HashMap<>(to(port));
    settings.put("rtl.mllp.port", "" + port);
    try (Product product = Product.start(folder, settings)) {
      send(product, 1, "F");
      await()
          .atMost(LONG)
          .until(
              () ->
                  product.metrics().get("rtl_deliveries{sink=\"oru\",state=\"sent\"}").equals(1.0));
      send(product, 2, "C");
      await()
          .atMost(LONG)
          .until(
              () ->
                  product.metrics().get("rtl_deliveries{sink=\"oru\",state=\"sent\"}").equals(2.0));
      Map<String, Double> metrics = product.metrics();
      assertEquals(2, metrics.get("rtl_own_messages_total"));
      assertEquals(2, metrics.get("rtl_messages_total{outcome=\"ignored\"}"));
      assertEquals(2, metrics.get("rtl_messages_total{outcome=\"parsed\"}"));
      assertEquals(0, metrics.get("rtl_messages_total{outcome=\"quarantined\"}"));
      assertEquals(2, product.summaries().size(), "no audit of an audit");
    }
  }

  /**
   * Code and place are said to everybody; the receiver's words only behind the operator's log-in.
   */
  @Test
  void whatTheReceiverRefusesStandsInStatusHealthAndMetrics() throws Exception {
    try (HapiReceiver receiver = new HapiReceiver(() -> HapiReceiver.Fault.NONE);
        Product product = Product.start(folder, to(receiver.port()))) {
      receiver.refuse(message -> true);
      send(product, 1, "F");
      await().atMost(LONG).until(() -> product.get("/api/status").body().contains("refused with"));
      JsonNode status = new ObjectMapper().readTree(product.get("/api/status").body());
      JsonNode refused = status.path("refused").path(0);
      assertEquals("oru", refused.path("sink").asText(), status::toString);
      assertEquals("207", refused.path("error").asText(), status::toString);
      assertEquals(1, refused.path("deliveries").asInt());
      assertEquals(0, refused.path("behind").asInt());
      assertFalse(refused.path("since").asText().isEmpty());
      assertTrue(status.path("ready").asBoolean(), "the node takes and sends all others");
      String told = "oru: refused with 207 since ";
      assertTrue(status.path("problems").toString().contains(told), status::toString);
      var health = product.anonymous(product.managementPort(), "/observe/health/ready?data=true");
      assertEquals(200, health.statusCode());
      assertTrue(health.body().contains(told), health.body());
      assertTrue(
          product.metrics().get("rtl_delivery_refused_seconds{error=\"207\",sink=\"oru\"}") >= 0);

      JsonNode delivery =
          new ObjectMapper()
              .readTree(product.get("/api/deliveries?sink=oru").body())
              .path("deliveries")
              .path(0);
      assertTrue(delivery.path("reason").asText().endsWith("(ERR: 207)"), delivery::toString);
      String path = "/api/deliveries/" + delivery.path("id").asText() + "/oru/answer";
      assertEquals(401, product.anonymous(product.httpPort(), path).statusCode());
      String answer = product.get(path).body();
      assertTrue(answer.contains("MSA|AR|"), answer);
      receiver.refuse(message -> false);
      await().atMost(LONG).until(() -> receiver.stored().size() == 1);
      await().atMost(LONG).until(() -> !product.get("/api/status").body().contains("refused with"));
      assertEquals(404, product.get(path).statusCode());
    }
  }

  /** The receiver is another one of this product, which asks for a certificate of its clients. */
  @Test
  void aMessageGoesToTheReceiverOfTheCertificateAndToNoOther() throws Exception {
    Authority authority = new Authority("hospital");
    Path ca = folder.resolve("ca.pem");
    authority.write(ca);
    Path other = folder.resolve("other.pem");
    new Authority("other").write(other);
    int port = FreePorts.one();
    Map<String, String> tls = new HashMap<>(pair(authority, "127.0.0.1", "rtl.mllp.tls"));
    tls.put("rtl.mllp.port", "" + port);
    tls.put("rtl.mllp.tls.trusted", ca.toString());
    Map<String, String> right = new HashMap<>(to(port));
    right.put("rtl.oru.security", "TLS");
    right.put("rtl.oru.tls.trusted", ca.toString());
    right.putAll(pair(authority, "client", "rtl.oru.tls"));
    Map<String, String> otherCa = new HashMap<>(right);
    otherCa.put("rtl.oru.tls.trusted", other.toString());
    Map<String, String> otherName = new HashMap<>(right);
    otherName.put("rtl.oru.host", "localhost");
    Map<String, String> noCertificate = new HashMap<>(right);
    noCertificate.keySet().removeAll(List.of("rtl.oru.tls.certificate", "rtl.oru.tls.key"));
    try (Product receiver = Product.start(folder.resolve("receiver"), tls)) {
      try (Product sender = Product.start(folder.resolve("right"), right)) {
        send(sender, 1, "F");
        await()
            .atMost(LONG)
            .until(() -> receiver.metrics().get("rtl_own_messages_total").equals(1.0));
      }
      for (Map<String, String> wrong : List.of(otherCa, otherName, noCertificate)) {
        double before = refused(receiver);
        try (Product sender = Product.start(folder.resolve("s" + before), wrong)) {
          send(sender, 1, "F");
          await().atMost(LONG).until(() -> refused(receiver) > before);
          assertEquals(1, sender.metrics().get("rtl_deliveries{sink=\"oru\",state=\"pending\"}"));
        }
      }
      assertEquals(1, receiver.metrics().get("rtl_own_messages_total"), "the first alone");
    }
  }

  private Map<String, String> pair(Authority authority, String name, String prefix)
      throws IOException {
    Path certificate = folder.resolve(prefix + ".pem");
    Path key = folder.resolve(prefix + ".key");
    authority.issue(name).write(certificate, key);
    return Map.of(prefix + ".certificate", certificate.toString(), prefix + ".key", key.toString());
  }

  private static double refused(Product product) throws Exception {
    return product.metrics().entrySet().stream()
        .filter(metric -> metric.getKey().startsWith("rtl_tls_refused_total{listener=\"mllp\""))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  @Test
  void theDoctorSaysWhetherSomebodyListens() throws Exception {
    assertEquals(List.of(SelfCheckResult.State.BROKEN), doctor(to(FreePorts.one())));
    assertEquals(List.of(SelfCheckResult.State.UNUSED), doctor(Map.of()));
    try (HapiReceiver receiver = new HapiReceiver(() -> HapiReceiver.Fault.NONE)) {
      assertEquals(List.of(SelfCheckResult.State.OK), doctor(to(receiver.port())));
    }
  }

  private List<SelfCheckResult.State> doctor(Map<String, String> settings) {
    return Product.doctor(folder.resolve("home"), settings).stream()
        .filter(result -> result.peer().equals("oru"))
        .map(SelfCheckResult::state)
        .toList();
  }

  @Test
  void aMappingThatIsNotValidStopsTheStart() throws Exception {
    Path files = Files.createDirectories(folder.resolve("site/publish"));
    Files.writeString(files.resolve("oru.yaml"), "form: obx\nfields:\n  OBR-3: $filler\n");
    Map<String, String> settings = new HashMap<>(to(FreePorts.one()));
    settings.put("rtl.files", folder.resolve("site").toString());
    String told =
        assertThrows(Settings.Wrong.class, () -> Product.start(folder.resolve("home"), settings))
            .getMessage();
    assertTrue(told.contains("publish/oru.yaml line 3: OBR-3 cannot be set"), told);
    assertFalse(told.contains("\n"), told);
  }
}
