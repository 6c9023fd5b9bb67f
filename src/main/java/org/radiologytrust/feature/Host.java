package org.radiologytrust.feature;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.radiologytrust.journal.Journal;

/**
 * The process that features run in.
 *
 * @param home {@code rtl.home}
 */
public record Host(
    CamelContext camel,
    Journal journal,
    PrometheusMeterRegistry meters,
    Path home,
    ListenerPorts listeners) {

  /** Binds a bean to the name that routes call it by. */
  public void bind(String name, Object bean) {
    camel.getRegistry().bind(name, bean);
  }
}
