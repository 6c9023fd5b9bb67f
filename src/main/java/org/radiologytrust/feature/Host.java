package org.radiologytrust.feature;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.radiologytrust.journal.Journal;

/**
 * What the process offers to its features.
 *
 * @param meters registry of all metrics
 * @param home the folder {@code rtl.home}
 */
public record Host(
    CamelContext camel,
    Journal journal,
    PrometheusMeterRegistry meters,
    Path home,
    ListenerPorts listeners) {

  /** Binds a bean under the name that routes call. */
  public void bind(String name, Object bean) {
    camel.getRegistry().bind(name, bean);
  }
}
