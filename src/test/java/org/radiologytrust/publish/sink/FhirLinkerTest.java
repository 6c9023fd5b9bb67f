package org.radiologytrust.publish.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.publish.sink.FhirSinkFixture.MRN;
import static org.radiologytrust.publish.sink.FhirSinkFixture.audit;
import static org.radiologytrust.publish.sink.FhirSinkFixture.json;
import static org.radiologytrust.publish.sink.FhirSinkFixture.patient;
import static org.radiologytrust.publish.sink.FhirSinkFixture.report;

import ca.uhn.fhir.context.FhirContext;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Provenance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.journal.results.ResourceStore.Code;
import org.radiologytrust.journal.results.ResourceStore.Criterion;
import org.radiologytrust.journal.results.ResourceStore.Query;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.peers.fhir.FhirFault;
import org.radiologytrust.publish.SinkJournal.State;
import org.radiologytrust.publish.fhir.FhirUnresolved;
import org.radiologytrust.publish.fhir.StoredResources;

/** An audit was sent before the server knew its patient. */
@Tag("safety")
@Tag("integration")
class FhirLinkerTest {
  private static final String OTHER = "urn:oid:9.9";

  private final FhirSinkFixture f = new FhirSinkFixture();

  @BeforeEach
  void start() {
    f.with(FhirUnresolved.LOGICAL);
  }

  @AfterEach
  void stop() {
    f.close();
  }

  private UUID sendWithoutPatient() {
    Bundle bundle = audit("r1", 1, "ACC9");
    for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
      if (entry.getResource() instanceof Observation observation) {
        observation.setSubject(FhirSinkFixture.logicalPatient(OTHER));
      }
    }
    f.shelf.put(new StoredResources(FhirContext.forR4Cached()).of(bundle));
    UUID run = f.outbox.add(json(bundle));
    f.sink.deliver();
    assertEquals(State.SENT, f.outbox.state(run), f.outbox.reason(run));
    assertFalse(stored("r1").getSubject().hasReference());
    return run;
  }

  private Observation stored(String id) {
    return f.server.read(Observation.class, id).orElseThrow();
  }

  private void patientArrives() {
    f.server.put(patient("p2", OTHER));
    var arrived = report("d2", "p2").setIdentifier(null);
    arrived.addIdentifier().setValue("ACC9");
    f.server.put(arrived);
  }

  @Test
  void isLinkedWhenThePatientArrives() {
    UUID run = sendWithoutPatient();
    Observation reviewed = stored("r1-c0").copy();
    reviewed.addNote().setText("seen");
    f.server.put(reviewed);
    f.later();
    assertFalse(stored("r1").getSubject().hasReference(), "nobody there yet");
    patientArrives();
    // what a restart leaves is the outbox
    f.with(FhirUnresolved.LOGICAL);
    f.later();
    for (String id : List.of("r1", "r1-c0")) {
      assertEquals("Patient/p2", stored(id).getSubject().getReference());
      assertEquals("DiagnosticReport/d2", stored(id).getFocusFirstRep().getReference());
    }
    assertEquals("seen", stored("r1-c0").getNoteFirstRep().getText(), "what others added stays");
    assertEquals(
        "DiagnosticReport/d2",
        f.server.all(Provenance.class).get(0).getEntityFirstRep().getWhat().getReference());
    assertNull(f.outbox.linkDue(run));
    int before = f.server.requests().size();
    f.later();
    assertEquals(before, f.server.requests().size(), "done");
  }

  @Test
  void theIdsAreStoredAndSearched() {
    sendWithoutPatient();
    assertEquals(List.of(), found("patient", "Patient/p2"));
    patientArrives();
    f.later();
    for (String parameter : List.of("patient", "subject")) {
      assertEquals(List.of("r1", "r1-c0"), found(parameter, "Patient/p2"), parameter);
    }
    assertEquals(List.of("r1", "r1-c0"), found("focus", "DiagnosticReport/d2"));
    assertTrue(
        f.shelf.read("Observation", "r1").orElseThrow().resource().json().contains("Patient/p2"));
  }

  @Test
  void theIdsOfAnOrdinaryDeliveryAreStoredToo() {
    Bundle bundle = audit("r1", 1);
    f.shelf.put(new StoredResources(FhirContext.forR4Cached()).of(bundle));
    f.outbox.add(json(bundle));
    f.sink.deliver();
    assertEquals(List.of("r1", "r1-c0"), found("patient", "Patient/p1"));
    assertEquals(List.of("r1", "r1-c0"), found("focus", "DiagnosticReport/d1"));
  }

  /** Ids of the Observations that a search finds. */
  private List<String> found(String parameter, String reference) {
    Criterion criterion = new Criterion(parameter, List.of(new Code("", reference)));
    Query all = new Query("Observation", List.of(criterion), null, null, false, null, 10, false);
    return f.shelf.search(all).matches().stream().map(match -> match.resource().id()).toList();
  }

  @Test
  void isLookedForLessAndLessOftenAndNotForEver() {
    UUID run = sendWithoutPatient();
    int looks = 0;
    Duration last = Duration.ZERO;
    while (f.outbox.linkDue(run) != null) {
      Duration wait = Duration.between(f.clock.instant(), f.outbox.linkDue(run));
      assertTrue(wait.compareTo(Duration.ofDays(1)) <= 0);
      assertTrue(looks > 12 || wait.compareTo(last) >= 0, "no sooner than before");
      last = wait;
      f.clock.advance(wait);
      int before = f.server.requests().size();
      f.sink.deliver();
      assertEquals(before + 1, f.server.requests().size(), "one search");
      looks++;
    }
    assertTrue(looks > 30 && looks < 60, "" + looks);
    patientArrives();
    f.clock.advance(Duration.ofDays(2));
    f.sink.deliver();
    assertFalse(stored("r1").getSubject().hasReference(), "no longer looked for");
  }

  @Test
  void aClockThatIsSetForwardEndsNoSearch() {
    UUID run = sendWithoutPatient();
    f.clock.set(Duration.ofDays(3650));
    f.sink.deliver();
    f.clock.set(Duration.ofDays(-3650));
    f.later();
    patientArrives();
    f.later();
    assertEquals("Patient/p2", stored("r1").getSubject().getReference());
    assertNull(f.outbox.linkDue(run));
  }

  @Test
  void whatChangesMeanwhileIsReadAgain() {
    UUID run = sendWithoutPatient();
    patientArrives();
    f.server.failTransactions(1, FhirFault.status(409));
    f.later();
    assertFalse(stored("r1").getSubject().hasReference());
    f.later();
    assertEquals("Patient/p2", stored("r1").getSubject().getReference());
    assertNull(f.outbox.linkDue(run));
  }

  @Test
  void isLinkedToAReportThatComesAfterItsAudit() {
    UUID run = f.outbox.add(json(audit("r1", 1, "ACC9")));
    f.sink.deliver();
    assertEquals("Patient/p1", stored("r1").getSubject().getReference());
    assertFalse(stored("r1").getFocusFirstRep().hasReference());
    f.later();
    assertFalse(stored("r1").getFocusFirstRep().hasReference(), "not there yet");
    var arrived = report("d9", "p1").setIdentifier(null);
    arrived.addIdentifier().setValue("ACC9");
    f.server.put(arrived);
    f.later();
    f.later();
    for (String id : List.of("r1", "r1-c0")) {
      assertEquals("DiagnosticReport/d9", stored(id).getFocusFirstRep().getReference());
      assertEquals("Patient/p1", stored(id).getSubject().getReference());
    }
    assertNull(f.outbox.linkDue(run));
  }

  @Test
  void aReportThatNeverComesIsNotLookedForAfterADay() {
    UUID run = f.outbox.add(json(audit("r1", 1, "ACC9")));
    f.sink.deliver();
    int looks = 0;
    while (f.outbox.linkDue(run) != null) {
      f.clock.advance(Duration.between(f.clock.instant(), f.outbox.linkDue(run)));
      f.sink.deliver();
      looks++;
    }
    assertTrue(looks > 5 && looks < 20, "" + looks);
  }

  private static final String SURVIVOR = "CANARY-5822";
  private static final String LAST = "CANARY-5823";

  /** A report of the patient that the fixture's server has. */
  private static Report reportOfPatient(String accession) {
    Report plain = SampleRecords.report(accession, "Text.");
    return plain.toBuilder()
        .patient(
            plain.patient().identifiedBy(List.of(new Identifier(MRN, FhirSinkFixture.VALUE, "MR"))))
        .build();
  }

  private UUID addForPatient() {
    Bundle bundle = audit("r1", 1);
    f.shelf.put(new StoredResources(FhirContext.forR4Cached()).of(bundle));
    return f.outbox.add(json(bundle), reportOfPatient("ACC1"));
  }

  private void merge() {
    merge(FhirSinkFixture.VALUE, SURVIVOR);
  }

  /** As ADT^A40 tells it. */
  private void merge(String old, String survivor) {
    Inbox.PatientChange merge =
        new Inbox.PatientChange(
            reportOfPatient("ACC1")
                .patient()
                .identifiedBy(List.of(new Identifier(MRN, survivor, "MR"))),
            List.of(new Identifier(MRN, old, "MR")),
            null);
    Inbox.Receipt receipt =
        f.outbox
            .journal()
            .inbox()
            .receive(SampleMessages.message("HIS", "adt" + old + survivor, merge));
    assertEquals(Inbox.Outcome.APPLIED, receipt.outcome(), receipt.reason());
  }

  private void serverMerges() {
    serverMerges("p1", FhirSinkFixture.VALUE, "p2", SURVIVOR);
  }

  /** The server has merged one Patient into another. */
  private void serverMerges(String oldId, String oldValue, String id, String value) {
    Patient old = patient(oldId, MRN);
    old.getIdentifierFirstRep().setValue(oldValue);
    old.setActive(false);
    old.addLink().setType(Patient.LinkType.REPLACEDBY).getOther().setReference("Patient/" + id);
    Patient survivor = patient(id, MRN);
    survivor.getIdentifierFirstRep().setValue(value);
    f.server.put(old).put(survivor).put(report("d1", id));
  }

  private List<Integer> versions() {
    return Stream.of("r1", "r1-c0")
        .map(id -> f.server.versions(Observation.class, id).size())
        .toList();
  }

  @Test
  void afterAMergeAnAuditMovesToTheSurvivingPatientOnce() {
    UUID run = addForPatient();
    f.sink.deliver();
    Observation reviewed = stored("r1-c0").copy();
    reviewed.addNote().setText("seen");
    f.server.put(reviewed);
    merge();
    f.sink.deliver();
    assertEquals("Patient/p1", stored("r1").getSubject().getReference(), "not merged there yet");
    serverMerges();
    f.later();
    for (String id : List.of("r1", "r1-c0")) {
      assertEquals("Patient/p2", stored(id).getSubject().getReference());
      assertEquals("DiagnosticReport/d1", stored(id).getFocusFirstRep().getReference());
    }
    assertEquals("seen", stored("r1-c0").getNoteFirstRep().getText(), "what others added stays");
    assertEquals(List.of(2, 3), versions());
    assertEquals(List.of("r1", "r1-c0"), found("patient", "Patient/p2"));
    assertEquals(List.of(), found("patient", "Patient/p1"));
    assertNull(f.outbox.linkDue(run));
    int before = f.server.requests().size();
    f.later();
    assertEquals(before, f.server.requests().size(), "once");
  }

  /** As ADT^A37 tells it. */
  private void unlink() {
    org.radiologytrust.model.Patient old = reportOfPatient("ACC1").patient();
    Inbox.PatientChange unlink =
        Inbox.PatientChange.unlink(
            old, old.identifiedBy(List.of(new Identifier(MRN, SURVIVOR, "MR"))), null, false);
    Inbox.Receipt receipt =
        f.outbox.journal().inbox().receive(SampleMessages.message("HIS", "unlink", unlink));
    assertEquals(Inbox.Outcome.APPLIED, receipt.outcome(), receipt.reason());
  }

  @Test
  void afterAnUnlinkAnAuditOfBeforeTheMergeMovesBackOnce() {
    UUID run = addForPatient();
    f.sink.deliver();
    merge();
    serverMerges();
    f.later();
    assertEquals("Patient/p2", stored("r1").getSubject().getReference());
    unlink();
    f.later();
    assertEquals("Patient/p2", stored("r1").getSubject().getReference(), "not unlinked there yet");
    Patient again = patient("p1", MRN);
    again.getIdentifierFirstRep().setValue(FhirSinkFixture.VALUE);
    f.server.put(again).put(report("d1", "p1"));
    f.later();
    f.later();
    for (String id : List.of("r1", "r1-c0")) {
      assertEquals("Patient/p1", stored(id).getSubject().getReference());
      assertEquals("DiagnosticReport/d1", stored(id).getFocusFirstRep().getReference());
    }
    assertEquals(List.of("r1", "r1-c0"), found("patient", "Patient/p1"));
    assertEquals(List.of(), found("patient", "Patient/p2"));
    assertNull(f.outbox.linkDue(run));
  }

  @Test
  void afterAMergeAnAuditMovesAlthoughTheReportStaysAtTheOldPatient() {
    UUID run = addForPatient();
    f.sink.deliver();
    merge();
    serverMerges();
    f.server.put(report("d1", "p1"));
    f.later();
    assertEquals("Patient/p2", stored("r1").getSubject().getReference());
    assertEquals("DiagnosticReport/d1", stored("r1").getFocusFirstRep().getReference());
    assertNull(f.outbox.linkDue(run));
  }

  @Test
  void afterAMergeNothingIsSentAgainWhileThePatientStaysTheSame() {
    UUID run = addForPatient();
    f.sink.deliver();
    merge();
    int transactions = f.server.transactions();
    int looks = 0;
    while (f.outbox.linkDue(run) != null) {
      Duration wait = Duration.between(f.clock.instant(), f.outbox.linkDue(run));
      f.clock.advance(wait.isNegative() ? Duration.ZERO : wait);
      f.sink.deliver();
      looks++;
    }
    assertTrue(looks > 5 && looks < 20, "" + looks);
    assertEquals(transactions, f.server.transactions());
    assertEquals(List.of(1, 1), versions());
  }

  @Test
  void anAuditOnItsWayDuringAMergeMovesToTheSurvivingPatient() {
    f.server.failTransactions(1, FhirFault.status(503));
    UUID run = addForPatient();
    f.sink.deliver();
    assertEquals(State.PENDING, f.outbox.state(run));
    merge();
    serverMerges();
    f.later();
    f.later();
    assertEquals("Patient/p2", stored("r1").getSubject().getReference());
    assertEquals(List.of(2, 2), versions());
    assertNull(f.outbox.linkDue(run));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void afterTwoMergesInAnyOrderAuditsMoveToTheLastPatient(boolean inOrder) {
    UUID sent = addForPatient();
    f.sink.deliver();
    f.server.failTransactions(1, FhirFault.status(503));
    Bundle bundle = audit("r2", 1);
    f.shelf.put(new StoredResources(FhirContext.forR4Cached()).of(bundle));
    UUID waiting = f.outbox.add(json(bundle), reportOfPatient("ACC2"));
    f.sink.deliver();
    assertEquals(State.PENDING, f.outbox.state(waiting));
    if (inOrder) {
      merge();
      serverMerges();
      f.sink.deliver();
      assertEquals("Patient/p2", stored("r1").getSubject().getReference());
    }
    merge(SURVIVOR, LAST);
    serverMerges("p2", SURVIVOR, "p3", LAST);
    if (!inOrder) {
      f.sink.deliver();
      assertEquals("Patient/p1", stored("r1").getSubject().getReference(), "another patient's");
      merge();
      serverMerges("p1", FhirSinkFixture.VALUE, "p2", SURVIVOR);
      serverMerges("p2", SURVIVOR, "p3", LAST);
    }
    f.later();
    f.later();
    assertEquals(State.SENT, f.outbox.state(waiting), f.outbox.reason(waiting));
    for (String id : List.of("r1", "r1-c0", "r2", "r2-c0")) {
      assertEquals("Patient/p3", stored(id).getSubject().getReference(), id);
    }
    for (UUID run : List.of(sent, waiting)) {
      assertNull(f.outbox.linkDue(run));
    }
  }
}
