package org.radiologytrust.ingest.kafka;

import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Receives only one header of a record and sends none of ours, so that a record cannot set a header
 * that controls Camel or a bean.
 */
public final class RecordHeaders implements HeaderFilterStrategy {
  static final String CONTENT_TYPE = "content-type";

  /** True if the header is not received. */
  @Override
  public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
    return !CONTENT_TYPE.equalsIgnoreCase(name);
  }

  /** True: no header is sent. */
  @Override
  public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
    return true;
  }
}
