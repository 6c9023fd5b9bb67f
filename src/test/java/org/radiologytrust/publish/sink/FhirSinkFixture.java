package org.radiologytrust.publish.sink;

import ca.uhn.fhir.context.FhirContext;
import java.time.Duration;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.radiologytrust.journal.results.ResourceStore;
import org.radiologytrust.journal.results.StoredResource;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.peers.fhir.FhirServer;
import org.radiologytrust.publish.SinkJournal;
import org.radiologytrust.publish.fhir.FhirPasses;
import org.radiologytrust.publish.fhir.FhirUnresolved;
import org.radiologytrust.retry.DeliveryRules;

/** A server with a patient and a report, an outbox, a sink, and a clock that the test moves. */
public final class FhirSinkFixture implements AutoCloseable {
  static final String MRN = "urn:oid:1.2.3.98";
  static final String VALUE = "CANARY-4711";
  static final String BASE = "http://radiologytrustlayer.org/fhir";

  final SettableClock clock = new SettableClock();
  public final SinkJournal outbox = new SinkJournal(clock);
  final FhirServer server = new FhirServer();
  final FhirSettings settings =
      FhirSettings.of(server.url())
          .with(
              new DeliveryRules(
                  Duration.ofSeconds(2),
                  Duration.ofMinutes(15),
                  Duration.ofMinutes(5),
                  50,
                  10,
                  () -> 1.0));
  final ResourceStore shelf = outbox.shelf();
  public FhirPasses sink = sink(outbox, settings);

  public FhirSinkFixture() {
    server.put(patient("p1", MRN)).put(report("d1", "p1"));
    Device device = new Device();
    device.setId("engine");
    server.put(device);
  }

  FhirSinkFixture with(FhirSettings other) {
    sink = sink(outbox, other);
    return this;
  }

  FhirSinkFixture with(FhirUnresolved unresolved) {
    return with(settings.with(settings.matching().with(unresolved)));
  }

  FhirPasses sink(SinkJournal of, FhirSettings how) {
    FhirContext r4 = FhirContext.forR4Cached();
    return new FhirPasses(of, new ResolvedReferences(shelf, r4), how, clock);
  }

  /** Lets all delays pass, then a round. */
  void later() {
    clock.advance(Duration.ofHours(1));
    sink.deliver();
  }

  static Patient patient(String id, String system) {
    Patient patient = new Patient();
    patient.setId(id);
    patient.addIdentifier().setSystem(system).setValue(VALUE);
    return patient;
  }

  static DiagnosticReport report(String id, String patient) {
    DiagnosticReport report = new DiagnosticReport();
    report.setId(id);
    report.addIdentifier().setSystem("urn:oid:1.2.3.99").setValue("ACC1");
    report.setSubject(new Reference("Patient/" + patient));
    return report;
  }

  static Reference logicalPatient(String system) {
    Reference reference = new Reference().setType("Patient");
    reference.getIdentifier().setSystem(system).setValue(VALUE);
    return reference;
  }

  /** The report by its accession number, which in HL7 v2 has no system. */
  static Reference logicalReport() {
    Reference reference = new Reference().setType("DiagnosticReport");
    reference.getIdentifier().setValue("ACC1");
    return reference;
  }

  static Observation observation(String id, String code) {
    Observation observation = new Observation();
    observation.setId(id);
    observation.setStatus(Observation.ObservationStatus.PRELIMINARY);
    observation.getCode().addCoding().setSystem(BASE + "/CodeSystem/rtl-observation").setCode(code);
    observation.setSubject(logicalPatient(MRN)).addFocus(logicalReport());
    observation.setDevice(new Reference("Device/engine"));
    observation.setValue(new Quantity().setValue(new java.math.BigDecimal("0.50")));
    return observation;
  }

  /** Summary, so many claims, Provenance: in the order that a builder would give. */
  public static Bundle audit(String run, int claims) {
    return audit(run, claims, "ACC1");
  }

  public static Bundle audit(String run, int claims, String accession) {
    Bundle bundle = new Bundle();
    bundle.setType(Bundle.BundleType.TRANSACTION);
    Observation summary = observation(run, "report-audit");
    put(bundle, summary);
    Provenance provenance = new Provenance();
    provenance.setId(run + "-provenance");
    provenance.addTarget(new Reference("Observation/" + run));
    for (int i = 0; i < claims; i++) {
      String id = run + "-c" + i;
      summary.addHasMember(new Reference("Observation/" + id));
      provenance.addTarget(new Reference("Observation/" + id));
      put(bundle, observation(id, "claim-audit"));
    }
    provenance.addEntity().setWhat(logicalReport());
    put(bundle, provenance);
    for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
      if (entry.getResource() instanceof Observation observation) {
        observation.getFocusFirstRep().getIdentifier().setValue(accession);
      }
    }
    provenance.getEntityFirstRep().getWhat().getIdentifier().setValue(accession);
    return bundle;
  }

  /** An audit of a patient whose id on the server is known; that patient is put there. */
  static Bundle literalAudit(FhirServer server) {
    Device engine = new Device();
    engine.setId("engine");
    server.put(patient("p1", MRN)).put(report("d1", "p1")).put(engine);
    return audit("r1", 0);
  }

  /** Adds the withdrawal of an old resource to an audit. */
  static Bundle withdrawing(Bundle bundle, String run, Observation old) {
    old.setStatus(Observation.ObservationStatus.CANCELLED);
    old.addExtension()
        .setUrl(BASE + "/StructureDefinition/rtl-superseded-by")
        .setValue(new Reference("Observation/" + run));
    put(bundle, old);
    return bundle;
  }

  static void put(Bundle bundle, Resource resource) {
    String url = resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    bundle.addEntry().setResource(resource).getRequest().setMethod(Bundle.HTTPVerb.PUT).setUrl(url);
  }

  public static String json(Resource resource) {
    return FhirContext.forR4Cached().newJsonParser().encodeResourceToString(resource);
  }

  static StoredResource stored(Resource resource) {
    String id = resource.getIdElement().getIdPart();
    return new StoredResource(resource.fhirType(), id, json(resource), List.of());
  }

  static Observation note(Observation observation, String text) {
    observation.setValue(new StringType(text));
    return observation;
  }

  @Override
  public void close() {
    server.close();
    outbox.close();
  }
}
