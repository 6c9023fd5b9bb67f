package org.radiologytrust.publish.resources;

import java.util.Set;
import java.util.UUID;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
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

  Meta meta(Report report, String profile) {
    Meta meta = new Meta();
    if (aiLabel) {
      meta.addProfile(Uris.PROFILE + profile);
      meta.addSecurity(aiAsserted());
    }
    labels(meta, report);
    return meta;
  }

  /** Adds the labels for confidentiality and test data. */
  static void labels(Meta meta, Report report) {
    // An unknown code is treated as restricted.
    String code =
        CONFIDENTIALITY.contains(report.confidentiality()) ? report.confidentiality() : "R";
    meta.addSecurity().setSystem(Uris.TERMINOLOGY + "v3-Confidentiality").setCode(code);
    if (report.pilot()) {
      meta.addSecurity().setSystem(Uris.TERMINOLOGY + "v3-ActReason").setCode("HTEST");
    }
  }

  boolean aiLabel() {
    return aiLabel;
  }

  static Coding aiAsserted() {
    return new Coding(
        Uris.TERMINOLOGY + "v3-ObservationValue", "AIAST", "Artificial Intelligence asserted");
  }

  /**
   * An Observation with everything but its value, text and components.
   *
   * @param kind claim-audit, report-audit or image-finding: names profile, identifier and code
   */
  Observation observation(
      AuditVersion version, String kind, String display, UUID id, ObservationStatus status) {
    Report report = version.audit().report();
    Observation observation = new Observation();
    observation.setId(id.toString());
    observation.setMeta(meta(report, "rtl-" + kind));
    observation.addIdentifier().setSystem(Uris.SID + kind).setValue(id.toString());
    observation
        .addIdentifier()
        .setSystem(Uris.SID + "correlation")
        .setValue(version.hashes().correlationId().toString());
    observation.setStatus(status);
    observation.addCategory(
        Fhir.concept(Uris.CODES + "rtl-category", "ai-audit", "AI audit of documentation"));
    observation.setCode(Fhir.concept(Uris.OBSERVATION_CODES, kind, display));
    observation.setSubject(References.subject(report.patient()));
    observation.addFocus(References.focus(report));
    observation.setEffective(Fhir.dateTime(version.audit().ended()));
    observation.setIssuedElement(Fhir.instant(version.audit().ended()));
    observation.setDevice(engine.engine(version.audit().engineVersion()));
    version
        .supersededBy()
        .ifPresent(
            run ->
                observation.addExtension(Uris.SUPERSEDED_BY, Fhir.reference("Observation", run)));
    return observation;
  }

  /** The first paragraphs of every narrative: the warning, then which examination it is about. */
  static Div div(AuditVersion version) {
    Div div = new Div(NarrativeHead.NOT_VERIFIED);
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
