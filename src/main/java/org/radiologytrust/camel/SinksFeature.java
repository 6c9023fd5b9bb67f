package org.radiologytrust.camel;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.retry.DeliveryRules;
import org.radiologytrust.retry.RetryTable;
import org.radiologytrust.settings.Settings;

/** Lets the deliveries of the sinks out to the routes that take them. */
public final class SinksFeature implements Feature {
  private final List<String> sinks;
  private final RetryTable table;
  private final DeliveryRules rules;
  private Optional<Host> running = Optional.empty();

  /**
   * @param sinks who gets each audit
   * @param routes the folder of the routes
   * @throws Settings.Wrong when routes of an earlier version are there; the message says what to do
   */
  public SinksFeature(List<String> sinks, Path routes, RetryTable table, DeliveryRules rules) {
    this.sinks = List.copyOf(sinks);
    this.table = table;
    this.rules = rules;
    OutdatedRoutes.refuse(routes);
  }

  @Override
  public List<SelfCheck> checks() {
    return sinks.isEmpty()
        ? List.of()
        : List.of(
            SelfCheck.running(
                "sinks", () -> running.flatMap(host -> SinkRoutes.missing(host.camel(), sinks))));
  }

  @Override
  public void bind(Host host) {
    running = Optional.of(host);
    // a route without an error handler of its own must not log what an exception quotes
    host.camel().getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerDefinition());
    host.camel()
        .getRegistry()
        .lookupByNameAndType("journal", JournalComponent.class)
        .outbox(sinks, table, rules);
  }
}
