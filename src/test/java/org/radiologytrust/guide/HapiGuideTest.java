package org.radiologytrust.guide;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.instance.model.api.IBaseOperationOutcome;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.peers.fhir.HapiServer;

/** A real HAPI server installs the package, validates audits by it and searches by it. */
@Tag("peers")
class HapiGuideTest {
  private static final FhirContext R4 = FhirContext.forR4Cached();
  private static final String BASE = "http://radiologytrustlayer.org/fhir/";

  @Test
  void aServerInstallsIt() throws Exception {
    HapiServer hapi = HapiServer.shared();
    GuidePackage made = GuidePackages.made();
    assertEquals(
        "{CodeSystem="
            + count("CodeSystem")
            + ", SearchParameter=1, StructureDefinition="
            + count("StructureDefinition")
            + ", ValueSet="
            + count("ValueSet")
            + "}",
        hapi.install(made.name(), made.version(), made.tgz()));
    IGenericClient client = hapi.client();
    StructureDefinition claim =
        (StructureDefinition)
            client
                .search()
                .byUrl("StructureDefinition?url=" + BASE + "StructureDefinition/rtl-claim-audit")
                .returnBundle(Bundle.class)
                .execute()
                .getEntryFirstRep()
                .getResource();
    assertEquals(made.version(), claim.getVersion());
    assertTrue(claim.getSnapshot().getElement().size() > 50);
    validates(client);
    searches(client);
  }

  private static long count(String type) throws Exception {
    try (var files = Files.newDirectoryStream(Path.of("fhir-profiles/profiles"), type + "-*")) {
      long count = 0;
      for (Path ignored : files) {
        count++;
      }
      return count;
    }
  }

  /** By rules alone, since the extensions of HL7's guide for AI are not there. */
  private static void validates(IGenericClient client) throws Exception {
    Bundle rules = example("ok-audit-bundle-rules");
    int validated = 0;
    for (var entry : rules.getEntry()) {
      Resource resource = entry.getResource();
      if (resource instanceof Observation) {
        assertEquals(List.of(), errors(client, resource));
        validated++;
      }
    }
    assertTrue(validated > 2, "only " + validated);
    Observation claim =
        (Observation)
            rules.getEntry().stream()
                .map(Bundle.BundleEntryComponent::getResource)
                .filter(r -> r.getMeta().hasProfile(BASE + "StructureDefinition/rtl-claim-audit"))
                .findFirst()
                .orElseThrow();
    Observation wrong = claim.copy();
    wrong.setStatus(ObservationStatus.REGISTERED);
    List<String> errors = errors(client, wrong);
    assertTrue(errors.stream().anyMatch(e -> e.contains("rtl-obs-2")), errors.toString());
  }

  private static Bundle example(String name) throws Exception {
    return R4.newJsonParser()
        .parseResource(
            Bundle.class, Files.readString(Path.of("fhir-profiles/examples", name + ".json")));
  }

  private static List<String> errors(IGenericClient client, Resource given) {
    Resource resource = given.copy();
    // it is not stored there
    resource.setId((String) null);
    IBaseOperationOutcome outcome;
    try {
      MethodOutcome answer = client.validate().resource(resource).execute();
      outcome = answer.getOperationOutcome();
    } catch (BaseServerResponseException e) {
      outcome = e.getOperationOutcome();
    }
    return ((OperationOutcome) outcome)
        .getIssue().stream()
            .filter(i -> i.getSeverity().compareTo(IssueSeverity.ERROR) <= 0)
            .map(OperationOutcome.OperationOutcomeIssueComponent::getDiagnostics)
            .toList();
  }

  /** The search parameter of the guide is the server's after it was installed. */
  private static void searches(IGenericClient client) {
    String id = "guide-" + UUID.randomUUID();
    Observation failed = new Observation().setStatus(ObservationStatus.CANCELLED);
    failed.setId(id);
    failed.setCode(new CodeableConcept().setText("search by a parameter of the guide"));
    failed.addExtension(
        BASE + "StructureDefinition/rtl-status-reason",
        new CodeableConcept()
            .addCoding(
                new org.hl7.fhir.r4.model.Coding()
                    .setSystem(BASE + "CodeSystem/rtl-status-reason")
                    .setCode("report-withdrawn")));
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(
            () -> {
              client.update().resource(failed).execute();
              return !found(client, "report-withdrawn&_id=" + id).isEmpty();
            });
    assertEquals(1, found(client, "report-withdrawn&_id=" + id).size());
    assertFalse(found(client, "failed&_id=" + id).contains(id));
  }

  private static List<String> found(IGenericClient client, String reason) {
    return client
        .search()
        .byUrl("Observation?status-reason=" + reason)
        .returnBundle(Bundle.class)
        .execute()
        .getEntry()
        .stream()
        .map(entry -> entry.getResource().getIdPart())
        .toList();
  }
}
