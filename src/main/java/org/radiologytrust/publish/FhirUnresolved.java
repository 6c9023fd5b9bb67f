package org.radiologytrust.publish;

/** What to do while the FHIR server does not know the patient or the report yet. */
public enum FhirUnresolved {
  /** Wait, and ask again later. */
  HOLD,
  /** Send the logical reference (identifier only) as it is. */
  LOGICAL
}
