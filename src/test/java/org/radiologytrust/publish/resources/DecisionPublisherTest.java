package org.radiologytrust.publish.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ca.uhn.fhir.context.FhirContext;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationComponentComponent;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.radiologytrust.journal.Deliveries;
import org.radiologytrust.journal.results.ResourceStore;
import org.radiologytrust.journal.results.StoredResource;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.publish.Bundles;
import org.radiologytrust.publish.ReviewFixture;
import org.radiologytrust.publish.SampleAudits;
import org.radiologytrust.publish.Validator;
import org.radiologytrust.publish.fhir.NarrativeHead;
import org.radiologytrust.publish.fhir.StoredResources;
import org.radiologytrust.publish.fhir.Uris;
import org.radiologytrust.publish.sink.AuditPublication;
import org.radiologytrust.publish.sink.FhirSink;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Decision.Kind;
import org.radiologytrust.review.Problem;

/** What /fhir says after people's decisions. */
@Tag("integration")
class DecisionPublisherTest {
  private static final String CHECK = "side-order";
  private static final String OUTSIDE = "prior-none";

  @AutoClose private final ReviewFixture f = new ReviewFixture(new SettableClock());

  private static List<ObservationComponentComponent> components(Observation of, String code) {
    return of.getComponent().stream()
        .filter(c -> c.getCode().getCodingFirstRep().getCode().equals(code))
        .toList();
  }

  private static List<String> decisions(Observation of) {
    return components(of, "decision").stream()
        .map(
            c ->
                ((StringType) c.getExtensionByUrl(Uris.PROBLEM).getValue())
                        .getValue()
                        .split("\\.")[0]
                    + " "
                    + c.getValueCodeableConcept().getCodingFirstRep().getCode())
        .toList();
  }

  private static String text(DomainResource of) {
    return of.getText().getDiv().allText().replaceAll("[\r\n]", "");
  }

  @Test
  void aClaimIsFinalWhenEachOfItsProblemsHasADecision() {
    Audit audit = f.publish(a -> {});
    Observation before = f.claim(audit, 2);
    f.agree(audit, CHECK);
    Observation one = f.claim(audit, 2);
    assertEquals(ObservationStatus.PRELIMINARY, one.getStatus());
    assertEquals(List.of("side-order agree"), decisions(one));
    assertTrue(
        text(one).startsWith(NarrativeHead.opening(false, false) + "Agreed: check side-order. By"));
    f.agree(audit, Problem.MODEL);
    Observation both = f.claim(audit, 2);
    assertEquals(ObservationStatus.FINAL, both.getStatus());
    assertEquals(List.of("claim agree", "side-order agree"), sorted(decisions(both)));
    assertTrue(text(both).startsWith(NarrativeHead.opening(false, true)), text(both));
    assertEquals(f.clock.instant(), both.getIssued().toInstant());
    assertEquals("needs_review", both.getValueCodeableConcept().getCodingFirstRep().getCode());
    assertTrue(both.getValueCodeableConcept().equalsDeep(before.getValueCodeableConcept()));
    assertTrue(
        text(both).endsWith(text(before).substring(NarrativeHead.opening(false, false).length())));
    assertEquals(
        before.getComponent().size() + 4, both.getComponent().size(), "each with its verdict");
    assertEquals(
        List.of("right", "right"),
        components(both, "verdict").stream()
            .map(c -> c.getValueCodeableConcept().getCodingFirstRep().getCode())
            .toList());
  }

  @Test
  void whatTheEngineFollowsNamesThePersonTheEngineAndTheVersion() {
    Audit audit = f.publish(a -> {});
    Problem problem = f.problem(audit, CHECK);
    UUID first = UUID.randomUUID();
    Decision carried =
        Decision.of(UUID.randomUUID(), audit.runId(), problem.key(), Kind.AGREE, "ann")
            .at(audit.started().minusSeconds(60))
            .follows(new Decision.Follows(first, 1))
            .build();
    Decision corrected =
        Decision.of(UUID.randomUUID(), audit.runId(), problem.key(), Kind.CORRECTED, "ann")
            .at(audit.ended().plusSeconds(60))
            .follows(new Decision.Follows(first, 2))
            .build();
    Provenance of = provenance(audit, carried);
    assertEquals(
        List.of("verifier", "assembler"),
        of.getAgent().stream().map(a -> a.getType().getCodingFirstRep().getCode()).toList());
    assertEquals(first.toString(), of.getEntityFirstRep().getWhat().getIdentifier().getValue());
    assertEquals(
        carried.at().truncatedTo(ChronoUnit.MILLIS),
        of.getOccurredDateTimeType().getValue().toInstant());
    assertTrue(text(of).contains("Carried on by the engine from version 1."), text(of));
    assertEquals(
        audit.ended().truncatedTo(ChronoUnit.MILLIS),
        observation(audit, carried).getIssued().toInstant(),
        "a server must not take it for older than the audit");
    assertEquals(
        List.of("assembler"),
        provenance(audit, corrected).getAgent().stream()
            .map(a -> a.getType().getCodingFirstRep().getCode())
            .toList());
    assertTrue(text(observation(audit, corrected)).contains("Corrected in version 2: check"));
  }

  private Provenance provenance(Audit audit, Decision decision) {
    Provenance provenance = published(audit, decision, Provenance.class);
    valid(provenance);
    return provenance;
  }

  private Observation observation(Audit audit, Decision decision) {
    Observation claim = published(audit, decision, Observation.class);
    valid(claim);
    return claim;
  }

  /** The first resource of a type that is published of a decision. */
  private <T extends Resource> T published(Audit audit, Decision decision, Class<T> type) {
    DecisionPublisher publisher = new DecisionPublisher(FhirContext.forR4Cached(), true);
    Bundle bundle =
        FhirContext.forR4Cached()
            .newJsonParser()
            .parseResource(
                Bundle.class,
                publisher
                    .publish(
                        audit,
                        List.of(decision),
                        (kind, id) ->
                            f.journal.shelf().read(kind, id).map(ResourceStore.Versioned::resource))
                    .bundle());
    return bundle.getEntry().stream()
        .map(Bundle.BundleEntryComponent::getResource)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> sorted(List<String> list) {
    return list.stream().sorted().toList();
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"WRONG_IMAGES", "WRONG_REPORT", "ASK_OPERATOR", "SAME_PATIENT"})
  @Tag("safety")
  void whatIsDecidedAboutAnotherPatientStandsOnTheSummary(Kind kind) {
    Audit audit = f.publish(SampleAudits.Change.OTHER_PATIENT);
    UUID id = f.decide(audit, Problem.OTHER_PATIENT, kind, "", "");
    Observation summary = f.summary(audit);
    assertEquals(List.of("other-patient " + kind.code()), decisions(summary));
    assertEquals(ObservationStatus.CANCELLED, summary.getStatus(), "it was not auditable");
    assertEquals(List.of(), decisions(f.claim(audit, 2)));
    assertTrue(text(summary).contains(": images of another patient. By reader1"), text(summary));
    for (Resource resource : List.of(summary, f.provenance(id))) {
      assertEquals(List.of(), Validator.shared().problems(Bundles.json(resource)));
    }
    f.decide(audit, CHECK, Kind.AGREE, "", "");
    assertEquals(ObservationStatus.FINAL, f.claim(audit, 2).getStatus());
    f.decide(audit, Problem.OTHER_PATIENT, Kind.UNDO, "", "");
    assertEquals(List.of(), decisions(f.summary(audit)));
  }

  @Test
  void theSummaryIsFinalWhenNoProblemIsOpen() {
    Audit audit = f.publish(a -> {});
    f.agree(audit, CHECK);
    f.agree(audit, Problem.MODEL);
    f.agree(audit, OUTSIDE);
    assertEquals(ObservationStatus.PRELIMINARY, f.summary(audit).getStatus());
    assertTrue(text(f.summary(audit)).startsWith(NarrativeHead.opening(false, false)));
    f.agree(audit, Problem.OMISSION);
    Observation summary = f.summary(audit);
    assertEquals(ObservationStatus.FINAL, summary.getStatus());
    assertTrue(text(summary).startsWith(NarrativeHead.opening(false, true)));
    for (String told :
        List.of(
            "Agreed: check side-order. By reader1, ",
            "Agreed: label of the model.",
            "Agreed: check prior-none.",
            "Agreed: possible omission.")) {
      assertTrue(text(summary).contains(told), told);
    }
    assertEquals(
        ObservationStatus.PRELIMINARY, f.claim(audit, 1).getStatus(), "nobody decided about it");
  }

  @Test
  void aProblemWithoutAClaimIsDecidedWhereItIsShown() {
    Audit audit = f.publish(a -> {});
    f.agree(audit, OUTSIDE);
    f.agree(audit, Problem.OMISSION);
    assertEquals(List.of("prior-none agree"), decisions(f.summary(audit)));
    Observation finding = f.finding(audit, "F2");
    assertEquals(List.of("finding agree"), decisions(finding));
    assertEquals(ObservationStatus.FINAL, finding.getStatus());
    assertEquals(ObservationStatus.PRELIMINARY, f.finding(audit, "F1").getStatus());
    assertEquals(List.of(), decisions(f.claim(audit, 2)));
  }

  @Test
  void oneDecisionStandsOnEachClaimOfTheProblem() {
    Audit audit =
        f.publish(
            a -> {
              a.probed = true;
              a.sentences = List.of("A.", "B b.", "C.", "D.", "E.", "F.");
            });
    Problem probe = f.problem(audit, Problem.BLANK_PROBE);
    assertEquals(List.of(3, 6), probe.claims());
    UUID id = f.agree(audit, Problem.BLANK_PROBE);
    for (int claim : probe.claims()) {
      assertEquals(ObservationStatus.FINAL, f.claim(audit, claim).getStatus());
    }
    assertEquals(3, f.provenance(id).getTarget().size(), "both claims and the summary");
  }

  @Test
  void aDismissalHasItsReason() {
    Audit audit = f.publish(a -> {});
    f.decide(audit, CHECK, Kind.DISMISS, "other", "seen on <b>lateral</b>\u0000");
    CodeableConcept reason =
        components(f.claim(audit, 2), "reason").get(0).getValueCodeableConcept();
    assertEquals("other", reason.getCodingFirstRep().getCode());
    assertEquals(Uris.REASONS, reason.getCodingFirstRep().getSystem());
    assertEquals("seen on <b>lateral</b>\ufffd", reason.getText());
    assertTrue(
        text(f.claim(audit, 2))
            .contains(
                "Dismissed: check side-order. Reason: other, “seen on <b>lateral</b>\ufffd”."));
  }

  @Test
  void aRewordingHasTheNewWording() {
    Audit audit = f.publish(a -> {});
    f.decide(audit, Problem.MODEL, Kind.REWORD, "", "Right basal opacity.");
    Observation claim = f.claim(audit, 2);
    assertEquals(
        "Right basal opacity.",
        components(claim, "new-wording").get(0).getValueStringType().getValue());
    assertEquals(
        "Left basal opacity.",
        components(claim, "claim-text").get(0).getValueStringType().getValue());
    assertTrue(text(claim).contains("New wording: “Right basal opacity.”."), text(claim));
  }

  @Test
  void anUndoIsANewPreliminaryVersionThatSaysSo() {
    Audit audit = f.publish(a -> a.checked = false);
    Observation before = f.claim(audit, 2);
    f.agree(audit, Problem.OMISSION);
    UUID decision = f.decide(audit, Problem.MODEL, Kind.REWORD, "", "Words.");
    assertEquals(ObservationStatus.FINAL, f.summary(audit).getStatus());
    UUID undo = f.decide(audit, Problem.MODEL, Kind.UNDO, "", "");
    Observation claim = f.claim(audit, 2);
    assertEquals(ObservationStatus.PRELIMINARY, claim.getStatus());
    assertEquals(before.getComponent().size(), claim.getComponent().size());
    assertTrue(
        text(claim)
            .startsWith(
                NarrativeHead.opening(false, false) + "Decision undone: label of the model. By"));
    assertFalse(text(claim).contains("Words."));
    assertEquals(ObservationStatus.PRELIMINARY, f.summary(audit).getStatus());
    assertEquals(
        3,
        f.journal.shelf().read("Observation", audit.claimId(2).toString()).orElseThrow().version());
    Provenance provenance = f.provenance(undo);
    assertEquals("undo", provenance.getActivity().getCoding().get(1).getCode());
    assertEquals(
        decision.toString(), provenance.getEntityFirstRep().getWhat().getIdentifier().getValue());
    f.agree(audit, Problem.MODEL);
    assertEquals(ObservationStatus.FINAL, f.claim(audit, 2).getStatus());
    assertFalse(text(f.claim(audit, 2)).contains("undone"));
  }

  @Test
  void theProvenanceNamesThePersonAsVerifier() {
    Audit audit = f.publish(SampleAudits.Change.PILOT);
    Provenance provenance = f.provenance(f.agree(audit, CHECK));
    assertEquals(
        List.of("Observation/" + audit.claimId(2), "Observation/" + audit.runId()),
        provenance.getTarget().stream().map(t -> t.getReference()).toList());
    Provenance.ProvenanceAgentComponent agent = provenance.getAgentFirstRep();
    assertEquals("verifier", agent.getType().getCodingFirstRep().getCode());
    assertEquals("Practitioner", agent.getWho().getType());
    assertEquals(ReviewFixture.USER, agent.getWho().getIdentifier().getValue());
    assertEquals("RADSITE", agent.getWho().getIdentifier().getAssigner().getDisplay());
    assertEquals(f.clock.instant(), provenance.getRecorded().toInstant());
    assertEquals(List.of("R", "HTEST"), Bundles.security(provenance), "and no AIAST");
    assertTrue(provenance.getText().getDiv().allText().contains("accession ACC-1"));
  }

  static Stream<Arguments> kinds() {
    return Stream.of(
        Arguments.of("ordinary", (SampleAudits.Change) a -> a.run = "ordinary"),
        Arguments.of("without images", (SampleAudits.Change) a -> a.images = false),
        Arguments.of("failed", (SampleAudits.Change) a -> a.failure = "model timeout"),
        Arguments.of("images of another", SampleAudits.Change.OTHER_PATIENT),
        Arguments.of("hostile", SampleAudits.Change.HOSTILE),
        Arguments.of("beyond the BMP", SampleAudits.Change.ASTRAL),
        Arguments.of("with literal references", SampleAudits.Change.LITERAL),
        Arguments.of("older engine", (SampleAudits.Change) a -> a.engineVersion = "0.0.9"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void everyResourceStaysValid(String name, SampleAudits.Change change) {
    Audit audit = f.publish(change);
    for (Problem problem : f.decided(audit).problems()) {
      for (Kind kind : Kind.values()) {
        if (kind != Kind.UNDO && problem.takes(kind)) {
          if (kind == Kind.LEFT) {
            f.decide(audit, problem.type(), Kind.AGREE, "", "");
          }
          String reason = kind == Kind.DISMISS ? "other" : "";
          String text = kind == Kind.AGREE ? "" : "<i>\u0007\u202e &";
          valid(f.provenance(f.decide(audit, problem.type(), kind, reason, text)));
          valid(f.provenance(f.decide(audit, problem.type(), Kind.UNDO, "", "")));
        }
      }
      Kind last = problem.ofPatient() ? Kind.WRONG_IMAGES : Kind.REWORD;
      f.decide(audit, problem.type(), last, "", "]]> <!-- ${x}");
    }
    valid(f.summary(audit));
    if (!audit.failed() || audit.imagesRefused()) {
      audit.claims().forEach(claim -> valid(f.claim(audit, claim.number())));
    }
    assertEquals(
        audit.failed() ? ObservationStatus.CANCELLED : ObservationStatus.FINAL,
        f.summary(audit).getStatus());
  }

  private static void valid(Resource resource) {
    assertTrue(resource.getMeta().hasProfile(), "claims a profile");
    assertEquals(List.of(), Validator.shared().problems(Bundles.json(resource)));
  }

  @Test
  void aDecisionsBundleIsATransactionWithTheSummaryAndOneProvenance() {
    Audit audit = f.publish(a -> {});
    Deliveries.sent(f.journal.journal(), audit.runId(), FhirSink.NAME);
    f.agree(audit, CHECK);
    String bundle = Deliveries.due(f.journal.journal(), FhirSink.NAME).get(0).bundle();
    assertEquals(
        List.of(),
        Validator.shared()
            .problems(
                bundle.replaceFirst(
                    "\"type\":",
                    "\"meta\":{\"profile\":[\""
                        + Uris.PROFILE
                        + "rtl-audit-bundle\"]},\"type\":")));
  }

  @Test
  void linksThatWereResolvedLaterStay() {
    Audit audit = f.publish(a -> {});
    f.journal
        .shelf()
        .change(
            Stream.of(audit.claimId(2), audit.runId())
                .map(id -> new ResourceStore.Key("Observation", "" + id))
                .toList(),
            r ->
                new StoredResource(
                    r.type(),
                    r.id(),
                    r.json().replace("\"subject\":{", "\"subject\":{\"reference\":\"Patient/p9\","),
                    List.of()));
    f.agree(audit, CHECK);
    assertEquals("Patient/p9", f.claim(audit, 2).getSubject().getReference());
    assertEquals("Patient/p9", f.summary(audit).getSubject().getReference());
  }

  @Test
  void aCorrectionKeepsTheDecisionsOfWhatItSupersedes() {
    Audit old = f.publish(a -> {});
    f.agree(old, CHECK);
    f.decide(old, Problem.MODEL, Kind.DISMISS, "report-right", "");
    Audit correction =
        f.publish(
            a -> {
              a.run = "run-2";
              a.sentences = List.of("No pneumothorax.", "Right basal opacity.", "Heart is normal.");
            });
    Observation claim = f.claim(old, 2);
    assertEquals(ObservationStatus.CANCELLED, claim.getStatus());
    assertEquals(List.of("claim dismiss", "side-order agree"), sorted(decisions(claim)));
    assertTrue(
        text(claim).startsWith(NarrativeHead.opening(false, true) + NarrativeHead.NO_LONGER_VALID),
        text(claim));
    assertTrue(text(f.summary(old)).contains("Agreed: check side-order."));
    assertEquals(List.of(), decisions(f.claim(correction, 2)), "a new run carries none over");
    String bundle =
        Deliveries.due(f.journal.journal(), FhirSink.NAME).stream()
            .filter(d -> d.runId().equals(correction.runId()))
            .findFirst()
            .orElseThrow()
            .bundle();
    assertTrue(bundle.contains("Dismissed: label of the model."), "for a sink that never had it");
  }

  @Test
  void aDecisionMadeWhileACorrectionIsBuiltIsKept() {
    FhirContext r4 = FhirContext.forR4Cached();
    Audit old = f.publish(a -> {});
    AuditBundle writer =
        new AuditBundle(
            new EngineResources(SampleAudits.VERSION, List.of(), List.of(), false), true);
    Bundle bundle = writer.of(SampleAudits.with(a -> a.run = "run-2"), List.of(old));
    StoredResources stored = new StoredResources(r4);
    AuditPublication built =
        new AuditPublication(
            stored,
            new AuditPublication.Sent(stored.of(bundle), true),
            List.of(),
            Set.of(),
            new DecisionPublisher(r4, true));
    f.agree(old, CHECK);
    Reviews.Publication published =
        built.publish(
            (type, id) -> f.journal.shelf().read(type, id).map(ResourceStore.Versioned::resource));
    assertTrue(published.bundle().contains("Agreed: check side-order."));
    assertTrue(
        published.resources().stream()
            .filter(r -> r.id().equals(old.claimId(2).toString()))
            .allMatch(
                r ->
                    r.json().contains("Agreed: check side-order.")
                        && r.json().contains("\"status\":\"cancelled\"")));
  }

  @Test
  void whatIsNotStoredIsNotPublished() {
    Audit audit = SampleAudits.with(a -> {});
    DecisionPublisher publisher = new DecisionPublisher(FhirContext.forR4Cached(), true);
    assertThrows(
        IllegalArgumentException.class,
        () -> publisher.publish(audit, List.of(), (type, id) -> Optional.empty()));
  }
}
