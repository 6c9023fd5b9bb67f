package org.radiologytrust.publish.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ca.uhn.fhir.context.FhirContext;
import java.math.BigDecimal;
import java.util.List;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.radiologytrust.publish.SampleAudits;
import org.radiologytrust.publish.resources.EngineResources;

class TransactionTest {
  private static final FhirContext R4 = FhirContext.forR4Cached();

  private static void assertAsHapi(List<? extends Resource> resources) {
    assertEquals(
        new CanonicalJson(R4).write(Transaction.of(resources)),
        Transaction.json(new StoredResources(R4).of(resources)));
  }

  private static Observation observation(String id) {
    Observation observation = new Observation();
    observation.setId(id);
    observation.setStatus(Observation.ObservationStatus.FINAL);
    return observation;
  }

  @Test
  void theEngineIsWrittenAsHapiWritesIt() {
    for (boolean guide : List.of(true, false)) {
      assertAsHapi(
          new EngineResources(
                  SampleAudits.VERSION,
                  List.of(SampleAudits.MODEL),
                  List.of(SampleAudits.PROMPT),
                  guide)
              .all());
    }
  }

  @Test
  void referencesAreWrittenAsHapiWritesThem() {
    Observation first = observation("a");
    Observation second = observation("Observation/b");
    second.addHasMember(new Reference("Observation/a"));
    second.addHasMember(new Reference("Observation/a/_history/7"));
    second.addHasMember(new Reference("urn:uuid:6f2f2f3e-5a51-4d1c-9c0e-1d2b3c4d5e6f"));
    second.addHasMember(new Reference("https://ehr.example/fhir/Observation/a/_history/7"));
    second.addHasMember(new Reference().setDisplay("only a name"));
    assertAsHapi(List.of(first, second));
  }

  @Test
  void containedResourcesAreWrittenAsHapiWritesThem() {
    Patient patient = new Patient();
    patient.setId("p");
    patient.addName().setFamily("Canary");
    Device device = new Device();
    device.setId("d");
    Observation first = observation("a");
    first.addContained(patient);
    first.setSubject(new Reference("#p"));
    Observation second = observation("b");
    second.addContained(device);
    second.setDevice(new Reference("#d"));
    assertAsHapi(List.of(first, second));
  }

  @Test
  void textsAndNumbersAreWrittenAsHapiWritesThem() {
    Observation observation = observation("a");
    observation.addNote().setText("\"\\ / < > & \u0001 \t \n é \uD83D\uDE00 \u2028");
    observation.setValue(new Quantity().setValue(new BigDecimal("0.50")));
    Observation tiny = observation("b");
    tiny.setValue(new Quantity().setValue(new BigDecimal("0.0000000120")));
    assertAsHapi(List.of(observation, tiny));
  }
}
