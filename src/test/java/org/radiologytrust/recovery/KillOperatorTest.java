package org.radiologytrust.recovery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.ServeProcess;
import org.radiologytrust.peers.fhir.FhirFault;
import org.radiologytrust.peers.fhir.FhirServer;

/**
 * kill -9 of the JVM while an operator's change is on its way to the disk, and just after it is
 * there: it is made completely or not at all, and once.
 */
@Tag("peers")
@Tag("safety")
class KillOperatorTest {
  private static final Duration LONG = KilledChange.LONG;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PUBLISHED = "rtl_deliveries{sink=\"fhir\",state=\"sent\"}";

  @TempDir Path folder;
  private final FhirServer fhir = new FhirServer();

  @AfterEach
  void close() {
    fhir.close();
  }

  private ServeProcess start() throws Exception {
    return ServeProcess.start(
        folder,
        Map.of(
            "rtl.fhir.server",
            fhir.url().toString(),
            "rtl.fhir.unresolved",
            "logical",
            "rtl.images.wait",
            "1s"));
  }

  private Connection journal() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal.db"));
  }

  private static String report(String controlId, String accession) {
    return Chest.oru(PhantomStudy.chest(accession), controlId, "PHANTOM-1", Chest.TEXT, "F", 0);
  }

  private static JsonNode get(Product product, String path) throws Exception {
    HttpResponse<String> response = product.get("/api/" + path);
    assertEquals(200, response.statusCode(), response::body);
    return JSON.readTree(response.body());
  }

  private static HttpResponse<String> post(Product product, String path) throws Exception {
    return product.post("/api/" + path, "application/json", new byte[0]);
  }

  /** Its number was used for another report, which is a reason that a release overrules. */
  private static String held(Product product) throws Exception {
    assertTrue(product.mllp(report("M1", "ACC1")).contains("\rMSA|AA"));
    assertTrue(product.mllp(report("M1", "ACC2")).contains("\rMSA|AE"));
    return get(product, "messages?state=quarantined").path("messages").get(0).path("id").asText();
  }

  private void killBeforeTheCommit(ServeProcess process, String path, String method)
      throws Exception {
    try (Connection other = journal();
        Statement statement = other.createStatement()) {
      statement.execute("pragma busy_timeout = 30000");
      statement.execute("begin immediate");
      KilledChange.whileIn(process, method, product -> post(product, path));
      statement.execute("rollback");
    }
  }

  private void killAfterTheCommit(ServeProcess process, String path, String changed)
      throws Exception {
    KilledChange.once(
        process, () -> KilledChange.holds(journal(), changed), product -> post(product, path));
  }

  private static void assertMessages(Product product, int parsed, int ignored, int quarantined)
      throws Exception {
    JsonNode status = get(product, "status");
    assertTrue(status.path("countsAddUp").asBoolean(), status::toString);
    JsonNode messages = status.path("messages");
    assertEquals(parsed, messages.path("parsed").asInt(), status::toString);
    assertEquals(ignored, messages.path("ignored").asInt(), status::toString);
    assertEquals(quarantined, messages.path("quarantined").asInt(), status::toString);
  }

  private void awaitPublishedOnce(Product product, int reports) {
    await()
        .atMost(LONG)
        .until(() -> product.metrics().getOrDefault(PUBLISHED, 0.0).equals((double) reports));
    long summaries =
        fhir.all(Observation.class).stream()
            .filter(o -> o.getCode().getCodingFirstRep().getCode().equals("report-audit"))
            .peek(
                o ->
                    assertEquals(
                        1, fhir.versions(Observation.class, o.getIdElement().getIdPart()).size()))
            .count();
    assertEquals(reports, summaries);
  }

  @Test
  void duringRelease() throws Exception {
    ServeProcess first = start();
    String id = held(first.product());
    String release = "quarantine/" + id + "/release";
    killBeforeTheCommit(first, release, "SqlMessages.decideAgain");
    ServeProcess second = start();
    assertMessages(second.product(), 1, 0, 1);
    killAfterTheCommit(second, release, "count(*) = 2 from message where outcome = 'parsed'");
    try (ServeProcess third = start()) {
      assertMessages(third.product(), 2, 0, 0);
      HttpResponse<String> again = post(third.product(), release);
      assertEquals(409, again.statusCode());
      assertTrue(again.body().contains("it is parsed"), again::body);
      awaitPublishedOnce(third.product(), 2);
      assertMessages(third.product(), 2, 0, 0);
    }
  }

  @Test
  void duringDiscard() throws Exception {
    ServeProcess first = start();
    String id = held(first.product());
    String discard = "quarantine/" + id + "/discard";
    killBeforeTheCommit(first, discard, "SqlMessages.decideAgain");
    ServeProcess second = start();
    assertMessages(second.product(), 1, 0, 1);
    killAfterTheCommit(second, discard, "count(*) = 1 from message where outcome = 'ignored'");
    try (ServeProcess third = start()) {
      assertMessages(third.product(), 1, 1, 0);
      assertEquals(409, post(third.product(), discard).statusCode());
      assertTrue(third.product().mllp(report("M1", "ACC2")).contains("\rMSA|AA"), "the new answer");
      awaitPublishedOnce(third.product(), 1);
    }
  }

  @Test
  void duringResend() throws Exception {
    fhir.failTransactions(1000, FhirFault.outcome(422, "processing", "no", "Observation.subject"));
    ServeProcess first = start();
    first.product().mllp(report("M1", "ACC1"));
    await()
        .atMost(LONG)
        .until(() -> get(first.product(), "deliveries?state=dead").path("deliveries").size() == 1);
    String id =
        get(first.product(), "deliveries?state=dead").path("deliveries").get(0).path("id").asText();
    String resend = "deliveries/" + id + "/fhir/resend";
    killBeforeTheCommit(first, resend, "SqlDeadLetters.resend");
    fhir.healthy();
    ServeProcess second = start();
    assertEquals(1, get(second.product(), "deliveries?state=dead").path("deliveries").size());
    killAfterTheCommit(second, resend, "count(*) = 0 from delivery where state = 'dead'");
    try (ServeProcess third = start()) {
      awaitPublishedOnce(third.product(), 1);
      assertEquals(409, post(third.product(), resend).statusCode());
      awaitPublishedOnce(third.product(), 1);
    }
  }
}
