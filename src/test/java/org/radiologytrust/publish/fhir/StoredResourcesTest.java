package org.radiologytrust.publish.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ca.uhn.fhir.context.FhirContext;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.results.StoredResource;
import org.radiologytrust.journal.results.StoredResource.Token;
import org.radiologytrust.model.Audit;
import org.radiologytrust.publish.SampleAudits;
import org.radiologytrust.publish.resources.AuditBundle;
import org.radiologytrust.publish.resources.EngineResources;

class StoredResourcesTest {
  private static final FhirContext R4 = FhirContext.forR4Cached();
  private static final EngineResources ENGINE =
      new EngineResources(
          SampleAudits.VERSION, List.of(SampleAudits.MODEL), List.of(SampleAudits.PROMPT), false);
  private final StoredResources stored = new StoredResources(R4);

  private List<StoredResource> resources(SampleAudits.Change change) {
    Audit audit = SampleAudits.with(change);
    return stored.of(new AuditBundle(ENGINE, true).of(audit, List.of()));
  }

  private static StoredResource flagged(List<StoredResource> resources) {
    return resources.stream()
        .filter(r -> values(r, "value-concept").contains("needs_review"))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> values(StoredResource resource, String parameter) {
    return resource.tokens().stream()
        .filter(t -> t.parameter().equals(parameter))
        .map(Token::code)
        .toList();
  }

  @Test
  void aClaimIsFoundByWhatConsumersAsk() {
    StoredResource claim = flagged(resources(a -> {}));
    String codes = "http://radiologytrustlayer.org/fhir/CodeSystem/";
    assertEquals("Observation", claim.type());
    for (Token token :
        List.of(
            new Token("patient:identifier", "urn:oid:1.2.3.98", "4711"),
            new Token("subject:identifier", "urn:oid:1.2.3.98", "4711"),
            new Token("focus:identifier", "", "ACC-1"),
            new Token("code", codes + "rtl-observation", "claim-audit"),
            new Token("category", codes + "rtl-category", "ai-audit"),
            new Token("value-concept", codes + "rtl-claim-label", "needs_review"),
            new Token("status", "http://hl7.org/fhir/observation-status", "preliminary"),
            new Token(
                "identifier", "http://radiologytrustlayer.org/fhir/sid/claim-audit", claim.id()))) {
      assertTrue(claim.tokens().contains(token), token::toString);
    }
    for (String parameter : List.of("patient", "subject", "focus")) {
      assertEquals(List.of(), values(claim, parameter), "an identifier is no reference");
    }
  }

  @Test
  void aLiteralReferenceIsFoundInItsForms() {
    StoredResource claim = flagged(resources(SampleAudits.Change.LITERAL));
    assertEquals(List.of("Patient/p1", "p1"), values(claim, "patient"));
    assertEquals(List.of("4711"), values(claim, "patient:identifier"));
    assertEquals(
        List.of("DiagnosticReport/d1/_history/2", "DiagnosticReport/d1", "d1"),
        values(claim, "focus"));
  }

  @Test
  void aReferenceToAnotherServerIsFoundByItsUrlAlone() {
    StoredResource claim =
        flagged(resources(a -> a.patientReference = "https://ehr.example/fhir/Patient/p1"));
    assertEquals(List.of("https://ehr.example/fhir/Patient/p1"), values(claim, "patient"));
  }

  @Test
  void failuresAndScoresAreFound() {
    StoredResource failed = resources(a -> a.failure = "model timeout").get(0);
    assertEquals(List.of("error"), values(failed, "data-absent-reason"));
    assertEquals(List.of("cancelled"), values(failed, "status"));
    assertEquals(
        List.of("not-auditable", "medium", "side-order", "tell", "prior-none"),
        values(failed, "component-value-concept"),
        "the outcome, the severity, two flags and their strength");
    List<StoredResource> audited = resources(a -> {});
    assertEquals(
        List.of("56"),
        audited.stream().flatMap(r -> values(r, "value-quantity").stream()).toList());
    assertEquals(
        List.of(56.0),
        audited.stream()
            .flatMap(r -> r.tokens().stream())
            .map(Token::number)
            .filter(Objects::nonNull)
            .toList());
  }

  @Test
  void provenanceIsFoundByItsTargets() {
    List<StoredResource> resources = resources(a -> {});
    StoredResource provenance =
        resources.stream().filter(r -> r.type().equals("Provenance")).findFirst().orElseThrow();
    List<String> targets = values(provenance, "target");
    resources.stream()
        .filter(r -> r.type().equals("Observation"))
        .forEach(r -> assertTrue(targets.contains("Observation/" + r.id())));
  }

  @Test
  void engineResourcesAreFoundByIdentifierAndType() {
    List<StoredResource> resources = stored.of(ENGINE.all());
    assertEquals(
        List.of("Device", "DocumentReference", "Device", "Device", "DocumentReference"),
        resources.stream().map(StoredResource::type).toList());
    assertEquals(List.of("rtl-rules/0.1.0"), values(resources.get(0), "identifier"));
    assertEquals(List.of("rules"), values(resources.get(0), "type"));
    assertEquals(List.of("rtl-engine/0.1.0"), values(resources.get(2), "identifier"));
    assertEquals(List.of("Artificial-Intelligence"), values(resources.get(2), "type"));
    assertEquals(List.of("AIInputPrompt"), values(resources.get(4), "type"));
  }

  @Test
  void noTokenIsEmptyOrTwice() {
    Stream.concat(resources(SampleAudits.Change.HOSTILE).stream(), resources(a -> {}).stream())
        .forEach(
            r -> {
              assertEquals(r.tokens().stream().distinct().count(), r.tokens().size());
              assertFalse(
                  r.tokens().stream().anyMatch(t -> t.code() == null || t.code().isEmpty()));
            });
  }

  private static Observation observation(String id) {
    Observation observation = new Observation();
    observation.setId(id);
    observation.setStatus(Observation.ObservationStatus.FINAL);
    return observation;
  }

  @Test
  void jsonIsTheResource() {
    StoredResource resource = stored.of(List.of(observation("Observation/x"))).get(0);
    assertEquals("x", resource.id());
    assertEquals(
        "{\"resourceType\":\"Observation\",\"id\":\"x\",\"status\":\"final\"}", resource.json());
  }

  @Test
  void aVersionIsRefused() {
    Observation numbered = observation("x");
    numbered.getMeta().setVersionId("3");
    Observation changed = observation("x");
    changed.getMeta().setLastUpdated(new Date(0));
    for (Observation versioned :
        List.of(observation("Observation/x/_history/3"), numbered, changed)) {
      assertThrows(IllegalArgumentException.class, () -> stored.of(List.of(versioned)));
    }
  }

  @Test
  void everyEntryOfTheBundleIsStored() {
    List<StoredResource> resources = resources(a -> {});
    assertEquals(
        1 + 3 + 2 + 1,
        resources.stream().map(StoredResource::id).collect(Collectors.toSet()).size());
    for (StoredResource resource : resources) {
      assertEquals(
          resource.id(),
          R4.newJsonParser().parseResource(resource.json()).getIdElement().getIdPart());
    }
  }
}
