package org.radiologytrust.access;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.access.DeliveringProduct.LONG;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.launch.CapturedLog;
import org.radiologytrust.launch.RtlRun;
import org.radiologytrust.peers.fhir.FhirFault;
import org.radiologytrust.peers.fhir.FhirServer;

/** Two people erase a report of the running product by the command. */
@Tag("safety")
@Tag("integration")
class ErasureTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private final CapturedLog log = new CapturedLog();
  private final FhirServer fhir = new FhirServer();
  private ErasingProduct p;

  @BeforeEach
  void start() {
    p = new ErasingProduct(folder.resolve("home"), fhir.url().toString(), "PHANTOM-1", "ACC1");
  }

  @AfterEach
  void stop() throws Exception {
    log.close();
    p.close();
    fhir.close();
  }

  private List<Observation> published() {
    return fhir.all(Observation.class);
  }

  private boolean isEmptied() {
    return published().stream().allMatch(o -> o.getStatus() == ObservationStatus.ENTEREDINERROR);
  }

  @Test
  void aReportIsErasedByTwoPeopleAndDoesNotComeBack() throws Exception {
    p.publish("C1");
    JsonNode plan = JSON.readTree(p.rtl("erase", "--report", "ACC1").out());
    assertEquals(1, plan.path("reports").asInt(), plan::toString);
    assertEquals("fhir", plan.path("copies").get(0).path("sink").asText());
    assertFalse(published().isEmpty());
    assertTrue(
        published().stream().noneMatch(o -> o.getStatus() == ObservationStatus.ENTEREDINERROR));

    assertEquals(
        1, p.rtl("erase", "--report", "ACC1", "--request", "--reason", "re PHANTOM-1").code());
    String id = p.requested();
    RtlRun alone = p.rtl("erase", "--confirm", id);
    assertEquals(1, alone.code());
    assertTrue(alone.err().contains("another person"), alone.err());
    p.confirmed(id);

    assertEquals(1, p.rtl("show", "ACC1").code());
    await().atMost(LONG).until(this::isEmptied);
    published().forEach(o -> assertFalse(o.hasSubject() || o.hasValue() || o.hasNote()));
    assertFalse(p.takes("C1"));
    assertFalse(p.takes("C2"));
    RtlRun held = p.rtl("quarantine", "list");
    assertEquals(3, held.out().lines().count(), held.out());
    assertTrue(held.out().contains("erased on request"), held.out());
    RtlRun all = p.rtl("erase", "--list");
    assertTrue(all.out().contains("operator") && all.out().contains("ben"), all.out());
    HttpResponse<String> status = p.product.get("/api/status");
    assertTrue(JSON.readTree(status.body()).path("countsAddUp").asBoolean(), status.body());
    assertTrue(p.product.summaries().isEmpty());
    log.lines().forEach(p::assertNoPatient);
    await()
        .atMost(LONG)
        .until(() -> Files.readString(p.home.resolve("access.log")).contains("\"Erasure\""));
  }

  @Test
  void copiesThatAServerDoesNotReplaceAreCounted() throws Exception {
    p.publish("C1");
    assertEquals(0, p.open());
    fhir.fail(Integer.MAX_VALUE, r -> r.method().equals("PUT"), FhirFault.status(503));
    p.confirmed(p.requested());
    assertTrue(p.open() > 1, "Observations and a Provenance");
    assertFalse(isEmptied());
    fhir.healthy();
    await().atMost(LONG).until(() -> p.open() == 0);
    assertTrue(isEmptied());
  }
}
