package org.radiologytrust.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.publish.Bundles.claims;
import static org.radiologytrust.publish.Bundles.component;
import static org.radiologytrust.publish.Bundles.json;
import static org.radiologytrust.publish.Bundles.number;
import static org.radiologytrust.publish.Bundles.published;
import static org.radiologytrust.publish.Bundles.resources;

import ca.uhn.fhir.context.FhirContext;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationComponentComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.Texts;
import org.radiologytrust.publish.fhir.CanonicalJson;
import org.radiologytrust.publish.fhir.Fhir;
import org.radiologytrust.publish.fhir.Uris;
import org.radiologytrust.publish.resources.AuditBundle;
import org.radiologytrust.publish.resources.EngineResources;

/** What must hold for every kind of audit. */
@Tag("integration")
class AuditKindsTest {
  private static final FhirContext R4 = FhirContext.forR4Cached();
  private static final EngineResources ENGINE =
      new EngineResources(
          SampleAudits.VERSION, List.of(SampleAudits.MODEL), List.of(SampleAudits.PROMPT), false);
  private static final CanonicalJson HAPI = new CanonicalJson(R4);
  private final AuditBundle bundles = new AuditBundle(ENGINE, true);

  static Stream<Arguments> kinds() {
    return Stream.of(
        Arguments.of("with a model", make(a -> {}), null),
        Arguments.of("without images or model", make(a -> a.images = false), null),
        Arguments.of("failed", make(a -> a.failure = "model timeout after 3 attempts"), null),
        Arguments.of("refused", make(SampleAudits.Change.REFUSED), null),
        Arguments.of("images of another", make(SampleAudits.Change.OTHER_PATIENT), null),
        Arguments.of(
            "superseding images of another",
            make(a -> a.run = "run-2"),
            make(SampleAudits.Change.OTHER_PATIENT)),
        Arguments.of("superseding", make(a -> a.run = "run-2"), make(a -> {})),
        Arguments.of(
            "superseding a failure", make(a -> a.run = "run-2"), make(SampleAudits.Change.REFUSED)),
        Arguments.of("withdrawn", make(SampleAudits.Change.WITHDRAWN), make(a -> {})),
        Arguments.of("withdrawn at first", make(SampleAudits.Change.WITHDRAWN), null),
        Arguments.of("withdrawn, yet judged", make(a -> a.status = ReportStatus.CANCELLED), null),
        Arguments.of("pilot, restricted", make(SampleAudits.Change.PILOT), null),
        Arguments.of("no claims", make(a -> a.sentences = List.of()), null),
        Arguments.of("60 claims", make(SampleAudits.Change.SIXTY), null),
        Arguments.of("beyond the BMP", make(SampleAudits.Change.ASTRAL), null),
        Arguments.of("hostile", make(SampleAudits.Change.HOSTILE), null),
        Arguments.of("with literal references", make(SampleAudits.Change.LITERAL), null),
        Arguments.of("nobody", make(a -> a.identifiers = List.of()), null),
        Arguments.of("read in part", make(SampleAudits.Change.READ_IN_PART), null),
        Arguments.of("drafted by software", make(SampleAudits.Change.DRAFTED), null),
        Arguments.of("traced to its message", make(SampleAudits.Change.TRACED), null),
        Arguments.of("older engine", make(a -> a.engineVersion = "0.0.9"), null));
  }

  private static Audit make(SampleAudits.Change change) {
    return SampleAudits.with(change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void everyResourceIsValid(String kind, Audit audit, Audit previous) {
    Bundle bundle = bundles.of(audit, Stream.ofNullable(previous).toList());
    for (Resource resource : resources(bundle)) {
      assertTrue(resource.getMeta().hasProfile(), "claims a profile");
      assertEquals(List.of(), Validator.shared().problems(json(resource)));
    }
    bundle.getMeta().addProfile(Uris.PROFILE + "rtl-audit-bundle");
    assertEquals(List.of(), Validator.shared().problems(HAPI.write(bundle)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void whatIsStoredIsWhatHapiWritesOfTheBundle(String kind, Audit audit, Audit previous) {
    Bundle bundle = bundles.of(audit, Stream.ofNullable(previous).toList());
    assertEquals(HAPI.write(bundle), published(R4, bundle));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void theSameAuditGivesTheSameBytes(String kind, Audit audit, Audit previous) {
    TimeZone before = TimeZone.getDefault();
    List<Audit> superseded = Stream.ofNullable(previous).toList();
    String first = published(R4, bundles.of(audit, superseded));
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Chatham"));
      AuditBundle other = new AuditBundle(ENGINE, true);
      assertEquals(first, published(FhirContext.forR4(), other.of(audit, superseded)));
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void noLiteralReferenceDangles(String kind, Audit audit, Audit previous) {
    Bundle bundle = bundles.of(audit, Stream.ofNullable(previous).toList());
    Set<String> known = new HashSet<>();
    ENGINE.all().forEach(r -> known.add(r.fhirType() + "/" + r.getIdElement().getIdPart()));
    bundle.getEntry().forEach(e -> known.add(e.getRequest().getUrl()));
    known.add(audit.report().patient().reference());
    known.add(audit.report().reference());
    for (Resource resource : resources(bundle)) {
      for (Reference reference :
          R4.newTerser().getAllPopulatedChildElementsOfType(resource, Reference.class)) {
        if (reference.hasReference()) {
          assertTrue(known.contains(reference.getReference()), reference.getReference());
        }
      }
      assertFalse(((DomainResource) resource).hasContained());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void everyTextSaysThatNoHumanVerifiedIt(String kind, Audit audit, Audit previous) {
    for (Resource resource : resources(bundles.of(audit, Stream.ofNullable(previous).toList()))) {
      String text = ((DomainResource) resource).getText().getDiv().allText();
      boolean supersedes = previous != null && !text.contains("No longer valid");
      Audit about = previous == null || supersedes ? audit : previous;
      String opening =
          about.models().isEmpty()
              ? "Audit by rules, not verified by a human"
              : "AI audit, not verified by a human";
      assertTrue(text.startsWith(opening), text);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void spansExtractTheirWords(String kind, Audit audit, Audit previous) {
    String text = audit.report().text();
    List<Observation> claims = claims(bundles.of(audit, List.of()));
    boolean none = audit.failed() && !audit.imagesRefused() || audit.report().status().withdrawn();
    assertEquals(none ? 0 : audit.claims().size(), claims.size());
    for (Observation claim : claims) {
      ObservationComponentComponent component = component(claim, "claim-text");
      Extension extension = component.getExtensionByUrl(Uris.TEXT_SPAN);
      assertEquals(
          Texts.sha256(text), extension.getExtensionString("textSha256"), "counts in this text");
      assertEquals(
          component.getValueStringType().getValue(),
          Fhir.text(new Span(number(extension, "start"), number(extension, "end")).in(text)));
    }
  }
}
