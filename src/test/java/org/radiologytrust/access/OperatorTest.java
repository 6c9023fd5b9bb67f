package org.radiologytrust.access;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import org.radiologytrust.peers.fhir.FhirServer;

/**
 * What an operator decides about messages in quarantine, and what Jolokia allows and tells, on the
 * running product.
 */
@Tag("safety")
@Tag("integration")
class OperatorTest {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final String ROUTE = "org.apache.camel:context=rtl,name=\"hl7-in\",type=routes";
  private static final String MEMORY = "java.lang:type=Memory";
  private static final ObjectMapper JSON = new ObjectMapper();
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

  private JsonNode api(String path) throws Exception {
    return told(product.get("/api/" + path), 200);
  }

  /** Releases or discards a message. */
  private JsonNode decided(String id, String decision, int status) throws Exception {
    String path = "/api/quarantine/" + id + "/" + decision;
    return told(product.post(path, "application/json", new byte[0]), status);
  }

  private static JsonNode told(HttpResponse<String> answer, int status) throws Exception {
    assertEquals(status, answer.statusCode(), answer::body);
    assertNoPatient(answer.body());
    return JSON.readTree(answer.body());
  }

  private static void assertNoPatient(String text) {
    PATIENT.forEach(word -> assertFalse(text.contains(word), () -> word + " in " + text));
  }

  private JsonNode held() throws Exception {
    return api("messages?state=quarantined").path("messages");
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

  private void assertCounts(Map<String, Integer> messages) throws Exception {
    JsonNode status = api("status");
    messages.forEach(
        (outcome, count) ->
            assertEquals(count, status.path("messages").path(outcome).asInt(), status::toString));
    assertTrue(status.path("countsAddUp").asBoolean(), status::toString);
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
    JsonNode released = decided(id, "release", 200);
    assertEquals("parsed", released.path("outcome").asText());
    assertTrue(logged("Quarantine.release").contains(id));
    await().atMost(LONG).until(() -> product.summaries().size() == 2);
    assertEquals(0, held().size());
    assertCounts(Map.of("parsed", 2, "quarantined", 0));
    assertTrue(product.mllp(used).contains("\rMSA|AA|C1"), "a repeat gets the new answer");
    assertCounts(Map.of("parsed", 2, "quarantined", 0, "duplicate", 1));
    decided(id, "release", 409);
    log.lines().forEach(OperatorTest::assertNoPatient);
  }

  @Test
  void messageThatIsStillUnusableStaysInQuarantine() throws Exception {
    String json = "{\"resourceType\":\"DiagnosticReport\",\"conclusion\":\"Petra: effusion\"}";
    byte[] posted = json.getBytes(StandardCharsets.UTF_8);
    assertEquals(422, product.post("/fhir", "application/fhir+json", posted).statusCode());
    String id = held().get(0).path("id").asText();
    JsonNode still = decided(id, "release", 200);
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
    JsonNode discarded = decided(id, "discard", 200);
    assertEquals("ignored", discarded.path("outcome").asText());
    assertTrue(logged("Quarantine.discard").contains(id + " by operator: "));
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
    await().atMost(LONG).until(() -> held().get(0).path("bytesRemoved").asBoolean());
    String id = held().get(0).path("id").asText();
    JsonNode release = decided(id, "release", 409);
    assertTrue(release.toString().contains("rtl.retention.quarantine"), release::toString);
    assertEquals("ignored", decided(id, "discard", 200).path("outcome").asText());
    assertTrue(product.mllp(broken).contains("\rMSA|AE|C1"), "the answer that it had");
    assertCounts(Map.of("ignored", 1, "duplicate", 1, "quarantined", 0));
  }

  @Test
  void whoeverChangesSomethingIsToldOnceAndArgumentsAreNot() throws Exception {
    console.read(ROUTE, "State");
    console.exec(ROUTE, "dumpRouteAsXml()");
    assertEquals(List.of(), actions(), "looks are not told");

    console.exec(ROUTE, "stop()");
    console.exec(ROUTE, "start()");
    assertEquals(
        List.of(action("exec", ROUTE, "stop()", "done"), action("exec", ROUTE, "start()", "done")),
        actions());
    String none = ROUTE.replace("hl7-in", "none");
    console.exec(none, "start()", "Petra");
    assertEquals(List.of(action("exec", none, "start()", "failed")), actions());

    String several =
        """
        [{"type":"EXEC","mbean":"%1$s","operation":"stop()","arguments":[]},
         {"type":"read","mbean":"%1$s","attribute":"State"},
         {"type":"write","mbean":"%1$s","attribute":"Tracing","value":"Petra",
          "config":{"includeRequest":false}},
         {"type":"exec","mbean":"%1$s","operation":"dumpRouteAsXml()","arguments":[]},
         {"type":"exec","mbean":"%1$s","operation":"x\\n\\u2028user=\\"root\\"","arguments":[]}]
        """
            .formatted(ROUTE.replace("\"", "\\\""));
    assertEquals(200, console.post("operator", several).statusCode());
    assertEquals(
        List.of(
            action("exec", ROUTE, "stop()", "done"),
            action("write", ROUTE, "Tracing", "refused"),
            action("exec", ROUTE, "x??user='root'", "refused")),
        actions());

    for (String path :
        List.of(
            "/hawtio/jolokia/exec/" + MEMORY + "/gc", "/hawtio/jolokia?p=exec/" + MEMORY + "/gc")) {
      assertEquals(200, console.get(path, Product.PASSWORD).statusCode());
      assertEquals(List.of(action("exec", MEMORY, "gc", "refused")), actions(), path);
    }
    console.exec(MEMORY, "x".repeat(1000));
    assertEquals(List.of(action("exec", MEMORY, "x".repeat(200) + "...", "refused")), actions());
  }

  @Test
  void whoeverMayNotIsToldWithoutReadingWhatWasAsked() throws Exception {
    UsersFile.in(folder.resolve("home")).put("Vera \"X\" Ä", Role.VIEWER, Product.PASSWORD);
    String body = Console.request("exec").put("mbean", ROUTE).put("operation", "x").toString();
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
  void nothingElseIsAllowed() throws Exception {
    product.mllp(report("C1", "ACC1"));
    for (String[] no :
        new String[][] {
          {MEMORY, "gc()"},
          {ROUTE, "remove()"},
          {Console.CONTEXT, "stop()"},
          {"com.sun.management:type=HotSpotDiagnostic", "dumpHeap"},
        }) {
      assertEquals(403, console.exec(no[0], no[1]).path("status").asInt(), no[0] + no[1]);
    }
    JsonNode write =
        console.jolokia(
            Console.request("write")
                .put("mbean", MEMORY)
                .put("attribute", "Verbose")
                .put("value", true));
    assertEquals(403, write.path("status").asInt(), write::toString);
  }
}
