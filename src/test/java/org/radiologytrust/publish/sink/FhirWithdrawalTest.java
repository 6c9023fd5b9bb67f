package org.radiologytrust.publish.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.publish.sink.FhirSinkFixture.audit;
import static org.radiologytrust.publish.sink.FhirSinkFixture.json;
import static org.radiologytrust.publish.sink.FhirSinkFixture.observation;
import static org.radiologytrust.publish.sink.FhirSinkFixture.withdrawing;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.peers.fhir.FhirFault;
import org.radiologytrust.publish.SinkJournal.State;
import org.radiologytrust.publish.fhir.FhirJson;
import org.radiologytrust.publish.fhir.Uris;
import org.radiologytrust.retry.DeliveryRules;

/** A new audit withdraws the results of the one before. */
@Tag("safety")
@Tag("integration")
class FhirWithdrawalTest {
  private final FhirSinkFixture f = new FhirSinkFixture();

  @AfterEach
  void stop() {
    f.close();
  }

  @Test
  void withdrawsWhatTheServerHas() {
    f.outbox.add(json(audit("old", 1)));
    f.sink.deliver();
    UUID run = f.outbox.add(correction());
    f.sink.deliver();
    assertEquals(State.SENT, f.outbox.state(run));
    assertEquals(2, matches(f.server.transactionBodies().get(1), "\"ifMatch\":\"W/\\\"1\\\"\""));
    for (String id : List.of("old", "old-c0")) {
      List<Observation> versions = f.server.versions(Observation.class, id);
      assertEquals(2, versions.size());
      assertEquals(ObservationStatus.CANCELLED, versions.get(1).getStatus());
      assertTrue(versions.get(1).hasExtension());
    }
    assertEquals(
        ObservationStatus.PRELIMINARY,
        f.server.read(Observation.class, "new").orElseThrow().getStatus());
  }

  @Test
  void sendsTheWithdrawnOnesTooWhereTheServerNeverHadThem() {
    UUID run = f.outbox.add(correction());
    f.sink.deliver();
    assertEquals(State.SENT, f.outbox.state(run));
    assertFalse(f.server.transactionBodies().get(0).contains("ifMatch"));
    assertEquals(
        ObservationStatus.CANCELLED,
        f.server.read(Observation.class, "old").orElseThrow().getStatus());
  }

  @Test
  void readsAgainWhenTheServersVersionMovedOn() {
    f.outbox.add(json(audit("old", 1)));
    f.sink.deliver();
    f.server.failTransactions(1, FhirFault.status(503));
    UUID run = f.outbox.add(correction());
    f.sink.deliver();
    Observation edited = f.server.read(Observation.class, "old").orElseThrow().copy();
    f.server.put(FhirSinkFixture.note(edited, "looked at"));
    f.later();
    assertEquals(State.PENDING, f.outbox.state(run));
    assertTrue(f.outbox.reason(run).contains("409"), f.outbox.reason(run));
    assertEquals("", f.outbox.payload(run), "to be prepared anew");
    f.later();
    assertEquals(State.SENT, f.outbox.state(run));
    Observation old = f.server.read(Observation.class, "old").orElseThrow();
    assertEquals("3", old.getMeta().getVersionId());
    assertEquals(ObservationStatus.CANCELLED, old.getStatus());
  }

  @Test
  void anAnswerLostAfterTheCommitDoublesNothing() {
    f.outbox.add(json(audit("old", 1)));
    f.sink.deliver();
    f.server.failTransactions(1, FhirFault.dropAfterCommit());
    UUID run = f.outbox.add(correction());
    f.sink.deliver();
    f.later();
    f.later();
    assertEquals(State.SENT, f.outbox.state(run));
    assertEquals(2, f.server.versions(Observation.class, "old").size());
    assertEquals(2, f.server.versions(Observation.class, "old-c0").size());
    assertEquals(1, f.server.versions(Observation.class, "new").size());
    assertEquals(4, f.server.all(Observation.class).size());
  }

  @Test
  void aServersOwn412IsRebuiltToo() {
    f.server.failTransactions(1, FhirFault.status(412));
    UUID run = f.outbox.add(json(audit("r1", 1)));
    f.sink.deliver();
    assertEquals("", f.outbox.payload(run));
    f.later();
    assertEquals(State.SENT, f.outbox.state(run));
  }

  @Test
  void aPageThatNothingIsThereIsNotBelieved() {
    f.outbox.add(json(audit("old", 1)));
    f.sink.deliver();
    Observation reviewed = f.server.read(Observation.class, "old-c0").orElseThrow().copy();
    reviewed.addNote().setText("seen by Dr. Who");
    f.server.put(reviewed);
    // a proxy while the server restarts: the transaction would pass
    f.server.fail(
        1, r -> r.method().equals("GET") && r.path().contains("old-c0"), FhirFault.page(404));
    UUID run = f.outbox.add(correction());
    f.sink.deliver();
    f.later();
    assertEquals(State.SENT, f.outbox.state(run));
    Observation old = f.server.read(Observation.class, "old-c0").orElseThrow();
    assertEquals(ObservationStatus.CANCELLED, old.getStatus());
    assertEquals("seen by Dr. Who", old.getNoteFirstRep().getText());
  }

  @Test
  void whatOthersAddedStays() {
    f.outbox.add(json(audit("old", 1)));
    f.sink.deliver();
    Observation reviewed = f.server.read(Observation.class, "old-c0").orElseThrow().copy();
    reviewed.setStatus(ObservationStatus.FINAL).addNote().setText("seen by Dr. Who");
    reviewed.getMeta().addTag("urn:ehr", "reviewed", "");
    reviewed.addPerformer().setDisplay("Dr. Who");
    f.server.put(reviewed);
    UUID run = f.outbox.add(correction());
    f.sink.deliver();
    assertEquals(State.SENT, f.outbox.state(run));
    Observation withdrawn = f.server.read(Observation.class, "old-c0").orElseThrow();
    assertEquals(ObservationStatus.CANCELLED, withdrawn.getStatus());
    assertEquals("Observation/new", supersededBy(withdrawn));
    assertEquals("seen by Dr. Who", withdrawn.getNoteFirstRep().getText());
    assertEquals("reviewed", withdrawn.getMeta().getTagFirstRep().getCode());
    assertEquals("Dr. Who", withdrawn.getPerformerFirstRep().getDisplay());
  }

  @Test
  void theReasonOfTheStatusComesAlong() {
    Observation current = observation("old", "report-audit");
    current.setText(null).addExtension("urn:ehr", new StringType("theirs"));
    current.addExtension(Uris.STATUS_REASON, new CodeableConcept().setText("of before"));
    Observation wanted = observation("old", "report-audit");
    wanted.setStatus(ObservationStatus.CANCELLED);
    wanted.addExtension(Uris.STATUS_REASON, new CodeableConcept().setText("failed"));
    wanted.addExtension(Uris.STATUS_REASON, new CodeableConcept().setText("superseded"));
    FhirContext r4 = FhirContext.forR4Cached();
    ObjectNode withdrawn =
        FhirWithdrawal.withdrawn(
            (ObjectNode) FhirJson.read(r4.newJsonParser().encodeResourceToString(current)),
            (ObjectNode) FhirJson.read(r4.newJsonParser().encodeResourceToString(wanted)));
    Observation read = r4.newJsonParser().parseResource(Observation.class, withdrawn.toString());
    assertEquals("theirs", read.getExtensionString("urn:ehr"));
    assertEquals(
        List.of("failed", "superseded"),
        read.getExtensionsByUrl(Uris.STATUS_REASON).stream()
            .map(e -> ((CodeableConcept) e.getValue()).getText())
            .toList());
  }

  @Test
  void aMarkedErrorStaysOne() {
    f.outbox.add(json(audit("old", 1)));
    f.sink.deliver();
    Observation marked = f.server.read(Observation.class, "old").orElseThrow().copy();
    f.server.put(marked.setStatus(ObservationStatus.ENTEREDINERROR));
    f.outbox.add(correction());
    f.sink.deliver();
    Observation withdrawn = f.server.read(Observation.class, "old").orElseThrow();
    assertEquals(ObservationStatus.ENTEREDINERROR, withdrawn.getStatus());
    assertEquals("Observation/new", supersededBy(withdrawn));
  }

  @Test
  void aWithdrawalMarksWhatACorrectionCancelled() {
    f.outbox.add(json(audit("old", 1)));
    f.outbox.add(correction());
    f.sink.deliver();
    Bundle bundle = audit("gone", 0);
    for (String id : List.of("old", "old-c0", "new", "new-c0")) {
      withdrawing(bundle, "gone", observation(id, "claim-audit"));
      ((Observation) bundle.getEntry().get(bundle.getEntry().size() - 1).getResource())
          .setStatus(ObservationStatus.ENTEREDINERROR);
    }
    UUID run = f.outbox.add(json(bundle));
    f.sink.deliver();
    assertEquals(State.SENT, f.outbox.state(run));
    for (String id : List.of("old", "old-c0", "new", "new-c0")) {
      Observation withdrawn = f.server.read(Observation.class, id).orElseThrow();
      assertEquals(ObservationStatus.ENTEREDINERROR, withdrawn.getStatus(), id);
      assertEquals(1, withdrawn.getExtension().size());
      assertEquals("Observation/gone", supersededBy(withdrawn));
    }
  }

  @Test
  void aReviewAfterALostAnswerStays() {
    f.server.failTransactions(1, FhirFault.dropAfterCommit());
    UUID run = f.outbox.add(json(audit("r1", 1)));
    f.sink.deliver();
    Observation reviewed = f.server.read(Observation.class, "r1-c0").orElseThrow().copy();
    reviewed.setStatus(ObservationStatus.FINAL).addNote().setText("agreed");
    f.server.put(reviewed);
    f.later();
    assertEquals(State.SENT, f.outbox.state(run));
    assertEquals(1, f.server.transactionBodies().size(), "it is there already");
    Observation kept = f.server.read(Observation.class, "r1-c0").orElseThrow();
    assertEquals(ObservationStatus.FINAL, kept.getStatus());
  }

  @Test
  void isGivenUpWhenOthersChangeItEachTime() {
    f.outbox.add(json(audit("old", 1)));
    f.sink.deliver();
    f.with(f.settings.with(DeliveryRules.standard().withMaxRebuilds(3)));
    f.server.failTransactions(Integer.MAX_VALUE, FhirFault.status(409));
    UUID run = f.outbox.add(correction());
    for (int i = 0; i < 3; i++) {
      assertEquals(State.PENDING, f.outbox.state(run));
      f.later();
    }
    assertEquals(State.DEAD, f.outbox.state(run));
    assertEquals(4, f.server.transactionBodies().size());
  }

  private static String supersededBy(Observation withdrawn) {
    return ((Reference) withdrawn.getExtension().get(0).getValue()).getReference();
  }

  private static String correction() {
    Bundle bundle = audit("new", 1);
    withdrawing(bundle, "new", observation("old", "report-audit"));
    return json(withdrawing(bundle, "new", observation("old-c0", "claim-audit")));
  }

  private static int matches(String text, String part) {
    return (text.length() - text.replace(part, "").length()) / part.length();
  }
}
