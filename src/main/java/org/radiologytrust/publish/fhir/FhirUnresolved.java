package org.radiologytrust.publish.fhir;

/** What to do while the FHIR server does not know the patient or the report yet. */
public enum FhirUnresolved {
  /** Wait for the patient. A missing report gets a logical reference. */
  HOLD,
  /** Wait for the patient and for the report. */
  HOLD_REPORT,
  /** Wait for neither: send logical references (identifier only). */
  LOGICAL
}
