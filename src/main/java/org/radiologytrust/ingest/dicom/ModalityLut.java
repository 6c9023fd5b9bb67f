package org.radiologytrust.ingest.dicom;

import org.jspecify.annotations.Nullable;

/** Converts stored values to the values that windows refer to (PS3.3 C.11.1). */
@FunctionalInterface
interface ModalityLut {
  double apply(int stored);

  /**
   * The Modality LUT Sequence, otherwise rescale slope and intercept.
   *
   * @param sequence null if there is none
   */
  static ModalityLut of(DicomTags tags, @Nullable LookupTable sequence) {
    if (sequence != null) {
      return sequence::at;
    }
    return rescale(tags);
  }

  /** Rescale slope and intercept. */
  static ModalityLut rescale(DicomTags tags) {
    double slope = tags.number("RescaleSlope").orElse(1);
    double intercept = tags.number("RescaleIntercept").orElse(0);
    if (slope == 0) {
      return stored -> stored;
    }
    return stored -> stored * slope + intercept;
  }
}
