package org.radiologytrust.ingest.hl7.mapping;

import org.radiologytrust.ingest.hl7.message.Hl7Path;

/**
 * A line of a mapping that says where a value stands.
 *
 * @param where file and line of the mapping, or {@code shipped}
 */
public record Rule(Hl7Path path, String where) {
  public static final String SHIPPED = "shipped";
}
