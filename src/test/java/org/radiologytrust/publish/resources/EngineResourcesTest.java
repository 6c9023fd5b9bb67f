package org.radiologytrust.publish.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.publish.SampleAudits;
import org.radiologytrust.publish.Validator;
import org.radiologytrust.publish.fhir.CanonicalJson;
import org.radiologytrust.publish.fhir.Uris;

@Tag("integration")
class EngineResourcesTest {
  private static final FhirContext R4 = FhirContext.forR4Cached();

  private static EngineResources engine(boolean guideProfiles) {
    return new EngineResources(
        SampleAudits.VERSION,
        List.of(SampleAudits.MODEL, SampleAudits.MODEL, new EngineModel("medgemma:4b", "")),
        List.of(SampleAudits.PROMPT),
        guideProfiles);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyResourceIsValid(boolean guideProfiles) {
    for (DomainResource resource : engine(guideProfiles).all()) {
      String json = R4.newJsonParser().encodeResourceToString(resource);
      assertEquals(List.of(), Validator.shared().problems(json));
      boolean rules = json.contains("\"code\":\"rules\"");
      assertEquals(
          guideProfiles && !rules, json.contains("aitransparency/StructureDefinition/AI-"));
    }
  }

  @Test
  void oneDeviceForTheEngineAndOneForEachModel() {
    List<Device> devices = devices(engine(false));
    assertEquals(4, devices.size(), "the same model twice is one");
    Device engine = devices.get(1);
    Device model = devices.get(2);
    assertEquals("Device/" + engine.getIdElement().getIdPart(), model.getParent().getReference());
    assertEquals("a1b2c3", model.getVersionFirstRep().getValue());
    assertEquals("unknown", devices.get(3).getVersionFirstRep().getValue());
    assertEquals(List.of("Hybrid-Models", "Medical-Quality-Control"), kinds(engine));
    assertEquals(List.of("Vision-Language-Models"), kinds(model));
    assertFalse(engine.getType().getCodingFirstRep().hasDisplay(), "the guide fixes it exactly");
  }

  @Test
  void withoutModelsTheEngineIsRulesOnly() {
    EngineResources rules = new EngineResources(SampleAudits.VERSION, List.of(), List.of(), false);
    assertEquals(1, rules.all().size(), "no model card, no prompt");
    Device device = devices(rules).get(0);
    assertEquals("rules", device.getType().getCodingFirstRep().getCode());
    assertEquals("Rule-based software", device.getType().getCodingFirstRep().getDisplay());
    String json = R4.newJsonParser().encodeResourceToString(device);
    assertFalse(json.matches("(?s).*(\\bAI\\b|aitransparency|[Aa]rtificial).*"), json);
    assertEquals(List.of(), Validator.shared().problems(json));
    assertFalse(rules.engine(SampleAudits.VERSION).hasReference(), "was not PUT");
  }

  @Test
  void documentsCarryTheirMarkdown() {
    List<DocumentReference> documents =
        engine(false).all().stream()
            .filter(DocumentReference.class::isInstance)
            .map(DocumentReference.class::cast)
            .toList();
    assertEquals(2, documents.size());
    assertTrue(markdown(documents.get(0)).contains("# Radiology Trust Layer: model card"));
    assertEquals("AIModelCard", documents.get(0).getType().getCodingFirstRep().getCode());
    assertEquals(SampleAudits.PROMPT.text(), markdown(documents.get(1)));
    assertTrue(documents.get(1).getDescription().contains(SampleAudits.PROMPT.sha256()));
  }

  @Test
  void theSameEngineGivesTheSameBytesAndAnotherVersionAnotherDevice() {
    CanonicalJson json = new CanonicalJson(R4);
    assertEquals(json.write(engine(true).transaction()), json.write(engine(true).transaction()));
    EngineResources next = new EngineResources("0.2.0", List.of(), List.of(), false);
    assertNotEquals(
        devices(engine(false)).get(0).getIdElement().getIdPart(),
        devices(next).get(0).getIdElement().getIdPart());
  }

  @Test
  void whatWasNotPutAtStartIsReferredToByIdentifierOnly() {
    EngineResources engine = engine(false);
    assertTrue(engine.engine(SampleAudits.VERSION).hasReference());
    assertTrue(engine.prompt("alignment", SampleAudits.PROMPT.sha256()).hasReference());
    for (Reference unknown :
        List.of(
            engine.engine("0.0.1"),
            engine.modelCard("0.0.1"),
            engine.prompt("alignment", "00"),
            engine.model(new EngineModel("rtl-medgemma", "ffff")))) {
      assertFalse(unknown.hasReference());
      assertTrue(unknown.getIdentifier().hasSystem() && unknown.getIdentifier().hasValue());
    }
  }

  private static List<Device> devices(EngineResources engine) {
    return engine.all().stream().filter(Device.class::isInstance).map(Device.class::cast).toList();
  }

  private static List<String> kinds(Device device) {
    return device.getExtensionsByUrl(Uris.AI_KIND).stream()
        .map(e -> ((CodeableConcept) e.getValue()).getCodingFirstRep().getCode())
        .toList();
  }

  private static String markdown(DocumentReference document) {
    return new String(
        document.getContentFirstRep().getAttachment().getData(), StandardCharsets.UTF_8);
  }
}
