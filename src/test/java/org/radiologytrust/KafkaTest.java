package org.radiologytrust;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.launch.Chest.fhir;

import ca.uhn.fhir.context.FhirContext;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.CapturedLog;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.ServeProcess;
import org.radiologytrust.launch.ShippedRoutes;
import org.radiologytrust.peers.KafkaBroker;
import org.radiologytrust.peers.fhir.FhirServer;
import org.radiologytrust.tls.Authority;
import org.slf4j.LoggerFactory;

/** Reports in from a topic and audits out to one, by a real broker. */
@Tag("peers")
class KafkaTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Map<String, String> HL7 = Map.of("content-type", "application/hl7-v2");
  private static int count;

  @TempDir static Path brokerFolder;
  private static KafkaBroker broker;

  @TempDir Path folder;
  private final String reports = "reports-" + ++count;
  private final String audits = "audits-" + count;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = new KafkaBroker(brokerFolder);
  }

  @AfterAll
  static void stopBroker() throws Exception {
    broker.close();
  }

  @BeforeEach
  void topics() throws Exception {
    broker.topics(reports, audits);
  }

  private Map<String, String> settings(Map<String, String> more) {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "rtl.kafka.brokers", broker.address(),
                "rtl.kafka.reports", reports,
                "rtl.kafka.audits", audits,
                "rtl.kafka.group", reports,
                "rtl.kafka.poll", "50ms"));
    all.putAll(more);
    return all;
  }

  private Product start(Map<String, String> more) {
    return Product.start(folder.resolve("home"), settings(more));
  }

  /** A report with an accession number of its own. */
  private static byte[] oru(String accession) {
    return Chest.oru(
            PhantomStudy.chest(accession), "M-" + accession, "PHANTOM-1", Chest.TEXT, "F", 30)
        .getBytes(StandardCharsets.UTF_8);
  }

  private List<ConsumerRecord<String, byte[]>> written(int number) {
    await().atMost(LONG).until(() -> broker.records(audits).size() >= number);
    return broker.records(audits);
  }

  private static double metric(Product product, String name) throws Exception {
    return product.metrics().getOrDefault(name, 0.0);
  }

  private static double messages(Product product, String outcome) throws Exception {
    return metric(product, "rtl_messages_total{outcome=\"" + outcome + "\"}");
  }

  private static double deliveries(Product product, String sink, String state) throws Exception {
    return metric(product, "rtl_deliveries{sink=\"" + sink + "\",state=\"" + state + "\"}");
  }

  private static int ready(Product product) throws Exception {
    return health(product).statusCode();
  }

  /** A busy machine may have been too slow for the last look at the brokers. */
  private static void awaitReady(Product product) {
    await().atMost(LONG).until(() -> ready(product) == 200);
  }

  private static java.net.http.HttpResponse<String> health(Product product) throws Exception {
    return product.anonymous(product.managementPort(), "/observe/health/ready?data=true");
  }

  private void awaitCommitted(long offset) {
    await().atMost(LONG).until(() -> broker.committed(reports, reports) == offset);
  }

  private static String header(ConsumerRecord<?, ?> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  @Test
  void reportsOfBothFormatsAreAuditedAndBothSinksGetTheAudits() throws Exception {
    try (FhirServer server = new FhirServer();
        Product product =
            start(
                Map.of(
                    "rtl.fhir.server",
                    server.url().toString(),
                    "rtl.fhir.unresolved",
                    "logical"))) {
      broker.send(reports, oru("ACC1"), HL7);
      broker.send(
          reports, oru("ACC2"), Map.of("Content-Type", "x-application/hl7-v2+er7; charset=utf-8"));
      broker.send(reports, oru("ACC3"), Map.of());
      broker.send(reports, fhir("ACC4"), Map.of("content-type", "application/fhir+json"));
      broker.send(reports, fhir("ACC5"), Map.of());
      List<ConsumerRecord<String, byte[]>> all = written(5);
      assertEquals(
          List.of("HOSP|ACC1", "HOSP|ACC2", "HOSP|ACC3", "main|ACC4", "main|ACC5"),
          all.stream().map(ConsumerRecord::key).sorted().toList());
      for (ConsumerRecord<String, byte[]> one : all) {
        assertEquals("application/fhir+json", header(one, "content-type"));
        Bundle bundle =
            FhirContext.forR4Cached()
                .newJsonParser()
                .parseResource(Bundle.class, new String(one.value(), StandardCharsets.UTF_8));
        assertEquals(Bundle.BundleType.TRANSACTION, bundle.getType());
        assertTrue(
            bundle.getEntry().stream()
                .anyMatch(e -> e.getResource().getIdPart().equals(header(one, "rtl-run-id"))));
      }
      await().atMost(LONG).until(() -> deliveries(product, "fhir", "sent") == 5);
      assertEquals(5, deliveries(product, "kafka", "sent"));
      assertEquals(
          5,
          server.all(Observation.class).stream()
              .filter(o -> o.getCode().getCodingFirstRep().getCode().equals("report-audit"))
              .count());
      awaitCommitted(5);
      assertEquals(5, messages(product, "parsed"));
      awaitReady(product);
    }
  }

  @Test
  @Tag("safety")
  void aReportWithTheReservedMarkIsHeldInQuarantine() throws Exception {
    try (Product product = start(Map.of())) {
      String marked =
          new String(oru("ACC1"), StandardCharsets.UTF_8).replace("HOSP", "RTL-SENTINEL");
      broker.send(reports, marked.getBytes(StandardCharsets.UTF_8), HL7);
      awaitCommitted(1);
      assertEquals(1, messages(product, "quarantined"));
      assertEquals(0, messages(product, "parsed"));
      String held = product.get("/api/messages?limit=10").body();
      assertTrue(held.contains("RTL-SENTINEL, which is reserved"), held);
    }
  }

  @Test
  void theSameMessageTwiceAndByMllpIsOneAuditAndACorrectionFollowsIt() throws Exception {
    try (Product product = start(Map.of())) {
      broker.send(reports, oru("ACC1"), HL7);
      broker.send(reports, oru("ACC1"), Map.of());
      awaitCommitted(2);
      String ack = product.mllp(oru("ACC1"));
      assertTrue(ack.contains("\rMSA|AA|M-ACC1"), ack);
      assertEquals(1, messages(product, "parsed"));
      assertEquals(2, messages(product, "duplicate"));
      assertEquals(200, product.post("/fhir", "application/fhir+json", fhir("ACC1")).statusCode());
      written(1);
      PhantomStudy study = PhantomStudy.chest("ACC1");
      String right = Chest.TEXT.replace("left", "right").replace("Left", "Right");
      broker.send(
          reports,
          Chest.oru(study, "M-2", "PHANTOM-1", right, "C", 40).getBytes(StandardCharsets.UTF_8),
          HL7);
      List<ConsumerRecord<String, byte[]>> both = written(2);
      assertEquals(
          List.of("HOSP|ACC1", "HOSP|ACC1"), both.stream().map(ConsumerRecord::key).toList());
      assertFalse(new String(both.get(0).value(), StandardCharsets.UTF_8).contains("cancelled"));
      assertTrue(new String(both.get(1).value(), StandardCharsets.UTF_8).contains("cancelled"));
    }
  }

  private static List<Path> corpus(String format) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/corpus", format))) {
      return files.filter(f -> f.toString().matches(".*\\.(hl7|json|xml)")).sorted().toList();
    }
  }

  /** What became of each message, and each version with its text, by their content alone. */
  private static List<String> fates(Path home) throws Exception {
    List<String> all = new ArrayList<>();
    try (Connection journal = journal(home);
        Statement statement = journal.createStatement()) {
      ResultSet messages =
          statement.executeQuery("select body_sha256, outcome, reason, repeats from message");
      while (messages.next()) {
        all.add(
            String.join(
                " ",
                messages.getString(1),
                messages.getString(2),
                messages.getString(3),
                messages.getString(4)));
      }
      ResultSet versions =
          statement.executeQuery("select site, report_id, seq, status, report from report_version");
      while (versions.next()) {
        all.add(
            String.join(
                " ",
                versions.getString(1),
                versions.getString(2),
                versions.getString(3),
                versions.getString(4),
                versions.getString(5)));
      }
    }
    return all.stream().sorted().toList();
  }

  @ParameterizedTest(name = "content-type: {0}")
  @ValueSource(booleans = {true, false})
  void everyShapeOfReportIsReadFromTheTopicAsByMllpAndPost(boolean typed) throws Exception {
    int sent = 0;
    try (Product byTopic = start(Map.of());
        Product direct = Product.start(folder.resolve("direct"), Map.of())) {
      for (Path file : corpus("hl7")) {
        byte[] message = Files.readAllBytes(file);
        direct.mllp(message);
        broker.send(reports, message, typed ? HL7 : Map.of());
        sent++;
      }
      for (Path file : corpus("fhir")) {
        byte[] message = Files.readAllBytes(file);
        String type = file.toString().endsWith("xml") ? "fhir+xml" : "fhir+json";
        direct.post("/fhir", "application/" + type, message);
        broker.send(
            reports, message, typed ? Map.of("content-type", "application/" + type) : Map.of());
        sent++;
      }
      awaitCommitted(sent);
    }
    List<String> expected = fates(folder.resolve("direct"));
    assertTrue(expected.size() > sent, "messages and versions: " + expected.size());
    assertEquals(expected, fates(folder.resolve("home")));
  }

  private static byte[] addendum(String accession, String controlId, String text) {
    return Chest.addendum(PhantomStudy.chest(accession), controlId, "PHANTOM-1", text, 40)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] withdrawn(String accession) {
    return new String(fhir(accession), StandardCharsets.UTF_8)
        .replace("\"status\":\"final\"", "\"status\":\"entered-in-error\"")
        .replace("2026-04-01T09:30", "2026-04-01T11:30")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aReportLivesOnInWhicheverFeedItsNextVersionComes() throws Exception {
    Map<String, String> json = Map.of("content-type", "application/fhir+json");
    String more = "There is a fracture of the left clavicle.";
    try (Product product = start(Map.of())) {
      assertTrue(product.mllp(oru("ACC1")).contains("\rMSA|AA|M-ACC1"));
      broker.send(reports, fhir("ACC1"), json);
      awaitCommitted(1);
      assertEquals(1, messages(product, "duplicate"), "the same report");
      broker.send(reports, addendum("ACC1", "T06-1", more), HL7);
      awaitCommitted(2);
      assertTrue(product.mllp(addendum("ACC1", "T06-2", more)).contains("\rMSA|AA|"));
      assertEquals(2, messages(product, "duplicate"), "the same addendum");
      assertEquals(2, messages(product, "parsed"));
      written(2);
      broker.send(reports, withdrawn("ACC1"), json);
      List<ConsumerRecord<String, byte[]>> all = written(3);
      assertEquals(
          List.of("HOSP|ACC1", "HOSP|ACC1", "HOSP|ACC1"),
          all.stream().map(ConsumerRecord::key).toList());
      assertTrue(text(all.get(1)).contains("clavicle"), "the audit of the whole text");
      assertTrue(text(all.get(2)).contains("entered-in-error"));
      assertEquals(
          200, product.post("/fhir", json.get("content-type"), withdrawn("ACC1")).statusCode());
      assertEquals(3, messages(product, "duplicate"), "the same withdrawal");
      assertEquals(3, messages(product, "parsed"));
      assertEquals(0, messages(product, "quarantined"));
      assertEquals(3, product.summaries().size());
    }
  }

  private static String text(ConsumerRecord<?, byte[]> record) {
    return new String(record.value(), StandardCharsets.UTF_8);
  }

  @Test
  void whatCannotBeUsedIsKeptAndToldOnceAndDoesNotHoldUpTheNext() throws Exception {
    byte[] garbage = {(byte) 0xff, 0, 1, 2, (byte) 0xfe};
    byte[] giant = new byte[3 << 20];
    Arrays.fill(giant, (byte) 'M');
    byte[] bad = "MSH|^~\\&|RIS|HOSP|||2026||ORU^R01|BAD1|P|2.5.1\rPID|1\r".getBytes();
    byte[] lies = "{\"resourceType\":\"Observation\"}".getBytes();
    byte[] text = "some words".getBytes();
    try (CapturedLog log = new CapturedLog();
        Product product = start(Map.of("rtl.kafka.max-record", "100000"))) {
      broker.send(reports, garbage, Map.of());
      broker.send(reports, giant, HL7);
      broker.send(reports, bad, HL7);
      broker.send(reports, lies, HL7);
      broker.send(reports, oru("ACC7"), Map.of("content-type", "application/fhir+json"));
      broker.send(reports, text, Map.of("content-type", "text/plain"));
      broker.send(reports, null, HL7);
      broker.send(reports, new byte[0], Map.of());
      broker.send(reports, fhir("ACC8"), Map.of("content-type", "application/fhir+json;charset=X"));
      Map<String, String> injected = new HashMap<>(HL7);
      for (String name :
          List.of(
              "CamelBeanMethodName",
              "CAmelBeanMethodName",
              "CamelKafkaManualCommit",
              "camelkafkatopic",
              "CamelRedelivered",
              "CamelHttpUri",
              "kafka.OFFSET",
              "org.apache.camel.x")) {
        injected.put(name, "commit");
      }
      broker.send(reports, oru("ACC9"), injected);
      assertEquals(List.of("HOSP|ACC9"), written(1).stream().map(ConsumerRecord::key).toList());
      awaitCommitted(10);
      assertEquals(1, messages(product, "parsed"));
      assertEquals(1, messages(product, "ignored"));
      assertEquals(8, messages(product, "quarantined"));
      List<byte[]> kept = kept();
      for (byte[] raw : List.of(garbage, bad, lies, oru("ACC7"), text, new byte[0], fhir("ACC8"))) {
        assertTrue(kept.stream().anyMatch(k -> Arrays.equals(k, raw)), () -> new String(raw));
      }
      assertTrue(kept.stream().anyMatch(k -> k.length == 100_000));
      List<String> told =
          log.lines(Level.WARN).stream()
              .filter(line -> line.contains(reports))
              .map(line -> line.replaceFirst("^\\w+ message quarantined \\(([^\\s;)]+).*", "$1"))
              .toList();
      assertEquals(
          Stream.of(0, 1, 2, 3, 4, 5, 7, 8).map(offset -> reports + "/0/" + offset).toList(), told);
      broker.send(reports, garbage, Map.of());
      awaitCommitted(11);
      assertEquals(1, messages(product, "duplicate"), "the same again is not kept twice");
      awaitReady(product);
    }
  }

  /** What was logged about a patient whose name nothing else has. */
  private static final class Overheard extends AppenderBase<ILoggingEvent> {
    private static final String CANARY = "Zebrakanari";
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private int all;

    @Override
    protected synchronized void append(ILoggingEvent event) {
      all++;
      String told = event.getFormattedMessage();
      if (event.getThrowableProxy() != null) {
        told += ThrowableProxyUtil.asString(event.getThrowableProxy());
      }
      if (told.contains(CANARY)) {
        lines.add(event.getLoggerName() + " " + told);
      }
    }
  }

  @Test
  void noPatientOfARecordIsLogged() throws Exception {
    Overheard overheard = new Overheard();
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    Level level = root.getLevel();
    overheard.start();
    root.addAppender(overheard);
    root.setLevel(Level.DEBUG);
    try (Product product = start(Map.of("rtl.kafka.max-record", "100000"))) {
      String named =
          new String(oru("ACC1"), StandardCharsets.UTF_8)
              .replace("Phantom^Petra", Overheard.CANARY + "^Q");
      assertTrue(named.contains(Overheard.CANARY));
      broker.send(reports, named.getBytes(StandardCharsets.UTF_8), HL7);
      for (String bad :
          List.of(
              "MSH|" + Overheard.CANARY,
              "MSH|^~\\&|RIS|HOSP|||2026||ORU^R01|B1|P|2.5.1\rPID|1||||" + Overheard.CANARY,
              "{\"resourceType\":\"DiagnosticReport\",\"status\":\"" + Overheard.CANARY + "\"}",
              "{\"" + Overheard.CANARY,
              Overheard.CANARY.repeat(10_000))) {
        broker.send(reports, bad.getBytes(StandardCharsets.UTF_8), Map.of());
      }
      broker.send(reports, oru("ACC2"), Map.of("content-type", Overheard.CANARY));
      broker.send(
          reports,
          oru("ACC3"),
          Map.of("content-type", "application/fhir+json", Overheard.CANARY, "x"));
      written(1);
      awaitCommitted(8);
      assertEquals(7, messages(product, "quarantined"));
    } finally {
      root.setLevel(level);
      root.detachAppender(overheard);
    }
    assertEquals(List.of(), overheard.lines);
    assertTrue(overheard.all > 100, "at DEBUG all is logged: " + overheard.all);
  }

  private Connection journal() throws Exception {
    return journal(folder.resolve("home"));
  }

  private static Connection journal(Path home) throws Exception {
    return DriverManager.getConnection("jdbc:sqlite:" + home.resolve("journal.db"));
  }

  private List<byte[]> kept() throws Exception {
    List<byte[]> all = new ArrayList<>();
    try (Connection journal = journal();
        Statement statement = journal.createStatement();
        ResultSet rs =
            statement.executeQuery("select raw from message where outcome = 'quarantined'")) {
      while (rs.next()) {
        all.add(rs.getBytes(1));
      }
    }
    return all;
  }

  @Test
  void whatAFullDiskCannotStoreIsTriedAgainAndNotCommitted() throws Exception {
    try (ServeProcess process =
        ServeProcess.start(folder.resolve("home"), settings(Map.of("rtl.audit.poll", "1s")))) {
      Product product = process.product();
      broker.send(reports, oru("ACC1"), HL7);
      written(1);
      awaitCommitted(1);
      process.limitFileSize("1");
      broker.send(reports, oru("ACC2"), HL7);
      broker.send(reports, oru("ACC3"), HL7);
      await().atMost(LONG).until(() -> health(product).body().contains("cannot be stored"));
      assertEquals(503, ready(product));
      assertEquals(1, broker.committed(reports, reports));
      process.limitFileSize("unlimited");
      awaitCommitted(3);
      assertEquals(
          List.of("HOSP|ACC1", "HOSP|ACC2", "HOSP|ACC3"),
          written(3).stream().map(ConsumerRecord::key).sorted().toList());
      assertEquals(3, messages(product, "parsed"));
      await().atMost(LONG).until(() -> ready(product) == 200);
    }
  }

  /** The shipped routes, with a wait between the journal's commit and that of the offset. */
  private Path slowRoutes() throws Exception {
    Path routes = ShippedRoutes.copiedTo(folder);
    Path file = routes.resolve("kafka.yaml");
    String before = Files.readString(file);
    String step = "            method: receive\n";
    String after =
        before.replace(
            step, step + "        - delay:\n            expression: { constant: '600000' }\n");
    assertNotEquals(before, after);
    Files.writeString(file, after);
    return routes;
  }

  @Test
  void killedBetweenTheJournalAndTheOffsetNothingIsLostOrAuditedTwice() throws Exception {
    Path home = folder.resolve("home");
    ServeProcess first =
        ServeProcess.start(home, settings(Map.of("rtl.routes", slowRoutes().toString())));
    broker.send(reports, oru("ACC1"), HL7);
    broker.send(reports, oru("ACC2"), HL7);
    written(1);
    first.kill();
    assertEquals(0, broker.committed(reports, reports));
    try (ServeProcess second = ServeProcess.start(home, settings(Map.of()))) {
      awaitCommitted(2);
      assertEquals(
          List.of("HOSP|ACC1", "HOSP|ACC2"), written(2).stream().map(ConsumerRecord::key).toList());
      assertEquals(2, messages(second.product(), "parsed"));
      assertEquals(1, messages(second.product(), "duplicate"));
      assertEquals(2, second.product().summaries().size());
    }
  }

  /** A Bundle that is small as bytes, and too large for the heap as resources. */
  private static byte[] tooLargeForTheHeap() {
    return ("{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":["
            + ",{}".repeat(1_300_000).substring(1)
            + "]}")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  @Tag("safety")
  void aRecordAtWhichTheProcessDiesThreeTimesIsQuarantinedUnread() throws Exception {
    byte[] deadly = tooLargeForTheHeap();
    broker.send(reports, oru("ACC1"), HL7);
    broker.send(reports, deadly, Map.of());
    broker.send(reports, oru("ACC2"), HL7);
    Path home = folder.resolve("home");
    // lifts the limit that would refuse the record before it is parsed
    Map<String, String> unlimited = settings(Map.of("rtl.fhir.max-elements", "100000000"));
    int deaths = 0;
    while (deaths < 5 && broker.committed(reports, reports) < 3) {
      try (ServeProcess process =
          ServeProcess.start(
              home,
              unlimited,
              Map.of("JAVA_TOOL_OPTIONS", "-Xmx160m -XX:+ExitOnOutOfMemoryError"),
              ProcessBuilder.Redirect.INHERIT)) {
        await()
            .atMost(LONG)
            .until(() -> !process.isAlive() || broker.committed(reports, reports) == 3);
        if (process.isAlive()) {
          assertEquals(2, messages(process.product(), "parsed"));
          assertEquals(1, messages(process.product(), "quarantined"));
          break;
        }
      } catch (IOException diedWhileItStarted) {
        // it counts as well
      }
      deaths++;
    }
    assertEquals(3, deaths);
    assertTrue(Arrays.equals(deadly, kept().get(0)), "its bytes are kept");
    try (Product again = start(Map.of())) {
      await().atMost(LONG).until(() -> ready(again) == 200);
    }
  }

  @Test
  void aBrokerThatIsAwayAtStartOrLaterCostsTimeAndNoAudit() throws Exception {
    broker.send(reports, oru("ACC1"), HL7);
    broker.kill();
    try (Product product = start(Map.of())) {
      assertTrue(product.mllp(new String(oru("ACC2"))).contains("\rMSA|AA|"));
      await().atMost(LONG).until(() -> product.summaries().size() == 1);
      assertEquals(503, ready(product));
      await()
          .atMost(LONG)
          .until(
              () -> health(product).body(),
              body -> body.contains("rtl.kafka.brokers: the brokers cannot be reached"));
      assertEquals(1, deliveries(product, "kafka", "pending"));

      broker.start();
      assertEquals(
          List.of("HOSP|ACC1", "HOSP|ACC2"),
          written(2).stream().map(ConsumerRecord::key).sorted().toList());
      await().atMost(LONG).until(() -> ready(product) == 200);

      broker.kill();
      assertTrue(product.mllp(new String(oru("ACC3"))).contains("\rMSA|AA|"));
      await().atMost(LONG).until(() -> product.summaries().size() == 3);
      await().atMost(LONG).until(() -> ready(product) == 503);
      broker.start();
      broker.send(reports, oru("ACC4"), HL7);
      assertEquals(
          List.of("HOSP|ACC1", "HOSP|ACC2", "HOSP|ACC3", "HOSP|ACC4"),
          written(4).stream().map(ConsumerRecord::key).sorted().toList());
      await().atMost(LONG).until(() -> ready(product) == 200);
      awaitCommitted(2);
    }
  }

  @Test
  @Tag("safety")
  void whatTheTopicDeletedUnreadIsToldAndTheRestIsRead() throws Exception {
    try (CapturedLog log = new CapturedLog();
        Product product = start(Map.of())) {
      broker.send(reports, oru("ACC1"), HL7);
      awaitCommitted(1);
      assertEquals(List.of(), log.lines(Level.ERROR));
      assertEquals(0, metric(product, "rtl_kafka_missed_total"));
    }
    for (int i = 2; i <= 6; i++) {
      broker.send(reports, oru("ACC" + i), HL7);
    }
    broker.deleteBefore(reports, 4);
    try (CapturedLog log = new CapturedLog();
        Product product = start(Map.of())) {
      awaitCommitted(6);
      assertEquals(
          List.of("HOSP|ACC1", "HOSP|ACC5", "HOSP|ACC6"),
          written(3).stream().map(ConsumerRecord::key).sorted().toList());
      assertEquals(3, metric(product, "rtl_kafka_missed_total"));
      assertTrue(
          log.lines(Level.ERROR).stream()
              .anyMatch(line -> line.contains("deleted 3 records") && line.contains("1 to 3")),
          () -> log.lines(Level.ERROR).toString());
      awaitReady(product);
    }
  }

  @Test
  void anAuditThatTheTopicDoesNotTakeIsDeadWithAReason() throws Exception {
    broker.topic("narrow", 500);
    try (Product product = start(Map.of("rtl.kafka.audits", "narrow"))) {
      broker.send(reports, oru("ACC1"), HL7);
      await().atMost(LONG).until(() -> deliveries(product, "kafka", "dead") == 1);
      try (Connection journal = journal();
          Statement statement = journal.createStatement();
          ResultSet rs = statement.executeQuery("select reason from delivery")) {
        assertTrue(rs.next());
        assertTrue(rs.getString(1).contains("larger than the topic"), rs.getString(1));
      }
    }
  }

  @Test
  void loginAndTrustAreSentAndTheDoctorSaysWhatIsWrong() throws Exception {
    Map<String, String> secure = settings(Product.kafka(broker, reports, audits));
    assertEquals("answers, and has the topics", doctor(secure));
    try (Product product = Product.start(folder.resolve("home"), secure)) {
      broker.send(reports, oru("ACC1"), HL7);
      assertEquals(1, written(1).size());
      awaitReady(product);
      assertFalse(health(product).body().contains("se\\\"cr"), "the password");
    }
    secure.put("rtl.kafka.reports", "nowhere");
    assertEquals("rtl.kafka.reports: topic nowhere does not exist: create it", doctor(secure));
    secure.put("rtl.kafka.password", "wrong");
    assertTrue(
        doctor(secure).startsWith("rtl.kafka.brokers: the brokers refuse our login"),
        doctor(secure));
    secure.put("rtl.kafka.trusted", "");
    assertTrue(
        doctor(secure).startsWith("rtl.kafka.brokers: the brokers refuse our login"),
        doctor(secure));
  }

  @Test
  void aBrokerThatAsksForACertificateGetsOursAndARenewedOneWithoutARestart() throws Exception {
    Path certificate = folder.resolve("rtl.pem");
    Path key = folder.resolve("rtl.key");
    Map<String, String> secure =
        settings(
            Map.of(
                "rtl.kafka.brokers",
                broker.certifiedAddress(),
                "rtl.kafka.security",
                "SSL",
                "rtl.kafka.trusted",
                broker.trusted().toString(),
                "rtl.tls.poll",
                "50ms"));
    assertTrue(
        doctor(secure).startsWith("rtl.kafka.brokers: the brokers refuse our login"),
        doctor(secure));
    new Authority("stranger").issue("rtl").write(certificate, key);
    secure.put("rtl.kafka.certificate", certificate.toString());
    secure.put("rtl.kafka.key", key.toString());
    assertTrue(
        doctor(secure).startsWith("rtl.kafka.brokers: the brokers refuse our login"),
        doctor(secure));
    try (Product product = Product.start(folder.resolve("home"), secure)) {
      broker.send(reports, oru("ACC1"), HL7);
      await().atMost(LONG).until(() -> health(product).body().contains("refuse our login"));
      broker.clients().issue("rtl").write(certificate, key);
      assertEquals(1, written(1).size());
    }
    assertEquals("answers, and has the topics", doctor(secure));
  }

  private static String doctor(Map<String, String> more) {
    return Product.doctor(Path.of("var"), more).stream()
        .filter(a -> a.peer().equals("kafka"))
        .findFirst()
        .orElseThrow()
        .message();
  }
}
