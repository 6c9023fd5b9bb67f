package org.radiologytrust.publish;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Observation;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Rewrite;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Texts;
import org.radiologytrust.model.Verdict;

/** One claim and its verdict as an Observation of the profile rtl-claim-audit. */
final class ClaimObservation {
  private final CommonElements frame;

  ClaimObservation(CommonElements frame) {
    this.frame = frame;
  }

  Observation of(AuditVersion version, Claim claim, Verdict verdict) {
    Audit audit = version.audit();
    Observation observation =
        frame.observation(
            version,
            "claim-audit",
            "AI audit of one report claim",
            audit.claimId(claim.number()),
            version.status());
    value(observation, verdict);
    List<CheckResult> checks = checks(audit, claim);
    List<String> proposals =
        audit.rewrites().stream()
            .filter(r -> r.claim() == claim.number())
            .map(Rewrite::text)
            .limit(1)
            .toList();
    derivedFrom(observation, version, verdict);
    components(observation, audit, claim, verdict, checks, proposals);
    observation.setText(
        CommonElements.div(version)
            .paragraph(NarrativeWords.verdict(verdict) + ": “" + claim.text() + "”")
            .list("Evidence:", evidence(verdict, checks))
            .list("Checks:", checks.stream().map(NarrativeWords::check).toList())
            .list("Proposed wording:", proposals)
            .done());
    return observation;
  }

  /** The checks whose doubtful words are in this claim. */
  static List<CheckResult> checks(Audit audit, Claim claim) {
    return audit.checks().stream().filter(c -> c.first().span().overlaps(claim.span())).toList();
  }

  /** The verdict's own sentences: a check's action is told with its check. */
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
    label.addExtension(Uris.AI_CONFIDENCE, new DecimalType(Fhir.confidence(verdict.confidence())));
    observation.setValue(label);
  }

  /** What the label rests on: after a probe that changed it that is no image, and no finding. */
  private static void derivedFrom(Observation observation, AuditVersion version, Verdict verdict) {
    if (verdict.basis() != Verdict.Basis.MODEL_WITH_IMAGE) {
      return;
    }
    Audit audit = version.audit();
    Set<String> named =
        version.findings().stream()
            .map(AuditVersion.Seen::finding)
            .filter(f -> verdict.findings().contains(f.id()))
            .map(f -> Texts.orEmpty(f.sopInstanceUid()))
            .collect(Collectors.toSet());
    // A model that names no finding rests on all images that it was shown.
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
      Observation observation,
      Audit audit,
      Claim claim,
      Verdict verdict,
      List<CheckResult> checks,
      List<String> proposals) {
    Components components = new Components(observation, audit.report().textSha256());
    components.quotation("claim-text", claim.text(), claim.span());
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
        NarrativeWords.display(verdict.basis()));
    evidence(verdict, checks).forEach(sentence -> components.text("evidence", sentence));
    checks.forEach(components::check);
    proposals.forEach(proposal -> components.text("proposal", proposal));
  }
}
