package org.radiologytrust.publish.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.UUID;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Provenance;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.Deliveries;
import org.radiologytrust.model.Audit;
import org.radiologytrust.peers.fhir.FhirFault;
import org.radiologytrust.peers.fhir.FhirServer;
import org.radiologytrust.publish.SampleAudits;
import org.radiologytrust.publish.SinkJournal.State;
import org.radiologytrust.review.Decision.Kind;
import org.radiologytrust.review.Problem;

/** On our own FHIR server, which can be made to fail. */
@Tag("integration")
class FhirDecisionTest extends DecisionDeliveryContract {
  @AutoClose private final FhirServer server = new FhirServer();

  @Override
  URI server() {
    return server.url();
  }

  private Audit sent(SampleAudits.Change change) {
    Audit audit = publish(change);
    deliver();
    isSent(audit.runId());
    return audit;
  }

  @Test
  void theVersionThatWasReadIsNamed() {
    Audit audit = sent(a -> {});
    f.agree(audit, Problem.MODEL);
    deliver();
    String body = server.transactionBodies().get(1);
    assertEquals(3, body.split("\"ifMatch\":\"W/\\\\\"1\\\\\"\"", -1).length, body);
  }

  @Test
  void anEditBetweenReadAndSendIsMerged() {
    Audit audit = sent(a -> {});
    server.failTransactions(1, FhirFault.status(503));
    UUID decision = f.agree(audit, Problem.MODEL);
    deliver();
    Observation edited = claim(audit);
    edited.addNote().setText("edited");
    edit(edited);
    deliver();
    assertEquals(State.PENDING, f.journal.state(decision));
    assertEquals("", f.journal.payload(decision), "to be prepared anew");
    deliver();
    isSent(decision);
    assertTrue(agreed(claim(audit)));
    assertEquals("edited", claim(audit).getNoteFirstRep().getText());
  }

  @Test
  void anAnswerLostAfterTheCommitDoublesNothing() {
    Audit audit = sent(a -> {});
    server.failTransactions(1, FhirFault.dropAfterCommit());
    UUID decision = f.agree(audit, Problem.MODEL);
    deliver();
    deliver();
    isSent(decision);
    assertEquals("2", claim(audit).getMeta().getVersionId());
    assertEquals(2, server.transactionBodies().size(), "it is there already");
  }

  @Test
  void aReviewByOthersIsNotTakenBack() {
    Audit audit = sent(a -> a.checked = true);
    edit(claim(audit).setStatus(ObservationStatus.FINAL));
    f.agree(audit, CHECK);
    deliver();
    assertTrue(agreed(claim(audit)));
    assertEquals(ObservationStatus.FINAL, claim(audit).getStatus(), "by somebody else");
    assertEquals(ObservationStatus.PRELIMINARY, f.claim(audit, 2).getStatus());
    f.decide(audit, CHECK, Kind.UNDO, "", "");
    deliver();
    assertEquals(ObservationStatus.PRELIMINARY, claim(audit).getStatus());
  }

  @Test
  void aMarkedErrorStaysOne() {
    Audit audit = sent(a -> {});
    edit(claim(audit).setStatus(ObservationStatus.ENTEREDINERROR));
    isSent(decided(audit));
    assertEquals(ObservationStatus.ENTEREDINERROR, claim(audit).getStatus());
    assertTrue(agreed(claim(audit)));
  }

  private UUID decided(Audit audit) {
    UUID decision = f.agree(audit, Problem.MODEL);
    deliver();
    return decision;
  }

  @Test
  void anEarlierDecisionDoesNotReplaceALaterOne() {
    Audit audit = sent(a -> {});
    UUID decision = f.agree(audit, Problem.MODEL);
    Deliveries.dead(f.journal.journal(), decision, FhirSink.NAME, "given up");
    UUID undo = f.decide(audit, Problem.MODEL, Kind.UNDO, "", "");
    deliver();
    isSent(undo);
    f.journal.journal().deadLetters().resend(decision, FhirSink.NAME);
    deliver();
    isSent(decision);
    assertFalse(agreed(claim(audit)));
    assertEquals(ObservationStatus.PRELIMINARY, claim(audit).getStatus());
    assertTrue(text(claim(audit)).contains("Decision undone"));
    assertEquals(
        "agree", read(Provenance.class, decision).getActivity().getCoding().get(1).getCode());
  }

  @Test
  void waitsForAnAuditThatTheServerLost() {
    Audit audit = publish(a -> {});
    Deliveries.sent(f.journal.journal(), audit.runId(), FhirSink.NAME);
    UUID decision = decided(audit);
    assertEquals(State.PENDING, f.journal.state(decision));
    assertTrue(f.journal.reason(decision).contains("does not have the audit"));
    assertEquals(0, server.transactionBodies().size());
  }

  @Test
  void aProblemOfManyClaimsGoesInSeveralTransactions() {
    Audit audit = sent(SampleAudits.Change.SIXTY.and(a -> a.probed = true));
    FhirSettings all = FhirSettings.of(server.url());
    sink =
        sink(
            new FhirSettings(
                all.server(),
                all.login(),
                all.matching(),
                8,
                all.maxReplyBytes(),
                all.connectTimeout(),
                all.timeout(),
                all.retry(),
                all.trust()));
    int before = server.transactionBodies().size();
    server.fail(
        1, r -> r.isTransaction() && r.body().contains("Provenance"), FhirFault.status(503));
    UUID decision = f.agree(audit, Problem.BLANK_PROBE);
    deliver();
    assertEquals(State.PENDING, f.journal.state(decision), "the last one failed");
    deliver();
    deliver();
    isSent(decision);
    assertTrue(server.transactionBodies().size() > before + 3);
    for (int claim : f.problem(audit, Problem.BLANK_PROBE).claims()) {
      Observation observation = read(Observation.class, audit.claimId(claim));
      assertEquals(ObservationStatus.FINAL, observation.getStatus());
      assertEquals("2", observation.getMeta().getVersionId(), "each was changed once");
    }
  }
}
