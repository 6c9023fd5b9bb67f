package org.radiologytrust.ingest.hl7;

/**
 * A line of a mapping that says where a value stands.
 *
 * @param where file and line of the mapping, or {@code shipped}
 */
record Rule(Hl7Path path, String where) {
  static final String SHIPPED = "shipped";
}
