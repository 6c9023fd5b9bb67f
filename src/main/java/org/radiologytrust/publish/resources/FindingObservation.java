package org.radiologytrust.publish.resources;

import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.StringType;
import org.radiologytrust.model.ConfidenceBasis;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.Texts;
import org.radiologytrust.publish.fhir.Fhir;
import org.radiologytrust.publish.fhir.References;

/** A finding of the model as an Observation of the profile rtl-image-finding. */
final class FindingObservation {
  private final CommonElements frame;

  FindingObservation(CommonElements frame) {
    this.frame = frame;
  }

  Observation of(AuditVersion version, AuditVersion.Seen seen) {
    Finding finding = seen.finding();
    Observation observation =
        frame.observation(
            version,
            "image-finding",
            "AI image finding used as evidence",
            version.findingId(finding.id()),
            version.status());
    observation.setValue(new StringType(Fhir.text(finding.description())));
    References.image(version.audit(), Texts.orEmpty(finding.sopInstanceUid()), finding.box())
        .ifPresent(observation::addDerivedFrom);
    Components components = new Components(observation, version.hashes().textSha256());
    components.text("location", Texts.orEmpty(finding.location()));
    components.confidence(finding.confidence(), ConfidenceBasis.SELF_REPORTED);
    components.text("visual-cue", Texts.orEmpty(finding.visualCue()));
    components.text("image-quality", Texts.orEmpty(seen.read().quality()));
    observation.setText(
        CommonElements.div(version)
            .paragraph(
                "Seen by a model on one image: " + NarrativeWords.finding(finding) + box(finding))
            .done());
    return observation;
  }

  private static String box(Finding finding) {
    return finding.box() == null
        ? ""
        : ". The model's own box, which no person drew: " + finding.box().words();
  }
}
