package org.radiologytrust.publish.resources;

import java.util.Set;
import java.util.UUID;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Reference;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Report;
import org.radiologytrust.publish.fhir.Div;
import org.radiologytrust.publish.fhir.Fhir;
import org.radiologytrust.publish.fhir.NarrativeHead;
import org.radiologytrust.publish.fhir.References;
import org.radiologytrust.publish.fhir.Uris;

/** The elements that all resources of an audit share: security labels, profile, subject, focus. */
final class CommonElements {
  private static final Set<String> CONFIDENTIALITY = Set.of("U", "L", "M", "N", "R", "V");

  private final EngineResources engine;
  private final boolean aiLabel;

  /**
   * @param aiLabel whether resources carry the security label AIAST. Without it they do not claim
   *     our profiles, which require it
   */
  CommonElements(EngineResources engine, boolean aiLabel) {
    this.engine = engine;
    this.aiLabel = aiLabel;
  }

  Meta meta(Audit audit, String profile) {
    Meta meta = new Meta();
    if (aiLabel) {
      meta.addProfile(Uris.PROFILE + profile);
    }
    if (marked(audit)) {
      meta.addSecurity(aiAsserted());
    }
    labels(meta, audit.report());
    return meta;
  }

  /** Whether resources of the audit are marked as AI. */
  boolean marked(Audit audit) {
    return aiLabel && !AuditVersion.byRules(audit);
  }

  /** Adds the labels for confidentiality and test data. */
  static void labels(Meta meta, Report report) {
    // An unknown code is treated as restricted.
    String code =
        CONFIDENTIALITY.contains(report.confidentiality()) ? report.confidentiality() : "R";
    meta.addSecurity(Fhir.coding(Uris.TERMINOLOGY + "v3-Confidentiality", code));
    if (report.pilot()) {
      meta.addSecurity(Fhir.coding(Uris.TERMINOLOGY + "v3-ActReason", "HTEST"));
    }
  }

  static Coding aiAsserted() {
    return new Coding(
        Uris.TERMINOLOGY + "v3-ObservationValue", "AIAST", "Artificial Intelligence asserted");
  }

  /**
   * An Observation with everything but its value, text and components.
   *
   * @param kind claim-audit, report-audit or image-finding: names profile, identifier and code
   * @param text what a chart shows as the name of the Observation
   */
  Observation observation(
      AuditVersion version, String kind, String text, UUID id, ObservationStatus status) {
    Audit audit = version.audit();
    Report report = audit.report();
    Observation observation = new Observation();
    observation.setId(id.toString());
    observation.setMeta(meta(audit, "rtl-" + kind));
    observation.addIdentifier().setSystem(Uris.SID + kind).setValue(id.toString());
    observation
        .addIdentifier()
        .setSystem(Uris.SID + "correlation")
        .setValue(version.hashes().correlationId().toString());
    observation.setStatus(status);
    version
        .statusReasons(kind.equals("report-audit"))
        .forEach(
            reason ->
                observation.addExtension(
                    Uris.STATUS_REASON, Fhir.concept(Uris.CODES + "rtl-status-reason", reason)));
    observation.addCategory(category(version));
    observation.setCode(Fhir.concept(Uris.OBSERVATION_CODES, kind).setText(text));
    References.order(report).ifPresent(observation::addBasedOn);
    if (!audit.imagesRefused()) {
      References.studies(audit, Set.of()).forEach(observation::addPartOf);
    }
    observation.setSubject(References.subject(report));
    observation.addFocus(References.focus(report));
    observation.setEffective(Fhir.dateTime(audit.ended()));
    observation.setIssuedElement(Fhir.instant(audit.ended()));
    // R4 lets no Device be the performer, and a chart shows the performer's name
    observation.addPerformer(
        new Reference()
            .setDisplay("Radiology Trust Layer " + audit.engineVersion() + " (software)"));
    observation.setDevice(engine.author(audit));
    version
        .supersededBy()
        .ifPresent(
            run ->
                observation.addExtension(Uris.SUPERSEDED_BY, Fhir.reference("Observation", run)));
    return observation;
  }

  /** The category stays that of every audit; a second code says that no model had a part. */
  private static CodeableConcept category(AuditVersion version) {
    CodeableConcept category = Fhir.concept(Uris.CATEGORIES, "ai-audit");
    if (version.byRules()) {
      category.addCoding(Fhir.coding(Uris.CATEGORIES, "rule-audit"));
    }
    return category.setText(
        version.byRules() ? "Audit of documentation by rules" : "AI audit of documentation");
  }

  /** The first paragraphs of every narrative: the warning, then which examination it is about. */
  static Div div(AuditVersion version) {
    Div div = new Div(NarrativeHead.opening(version.byRules(), false));
    if (version.audit().report().pilot()) {
      div.paragraph("Test data, not a real patient.");
    }
    if (version.supersededBy().isPresent()) {
      div.paragraph(
          NarrativeHead.NO_LONGER_VALID
              + (version.mistaken()
                  ? "the report was withdrawn."
                  : "a later audit of this report replaces it."));
    }
    return div.paragraph(ExamLine.of(version.audit().report(), version.audit().studies()));
  }
}
