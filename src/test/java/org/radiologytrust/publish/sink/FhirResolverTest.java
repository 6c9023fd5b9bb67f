package org.radiologytrust.publish.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.publish.sink.FhirSinkFixture.MRN;
import static org.radiologytrust.publish.sink.FhirSinkFixture.VALUE;
import static org.radiologytrust.publish.sink.FhirSinkFixture.audit;
import static org.radiologytrust.publish.sink.FhirSinkFixture.json;
import static org.radiologytrust.publish.sink.FhirSinkFixture.logicalPatient;
import static org.radiologytrust.publish.sink.FhirSinkFixture.patient;
import static org.radiologytrust.publish.sink.FhirSinkFixture.report;

import java.util.List;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Sex;
import org.radiologytrust.peers.fhir.FhirFault;
import org.radiologytrust.publish.SinkJournal.State;
import org.radiologytrust.publish.fhir.FhirMatching;
import org.radiologytrust.publish.fhir.FhirUnresolved;

@Tag("safety")
@Tag("integration")
class FhirResolverTest {
  private static final String OTHER = "urn:oid:9.9";
  private static final String SECOND = "urn:oid:2.9.9";

  private final FhirSinkFixture f = new FhirSinkFixture();

  @AfterEach
  void stop() {
    f.close();
  }

  @Test
  void holdsUntilThePatientComes() {
    UUID run = f.outbox.add(json(subject(audit("r1", 1), logicalPatient(OTHER))));
    f.sink.deliver();
    f.later();
    assertEquals(State.PENDING, f.outbox.state(run));
    assertEquals(
        "Observation.subject: the FHIR server has no such Patient yet; held", f.outbox.reason(run));
    assertEquals(0, f.server.transactionBodies().size());
    f.server.put(patient("p2", OTHER)).put(report("d1", "p2"));
    f.later();
    assertEquals(State.SENT, f.outbox.state(run));
    assertEquals("Patient/p2", stored("r1-c0").getSubject().getReference());
  }

  @Test
  void holdsUntilTheReportComes() {
    f.server.put(patient("p2", OTHER));
    f.server.put(report("d1", "p2").setIdentifier(null));
    f.with(FhirUnresolved.HOLD_REPORT);
    UUID run = f.outbox.add(json(subject(audit("r1", 1), logicalPatient(OTHER))));
    f.sink.deliver();
    assertTrue(f.outbox.reason(run).startsWith("Observation.focus"), f.outbox.reason(run));
    f.server.put(report("d1", "p2"));
    f.later();
    assertEquals(State.SENT, f.outbox.state(run));
  }

  @Test
  void holdWaitsForNoReport() {
    f.server.put(patient("p2", OTHER));
    UUID run = f.outbox.add(json(subject(audit("r1", 1, "ACC9"), logicalPatient(OTHER))));
    f.sink.deliver();
    assertEquals(State.SENT, f.outbox.state(run), f.outbox.reason(run));
    assertEquals("Patient/p2", stored("r1").getSubject().getReference());
    assertFalse(stored("r1").getFocusFirstRep().hasReference());
    assertEquals("ACC9", stored("r1").getFocusFirstRep().getIdentifier().getValue());
  }

  /** PID-3 names a number of ours first, which the server does not know. */
  private static Report twoIdentifiers() {
    return of(
        new Identifier("urn:oid:1.2.3.98", VALUE, "MR"), new Identifier(SECOND, "other-7", "PI"));
  }

  private static Report of(Identifier... identifiers) {
    Report r = SampleRecords.report("ACC1", "Text.");
    return r.toBuilder()
        .patient(
            new org.radiologytrust.model.Patient(
                List.of(identifiers), "Doe", "Jane", null, Sex.UNKNOWN, ""))
        .build();
  }

  private void withOther(String id) {
    Patient other = new Patient();
    other.setId(id);
    other.addIdentifier().setSystem(SECOND).setValue("other-7");
    f.server.put(other);
  }

  @Test
  void allRepetitionsOfPid3AreTried() {
    f.server.put(patient("p1", "urn:oid:8.8"));
    withOther("p2");
    UUID run = f.outbox.add(json(audit("r1", 1, "ACC9")), twoIdentifiers());
    f.sink.deliver();
    assertEquals(State.SENT, f.outbox.state(run), f.outbox.reason(run));
    assertEquals("Patient/p2", stored("r1").getSubject().getReference());
    assertEquals(VALUE, stored("r1").getSubject().getIdentifier().getValue());
  }

  @Test
  void repetitionsThatNameTwoPatientsAreForAPerson() {
    withOther("p2");
    UUID run = f.outbox.add(json(audit("r1", 1)), twoIdentifiers());
    f.sink.deliver();
    assertEquals(State.DEAD, f.outbox.state(run));
    assertTrue(f.outbox.reason(run).contains("several"), f.outbox.reason(run));
  }

  @ParameterizedTest
  @EnumSource(FhirUnresolved.class)
  void afterAMergeTheServerMayStillHaveBothPatients(FhirUnresolved unresolved) {
    Patient survivor = patient("p2", MRN);
    survivor.getIdentifierFirstRep().setValue("CANARY-9");
    f.server.put(survivor);
    Report merged = of(new Identifier(MRN, VALUE, "MR"), new Identifier(MRN, "CANARY-9", "MR"));
    UUID run = f.outbox.add(json(audit("r1", 1)), merged);
    f.with(unresolved).later();
    if (unresolved == FhirUnresolved.LOGICAL) {
      assertEquals(State.SENT, f.outbox.state(run));
      assertFalse(stored("r1").getSubject().hasReference(), "neither of the two");
    } else {
      assertEquals(State.PENDING, f.outbox.state(run));
      assertTrue(f.outbox.reason(run).contains("not merged"), f.outbox.reason(run));
      assertFalse(f.outbox.reason(run).contains("CANARY"));
    }
    Patient old = patient("p1", MRN);
    old.addLink().setOther(new Reference("Patient/p2")).setType(Patient.LinkType.REPLACEDBY);
    f.server.put(old).put(report("d1", "p2"));
    f.later();
    assertEquals(State.SENT, f.outbox.state(run), f.outbox.reason(run));
    assertEquals("Patient/p2", stored("r1").getSubject().getReference());
  }

  @Test
  void aSiteLeavesIdentifiersOut() {
    withOther("p2");
    FhirMatching all = f.settings.matching();
    f.with(
        f.settings.with(
            new FhirMatching(
                all.unresolved(),
                List.of("MR"),
                all.report(),
                all.linkFor(),
                all.linkReportFor())));
    UUID run = f.outbox.add(json(audit("r1", 1)), twoIdentifiers());
    f.sink.deliver();
    assertEquals(State.SENT, f.outbox.state(run), f.outbox.reason(run));
    assertEquals("Patient/p1", stored("r1").getSubject().getReference());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PACC1", "FACC1"})
  void placerAndFillerNumbersFindTheReportToo(String number) {
    f.server.put(report("d1", "p1").setIdentifier(null));
    DiagnosticReport numbered = report("d2", "p1").setIdentifier(null);
    numbered.addIdentifier().setSystem("urn:orders").setValue(number);
    f.server.put(numbered);
    UUID run = f.outbox.add(json(audit("r1", 1)));
    f.sink.deliver();
    assertEquals(State.SENT, f.outbox.state(run));
    assertEquals("DiagnosticReport/d2", stored("r1").getFocusFirstRep().getReference());
  }

  @Test
  void theSitesFirstNumberDecides() {
    DiagnosticReport filler = report("d2", "p1").setIdentifier(null);
    filler.addIdentifier().setValue("FACC1");
    f.server.put(filler);
    f.outbox.add(json(audit("r1", 1)));
    f.sink.deliver();
    assertEquals("DiagnosticReport/d1", stored("r1").getFocusFirstRep().getReference());
    FhirMatching all = f.settings.matching();
    f.with(
        f.settings.with(
            new FhirMatching(
                all.unresolved(),
                all.patient(),
                List.of(FhirMatching.OrderNumber.FILLER, FhirMatching.OrderNumber.ACCESSION),
                all.linkFor(),
                all.linkReportFor())));
    f.outbox.add(
        json(audit("r2", 1)),
        SampleRecords.report(
            "HOSP",
            "ACC1",
            "MRN1",
            "Text anew.",
            ReportStatus.CORRECTED,
            SampleRecords.ISSUED.plusSeconds(60)));
    f.sink.deliver();
    assertEquals("DiagnosticReport/d2", stored("r2").getFocusFirstRep().getReference());
  }

  @Test
  void sendsTheLogicalReferenceWhereConfigured() {
    f.with(FhirUnresolved.LOGICAL);
    UUID run = f.outbox.add(json(subject(audit("r1", 1), logicalPatient(OTHER))));
    f.sink.deliver();
    assertEquals(State.SENT, f.outbox.state(run));
    assertFalse(stored("r1").getSubject().hasReference());
    assertEquals(VALUE, stored("r1").getSubject().getIdentifier().getValue());
    assertEquals(1, f.server.all(Patient.class).size(), "no Patient is ever made");
  }

  @Test
  void severalPatientsAreForAPerson() {
    f.server.put(patient("p2", MRN));
    for (FhirUnresolved unresolved : FhirUnresolved.values()) {
      UUID run = f.outbox.add(json(audit("r1", 1)));
      f.with(unresolved).later();
      assertEquals(State.DEAD, f.outbox.state(run));
      assertTrue(f.outbox.reason(run).contains("several"), f.outbox.reason(run));
      assertFalse(f.outbox.reason(run).contains(VALUE));
    }
  }

  @Test
  void aPatientMergedIntoAnotherDoesNotCount() {
    Patient merged = patient("p2", MRN);
    merged.addLink().setOther(new Reference("Patient/p1")).setType(Patient.LinkType.REPLACEDBY);
    f.server.put(merged);
    UUID run = f.outbox.add(json(audit("r1", 1)));
    f.sink.deliver();
    assertEquals(State.SENT, f.outbox.state(run));
    assertEquals("Patient/p1", stored("r1").getSubject().getReference());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aReportMayStandAtThePatientThatWasMerged(boolean merged) {
    for (String id : List.of("p1", "p2")) {
      Patient old = patient(id, MRN);
      String survivor = id.equals("p1") ? "Patient/p2" : "Patient/p3";
      if (merged || id.equals("p2")) {
        old.addLink().setOther(new Reference(survivor)).setType(Patient.LinkType.REPLACEDBY);
      } else {
        old.getIdentifierFirstRep().setValue("CANARY-other");
      }
      f.server.put(old);
    }
    f.server.put(patient("p3", MRN));
    UUID run = f.outbox.add(json(audit("r1", 1)));
    f.sink.deliver();
    assertEquals(merged ? State.SENT : State.DEAD, f.outbox.state(run), f.outbox.reason(run));
    if (merged) {
      assertEquals("Patient/p3", stored("r1").getSubject().getReference());
      assertEquals("DiagnosticReport/d1", stored("r1").getFocusFirstRep().getReference());
    }
  }

  @Test
  void anotherPatientsReportStopsIt() {
    f.server.put(patient("p2", OTHER)).put(report("d1", "p2"));
    UUID run = f.outbox.add(json(audit("r1", 1)));
    f.sink.deliver();
    assertEquals(State.DEAD, f.outbox.state(run));
    assertTrue(f.outbox.reason(run).contains("not this Patient's"), f.outbox.reason(run));
  }

  @Test
  void anotherPatientsReportOfTheSameNumberIsNoMatch() {
    f.server.put(patient("p2", OTHER)).put(report("d2", "p2"));
    UUID run = f.outbox.add(json(audit("r1", 1)));
    f.sink.deliver();
    assertEquals(State.SENT, f.outbox.state(run));
    assertEquals("DiagnosticReport/d1", stored("r1").getFocusFirstRep().getReference());
    f.server.put(report("d3", "p1"));
    UUID several = f.outbox.add(json(audit("r2", 1)));
    f.sink.deliver();
    assertEquals(State.DEAD, f.outbox.state(several));
  }

  @Test
  void anIdentifierWithoutSystemCountsOnlyWithTheReport() {
    UUID confirmed = f.outbox.add(json(subject(audit("r1", 1), logicalPatient(null))));
    f.sink.deliver();
    assertEquals(State.SENT, f.outbox.state(confirmed));
    assertEquals("Patient/p1", stored("r1").getSubject().getReference());
    Bundle alone = subject(audit("r2", 1), logicalPatient(null));
    alone.getEntry().remove(2);
    alone.getEntry().stream()
        .map(e -> (Observation) e.getResource())
        .forEach(o -> o.getFocusFirstRep().setReference("DiagnosticReport/d1"));
    UUID unconfirmed = f.outbox.add(json(alone));
    f.sink.deliver();
    assertEquals(State.PENDING, f.outbox.state(unconfirmed));
    assertTrue(f.outbox.reason(unconfirmed).contains("no system"));
  }

  @Test
  void aLiteralReferenceIsTakenAsItIs() {
    Bundle bundle = subject(audit("r1", 1), new Reference("Patient/p1"));
    bundle.getEntry().remove(2);
    bundle.getEntry().stream()
        .map(e -> (Observation) e.getResource())
        .forEach(o -> o.getFocusFirstRep().setReference("DiagnosticReport/d1"));
    UUID run = f.outbox.add(json(bundle));
    f.sink.deliver();
    assertEquals(State.SENT, f.outbox.state(run));
    assertEquals(1, f.server.requests().size(), "no search");
  }

  @Test
  void noFindingAboutOnePatientMeetsAnother() {
    f.server.put(patient("p2", OTHER));
    Bundle mixed = audit("r1", 1);
    mixed.getEntry().remove(2);
    for (int i = 0; i < 2; i++) {
      Observation observation = (Observation) mixed.getEntry().get(i).getResource();
      observation.setSubject(new Reference("Patient/p" + (i + 1)));
      observation.getFocusFirstRep().setReference("DiagnosticReport/d1");
    }
    UUID run = f.outbox.add(json(mixed));
    f.sink.deliver();
    assertEquals(State.DEAD, f.outbox.state(run));
    assertTrue(f.outbox.reason(run).contains("different patients"), f.outbox.reason(run));
    assertEquals(0, f.server.transactionBodies().size());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void afterAMergeABundleMayNameThePatientByEitherIdentifier(boolean merged) {
    Bundle bundle = subject(audit("r1", 1), logicalPatient(MRN));
    Observation claim = (Observation) bundle.getEntry().get(0).getResource();
    claim.getSubject().getIdentifier().setValue("CANARY-9");
    Identifier old = new Identifier(MRN, VALUE, "MR");
    UUID run =
        f.outbox.add(
            json(bundle), merged ? of(new Identifier(MRN, "CANARY-9", "MR"), old) : of(old));
    f.with(FhirUnresolved.LOGICAL).later();
    assertEquals(merged ? State.SENT : State.DEAD, f.outbox.state(run), f.outbox.reason(run));
  }

  /** An audit of a report that came by FHIR, with its id there. */
  private static Bundle literal(String type, String id) {
    Bundle bundle = audit("r1", 1);
    for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
      if (entry.getResource() instanceof Observation observation) {
        Reference reference =
            type.equals("Patient") ? observation.getSubject() : observation.getFocusFirstRep();
        reference.setType(type).setReference(type + "/" + id);
      }
    }
    return bundle;
  }

  @ParameterizedTest
  @EnumSource(
      value = FhirUnresolved.class,
      names = {"HOLD", "HOLD_REPORT", "LOGICAL"})
  void aReportThatWasDeletedAtTheServerIsNamedByItsNumber(FhirUnresolved unresolved) {
    f.with(unresolved).server.put(patient("p1", MRN)).put(report("d1", "p1"));
    UUID run = f.outbox.add(json(literal("DiagnosticReport", "gone")));
    f.later();
    f.later();
    assertEquals(State.SENT, f.outbox.state(run), f.outbox.reason(run));
    Reference focus = stored("r1").getFocusFirstRep();
    assertFalse(focus.hasReference());
    assertEquals("ACC1", focus.getIdentifier().getValue());
    assertEquals("Patient/p1", stored("r1").getSubject().getReference());
  }

  @Test
  void aPatientWhoWasDeletedAtTheServerIsLookedUp() {
    f.server.put(patient("p1", MRN)).put(report("d1", "p1"));
    UUID run = f.outbox.add(json(literal("Patient", "gone")));
    f.later();
    f.later();
    assertEquals(State.SENT, f.outbox.state(run), f.outbox.reason(run));
    assertEquals("Patient/p1", stored("r1").getSubject().getReference());
  }

  @Test
  void aServerThatIgnoresTheSearchFindsNobody() {
    String stranger = json(searchset(patient("p3", OTHER)));
    f.server.fail(1, r -> r.path().equals("Patient/_search"), FhirFault.body(stranger));
    UUID run = f.outbox.add(json(audit("r1", 1)));
    f.sink.deliver();
    assertEquals(State.PENDING, f.outbox.state(run));
    f.later();
    assertEquals(State.SENT, f.outbox.state(run));
    assertEquals("Patient/p1", stored("r1").getSubject().getReference());
  }

  @Test
  void noIdentifierStandsInAUrl() {
    f.outbox.add(json(audit("r1", 1)));
    f.sink.deliver();
    assertEquals(3, f.server.requests().size());
    f.server.requests().forEach(r -> assertFalse((r.path() + r.query()).contains(VALUE)));
  }

  @Test
  void withoutAnyIdentifierItIsForAPerson() {
    UUID run =
        f.outbox.add(json(subject(audit("r1", 1), new Reference().setDisplay("not identified"))));
    f.sink.deliver();
    assertEquals(State.DEAD, f.outbox.state(run));
    assertTrue(f.outbox.reason(run).contains("PID-3"), f.outbox.reason(run));
    UUID logical =
        f.outbox.add(json(subject(audit("r1", 1), new Reference().setDisplay("not identified"))));
    f.with(FhirUnresolved.LOGICAL).later();
    assertEquals(State.SENT, f.outbox.state(logical));
    assertFalse(stored("r1").getFocusFirstRep().hasReference());
  }

  private Observation stored(String id) {
    return f.server.read(Observation.class, id).orElseThrow();
  }

  private static Bundle searchset(Patient patient) {
    Bundle bundle = new Bundle();
    bundle.setType(Bundle.BundleType.SEARCHSET).addEntry().setResource(patient);
    return bundle;
  }

  private static Bundle subject(Bundle bundle, Reference subject) {
    for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
      if (entry.getResource() instanceof Observation observation) {
        observation.setSubject(subject.copy());
      }
    }
    return bundle;
  }
}
