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
    double slope = slope(tags);
    double intercept = intercept(tags);
    return stored -> stored * slope + intercept;
  }

  /** The rescale slope. One of 0 is not valid, so then nothing is rescaled. */
  static double slope(DicomTags tags) {
    return rescaled(tags) ? tags.number("RescaleSlope").orElse(1) : 1;
  }

  static double intercept(DicomTags tags) {
    return rescaled(tags) ? tags.number("RescaleIntercept").orElse(0) : 0;
  }

  private static boolean rescaled(DicomTags tags) {
    return tags.number("RescaleSlope").orElse(1) != 0;
  }
}
