package org.radiologytrust.ingest.fhir;

/**
 * Limits for the parts of a message.
 *
 * @param depth maximum nesting of JSON and XML
 * @param digits maximum number of digits of a number, including the zeros that its exponent stands
 *     for
 */
public record FhirLimits(int depth, int digits) {
  /** Allows every double. */
  public static final FhirLimits DEFAULT = new FhirLimits(100, 400);
}
