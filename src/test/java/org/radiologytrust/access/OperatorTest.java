package org.radiologytrust.access;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.auth.users.UsersFile;
import org.radiologytrust.browser.Console;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.CapturedLog;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;
import org.radiologytrust.peers.fhir.FhirFault;
import org.radiologytrust.peers.fhir.FhirServer;

/** What an operator does with the journal, through Jolokia over HTTP on the running product. */
@Tag("safety")
@Tag("integration")
class OperatorTest {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final String QUARANTINE = "org.radiologytrust:type=Quarantine";
  private static final String DEAD_LETTERS = "org.radiologytrust:type=DeadLetters";
  private static final String JOURNAL = "org.radiologytrust:type=Journal";
  private static final String QUEUES = "org.radiologytrust:type=Queues";
  private static final List<String> PATIENT = List.of("PHANTOM-", "Petra", "effusion", "19610203");

  @TempDir Path folder;
  private final FhirServer fhir = new FhirServer();
  private final CapturedLog log = new CapturedLog();
  private Product product;
  private Console console;
  private int told;

  @BeforeEach
  void start() {
    start(Map.of());
  }

  private void start(Map<String, String> more) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of("rtl.fhir.server", fhir.url().toString(), "rtl.fhir.unresolved", "logical"));
    settings.putAll(more);
    product = Product.start(folder.resolve("home"), settings);
    console = new Console(product.managementPort());
  }

  @AfterEach
  void stop() throws Exception {
    log.close();
    product.close();
    fhir.close();
  }

  private static String report(String controlId, String accession) {
    return Chest.oru(PhantomStudy.chest(accession), controlId, "PHANTOM-1", Chest.TEXT, "F", 0);
  }

  private JsonNode called(String mbean, String operation, Object... arguments) throws Exception {
    JsonNode answer = console.exec(mbean, operation, arguments);
    assertEquals(200, answer.path("status").asInt(), answer::toString);
    assertNoPatient(answer.toString());
    return answer.path("value");
  }

  private static void assertNoPatient(String text) {
    PATIENT.forEach(word -> assertFalse(text.contains(word), () -> word + " in " + text));
  }

  private JsonNode held() throws Exception {
    return called(QUARANTINE, "list(int,int)", 0, 100);
  }

  private JsonNode dead() throws Exception {
    return called(DEAD_LETTERS, "list(int,int)", 0, 100);
  }

  /** The newest entry of the log that an operator's call made. */
  private String logged(String operation) {
    return log.lines().stream().filter(m -> m.startsWith(operation)).reduce("", (a, b) -> b);
  }

  /** What the log tells of who changed something, since it was looked at last. */
  private List<String> actions() {
    List<String> lines =
        log.events().stream()
            .filter(e -> e.getLoggerName().equals("org.radiologytrust.actions"))
            .map(ILoggingEvent::getFormattedMessage)
            .toList();
    List<String> fresh = lines.subList(told, lines.size());
    told = lines.size();
    return fresh;
  }

  private static String action(String type, String mbean, String operation, String outcome) {
    return "user=\"operator\" role=operator type=%s mbean=\"%s\" operation=\"%s\" outcome=%s"
        .formatted(type, mbean.replace('"', '\''), operation, outcome);
  }

  private void assertCounts(Map<String, Integer> messages) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              JsonNode counts = console.read(JOURNAL, "Messages").path("value");
              for (Map.Entry<String, Integer> count : messages.entrySet()) {
                assertEquals(
                    count.getValue(), counts.path(count.getKey()).asInt(), counts::toString);
              }
            });
    assertTrue(read(JOURNAL, "Conserved").asBoolean());
  }

  private JsonNode read(String mbean, String attribute) {
    try {
      JsonNode answer = console.read(mbean, attribute);
      assertEquals(200, answer.path("status").asInt(), answer::toString);
      assertNoPatient(answer.toString());
      return answer.path("value");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void messageIsReleasedIntoAnAuditOnceItCanBeRead() throws Exception {
    String first = report("C1", "ACC1");
    String used = report("C1", "ACC2");
    assertTrue(product.mllp(first).contains("\rMSA|AA|C1"));
    assertTrue(product.mllp(used).contains("\rMSA|AE|C1"));
    await().atMost(LONG).until(() -> product.summaries().size() == 1);
    assertCounts(Map.of("parsed", 1, "quarantined", 1));
    JsonNode held = held();
    assertEquals(1, held.size());
    assertEquals("hl7", held.get(0).path("channel").asText());
    assertEquals("HOSP", held.get(0).path("site").asText());
    assertEquals(used.length(), held.get(0).path("size").asInt());
    assertTrue(held.get(0).path("reason").asText().contains("control id"));

    String id = held.get(0).path("id").asText();
    JsonNode released = called(QUARANTINE, "release(java.lang.String)", id);
    assertEquals("parsed", released.path("outcome").asText());
    assertTrue(logged("Quarantine.release").contains(id));
    await().atMost(LONG).until(() -> product.summaries().size() == 2);
    assertEquals(0, held().size());
    assertCounts(Map.of("parsed", 2, "quarantined", 0));
    assertTrue(product.mllp(used).contains("\rMSA|AA|C1"), "a repeat gets the new answer");
    assertCounts(Map.of("parsed", 2, "quarantined", 0, "duplicate", 1));
    assertEquals(
        500, console.exec(QUARANTINE, "release(java.lang.String)", id).path("status").asInt());
    log.lines().forEach(OperatorTest::assertNoPatient);
  }

  @Test
  void messageThatIsStillUnusableStaysInQuarantine() throws Exception {
    String json = "{\"resourceType\":\"DiagnosticReport\",\"conclusion\":\"Petra: effusion\"}";
    byte[] posted = json.getBytes(StandardCharsets.UTF_8);
    assertEquals(422, product.post("/fhir", "application/fhir+json", posted).statusCode());
    String id = held().get(0).path("id").asText();
    JsonNode still = called(QUARANTINE, "release(java.lang.String)", id);
    assertEquals("quarantined", still.path("outcome").asText());
    assertEquals(still.path("reason").asText(), held().get(0).path("reason").asText());
    assertEquals(id, held().get(0).path("id").asText());
    assertCounts(Map.of("quarantined", 1));
  }

  @Test
  void messageIsDiscardedAndTheSenderIsToldThatItNeedNotTryAgain() throws Exception {
    String broken = report("C1", "ACC1").replaceAll("\rPID[^\r]*", "\rPID|1||||Phantom^Petra");
    assertTrue(product.mllp(broken).contains("\rMSA|AE|C1"));
    String id = held().get(0).path("id").asText();
    JsonNode discarded = called(QUARANTINE, "discard(java.lang.String)", id);
    assertEquals("ignored", discarded.path("outcome").asText());
    assertTrue(logged("Quarantine.discard").contains(id + " by operator: "));
    assertEquals(
        List.of(action("exec", QUARANTINE, "discard(java.lang.String)", "done")), actions());
    assertEquals(0, held().size());
    assertTrue(product.mllp(broken).contains("\rMSA|AA|C1"));
    assertTrue(product.mllp(report("C1", "ACC1")).contains("\rMSA|AA|C1"), "mended, same id");
    assertCounts(Map.of("ignored", 1, "duplicate", 1, "parsed", 1, "quarantined", 0));
    await().atMost(LONG).until(() -> product.summaries().size() == 1);
    log.lines().forEach(OperatorTest::assertNoPatient);
  }

  @Test
  void whatIsOldIsTakenOutAndAReleaseSaysSo() throws Exception {
    String broken = report("C1", "ACC1").replaceAll("\rPID[^\r]*", "\rPID|1||||Phantom^Petra");
    assertTrue(product.mllp(broken).contains("\rMSA|AE|C1"));
    product.close();
    start(Map.of("rtl.retention.quarantine", "1ms", "rtl.retention.every", "50ms"));
    await().atMost(LONG).until(() -> held().get(0).path("size").asInt() == 0);
    String id = held().get(0).path("id").asText();
    JsonNode release = console.exec(QUARANTINE, "release(java.lang.String)", id);
    assertTrue(release.path("error").asText().contains("rtl.retention.quarantine"));
    assertEquals(
        "ignored", called(QUARANTINE, "discard(java.lang.String)", id).path("outcome").asText());
    assertTrue(product.mllp(broken).contains("\rMSA|AE|C1"), "the answer that it had");
    assertCounts(Map.of("ignored", 1, "duplicate", 1, "quarantined", 0));
  }

  @Test
  void deadDeliveryIsSentAnewToAServerThatTakesItNow() throws Exception {
    fhir.failTransactions(
        1000, FhirFault.outcome(422, "processing", "Petra", "Observation.subject"));
    product.mllp(report("C1", "ACC1"));
    product.mllp(report("C2", "ACC2"));
    product.mllp(report("C3", "ACC3"));
    await().atMost(LONG).until(() -> dead().size() == 3);
    JsonNode newest = dead().get(0);
    assertTrue(newest.path("reason").asText().contains("Observation.subject"));
    assertEquals(1, newest.path("attempts").asInt());
    assertFalse(newest.path("superseded").asBoolean());
    assertEquals(3, read(QUEUES, "Deliveries").path("fhir").path("dead").asInt());

    fhir.healthy();
    String run = newest.path("id").asText();
    assertTrue(
        called(DEAD_LETTERS, "resend(java.lang.String,java.lang.String)", run, "fhir").asBoolean());
    assertTrue(logged("DeadLetters.resend").contains(run + " to fhir by operator"));
    await().atMost(LONG).until(() -> summariesSent() == 1);
    assertEquals(2, dead().size());
    assertEquals(2, called(DEAD_LETTERS, "resendAll(java.lang.String)", "fhir").asInt());
    await().atMost(LONG).until(() -> summariesSent() == 3);
    assertEquals(0, dead().size());
    await()
        .atMost(LONG)
        .until(() -> read(QUEUES, "Deliveries").path("fhir").path("sent").asInt() == 3);
  }

  private long summariesSent() {
    return fhir.all(Observation.class).stream()
        .filter(o -> o.getCode().getCodingFirstRep().getCode().equals("report-audit"))
        .count();
  }

  @Test
  void whatIsAskedWronglyIsSaidWithoutAStackOfTheJournal() throws Exception {
    for (String[] wrong :
        new String[][] {
          {QUARANTINE, "release(java.lang.String)", "Petra"},
          {QUARANTINE, "discard(java.lang.String)", ""},
          {DEAD_LETTERS, "resend(java.lang.String,java.lang.String)", "x", "fhir"},
        }) {
      Object[] arguments = List.of(wrong).subList(2, wrong.length).toArray();
      JsonNode answer = console.exec(wrong[0], wrong[1], arguments);
      assertEquals(500, answer.path("status").asInt(), answer::toString);
      assertFalse(answer.toString().contains("SQL"), answer::toString);
    }
    JsonNode page = console.exec(QUARANTINE, "list(int,int)", 0, 1001);
    assertTrue(page.path("error").asText().contains("limit 1 to 1000"), page::toString);
    assertEquals("", logged("Quarantine"));
  }

  @Test
  void whoeverChangesSomethingIsToldOnceAndArgumentsAreNot() throws Exception {
    String discard = "discard(java.lang.String)";
    held();
    console.read(JOURNAL, "Messages");
    assertEquals(List.of(), actions(), "looks are not told");

    console.exec(QUARANTINE, discard, "Petra");
    assertEquals(List.of(action("exec", QUARANTINE, discard, "failed")), actions());
    String route = "org.apache.camel:context=rtl,name=\"hl7-in\",type=routes";
    console.exec(route, "stop()");
    console.exec(route, "start()");
    assertEquals(
        List.of(action("exec", route, "stop()", "done"), action("exec", route, "start()", "done")),
        actions());

    String several =
        """
        [{"type":"EXEC","mbean":"%s","operation":"%s","arguments":["Petra"]},
         {"type":"read","mbean":"%s","attribute":"Messages"},
         {"type":"write","mbean":"%s","attribute":"Conserved","value":"Petra",
          "config":{"includeRequest":false}},
         {"type":"exec","mbean":"%s","operation":"list(int,int)","arguments":[0,1]},
         {"type":"exec","mbean":"%s","operation":"x\\n\\u2028user=\\"root\\"","arguments":[]}]
        """
            .formatted(QUARANTINE, discard, JOURNAL, JOURNAL, QUARANTINE, QUARANTINE);
    assertEquals(200, console.post("operator", several).statusCode());
    assertEquals(
        List.of(
            action("exec", QUARANTINE, discard, "failed"),
            action("write", JOURNAL, "Conserved", "refused"),
            action("exec", QUARANTINE, "x??user='root'", "refused")),
        actions());

    for (String path :
        List.of(
            "/hawtio/jolokia/exec/" + QUARANTINE + "/" + discard + "/Petra",
            "/hawtio/jolokia?p=exec/" + QUARANTINE + "/" + discard + "/Petra")) {
      assertEquals(200, console.get(path, Product.PASSWORD).statusCode());
      assertEquals(List.of(action("exec", QUARANTINE, discard, "refused")), actions(), path);
    }
    console.exec("java.lang:type=Memory", "x".repeat(1000));
    assertEquals(
        List.of(action("exec", "java.lang:type=Memory", "x".repeat(200) + "...", "refused")),
        actions());
  }

  @Test
  void whoeverMayNotIsToldWithoutReadingWhatWasAsked() throws Exception {
    UsersFile.in(folder.resolve("home")).put("Vera \"X\" Ä", Role.VIEWER, Product.PASSWORD);
    String body = Console.request("exec").put("mbean", QUARANTINE).put("operation", "x").toString();
    assertEquals(403, console.post("Vera \"X\" Ä", body).statusCode());
    assertEquals(415, console.post("operator", body, "Content-Encoding", "gzip").statusCode());
    assertEquals(401, console.post("nobody", body).statusCode());
    assertEquals(
        List.of(
            "user=\"Vera 'X' Ä\" role=viewer type=unread mbean=\"\" operation=\"\" outcome=refused",
            action("unread", "", "", "refused")),
        actions());
  }

  @Test
  void nothingElseIsAllowedOnThem() throws Exception {
    product.mllp(report("C1", "ACC1"));
    for (String[] no :
        new String[][] {
          {QUARANTINE, "message(java.lang.String)"},
          {QUARANTINE, "release"},
          {QUARANTINE, "list"},
          {DEAD_LETTERS, "resendAll"},
          {JOURNAL, "counts()"},
          {"java.lang:type=Memory", "gc()"},
          {Console.CONTEXT, "stop()"},
          {"com.sun.management:type=HotSpotDiagnostic", "dumpHeap"},
        }) {
      assertEquals(403, console.exec(no[0], no[1]).path("status").asInt(), no[0] + no[1]);
    }
    for (String mbean : List.of(QUARANTINE, JOURNAL)) {
      JsonNode write =
          console.jolokia(
              Console.request("write")
                  .put("mbean", mbean)
                  .put("attribute", "Conserved")
                  .put("value", false));
      assertEquals(403, write.path("status").asInt(), write::toString);
    }
    for (String attribute : List.of("Received", "Messages", "Reports", "Open")) {
      read(JOURNAL, attribute);
    }
    for (String attribute : List.of("Open", "Deliveries", "RunsInWork")) {
      read(QUEUES, attribute);
    }
    assertEquals(0, read("org.radiologytrust:type=ModelServers", "Servers").size());
    assertEquals(0, read("org.radiologytrust:type=ModelServers", "Waiting").asInt());
  }

  @Test
  void modelServersAreShownWithTheirSlotsAndTheMBeansGoWithTheProduct() throws Exception {
    product.close();
    ObjectName all = new ObjectName("org.radiologytrust:*");
    assertEquals(0, ManagementFactory.getPlatformMBeanServer().queryNames(all, null).size());
    Map<String, String> settings = Product.ollama("http://127.0.0.1:9,http://127.0.0.1:19");
    settings.put("rtl.model.slots", "3");
    start(settings);
    assertEquals(5, ManagementFactory.getPlatformMBeanServer().queryNames(all, null).size());
    JsonNode servers = read("org.radiologytrust:type=ModelServers", "Servers");
    assertEquals(2, servers.size());
    assertEquals("http://127.0.0.1:9", servers.get(0).path("server").asText());
    assertEquals("closed", servers.get(0).path("breaker").asText());
    assertEquals(0, servers.get(0).path("inFlight").asInt());
    assertEquals(3, servers.get(0).path("slots").asInt());
  }
}
