package org.radiologytrust.ingest.dicom;

/** From stored values to the values that windows are given in (PS3.3 C.11.1). */
@FunctionalInterface
interface ModalityLut {
  double apply(int stored);

  /** The Modality LUT Sequence where there is one, else rescale slope and intercept. */
  static ModalityLut of(DicomTags tags, LookupTable sequence) {
    if (sequence != null) {
      return sequence::at;
    }
    double slope = tags.number("RescaleSlope").orElse(1);
    double intercept = tags.number("RescaleIntercept").orElse(0);
    if (slope == 0) {
      return stored -> stored;
    }
    return stored -> stored * slope + intercept;
  }
}
