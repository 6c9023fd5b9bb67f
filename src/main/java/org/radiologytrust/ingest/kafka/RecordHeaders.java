package org.radiologytrust.ingest.kafka;

import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Lets one header of a record in, and none of ours out: a record can set no header that Camel or a
 * bean obeys.
 */
public final class RecordHeaders implements HeaderFilterStrategy {
  static final String CONTENT_TYPE = "content-type";

  /** True for what stays out. */
  @Override
  public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
    return !CONTENT_TYPE.equalsIgnoreCase(name);
  }

  /** True for what stays here. */
  @Override
  public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
    return true;
  }
}
