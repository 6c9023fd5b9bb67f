package org.radiologytrust.publish.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.publish.sink.FhirSinkFixture.audit;
import static org.radiologytrust.publish.sink.FhirSinkFixture.json;

import java.util.List;
import java.util.UUID;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Provenance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.erasure.Erasures;
import org.radiologytrust.journal.erasure.Erasures.DraftNumbers;
import org.radiologytrust.peers.fhir.FhirFault;

/** What the FHIR server has of an erased audit is entered in error, without content. */
@Tag("safety")
@Tag("integration")
class FhirErasureTest {
  private final FhirSinkFixture f = new FhirSinkFixture();

  @AfterEach
  void stop() {
    f.close();
  }

  private UUID erase(String accession) {
    Erasures erasures = f.outbox.journal().erasures();
    UUID id = erasures.request(erasures.report(accession), "art. 17", "ann", DraftNumbers.NONE);
    erasures.confirm(id, "ben", DraftNumbers.NONE);
    return id;
  }

  private long open(UUID erasure) {
    return f.outbox.journal().erasures().find(erasure).orElseThrow().fhirOpen();
  }

  private void noted() {
    Observation reviewed = f.server.read(Observation.class, "r1-c0").orElseThrow().copy();
    f.server.put(FhirSinkFixture.note(reviewed, "Xylophonic"));
  }

  private void emptied() {
    for (String id : List.of("r1", "r1-c0")) {
      Observation erased = f.server.read(Observation.class, id).orElseThrow();
      assertEquals(ObservationStatus.ENTEREDINERROR, erased.getStatus());
      erased.setStatus(null).setCode(null).setId("");
      erased.setMeta(null);
      assertEquals("{\"resourceType\":\"Observation\"}", json(erased));
    }
    Provenance provenance = f.server.read(Provenance.class, "r1-provenance").orElseThrow();
    assertFalse(provenance.hasEntity());
    assertEquals(2, provenance.getTarget().size());
  }

  @Test
  void whatTheServerHasLosesItsContent() {
    f.outbox.add(json(audit("r1", 1)));
    f.outbox.add(json(audit("r2", 1, "ACC2")));
    f.sink.deliver();
    noted();
    UUID id = erase("ACC1");
    assertEquals(3, open(id));
    f.sink.sink().look();
    assertEquals(0, open(id));
    emptied();
    assertEquals(
        ObservationStatus.PRELIMINARY,
        f.server.read(Observation.class, "r2").orElseThrow().getStatus());
  }

  @Test
  void aServerThatIsAwayIsAskedAgain() {
    f.outbox.add(json(audit("r1", 1)));
    f.sink.deliver();
    UUID id = erase("ACC1");
    f.server.fail(1, r -> r.method().equals("PUT"), FhirFault.status(503));
    f.sink.sink().look();
    assertTrue(open(id) > 0);
    f.later();
    f.later();
    assertEquals(0, open(id));
    emptied();
  }

  @Test
  void whatWasNeverSentIsNotWrittenToTheServer() {
    f.outbox.add(json(audit("r1", 1)));
    UUID id = erase("ACC1");
    f.sink.deliver();
    assertEquals(0, open(id));
    assertTrue(f.server.all(Observation.class).isEmpty());
  }
}
