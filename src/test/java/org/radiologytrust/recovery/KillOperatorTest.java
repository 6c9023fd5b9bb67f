package org.radiologytrust.recovery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.Rounds;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.RtlRun;
import org.radiologytrust.launch.ServeProcess;
import org.radiologytrust.peers.fhir.FhirFault;
import org.radiologytrust.peers.fhir.FhirServer;

/**
 * kill -9 of the JVM while an operator's change is on its way to the disk, and just after it is
 * there: it is made completely or not at all, and once.
 */
@Tag("peers")
@Tag("safety")
@Tag("rounds")
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

  /** In the database it is the change of a release. */
  @Test
  @EnabledIfSystemProperty(named = Rounds.LONG, matches = "true")
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

  private static String text(Connection journal, String sql) throws SQLException {
    try (journal;
        Statement statement = journal.createStatement();
        ResultSet rs = statement.executeQuery(sql)) {
      rs.next();
      return rs.getString(1);
    }
  }

  /** Requests the erasure of the patient of all reports with a log-in of its own. */
  private String requested(Product product) throws Exception {
    String patient =
        text(
            journal(),
            """
            select json_extract(report, '$.patient.identifiers[0].system') || '|'
              || json_extract(report, '$.patient.identifiers[0].value') from report_version
            """);
    InputStream in = System.in;
    List<RtlRun> runs = new ArrayList<>();
    try {
      for (String[] words :
          List.of(
              new String[] {"user", "add", "ben", "--role", "operator", "--password-stdin"},
              new String[] {
                "erase",
                "--patient",
                patient,
                "--request",
                "--reason",
                "case 12",
                "--user",
                "ben",
                "--password-stdin"
              })) {
        System.setIn(
            new ByteArrayInputStream("a password of ben\n".getBytes(StandardCharsets.UTF_8)));
        runs.add(RtlRun.at(folder, product.httpPort(), words));
      }
    } finally {
      System.setIn(in);
    }
    assertEquals(0, runs.get(1).code(), runs.get(1).err());
    return runs.get(1).out().split(" ")[0];
  }

  private static String state(Product product) throws Exception {
    return get(product, "erasures").path("erasures").get(0).path("state").asText();
  }

  /** The second time it is killed between two reports; the next start finishes it by itself. */
  @Test
  void duringErasure() throws Exception {
    ServeProcess first = start();
    for (int i = 1; i <= 4; i++) {
      assertTrue(first.product().mllp(report("M" + i, "ACC" + i)).contains("\rMSA|AA"));
    }
    awaitPublishedOnce(first.product(), 4);
    String confirm = "erasures/" + requested(first.product()) + "/confirm";
    killBeforeTheCommit(first, confirm, "SqlErasures.confirmed");
    ServeProcess second = start();
    assertEquals("requested", state(second.product()));
    assertMessages(second.product(), 4, 0, 0);
    killAfterTheCommit(second, confirm, "count(*) < 4 from report_version");
    assertEquals("confirmed", text(journal(), "select state from erasure"));
    try (ServeProcess third = start()) {
      await().atMost(LONG).until(() -> state(third.product()).equals("done"));
      assertMessages(third.product(), 4, 0, 0);
      assertEquals("0", text(journal(), "select count(*) from audit"));
      assertEquals(409, post(third.product(), confirm).statusCode());
      await()
          .atMost(LONG)
          .until(
              () ->
                  fhir.all(Observation.class).stream()
                      .allMatch(o -> o.getStatus() == ObservationStatus.ENTEREDINERROR));
    }
  }
}
