package org.radiologytrust.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import java.time.Duration;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.peers.fhir.HapiServer;
import org.radiologytrust.publish.SinkJournal.State;
import org.radiologytrust.publish.fhir.FhirPasses;
import org.radiologytrust.publish.fhir.FhirUnresolved;
import org.radiologytrust.publish.sink.FhirSettings;
import org.radiologytrust.publish.sink.FhirSinkFixture;
import org.radiologytrust.publish.sink.ResolvedReferences;

/** A real HAPI JPA server that learns of the patient after the audit. */
@Tag("peers")
@Tag("safety")
class HapiLinkTest {
  private static final String SYSTEM = "urn:oid:2.999.7";

  private final String own = UUID.randomUUID().toString();
  private final SettableClock clock = new SettableClock();
  @AutoClose private final SinkJournal outbox = new SinkJournal(clock);
  private IGenericClient client;
  private FhirSettings settings;

  @BeforeEach
  void start() throws Exception {
    client = HapiServer.shared().client();
    settings = FhirSettings.of(HapiServer.shared().url());
    Device engine = new Device();
    engine.setId("engine");
    client.update().resource(engine).execute();
  }

  private FhirPasses sink(FhirUnresolved unresolved) {
    return new FhirPasses(
        outbox,
        new ResolvedReferences(outbox.shelf(), FhirContext.forR4Cached()),
        settings.with(settings.matching().with(unresolved)),
        clock);
  }

  private UUID add() {
    return outbox.add(FhirSinkFixture.json(bundle()));
  }

  private Bundle bundle() {
    Bundle bundle = FhirSinkFixture.audit(own, 1, "A-" + own);
    for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
      if (entry.getResource() instanceof Observation observation) {
        observation.setSubject(new Reference().setType("Patient"));
        observation.getSubject().getIdentifier().setSystem(SYSTEM).setValue(own);
      }
    }
    return bundle;
  }

  private void patientArrives() {
    Patient patient = new Patient();
    patient.setId("p-" + own);
    patient.addIdentifier().setSystem(SYSTEM).setValue(own);
    client.update().resource(patient).execute();
  }

  @Test
  void anAuditWhoseReportWasDeletedGoesOutWithItsNumber() {
    patientArrives();
    DiagnosticReport report = new DiagnosticReport();
    report.setId("d-" + own);
    report.getSubject().setReference("Patient/p-" + own);
    client.update().resource(report).execute();
    client.delete().resourceById("DiagnosticReport", "d-" + own).execute();
    Bundle bundle = bundle();
    for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
      if (entry.getResource() instanceof Observation observation) {
        observation.getFocusFirstRep().setReference("DiagnosticReport/d-" + own);
      }
    }
    UUID run = outbox.add(FhirSinkFixture.json(bundle));
    FhirPasses sink = sink(FhirUnresolved.HOLD);
    sink.deliver();
    clock.advance(Duration.ofHours(1));
    sink.deliver();
    assertEquals(State.SENT, outbox.state(run), outbox.reason(run));
    assertFalse(stored().getFocusFirstRep().hasReference());
    assertEquals("A-" + own, stored().getFocusFirstRep().getIdentifier().getValue());
  }

  private Observation stored() {
    return client.read().resource(Observation.class).withId(own).execute();
  }

  @Test
  void aHeldAuditGoesOutAtTheFirstTryAfterThePatientCame() {
    FhirPasses sink = sink(FhirUnresolved.HOLD);
    UUID run = add();
    sink.deliver();
    assertEquals(State.PENDING, outbox.state(run));
    patientArrives();
    clock.advance(Duration.ofHours(1));
    sink.deliver();
    assertEquals(State.SENT, outbox.state(run), outbox.reason(run));
    assertEquals("Patient/p-" + own, stored().getSubject().getReference());
  }

  @Test
  void anAuditSentWithoutIsLinked() {
    FhirPasses sink = sink(FhirUnresolved.LOGICAL);
    UUID run = add();
    sink.deliver();
    assertEquals(State.SENT, outbox.state(run), outbox.reason(run));
    assertFalse(stored().getSubject().hasReference());
    patientArrives();
    clock.advance(Duration.ofHours(1));
    sink.deliver();
    assertEquals("Patient/p-" + own, stored().getSubject().getReference());
    assertEquals(own, stored().getSubject().getIdentifier().getValue());
  }
}
