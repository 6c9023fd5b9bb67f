package org.radiologytrust.model;

/** Administrative sex, as PID-8, DICOM PatientSex and FHIR gender map to it. */
public enum Sex {
  FEMALE,
  MALE,
  OTHER,
  UNKNOWN;

  /** Two different known sexes contradict each other; OTHER and UNKNOWN contradict nothing. */
  public boolean contradicts(Sex other) {
    return (this == FEMALE && other == MALE) || (this == MALE && other == FEMALE);
  }
}
