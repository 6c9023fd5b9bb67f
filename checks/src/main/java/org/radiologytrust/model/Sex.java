package org.radiologytrust.model;

/** Administrative sex. PID-8, DICOM PatientSex and FHIR gender map to it. */
public enum Sex {
  FEMALE,
  MALE,
  OTHER,
  UNKNOWN;

  /** Whether one is female and the other male. OTHER and UNKNOWN contradict nothing. */
  public boolean contradicts(Sex other) {
    return (this == FEMALE && other == MALE) || (this == MALE && other == FEMALE);
  }
}
