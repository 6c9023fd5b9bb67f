package org.radiologytrust.publish.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Observation;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Rewrite;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Strength;
import org.radiologytrust.model.Texts;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.publish.fhir.Fhir;
import org.radiologytrust.publish.fhir.References;
import org.radiologytrust.publish.fhir.Uris;

/** One claim and its verdict as an Observation of the profile rtl-claim-audit. */
final class ClaimObservation {
  private final CommonElements frame;

  ClaimObservation(CommonElements frame) {
    this.frame = frame;
  }

  Observation of(AuditVersion version, AuditVersion.Judged judged) {
    Audit audit = version.audit();
    Claim claim = judged.claim();
    Verdict verdict = judged.verdict();
    Observation observation =
        frame.observation(
            version,
            "claim-audit",
            version.byRules()
                ? "Audit of one report claim by rules"
                : "AI audit of one report claim",
            audit.claimId(claim.number()),
            version.status());
    value(observation, verdict);
    List<CheckResult> checks = told(audit, claim);
    List<CheckResult> untold =
        checks(audit, claim).stream().filter(check -> !check.tells()).toList();
    derivedFrom(observation, version, verdict);
    Components components = new Components(observation, version.hashes().textSha256());
    components(components, audit, claim, verdict, checks, untold);
    List<String> evidence = new ArrayList<>(evidence(verdict, checks));
    checks.forEach(check -> evidence.add(NarrativeWords.check(check)));
    observation.setText(
        CommonElements.div(version)
            .paragraph(NarrativeWords.verdict(verdict) + ": “" + claim.text() + "”")
            .paragraph(NarrativeWords.section(claim))
            .list("Action:", actions(audit, claim))
            .list("Proposed wording:", wordings(audit, claim))
            .list("Evidence:", evidence)
            .list("Who wrote it:", NarrativeWords.written(audit, claim))
            .list(NarrativeWords.ASKED, NarrativeWords.told(untold, Strength.ASK))
            .done());
    return observation;
  }

  /** What a person is asked to do about a claim. */
  static List<String> actions(Audit audit, Claim claim) {
    List<CheckResult> checks = told(audit, claim);
    List<String> actions = new ArrayList<>(verify(audit, claim, checks));
    checks.stream().map(CheckResult::action).forEach(actions::add);
    return actions;
  }

  /** The request to verify a claim; none where a check already says what to verify. */
  private static List<String> verify(Audit audit, Claim claim, List<CheckResult> checks) {
    return checks.stream().anyMatch(c -> c.label() == Label.NEEDS_REVIEW)
        ? List.of()
        : rewrites(audit, claim).filter(Rewrite::verify).map(Rewrite::text).toList();
  }

  private static List<String> wordings(Audit audit, Claim claim) {
    return rewrites(audit, claim).filter(r -> !r.verify()).map(Rewrite::text).toList();
  }

  private static Stream<Rewrite> rewrites(Audit audit, Claim claim) {
    return audit.rewrites().stream().filter(r -> r.claim() == claim.number()).limit(1);
  }

  /** The checks that flagged words of this claim, and tell. */
  private static List<CheckResult> told(Audit audit, Claim claim) {
    return checks(audit, claim).stream().filter(CheckResult::tells).toList();
  }

  /** The checks that flagged words of this claim, and are shown. */
  private static List<CheckResult> checks(Audit audit, Claim claim) {
    return audit.flags().stream()
        .filter(check -> check.first().span().overlaps(claim.span()))
        .toList();
  }

  /** The verdict's own sentences. A check's action is a component of its own. */
  private static List<String> evidence(Verdict verdict, List<CheckResult> checks) {
    return verdict.evidence().stream()
        .filter(sentence -> checks.stream().noneMatch(c -> c.action().equals(sentence)))
        .toList();
  }

  private static void value(Observation observation, Verdict verdict) {
    if (verdict.label() == null) {
      observation.setDataAbsentReason(
          Fhir.concept(Uris.TERMINOLOGY + "data-absent-reason", "not-performed", "Not Performed"));
      return;
    }
    CodeableConcept label =
        Fhir.concept(
            Uris.CODES + "rtl-claim-label",
            verdict.label().code(),
            NarrativeWords.display(verdict.label()));
    observation.addInterpretation(label.copy());
    if (verdict.confidence() != null) {
      label.addExtension(
          Uris.AI_CONFIDENCE, new DecimalType(Fhir.confidence(verdict.confidence())));
    }
    observation.setValue(label);
  }

  /** The images and findings that the label rests on; none unless they come from a model. */
  private static void derivedFrom(Observation observation, AuditVersion version, Verdict verdict) {
    if (verdict.basis() != Verdict.Basis.MODEL_WITH_IMAGE
        && verdict.basis() != Verdict.Basis.CONTRADICTS_OWN_FINDING) {
      return;
    }
    Audit audit = version.audit();
    Set<String> named =
        version.findings().stream()
            .map(AuditVersion.Seen::finding)
            .filter(f -> verdict.findings().contains(f.id()))
            .map(f -> Texts.orEmpty(f.sopInstanceUid()))
            .collect(Collectors.toSet());
    // A label without a named finding rests on all images that the model was shown.
    Set<String> images =
        named.isEmpty()
            ? audit.instances().stream().map(Instance::sopInstanceUid).collect(Collectors.toSet())
            : named;
    References.studies(audit, images).forEach(observation::addDerivedFrom);
    version
        .findingIds(verdict.findings())
        .forEach(id -> observation.addDerivedFrom(Fhir.reference("Observation", id)));
  }

  private static void components(
      Components components,
      Audit audit,
      Claim claim,
      Verdict verdict,
      List<CheckResult> checks,
      List<CheckResult> untold) {
    components.claim(claim, audit.report());
    Section section = claim.section();
    if (!section.loinc().isEmpty()) {
      components.concept("section", Uris.LOINC, section.loinc(), section.display());
    }
    if (verdict.confidence() != null) {
      components.confidence(verdict.confidence(), verdict.confidenceBasis());
    }
    components.concept(
        "basis",
        Uris.CODES + "rtl-basis",
        NarrativeWords.code(verdict.basis()),
        verdict.basis().words());
    components.authorship(audit, claim);
    evidence(verdict, checks).forEach(sentence -> components.text("evidence", sentence));
    verify(audit, claim, checks).forEach(action -> components.text("action", action));
    checks.forEach(components::check);
    untold.forEach(components::check);
    wordings(audit, claim).forEach(wording -> components.text("proposal", wording));
  }
}
