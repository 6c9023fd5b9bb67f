package org.radiologytrust.ingest.fhir.json;

/**
 * Limits for the parts of a message.
 *
 * @param depth maximum nesting of JSON and XML
 * @param digits maximum number of digits of a number, including the zeros that its exponent stands
 *     for
 * @param elements maximum number of elements: names, values, objects and lists of JSON; elements
 *     and attributes of XML, also of narratives. One of two characters becomes objects of hundreds
 *     of bytes
 */
public record FhirLimits(int depth, int digits, int elements) {
  /** Allows every double. */
  public static final FhirLimits DEFAULT = new FhirLimits(100, 400, 500_000);
}
