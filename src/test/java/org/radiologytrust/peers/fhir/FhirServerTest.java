package org.radiologytrust.peers.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.server.exceptions.AuthenticationException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("integration")
class FhirServerTest {
  private FhirServer server;
  private IGenericClient client;

  @BeforeEach
  void start() {
    server = new FhirServer();
    client = FhirContext.forR4Cached().newRestfulGenericClient(server.url().toString());
    Patient patient = new Patient();
    patient.setId("p1");
    patient.addIdentifier().setSystem("urn:oid:1.2.3").setValue("4711");
    server.put(patient);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void saysWhatItCan() {
    server.stateUpdateCreate();
    CapabilityStatement statement =
        client.capabilities().ofType(CapabilityStatement.class).execute();
    assertTrue(
        statement.getRestFirstRep().getResource().stream().allMatch(r -> r.getUpdateCreate()));
    server.updateCreate(false);
    assertThrows(
        ResourceNotFoundException.class,
        () -> client.update().resource(observation("o1", "Patient/p1")).execute());
  }

  @Test
  void findsByIdentifier() {
    assertEquals(1, found("urn:oid:1.2.3"));
    assertEquals(0, found("urn:oid:9"));
  }

  private int found(String system) {
    return client
        .search()
        .forResource(Patient.class)
        .where(Patient.IDENTIFIER.exactly().systemAndIdentifier(system, "4711"))
        .returnBundle(Bundle.class)
        .execute()
        .getEntry()
        .size();
  }

  @Test
  void aTransactionIsAllOrNothing() {
    Bundle bad = bundle(observation("o1", "Patient/p1"), observation("o2", "Patient/none"));
    assertThrows(
        InvalidRequestException.class, () -> client.transaction().withBundle(bad).execute());
    assertEquals(0, server.all(Observation.class).size());
    Bundle good = bundle(observation("o1", "Patient/p1"), observation("o2", "Patient/p1"));
    Bundle answer = client.transaction().withBundle(good).execute();
    assertEquals("201 Created", answer.getEntry().get(1).getResponse().getStatus());
    assertEquals(2, server.all(Observation.class).size());
    assertEquals(1, server.transactions());
    assertEquals(2, server.transactionBodies().size());
  }

  @Test
  void versionsAndIfMatch() {
    server.transaction(bundle(observation("o1", "Patient/p1")));
    server.transaction(bundle(observation("o1", "Patient/p1")));
    assertEquals(1, server.versions(Observation.class, "o1").size(), "nothing changed");
    Bundle change = bundle(observation("o1", "Patient/p1").addNote(null));
    ((Observation) change.getEntryFirstRep().getResource())
        .setStatus(Observation.ObservationStatus.CANCELLED);
    change.getEntryFirstRep().getRequest().setIfMatch("W/\"1\"");
    client.transaction().withBundle(change).execute();
    assertEquals(2, server.versions(Observation.class, "o1").size());
    assertThrows(
        ResourceVersionConflictException.class,
        () -> client.transaction().withBundle(change).execute());
    Observation single = observation("o1", "Patient/p1");
    single.setId("Observation/o1/_history/1");
    assertThrows(
        ResourceVersionConflictException.class,
        () ->
            client
                .update()
                .resource(single)
                .withId(single.getIdElement())
                .withAdditionalHeader("If-Match", "W/\"1\"")
                .execute());
  }

  @Test
  void faults() {
    Bundle bundle = bundle(observation("o1", "Patient/p1"));
    server.failTransactions(1, FhirFault.later(503, "7"));
    server.failTransactions(1, FhirFault.outcome(422, "invalid", "text", "Observation.value"));
    server.failTransactions(1, FhirFault.dropAfterCommit());
    BaseServerResponseException busy =
        assertThrows(
            BaseServerResponseException.class,
            () -> client.transaction().withBundle(bundle).execute());
    assertEquals(503, busy.getStatusCode());
    assertThrows(
        UnprocessableEntityException.class,
        () -> client.transaction().withBundle(bundle).execute());
    assertEquals(0, server.transactions());
    // The JDK's client: HAPI's would send a dropped POST again by itself.
    HttpRequest post =
        HttpRequest.newBuilder(server.url())
            .header("Content-Type", "application/fhir+json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    FhirContext.forR4Cached().newJsonParser().encodeResourceToString(bundle)))
            .build();
    assertThrows(
        IOException.class,
        () -> HttpClient.newHttpClient().send(post, HttpResponse.BodyHandlers.ofString()));
    assertEquals(1, server.transactions());
    client.transaction().withBundle(bundle).execute();
    server.requireAuthorization("Bearer secret");
    assertThrows(
        AuthenticationException.class, () -> client.transaction().withBundle(bundle).execute());
  }

  private static Observation observation(String id, String subject) {
    Observation observation = new Observation();
    observation.setId(id);
    observation.setStatus(Observation.ObservationStatus.PRELIMINARY);
    observation.setSubject(new Reference(subject));
    return observation;
  }

  private static Bundle bundle(Observation... observations) {
    Bundle bundle = new Bundle();
    bundle.setType(Bundle.BundleType.TRANSACTION);
    for (Observation observation : observations) {
      String url = "Observation/" + observation.getIdElement().getIdPart();
      bundle
          .addEntry()
          .setResource(observation)
          .getRequest()
          .setMethod(Bundle.HTTPVerb.PUT)
          .setUrl(url);
    }
    return bundle;
  }
}
