package org.radiologytrust.ingest.fhir;

/**
 * How large the parts of a message may be.
 *
 * @param depth deepest nesting of JSON and XML
 * @param digits most digits of a number, with the zeros that its exponent stands for
 */
public record FhirLimits(int depth, int digits) {
  /** Every double fits. */
  public static final FhirLimits DEFAULT = new FhirLimits(100, 400);
}
