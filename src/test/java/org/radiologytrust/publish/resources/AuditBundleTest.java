package org.radiologytrust.publish.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.publish.Bundles.claims;
import static org.radiologytrust.publish.Bundles.component;
import static org.radiologytrust.publish.Bundles.json;
import static org.radiologytrust.publish.Bundles.observations;
import static org.radiologytrust.publish.Bundles.provenance;
import static org.radiologytrust.publish.Bundles.published;
import static org.radiologytrust.publish.Bundles.resources;
import static org.radiologytrust.publish.Bundles.security;
import static org.radiologytrust.publish.Bundles.summary;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.journal.results.StoredResource;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.ChecksMade;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.ImageBox;
import org.radiologytrust.model.PriorStudy;
import org.radiologytrust.model.PriorStudy.NotShown;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Rewrite;
import org.radiologytrust.model.Study;
import org.radiologytrust.model.Texts;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.publish.SampleAudits;
import org.radiologytrust.publish.Validator;
import org.radiologytrust.publish.fhir.CanonicalJson;
import org.radiologytrust.publish.fhir.FhirJson;
import org.radiologytrust.publish.fhir.FhirReference;
import org.radiologytrust.publish.fhir.StoredResources;
import org.radiologytrust.publish.fhir.Uris;
import org.radiologytrust.review.Decided;
import org.radiologytrust.review.Decision;

@Tag("integration")
class AuditBundleTest {
  private static final FhirContext R4 = FhirContext.forR4Cached();
  private static final EngineResources ENGINE =
      new EngineResources(
          SampleAudits.VERSION, List.of(SampleAudits.MODEL), List.of(SampleAudits.PROMPT), false);
  private final AuditBundle bundles = new AuditBundle(ENGINE, true);

  private static Audit make(SampleAudits.Change change) {
    return SampleAudits.with(change);
  }

  /** The report was not auditable; what the checks flagged is there all the same. */
  @Test
  @Tag("safety")
  void imagesOfAnotherPatientLeaveTheFlagsOfTheChecks() {
    Audit audit = make(SampleAudits.Change.OTHER_PATIENT);
    Bundle bundle = bundles.of(audit, List.of());
    Observation summary = summary(bundle, audit);
    assertEquals(ObservationStatus.CANCELLED, summary.getStatus());
    assertFalse(summary.hasValue());
    assertEquals("error", summary.getDataAbsentReason().getCodingFirstRep().getCode());
    assertEquals(
        "not-auditable",
        component(summary, "outcome").getValueCodeableConcept().getCodingFirstRep().getCode());
    assertEquals("1", component(summary, "refused-images").getValue().primitiveValue());
    assertEquals("0", component(summary, "claims-supported").getValue().primitiveValue());
    assertEquals("1", component(summary, "claims-needs-review").getValue().primitiveValue());
    List<Observation> claims = claims(bundle);
    assertEquals(3, claims.size());
    assertEquals(3, summary.getHasMember().size());
    Observation flagged = claims.get(1);
    assertEquals(ObservationStatus.PRELIMINARY, flagged.getStatus());
    assertEquals("needs_review", flagged.getValueCodeableConcept().getCodingFirstRep().getCode());
    assertTrue(claims.stream().noneMatch(Observation::hasDerivedFrom), "rests on no image");
    String text = summary.getText().getDiv().allText();
    assertTrue(text.contains("This report was NOT audited: wrong patient"), text);
    assertTrue(text.contains("Left basal opacity.” Confirm the side."), text);
  }

  @Test
  @Tag("safety")
  void nothingOfTheOtherPatientIsPublished() {
    Bundle bundle = bundles.of(make(SampleAudits.Change.OTHER_PATIENT), List.of());
    String sent = published(R4, bundle);
    for (String known : List.of("Canary", "Quendolin", "CANARY-7", "1947", "1.2.826.0.1.3680043")) {
      assertFalse(sent.contains(known), known);
    }
  }

  @Test
  void aLabelHasConfidenceEvidenceChecksAndAction() {
    Audit audit = make(a -> {});
    Observation claim = claims(bundles.of(audit, List.of())).get(1);
    assertEquals(audit.claimId(2).toString(), claim.getIdElement().getIdPart());
    assertEquals(ObservationStatus.PRELIMINARY, claim.getStatus());
    assertEquals("needs_review", claim.getValueCodeableConcept().getCodingFirstRep().getCode());
    assertEquals("0.1235", component(claim, "confidence").getValueQuantity().getValue().toString());
    assertEquals(
        "token-probability",
        component(claim, "confidence-basis")
            .getValueCodeableConcept()
            .getCodingFirstRep()
            .getCode());
    assertEquals(
        "0.1235",
        claim
            .getValueCodeableConcept()
            .getExtensionByUrl(Uris.AI_CONFIDENCE)
            .getValue()
            .primitiveValue());
    assertEquals(
        List.of(
            "claim-text",
            "confidence",
            "confidence-basis",
            "basis",
            "evidence",
            "check",
            "strength",
            "evidence",
            "evidence",
            "action"),
        claim.getComponent().stream().map(c -> c.getCode().getCodingFirstRep().getCode()).toList());
    assertEquals(
        List.of("report: Left", "OBR-4: XR chest <right>"),
        claim.getComponent().subList(7, 9).stream()
            .map(c -> c.getValue().primitiveValue())
            .toList());
    assertEquals("Confirm the side.", component(claim, "action").getValue().primitiveValue());
    Reference study = claim.getDerivedFrom().get(0);
    assertEquals("urn:dicom:uid", study.getIdentifier().getSystem());
    assertEquals("urn:oid:1.2.826.0.1.3680043.8.498.1", study.getIdentifier().getValue());
    assertEquals(
        SampleAudits.SOP,
        study
            .getExtensionByUrl(Uris.IMAGE_REGION)
            .getExtensionByUrl("sopUid")
            .getValue()
            .primitiveValue());
    assertEquals(2, claim.getDerivedFrom().size(), "the study and F1; F9 does not exist");
  }

  /** A rectangle is a closed line, in columns and rows of the original. */
  @Test
  void aBoxOfTheModelIsTheRegionOfItsFinding() {
    Bundle bundle =
        bundles.of(make(a -> a.box = new ImageBox(2500, 3000, 100, 200, 1100, 900)), List.of());
    assertEquals(List.of(), Validator.shared().errors(R4.newJsonParser().encodeToString(bundle)));
    Observation finding =
        bundle.getEntry().stream()
            .map(Bundle.BundleEntryComponent::getResource)
            .filter(Observation.class::isInstance)
            .map(Observation.class::cast)
            .filter(o -> o.getCode().getCodingFirstRep().getCode().equals("image-finding"))
            .filter(o -> o.getText().getDiv().allText().contains("box"))
            .findFirst()
            .orElseThrow();
    Extension region = finding.getDerivedFrom().get(0).getExtensionByUrl(Uris.IMAGE_REGION);
    assertEquals("polyline", region.getExtensionByUrl("regionType").getValue().primitiveValue());
    assertEquals(
        List.of("100", "200", "1100", "200", "1100", "900", "100", "900", "100", "200"),
        region.getExtensionsByUrl("coordinate").stream()
            .map(c -> c.getValue().primitiveValue())
            .toList());
    assertTrue(
        finding
            .getText()
            .getDiv()
            .allText()
            .contains(
                "The model's own box, which no person drew: columns 101 to 1100, rows 201 to 900"));
    assertEquals("preliminary", finding.getStatus().toCode());
  }

  @Test
  void requestToVerifyIsAnActionAndWordingIsAProposal() {
    List<Observation> claims = claims(bundles.of(make(a -> a.checked = false), List.of()));
    assertEquals(Rewrite.VERIFY, component(claims.get(1), "action").getValue().primitiveValue());
    assertFalse(codes(claims.get(1)).contains("proposal"));
    assertEquals(
        "The heart size is borderline.",
        component(claims.get(2), "proposal").getValue().primitiveValue());
    assertFalse(codes(claims.get(2)).contains("action"));
    String narrative = claims.get(1).getText().getDiv().allText();
    assertTrue(narrative.contains("Action:") && !narrative.contains("wording"), narrative);
  }

  @Test
  void labelOfARuleHasNoConfidence() {
    for (boolean probe : List.of(false, true)) {
      Observation claim = claims(bundles.of(make(a -> a.probed = probe), List.of())).get(2);
      assertFalse(codes(claim).contains("confidence"));
      assertFalse(codes(claim).contains("confidence-basis"));
      assertFalse(
          claim.getValueCodeableConcept().hasExtension(Uris.AI_CONFIDENCE), "nor in the guide's");
      assertEquals(List.of(), Validator.shared().problems(json(claim)));
    }
  }

  /** Which examination it is, then what needs attention, then the numbers. */
  @Test
  void theNarrativeBeginsWithTheExaminationAndWhatNeedsAttention() {
    Audit audit = make(a -> {});
    String text = summary(bundles.of(audit, List.of()), audit).getText().getDivAsString();
    List<String> parts =
        List.of(
            "AI audit, not verified by a human",
            "Chest 2 views, accession ACC-1, 2026-11-24, site " + audit.report().site(),
            "Needs review:",
            "“Left basal opacity.” Confirm the side.",
            "Uncertain:",
            "“Heart size is normal.”",
            "Possible omissions:",
            "Score 56 of 100. Priority medium.");
    List<Integer> places = parts.stream().map(text::indexOf).toList();
    assertFalse(places.contains(-1), text);
    assertEquals(places.stream().sorted().toList(), places, text);
  }

  @Test
  void theSummariesForClinicianAndPatientAreComponents() {
    Audit audit = make(a -> {});
    Observation summary = summary(bundles.of(audit, List.of()), audit);
    assertEquals(
        "One claim needs review.",
        component(summary, "clinician-summary").getValue().primitiveValue());
    assertEquals(
        "Ask your doctor.", component(summary, "patient-summary").getValue().primitiveValue());
  }

  private static List<String> codes(Observation observation) {
    return observation.getComponent().stream()
        .map(c -> c.getCode().getCodingFirstRep().getCode())
        .toList();
  }

  @Test
  void aLabelOfTheBlankProbeRestsOnNoImageAndNoFinding() {
    List<Observation> claims = claims(bundles.of(make(a -> a.probed = true), List.of()));
    Observation probed = claims.get(2);
    assertEquals(
        "blank-probe",
        component(probed, "basis").getValueCodeableConcept().getCodingFirstRep().getCode());
    assertEquals(List.of(), probed.getDerivedFrom());
    assertEquals(1, claims.get(0).getDerivedFrom().size(), "the study");
    assertEquals(List.of(), Validator.shared().problems(json(probed)));
  }

  @Test
  void theSummaryCountsAndKeepsWhatNoClaimHas() {
    Audit audit = make(a -> a.note = "Seen on one view only.");
    Observation summary = summary(bundles.of(audit, List.of()), audit);
    assertEquals(56, summary.getValueQuantity().getValue().intValue());
    assertEquals(3, component(summary, "claims-total").getValueIntegerType().getValue());
    assertEquals(1, component(summary, "claims-needs-review").getValueIntegerType().getValue());
    assertEquals(0, component(summary, "claims-not-assessed").getValueIntegerType().getValue());
    assertEquals(
        "medium",
        component(summary, "severity").getValueCodeableConcept().getCodingFirstRep().getCode());
    assertEquals("prior-none", check(summary));
    assertEquals("Device lead", component(summary, "omission").getValue().primitiveValue());
    assertEquals("Seen on one view only.", component(summary, "note").getValue().primitiveValue());
    assertEquals(3, summary.getHasMember().size());
    assertTrue(summary.getText().getDiv().allText().contains("One claim needs review."));
  }

  @Test
  void withoutAssessmentThereIsNoScore() {
    Audit audit = make(a -> a.images = false);
    Bundle bundle = bundles.of(audit, List.of());
    Observation summary = summary(bundle, audit);
    assertFalse(summary.hasValue());
    assertEquals("not-performed", summary.getDataAbsentReason().getCodingFirstRep().getCode());
    assertEquals(3, component(summary, "claims-not-assessed").getValueIntegerType().getValue());
    for (Observation claim : claims(bundle)) {
      assertFalse(claim.hasValue());
      assertEquals("not-performed", claim.getDataAbsentReason().getCodingFirstRep().getCode());
      assertEquals(
          "no image was looked at", component(claim, "evidence").getValue().primitiveValue());
      assertFalse(claim.hasDerivedFrom());
    }
  }

  @Test
  void aFailureHasNoScoreNoMembersAndItsReason() {
    Audit failed = make(a -> a.failure = "model timeout");
    Audit refused = make(SampleAudits.Change.REFUSED);
    assertEquals("error", failure(failed, "model timeout"));
    assertEquals("unsupported", failure(refused, "no text in the report"));
    assertEquals("unsupported", failure(make(SampleAudits.Change.WITHDRAWN), "report withdrawn"));
    Audit judged = make(a -> a.status = ReportStatus.ENTERED_IN_ERROR);
    assertEquals("unsupported", failure(judged, "report withdrawn"));
    Observation summary = summary(bundles.of(failed, List.of()), failed);
    assertEquals("side-order", check(summary));
  }

  private static String check(Observation observation) {
    Coding check = component(observation, "check").getValueCodeableConcept().getCodingFirstRep();
    assertEquals(Uris.CODES + "rtl-check", check.getSystem());
    return check.getCode();
  }

  @Test
  @Tag("safety")
  void aQuietFlagIsNotPublishedAndTheAuditNamesTheCheck() {
    Audit loud = make(a -> {});
    Audit quiet =
        loud.toBuilder()
            .checks(loud.checks().stream().map(CheckResult::asQuiet).toList())
            .made(
                new ChecksMade(
                    "", List.of("side-order"), false, List.of("side-order"), List.of("unit")))
            .build();
    Audit none = quiet.toBuilder().checks(List.of()).build();
    Bundle bundle = bundles.of(quiet, List.of());
    assertEquals(
        resources(bundles.of(none, List.of())).stream().map(r -> json(r)).toList(),
        resources(bundle).stream().map(r -> json(r)).toList());
    resources(bundle).forEach(r -> assertEquals(List.of(), Validator.shared().problems(json(r))));
    String words = summary(bundle, quiet).getText().getDiv().allText();
    assertTrue(words.contains("Checks that are quiet"), words);
    assertTrue(words.contains("Checks that are off"), words);
  }

  @Test
  @Tag("safety")
  void theAuditNamesTheExceptionThatSilencesAFlagAndNotItsWords() {
    Audit loud = make(a -> {});
    Audit audit =
        loud.toBuilder()
            .checks(
                loud.checks().stream()
                    .map(c -> c.silenced("never here until 2027-01-31 (Ann): Our template."))
                    .toList())
            .build();
    Bundle bundle = bundles.of(audit, List.of());
    resources(bundle).forEach(r -> assertEquals(List.of(), Validator.shared().problems(json(r))));
    String words = summary(bundle, audit).getText().getDiv().allText();
    assertTrue(words.contains("side-order, never here until 2027-01-31 (Ann)"), words);
    assertFalse(json(bundle).contains(loud.checks().get(0).action()), words);
  }

  @Test
  void aRuleOfTheSiteHasACodeSystemOfItsOwn() {
    Audit audit = make(a -> {});
    CheckResult one = audit.checks().get(0);
    CheckResult rule =
        new CheckResult("site-mesh", one.label(), one.first(), one.second(), one.action());
    Bundle bundle = bundles.of(audit.toBuilder().checks(List.of(rule)).build(), List.of());
    // nobody but the site knows its codes
    resources(bundle).stream()
        .flatMap(r -> Validator.shared().problems(json(r)).stream())
        .forEach(
            p -> assertTrue(p.startsWith("WARNING ") && p.contains("rtl-site-rule#site-mesh"), p));
    assertTrue(json(bundle).contains("rtl-site-rule"));
  }

  @Test
  void aCheckThatOnlyAsksHasCodesOfItsOwnAndSaysWhy() {
    Audit loud = make(a -> {});
    Audit audit =
        loud.toBuilder()
            .checks(loud.checks().stream().map(c -> c.asking("Nobody measured it.")).toList())
            .strengths("ab".repeat(32))
            .build();
    Bundle bundle = bundles.of(audit, List.of());
    resources(bundle).forEach(r -> assertEquals(List.of(), Validator.shared().problems(json(r))));
    Observation claim = claims(bundle).get(1);
    assertEquals(
        List.of(
            "asked-check",
            "strength",
            "asked-evidence",
            "asked-evidence",
            "asked-action",
            "asked-why"),
        claim.getComponent().stream().map(c -> code(c)).skip(6).toList());
    assertEquals("Nobody measured it.", component(claim, "asked-why").getValue().primitiveValue());
    Coding strength = component(claim, "strength").getValueCodeableConcept().getCodingFirstRep();
    assertEquals(Uris.CODES + "rtl-strength|ask", strength.getSystem() + "|" + strength.getCode());
    String words = claim.getText().getDiv().allText();
    assertTrue(words.contains("Questions (not counted):"), words);
    assertTrue(words.contains("Confirm the side. Nobody measured it."), words);
    Observation summary = summary(bundle, audit);
    assertFalse(summary.getComponent().stream().anyMatch(c -> code(c).equals("check")));
    assertTrue(summary.getComponent().stream().anyMatch(c -> code(c).equals("asked-check")));
    assertEquals("ab".repeat(32), component(summary, "strength-table").getValue().primitiveValue());
  }

  private static String code(Observation.ObservationComponentComponent component) {
    return component.getCode().getCodingFirstRep().getCode();
  }

  private String failure(Audit audit, String reason) {
    Bundle bundle = bundles.of(audit, List.of());
    Observation summary = summary(bundle, audit);
    assertEquals(2, bundle.getEntry().size(), "summary and Provenance");
    assertEquals(ObservationStatus.CANCELLED, summary.getStatus());
    assertFalse(summary.hasValue() || summary.hasHasMember());
    assertEquals(reason, component(summary, "failure").getValue().primitiveValue());
    assertTrue(summary.getText().getDiv().allText().contains("NOT audited"));
    return summary.getDataAbsentReason().getCodingFirstRep().getCode();
  }

  @Test
  void aCorrectionCancelsWhatItSupersedes() {
    Audit old = make(a -> {});
    Audit correction = make(a -> a.run = "run-2");
    Bundle bundle = bundles.of(correction, List.of(old));
    assertEquals(
        "Observation/" + old.runId(),
        ((Reference) summary(bundle, correction).getExtensionByUrl(Uris.REPLACES).getValue())
            .getReference());
    superseded(bundle, old, correction, ObservationStatus.CANCELLED);
    Provenance provenance = provenance(bundle);
    assertTrue(
        provenance.getEntity().stream()
            .anyMatch(
                e ->
                    e.getRole() == Provenance.ProvenanceEntityRole.REVISION
                        && e.getWhat().getReference().equals("Observation/" + old.runId())));
    assertEquals(1 + 3 + 2, provenance.getTarget().size(), "summary, claims, findings; none old");
  }

  @Test
  void aWithdrawalMakesTheOldAuditAnError() {
    Audit old = make(a -> {});
    Audit withdrawn = make(SampleAudits.Change.WITHDRAWN);
    Bundle bundle = bundles.of(withdrawn, List.of(old));
    superseded(bundle, old, withdrawn, ObservationStatus.ENTEREDINERROR);
    assertEquals(ObservationStatus.CANCELLED, summary(bundle, withdrawn).getStatus());
  }

  @Test
  void whatWasWithdrawnStaysAnErrorWhenTheReportComesAgain() {
    Audit old = make(a -> {});
    Audit withdrawn = make(SampleAudits.Change.WITHDRAWN);
    Audit again = make(a -> a.run = "run-4");
    Bundle bundle = bundles.of(again, List.of(withdrawn, old));
    assertEquals(ObservationStatus.CANCELLED, summary(bundle, withdrawn).getStatus());
    assertEquals(ObservationStatus.ENTEREDINERROR, summary(bundle, old).getStatus());
    assertEquals(ObservationStatus.PRELIMINARY, summary(bundle, again).getStatus());
  }

  private static void superseded(Bundle bundle, Audit old, Audit by, ObservationStatus status) {
    Set<String> ids = new HashSet<>();
    ids.add(old.runId().toString());
    IntStream.rangeClosed(1, 3).forEach(n -> ids.add(old.claimId(n).toString()));
    List<Observation> marked = observations(bundle, o -> o.hasExtension(Uris.SUPERSEDED_BY));
    assertEquals(1 + 3 + 2, marked.size(), "summary, claims and findings of the old audit");
    for (Observation observation : marked) {
      ids.remove(observation.getIdElement().getIdPart());
      assertEquals(status, observation.getStatus());
      assertEquals(
          "Observation/" + by.runId(),
          ((Reference) observation.getExtensionByUrl(Uris.SUPERSEDED_BY).getValue())
              .getReference());
      assertTrue(observation.getText().getDiv().allText().contains("No longer valid"));
    }
    assertEquals(Set.of(), ids);
  }

  @Test
  void anAuditCannotSupersedeItself() {
    Audit audit = make(a -> {});
    assertThrows(IllegalArgumentException.class, () -> bundles.of(audit, List.of(audit)));
  }

  @Test
  void subjectAndFocusAreLogicalAndLiteralOnlyAsGiven() {
    Audit audit = make(a -> {});
    Observation logical = summary(bundles.of(audit, List.of()), audit);
    assertFalse(logical.getSubject().hasReference());
    assertEquals("4711", logical.getSubject().getIdentifier().getValue(), "MR before VN");
    assertEquals("ACC-1", logical.getFocusFirstRep().getIdentifier().getValue());
    assertEquals(
        "ACSN", logical.getFocusFirstRep().getIdentifier().getType().getCodingFirstRep().getCode());
    Audit given = make(SampleAudits.Change.LITERAL);
    Observation literal = summary(bundles.of(given, List.of()), given);
    assertEquals("Patient/p1", literal.getSubject().getReference());
    assertEquals("4711", literal.getSubject().getIdentifier().getValue());
    assertEquals("DiagnosticReport/d1/_history/2", literal.getFocusFirstRep().getReference());
    Audit urn = make(a -> a.patientReference = "urn:uuid:" + Texts.uuid5("x"));
    assertFalse(summary(bundles.of(urn, List.of()), urn).getSubject().hasReference());
  }

  @ParameterizedTest
  @ValueSource(strings = {"HOSP A", "HOSP", "urn:oid:1.02.3", "urn:uuid:NONE", "x:<y>"})
  void anIssuerThatIsNoUriIsNoSystem(String issuer) {
    Audit audit = make(a -> a.identifiers = List.of(new Identifier(issuer, "1", "local")));
    Observation summary = summary(bundles.of(audit, List.of()), audit);
    assertFalse(summary.getSubject().getIdentifier().hasSystem());
    assertEquals(issuer, summary.getSubject().getIdentifier().getAssigner().getDisplay());
    assertEquals(List.of(), Validator.shared().problems(json(summary)));
  }

  /** The examples are what these audits give, so a change of the output shows in a diff. */
  @Test
  void theExamplesAreWhatIsWritten() throws IOException {
    EngineResources engine =
        new EngineResources(
            SampleAudits.VERSION, List.of(SampleAudits.MODEL), List.of(SampleAudits.PROMPT), true);
    AuditBundle writer = new AuditBundle(engine, true);
    Audit audit = make(a -> {});
    Audit correction = make(a -> a.run = "run-2");
    Audit withdrawn = make(SampleAudits.Change.WITHDRAWN);
    assertExample("ok-audit-bundle", writer.of(audit, List.of()));
    assertExample("ok-audit-bundle-correction", writer.of(correction, List.of(audit)));
    assertExample("ok-audit-bundle-withdrawn", writer.of(withdrawn, List.of(audit)));
    assertExample("ok-audit-bundle-rules", writer.of(make(a -> a.images = false), List.of()));
    assertExample("ok-engine-bundle", engine.transaction());
    assertEquals(
        example("ok-decision-bundle"),
        new ObjectMapper().readTree(agreed(audit, writer.of(audit, List.of()))));
  }

  /** What is sent when a person has agreed with the first problem. */
  private static String agreed(Audit audit, Bundle published) {
    Decision agreed =
        Decision.of(
                UUID.fromString("5f0c1f7e-6d1b-4a54-9c1e-0a5e4f3b2d12"),
                audit.runId(),
                Decided.of(audit, List.of()).all().get(0).key(),
                Decision.Kind.AGREE,
                "reader1")
            .at(audit.ended().plusSeconds(60))
            .build();
    List<StoredResource> stored = new StoredResources(R4).of(published);
    return new DecisionPublisher(R4, true)
        .publish(
            audit,
            List.of(agreed),
            (type, id) ->
                stored.stream().filter(r -> r.type().equals(type) && r.id().equals(id)).findFirst())
        .bundle();
  }

  private static void assertExample(String name, Bundle bundle) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    if (name.startsWith("ok-audit-")) {
      bundle.getMeta().addProfile(Uris.PROFILE + "rtl-audit-bundle");
    }
    assertEquals(example(name), mapper.readTree(new CanonicalJson(R4).write(bundle)), name);
  }

  private static JsonNode example(String name) throws IOException {
    return new ObjectMapper()
        .readTree(Files.readString(Path.of("fhir-profiles/examples", name + ".json")));
  }

  @Test
  void labelsOfSecurity() {
    Bundle plain = bundles.of(make(a -> {}), List.of());
    Bundle pilot = bundles.of(make(SampleAudits.Change.PILOT), List.of());
    Bundle odd = bundles.of(make(a -> a.confidentiality = "??"), List.of());
    resources(plain).forEach(r -> assertEquals(List.of("AIAST", "N"), security(r)));
    resources(pilot).forEach(r -> assertEquals(List.of("AIAST", "R", "HTEST"), security(r)));
    resources(odd).forEach(r -> assertEquals(List.of("AIAST", "R"), security(r)));
  }

  @Test
  void whatAChartShows() {
    Audit audit = make(a -> {});
    Bundle bundle = bundles.of(audit, List.of());
    Observation summary = summary(bundle, audit);
    assertEquals("AI audit of a radiology report", summary.getCode().getText());
    assertEquals("Priority: Medium", summary.getInterpretationFirstRep().getText());
    Observation flagged = claims(bundle).get(1);
    assertEquals("AI audit of one report claim", flagged.getCode().getText());
    assertEquals("needs_review", flagged.getInterpretationFirstRep().getCodingFirstRep().getCode());
    assertFalse(
        flagged.getInterpretationFirstRep().hasExtension(), "the confidence stands on the value");
    for (Observation observation : List.of(summary, flagged)) {
      assertEquals(
          "Radiology Trust Layer 0.1.0 (software)",
          observation.getPerformerFirstRep().getDisplay());
      assertFalse(observation.getPerformerFirstRep().hasReference());
      assertEquals("P1", observation.getBasedOnFirstRep().getIdentifier().getValue());
      assertEquals("ServiceRequest", observation.getBasedOnFirstRep().getType());
      Reference study = observation.getPartOfFirstRep();
      assertEquals("ImagingStudy", study.getType());
      assertEquals("urn:oid:1.2.826.0.1.3680043.8.498.1", study.getIdentifier().getValue());
      assertFalse(study.hasExtension(), "no region: the audit is of the whole study");
    }
  }

  /** The AI guide fixes its own codes without one. */
  @Test
  void everyCodingHasADisplay() {
    for (Audit audit : List.of(make(a -> {}), make(SampleAudits.Change.PILOT))) {
      for (Resource resource : resources(bundles.of(audit, List.of()))) {
        for (Coding coding :
            R4.newTerser().getAllPopulatedChildElementsOfType(resource, Coding.class)) {
          boolean fixed = coding.getSystem().equals(Uris.AI_DEVICE_TYPES);
          assertTrue(fixed || coding.hasDisplay(), coding.getSystem() + "|" + coding.getCode());
        }
      }
    }
  }

  @Test
  @Tag("safety")
  void anAuditByRulesDoesNotCallItselfAi() {
    Audit audit = make(a -> a.images = false);
    Bundle bundle = bundles.of(audit, List.of());
    String sent = published(R4, bundle);
    assertFalse(sent.matches("(?s).*\\bAI\\b.*"), sent);
    for (String word : List.of("AIAST", "rtificial", "aitransparency", "confidence")) {
      assertFalse(sent.contains(word), word);
    }
    Observation summary = summary(bundle, audit);
    assertEquals("Audit of a radiology report by rules", summary.getCode().getText());
    assertEquals("rtl-rules/0.1.0", summary.getDevice().getIdentifier().getValue());
    assertEquals(
        List.of("ai-audit", "rule-audit"),
        summary.getCategoryFirstRep().getCoding().stream().map(Coding::getCode).toList(),
        "those who search by the old code find it");
    assertTrue(summary.getText().getDiv().allText().startsWith("Audit by rules, not verified"));
    Provenance provenance = provenance(bundle);
    assertFalse(provenance.hasReason() || provenance.getAgentFirstRep().hasRole());
  }

  @Test
  void theReasonOfAStatusIsCoded() {
    Audit audit = make(a -> {});
    Audit later = make(a -> a.run = "run-2");
    Audit withdrawn = make(SampleAudits.Change.WITHDRAWN);
    Audit failed = make(a -> a.failure = "model timeout");
    Audit refused = make(SampleAudits.Change.REFUSED);
    Audit other = make(SampleAudits.Change.OTHER_PATIENT);
    assertEquals(List.of(), reasons(summary(bundles.of(audit, List.of()), audit)));
    assertEquals(List.of("failed"), reasons(summary(bundles.of(failed, List.of()), failed)));
    assertEquals(List.of("unsupported"), reasons(summary(bundles.of(refused, List.of()), refused)));
    assertEquals(List.of("images-refused"), reasons(summary(bundles.of(other, List.of()), other)));
    Bundle corrected = bundles.of(later, List.of(audit));
    assertEquals(List.of("superseded"), reasons(summary(corrected, audit)));
    assertEquals(List.of("superseded"), reasons(claims(corrected).get(3)));
    assertEquals(
        List.of("failed", "superseded"),
        reasons(summary(bundles.of(later, List.of(failed)), failed)));
    Bundle ended = bundles.of(withdrawn, List.of(audit));
    assertEquals(List.of("report-withdrawn"), reasons(summary(ended, withdrawn)));
    assertEquals(List.of("report-withdrawn"), reasons(summary(ended, audit)));
  }

  private static List<String> reasons(Observation observation) {
    return observation.getExtensionsByUrl(Uris.STATUS_REASON).stream()
        .map(e -> ((CodeableConcept) e.getValue()).getCodingFirstRep().getCode())
        .toList();
  }

  @Test
  void withoutTheAiLabelNothingClaimsOurProfiles() {
    AuditBundle plain = new AuditBundle(ENGINE, false);
    Bundle bundle = plain.of(make(a -> {}), List.of());
    assertFalse(published(R4, bundle).contains("AIAST"));
    resources(bundle).forEach(r -> assertFalse(r.getMeta().hasProfile()));
    resources(bundle).forEach(r -> assertEquals(List.of(), Validator.shared().problems(json(r))));
  }

  @Test
  void provenanceNamesModelsPromptsAndSources() {
    Provenance provenance = provenance(bundles.of(make(a -> {}), List.of()));
    assertEquals(
        List.of("author", "informant", "informant"),
        provenance.getAgent().stream()
            .map(a -> a.getType().getCodingFirstRep().getCode())
            .toList());
    assertTrue(provenance.getAgent().get(1).getWho().hasReference(), "known at start");
    assertFalse(provenance.getAgent().get(2).getWho().hasReference(), "not known at start");
    assertEquals("medgemma:4b", provenance.getAgent().get(2).getWho().getIdentifier().getValue());
    assertEquals(
        List.of("source", "source", "derivation", "derivation", "derivation"),
        provenance.getEntity().stream().map(e -> e.getRole().toCode()).toList());
    Extension use = provenance.getEntity().get(3).getExtensionByUrl(Uris.MODEL_USE);
    assertEquals("alignment", use.getExtensionString("step"));
    assertEquals("{\"temperature\":0}", use.getExtensionString("options"));
  }

  @Test
  void anEarlierReportIsASourceThatNoServerIsAskedFor() {
    Report report = make(a -> {}).report();
    EarlierReport earlier = EarlierReport.of("version-1", LocalDate.of(2026, 3, 4), report);
    Audit audit = make(a -> {}).toBuilder().earlier(List.of(earlier)).build();
    Bundle bundle = bundles.of(audit, List.of());
    resources(bundle).forEach(r -> assertEquals(List.of(), Validator.shared().problems(json(r))));
    Provenance provenance = provenance(bundle);
    Reference source = provenance.getEntity().get(2).getWhat();
    assertEquals("version-1", source.getIdentifier().getValue());
    assertEquals("earlier report of 2026-03-04", source.getDisplay());
    assertEquals(
        Set.of(),
        FhirReference.logical(FhirJson.read(json(provenance))).stream()
            .filter(target -> target.value().equals("version-1"))
            .collect(Collectors.toSet()));
  }

  @Test
  void aClaimThatComparesWithoutAnEarlierStudyHasItsReasonAsACode() {
    Audit made = make(a -> {});
    List<Verdict> verdicts = new ArrayList<>(made.verdicts());
    int number = verdicts.get(0).claim();
    verdicts.set(0, Verdict.withoutPrior(number, "The model was shown none.", List.of()));
    Audit audit =
        made.toBuilder()
            .verdicts(verdicts)
            .priors(List.of(PriorStudy.left(made.studies().get(0), NotShown.OTHER_PATIENT)))
            .build();
    Bundle bundle = bundles.of(audit, List.of());
    resources(bundle).forEach(r -> assertEquals(List.of(), Validator.shared().problems(json(r))));
    Observation claim =
        claims(bundle).stream()
            .filter(o -> o.getIdElement().getIdPart().equals(audit.claimId(number).toString()))
            .findFirst()
            .orElseThrow();
    assertEquals("not-performed", claim.getDataAbsentReason().getCodingFirstRep().getCode());
    assertEquals(
        "no-prior",
        component(claim, "basis").getValueCodeableConcept().getCodingFirstRep().getCode());
    assertEquals(
        "The model was shown none.", component(claim, "evidence").getValue().primitiveValue());
    assertEquals(
        List.of("source", "source", "derivation", "derivation", "derivation"),
        provenance(bundle).getEntity().stream().map(e -> e.getRole().toCode()).toList(),
        "a study that may be another patient's is no source");
  }

  @Test
  void anEarlierStudyThatWasShownIsASource() {
    Audit made = make(a -> {});
    Study study = new Study("1.2.777", "", null, LocalDate.of(2026, 3, 4), "", true, List.of());
    Audit audit =
        made.toBuilder().priors(List.of(PriorStudy.chosen(study, made.instances()))).build();
    Bundle bundle = bundles.of(audit, List.of());
    resources(bundle).forEach(r -> assertEquals(List.of(), Validator.shared().problems(json(r))));
    Reference source = provenance(bundle).getEntity().get(2).getWhat();
    assertEquals("urn:oid:1.2.777", source.getIdentifier().getValue());
    assertEquals("earlier study of 2026-03-04", source.getDisplay());
  }

  @Test
  void anAuditOfTheTextAlonePublishesTheClaimsThatItSaysSomethingAbout() {
    Audit whole = make(a -> a.images = false);
    Audit text = whole.toBuilder().textOnly(true).build();
    Bundle bundle = bundles.of(text, List.of());
    resources(bundle).forEach(r -> assertEquals(List.of(), Validator.shared().problems(json(r))));
    List<String> told = List.of(text.claimId(2).toString());
    assertTrue(claims(bundles.of(whole, List.of())).size() > 1);
    assertEquals(told, ids(claims(bundle)));
    assertEquals(
        told,
        summary(bundle, text).getHasMember().stream()
            .map(member -> member.getReferenceElement().getIdPart())
            .toList());
    Audit next = whole.toBuilder().runId(UUID.randomUUID()).build();
    List<Observation> cancelled =
        observations(
            bundles.of(next, List.of(text)), o -> o.getStatus() == ObservationStatus.CANCELLED);
    assertEquals(
        Set.of(text.runId().toString(), told.get(0)), Set.copyOf(ids(cancelled)), "and no other");
  }

  private static List<String> ids(List<Observation> observations) {
    return observations.stream().map(o -> o.getIdElement().getIdPart()).toList();
  }

  @Test
  void hostileTextNeverBecomesMarkup() {
    Audit audit = make(SampleAudits.Change.HOSTILE);
    Bundle bundle = bundles.of(audit, List.of());
    for (Resource resource : resources(bundle)) {
      String div = ((DomainResource) resource).getText().getDivAsString();
      assertFalse(div.contains("<script") || div.contains("<img"), div);
      // what a browser makes of it: our own elements, which have no attributes
      Element body = Jsoup.parseBodyFragment(div).body();
      for (Element element : body.select("*")) {
        assertTrue(Set.of("body", "div", "p", "ul", "li").contains(element.normalName()), div);
        element.attributes().forEach(a -> assertEquals("xmlns", a.getKey(), div));
      }
    }
    Observation claim = claims(bundle).get(0);
    assertTrue(claim.getText().getDivAsString().contains("&lt;script&gt;"));
    assertTrue(component(claim, "claim-text").getValue().primitiveValue().contains("<script>"));
  }

  @Test
  void aClaimSaysWhetherAnAiDraftedItAndNobodyChangedIt() {
    Bundle bundle = bundles.of(make(SampleAudits.Change.DRAFTED), List.of());
    assertEquals("ai-draft true", written(claims(bundle).get(0)));
    assertEquals("edited true", written(claims(bundle).get(1)));
    assertTrue(
        claims(bundle)
            .get(0)
            .getText()
            .getDivAsString()
            .contains("Drafted by AI, unchanged; signed by a person"));
    assertFalse(
        FhirContext.forR4Cached()
            .newJsonParser()
            .encodeResourceToString(bundle)
            .contains("Dr. Canary"),
        "names of authors are not published");
    Bundle plain = bundles.of(make(a -> {}), List.of());
    assertTrue(
        claims(plain).get(0).getComponent().stream()
            .noneMatch(c -> c.getCode().getCodingFirstRep().getCode().equals("authorship")));
  }

  private static String written(Observation claim) {
    return component(claim, "authorship").getValueCodeableConcept().getCodingFirstRep().getCode()
        + " "
        + component(claim, "signed").getValue().primitiveValue();
  }

  @Test
  void aClaimNamesItsPlaceInTheMessage() {
    Bundle bundle = bundles.of(make(SampleAudits.Change.TRACED), List.of());
    // "No pneumothorax." is cut out of the run that begins with the heading
    assertEquals("place=OBX[2]-5 start=510 end=526 charset=UTF-8", origin(claims(bundle).get(0)));
    assertEquals(
        "place=OBX[3]-5 start=600 end=9000 page=2 x=72.0 y=120.5 width=148.2 height=11.0",
        origin(claims(bundle).get(1)));
    assertFalse(component(claims(bundle).get(2), "claim-text").hasExtension(Uris.TEXT_ORIGIN));
  }

  private static String origin(Observation claim) {
    return component(claim, "claim-text")
        .getExtensionByUrl(Uris.TEXT_ORIGIN)
        .getExtension()
        .stream()
        .map(e -> e.getUrl() + "=" + e.getValue().primitiveValue())
        .collect(Collectors.joining(" "));
  }

  @Test
  void whatIsReadBackIsWhatWasWritten() {
    Audit audit = make(SampleAudits.Change.ASTRAL);
    String json = published(R4, bundles.of(audit, List.of()));
    Bundle back = R4.newJsonParser().parseResource(Bundle.class, json);
    Observation claim = claims(back).get(0);
    assertEquals(
        audit.claims().get(0).text(), component(claim, "claim-text").getValue().primitiveValue());
    assertTrue(claim.getText().getDiv().allText().contains(audit.claims().get(0).text()));
  }
}
