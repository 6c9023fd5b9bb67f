package org.radiologytrust.ingest.fhir.report;

import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.CompositionStatus;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.ImagingStudy.ImagingStudyStatus;
import org.hl7.fhir.r4.model.Media;
import org.hl7.fhir.r4.model.Media.MediaStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Resource;

/** Tells which resources their sender has taken back. They are not read and not weighed. */
final class Retraction {
  /** Names results in {@link org.radiologytrust.model.NotAudited}. */
  static final String RESULT = "retracted result";

  private Retraction() {}

  /** Whether the resource was entered in error, cancelled or replaced. */
  static boolean of(Resource resource) {
    if (resource instanceof Observation result) {
      return result.getStatus() == ObservationStatus.ENTEREDINERROR
          || result.getStatus() == ObservationStatus.CANCELLED;
    } else if (resource instanceof DocumentReference document) {
      DocumentReferenceStatus status = document.getStatus();
      return status != null && status != DocumentReferenceStatus.CURRENT;
    } else if (resource instanceof Media media) {
      return media.getStatus() == MediaStatus.ENTEREDINERROR;
    } else if (resource instanceof Composition composition) {
      return composition.getStatus() == CompositionStatus.ENTEREDINERROR;
    }
    return resource instanceof ImagingStudy study
        && (study.getStatus() == ImagingStudyStatus.ENTEREDINERROR
            || study.getStatus() == ImagingStudyStatus.CANCELLED);
  }
}
