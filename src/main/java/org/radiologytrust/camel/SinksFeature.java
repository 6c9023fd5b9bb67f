package org.radiologytrust.camel;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.feature.SelfCheckResult.State;
import org.radiologytrust.journal.search.Overview;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.retry.DeliveryRules;
import org.radiologytrust.retry.RetryTable;
import org.radiologytrust.settings.Settings;

/** Adds {@code journal:outbox}, from which routes send the deliveries to the sinks. */
public final class SinksFeature implements Feature {
  private static final String NAME = "sinks";

  private final List<String> sinks;
  private final RetryTable table;
  private final DeliveryRules rules;
  private Optional<Host> running = Optional.empty();

  /**
   * Checks the site's routes.
   *
   * @param sinks names of the sinks that receive each audit
   * @param routes the folder of the route files
   * @throws Settings.Wrong if a route file is from an earlier version; the message says what to do
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
            SelfCheck.health(
                NAME,
                () -> running.map(this::health).orElseGet(() -> SelfCheckResult.ok(NAME, ""))));
  }

  /** What a sink refuses is no reason to take this node out of service: all others go on. */
  private SelfCheckResult health(Host host) {
    Optional<String> missing = SinkRoutes.missing(host.camel(), sinks);
    if (missing.isPresent()) {
      return SelfCheckResult.broken(NAME, missing.get());
    }
    String refused;
    try {
      refused =
          host.journal().lookup().overview().refused().stream()
              .map(Overview.Refused::told)
              .collect(Collectors.joining(". "));
    } catch (JournalException e) {
      refused = ""; // the check of the journal says so
    }
    return refused.isEmpty()
        ? SelfCheckResult.ok(NAME, "")
        : new SelfCheckResult(NAME, State.WARNING, refused);
  }

  @Override
  public void bind(Host host) {
    running = Optional.of(host);
    // a route without its own error handler must not log the text of an exception
    host.camel().getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerDefinition());
    host.camel()
        .getRegistry()
        .lookupByNameAndType("journal", JournalComponent.class)
        .outbox(sinks, table, rules);
    host.bind("lease", new LeaseCheck());
  }
}
