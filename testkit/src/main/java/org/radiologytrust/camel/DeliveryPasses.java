package org.radiologytrust.camel;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.results.Outbox;
import org.radiologytrust.journal.store.Signal;
import org.radiologytrust.retry.DeliveryRules;
import org.radiologytrust.retry.RetryTable;

/** A consumer of a sink's deliveries that goes on when a test says so. */
public final class DeliveryPasses {
  /** How soon a peer that is away is asked again. */
  public static final Duration POLL = Duration.ofSeconds(1);

  private static final Duration LEASE = Duration.ofSeconds(30);

  private static final DefaultCamelContext CAMEL = new DefaultCamelContext();

  private final DeliverySource deliveries;
  private final Processor route;

  public DeliveryPasses(
      String sink, Outbox outbox, DeliveryRules rules, Clock clock, Processor route) {
    this.deliveries =
        new DeliverySource(
            sink,
            outbox,
            new Signal(),
            new RetryTable(SiteFiles.shipped()),
            rules,
            clock,
            new DeliverySource.Pace(POLL, LEASE));
    this.route = route;
  }

  /** All that may go now, one after the other. */
  public void pass() {
    for (Optional<Work> next = deliveries.take(); next.isPresent(); next = deliveries.take()) {
      Exchange exchange = new DefaultExchange(CAMEL);
      next.get().fill(exchange);
      try {
        route.process(exchange);
      } catch (Exception e) {
        exchange.setException(e);
      }
      next.get().settle(exchange, exchange.getException());
    }
  }
}
