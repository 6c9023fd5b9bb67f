package org.radiologytrust.ingest.kafka;

import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/** Sends only two headers of an audit to a topic. */
public final class AuditHeaders implements HeaderFilterStrategy {
  private static final Set<String> OUT = Set.of("content-type", "rtl-run-id");

  /** True if the header is not sent. */
  @Override
  public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
    return !OUT.contains(name);
  }

  /** True: no header is received. */
  @Override
  public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
    return true;
  }
}
