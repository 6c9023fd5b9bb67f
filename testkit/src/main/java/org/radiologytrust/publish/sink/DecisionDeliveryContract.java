package org.radiologytrust.publish.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.peers.fhir.FhirClients;
import org.radiologytrust.publish.ReviewFixture;
import org.radiologytrust.publish.SampleAudits;
import org.radiologytrust.publish.SinkJournal.State;
import org.radiologytrust.publish.fhir.FhirPasses;
import org.radiologytrust.publish.resources.AuditVersion;
import org.radiologytrust.review.Decision.Kind;
import org.radiologytrust.review.Problem;

/** What a FHIR server has after people's decisions. */
public abstract class DecisionDeliveryContract {
  private static final String SYSTEM = "urn:oid:1.2.3.98";
  public static final String CHECK = "side-order";

  private final String own = UUID.randomUUID().toString();
  private final SettableClock clock = new SettableClock();
  public @AutoClose final ReviewFixture f = new ReviewFixture(clock);
  IGenericClient client;
  public FhirPasses sink;

  /** Base URL of the server. */
  abstract URI server() throws Exception;

  @BeforeEach
  void start() throws Exception {
    client = FhirClients.of(server());
    sink = sink(FhirSettings.of(server()));
    Patient patient = new Patient();
    patient.setId("p-" + own);
    patient.addIdentifier().setSystem(SYSTEM).setValue(own);
    client.update().resource(patient).execute();
  }

  public FhirPasses sink(FhirSettings settings) {
    return new FhirPasses(
        f.journal,
        new ResolvedReferences(f.journal.shelf(), FhirContext.forR4Cached()),
        settings,
        clock);
  }

  /** An audit of this test's patient with two problems: the model's and an omission. */
  Audit publish(SampleAudits.Change change) {
    return f.publish(
        a -> {
          a.run = own;
          a.checked = false;
          a.identifiers = List.of(new Identifier(SYSTEM, own, "MR"));
          change.apply(a);
        });
  }

  /** Sends what is due, later than any wait. */
  void deliver() {
    clock.advance(Duration.ofHours(1));
    sink.deliver();
  }

  void isSent(UUID delivery) {
    assertEquals(State.SENT, f.journal.state(delivery), f.journal.reason(delivery));
  }

  Observation claim(Audit audit) {
    return read(Observation.class, audit.claimId(2));
  }

  Observation summary(Audit audit) {
    return read(Observation.class, audit.runId());
  }

  <R extends Resource> R read(Class<R> type, UUID id) {
    return client.read().resource(type).withId(id.toString()).execute();
  }

  /** What others do at the server. */
  void edit(Observation resource) {
    client.update().resource(resource).execute();
  }

  private static boolean has(Observation observation, String code, String value) {
    return observation.getComponent().stream()
        .filter(c -> c.getCode().getCodingFirstRep().getCode().equals(code))
        .anyMatch(
            c ->
                c.hasValueStringType()
                    ? c.getValueStringType().getValue().equals(value)
                    : c.getValueCodeableConcept().getCodingFirstRep().getCode().equals(value));
  }

  static boolean agreed(Observation observation) {
    return has(observation, "decision", "agree");
  }

  static String text(Observation observation) {
    return observation.getText().getDivAsString();
  }

  @Test
  void agreeing() {
    Audit audit = publish(a -> {});
    deliver();
    UUID decision = f.agree(audit, Problem.MODEL);
    deliver();
    isSent(decision);
    Observation claim = claim(audit);
    assertEquals(ObservationStatus.FINAL, claim.getStatus());
    assertTrue(agreed(claim));
    assertEquals("needs_review", claim.getValueCodeableConcept().getCodingFirstRep().getCode());
    assertTrue(text(claim).contains("<p>AI audit, verified by a human</p>"), text(claim));
    assertTrue(text(claim).contains("Agreed: label of the model. By reader1, "));
    assertEquals("Patient/p-" + own, claim.getSubject().getReference());
    assertEquals(ObservationStatus.PRELIMINARY, summary(audit).getStatus(), "the omission is open");
    Provenance provenance = read(Provenance.class, decision);
    assertEquals("reader1", provenance.getAgentFirstRep().getWho().getIdentifier().getValue());
    UUID last = f.agree(audit, Problem.OMISSION);
    deliver();
    isSent(last);
    assertEquals(ObservationStatus.FINAL, summary(audit).getStatus());
    assertEquals(f.summary(audit).getStatus(), summary(audit).getStatus());
    assertEquals("Patient/p-" + own, f.claim(audit, 2).getSubject().getReference(), "in /fhir");
    assertEquals(
        List.of(ObservationStatus.PRELIMINARY),
        List.of(read(Observation.class, audit.claimId(1)).getStatus()));
  }

  @Test
  void dismissingAndRewording() {
    Audit audit = publish(a -> a.checked = true);
    deliver();
    isSent(audit.runId());
    UUID dismissed = f.decide(audit, CHECK, Kind.DISMISS, "other", "seen <b>laterally</b>");
    UUID reworded = f.decide(audit, Problem.MODEL, Kind.REWORD, "", "Right basal opacity.");
    deliver();
    deliver();
    isSent(dismissed);
    isSent(reworded);
    Observation claim = claim(audit);
    assertEquals(ObservationStatus.FINAL, claim.getStatus());
    assertTrue(has(claim, "decision", "dismiss") && has(claim, "decision", "reword"));
    assertTrue(has(claim, "reason", "other"));
    assertTrue(has(claim, "new-wording", "Right basal opacity."));
    assertTrue(has(claim, "claim-text", "Left basal opacity."));
    assertTrue(text(claim).contains("seen &lt;b&gt;laterally&lt;/b&gt;"), text(claim));
  }

  @Test
  void undoing() {
    Audit audit = publish(a -> {});
    f.agree(audit, Problem.OMISSION);
    UUID decision = f.agree(audit, Problem.MODEL);
    UUID undo = f.decide(audit, Problem.MODEL, Kind.UNDO, "", "");
    for (int i = 0; i < 4; i++) {
      deliver();
    }
    isSent(undo);
    Observation claim = claim(audit);
    assertEquals(ObservationStatus.PRELIMINARY, claim.getStatus());
    assertEquals(ObservationStatus.PRELIMINARY, summary(audit).getStatus());
    assertFalse(agreed(claim));
    assertTrue(text(claim).contains("<p>AI audit, not verified by a human</p>"), text(claim));
    assertTrue(text(claim).contains("Decision undone: label of the model. By reader1, "));
    assertEquals("3", claim.getMeta().getVersionId());
    Provenance provenance = read(Provenance.class, undo);
    assertEquals("undo", provenance.getActivity().getCoding().get(1).getCode());
    assertEquals(
        decision.toString(), provenance.getEntityFirstRep().getWhat().getIdentifier().getValue());
  }

  @Test
  void whatOthersAddedStays() {
    Audit audit = publish(a -> {});
    deliver();
    Observation edited = claim(audit);
    edited.addNote().setText("seen by Dr. Who");
    edited.getMeta().addTag("urn:ehr", "reviewed", "");
    edited.addPerformer(new Reference().setDisplay("Dr. Who"));
    edit(edited);
    UUID decision = f.agree(audit, Problem.MODEL);
    deliver();
    isSent(decision);
    Observation claim = claim(audit);
    assertTrue(agreed(claim));
    assertEquals("seen by Dr. Who", claim.getNoteFirstRep().getText());
    assertEquals("reviewed", claim.getMeta().getTagFirstRep().getCode());
    assertEquals("Dr. Who", claim.getPerformer().get(1).getDisplay(), "beside the software");
  }

  @Test
  void aCorrectionKeepsTheDecisions() {
    Audit old = publish(a -> {});
    deliver();
    f.agree(old, Problem.MODEL);
    deliver();
    UUID pending = f.agree(old, Problem.OMISSION);
    Audit correction =
        publish(
            a -> {
              a.run = "correction of " + own;
              a.sentences = List.of("No pneumothorax.", "Right basal opacity.", "Heart normal.");
            });
    deliver();
    deliver();
    isSent(correction.runId());
    isSent(pending);
    Observation claim = claim(old);
    assertEquals(ObservationStatus.CANCELLED, claim.getStatus());
    assertTrue(agreed(claim));
    assertTrue(text(claim).contains("No longer valid: a later audit"), text(claim));
    Observation finding =
        read(Observation.class, AuditVersion.fresh(old, Optional.empty()).findingId("F2"));
    assertEquals(ObservationStatus.CANCELLED, finding.getStatus());
    assertTrue(agreed(finding), "decided before the correction, delivered with it");
    assertEquals(ObservationStatus.PRELIMINARY, claim(correction).getStatus());
    assertFalse(agreed(claim(correction)));
  }
}
