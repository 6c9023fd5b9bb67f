package org.radiologytrust.ingest.kafka;

import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/** Lets two headers of an audit out to a topic, and no other. */
public final class AuditHeaders implements HeaderFilterStrategy {
  private static final Set<String> OUT = Set.of("content-type", "rtl-run-id");

  /** True for what stays here. */
  @Override
  public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
    return !OUT.contains(name);
  }

  /** True for what stays out. */
  @Override
  public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
    return true;
  }
}
