package org.radiologytrust.access;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.CapturedLog;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.RtlRun;
import org.radiologytrust.peers.fhir.FhirServer;

/** Two people erase a report of the running product by the command. */
@Tag("safety")
@Tag("integration")
class ErasureTest {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PASSWORD = "a password of ben";
  private static final List<String> PATIENT =
      List.of("PHANTOM-", "Petra", "effusion", "19610203", "1961-02-03");

  @TempDir Path folder;
  private final CapturedLog log = new CapturedLog();
  private final FhirServer fhir = new FhirServer();
  private Path home;
  private Product product;

  @BeforeEach
  void start() {
    home = folder.resolve("home");
    product =
        Product.start(
            home,
            Map.of(
                "rtl.fhir.server",
                fhir.url().toString(),
                "rtl.fhir.unresolved",
                "logical",
                "rtl.images.wait",
                "1s"));
  }

  @AfterEach
  void stop() throws Exception {
    log.close();
    product.close();
    fhir.close();
  }

  private static String report(String controlId) {
    return Chest.oru(PhantomStudy.chest("ACC1"), controlId, "PHANTOM-1", Chest.TEXT, "F", 0);
  }

  private static void assertNoPatient(String text) {
    PATIENT.forEach(word -> assertFalse(text.contains(word), () -> word + " in " + text));
  }

  private RtlRun rtl(String... words) {
    InputStream in = System.in;
    System.setIn(new ByteArrayInputStream((PASSWORD + "\n").getBytes(StandardCharsets.UTF_8)));
    try {
      RtlRun ran = RtlRun.of(home, product, words);
      assertNoPatient(ran.out() + ran.err());
      return ran;
    } finally {
      System.setIn(in);
    }
  }

  private RtlRun confirmed(String id, String user) {
    return rtl("erase", "--confirm", id, "--user", user, "--password-stdin");
  }

  private List<Observation> published() {
    return fhir.all(Observation.class);
  }

  @Test
  void aReportIsErasedByTwoPeopleAndDoesNotComeBack() throws Exception {
    assertEquals(0, rtl("user", "add", "ben", "--role", "operator", "--password-stdin").code());
    assertTrue(product.mllp(report("C1")).contains("\rMSA|AA"));
    await()
        .atMost(LONG)
        .until(() -> rtl("deliveries", "list", "--state", "sent").out().lines().count() == 2);
    JsonNode plan = JSON.readTree(rtl("erase", "--report", "ACC1").out());
    assertEquals(1, plan.path("reports").asInt(), plan::toString);
    assertEquals("fhir", plan.path("copies").get(0).path("sink").asText());
    assertFalse(published().isEmpty());
    assertTrue(
        published().stream().noneMatch(o -> o.getStatus() == ObservationStatus.ENTEREDINERROR));

    assertEquals(
        1, rtl("erase", "--report", "ACC1", "--request", "--reason", "re PHANTOM-1").code());
    RtlRun requested = rtl("erase", "--report", "ACC1", "--request", "--reason", "case 12");
    assertEquals(0, requested.code(), requested.err());
    String id = requested.out().split(" ")[0];
    RtlRun alone = rtl("erase", "--confirm", id);
    assertEquals(1, alone.code());
    assertTrue(alone.err().contains("another person"), alone.err());
    RtlRun done = confirmed(id, "ben");
    assertEquals(0, done.code(), done.err());
    assertTrue(done.out().startsWith(id + "  done"), done.out());

    assertEquals(1, rtl("show", "ACC1").code());
    await()
        .atMost(LONG)
        .until(
            () ->
                published().stream()
                    .allMatch(o -> o.getStatus() == ObservationStatus.ENTEREDINERROR));
    published().forEach(o -> assertFalse(o.hasSubject() || o.hasValue() || o.hasNote()));
    assertFalse(product.mllp(report("C1")).contains("\rMSA|AA"));
    assertFalse(product.mllp(report("C2")).contains("\rMSA|AA"));
    RtlRun held = rtl("quarantine", "list");
    assertEquals(3, held.out().lines().count(), held.out());
    assertTrue(held.out().contains("erased on request"), held.out());
    RtlRun all = rtl("erase", "--list");
    assertTrue(all.out().contains("operator") && all.out().contains("ben"), all.out());
    HttpResponse<String> status = product.get("/api/status");
    assertTrue(JSON.readTree(status.body()).path("countsAddUp").asBoolean(), status.body());
    assertTrue(product.summaries().isEmpty());
    log.lines().forEach(ErasureTest::assertNoPatient);
    await()
        .atMost(LONG)
        .until(() -> Files.readString(home.resolve("access.log")).contains("\"Erasure\""));
  }
}
