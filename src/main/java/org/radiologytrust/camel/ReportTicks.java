package org.radiologytrust.camel;

import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.store.Signal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out an empty exchange after each commit of a report or study, and after each period without
 * one.
 */
final class ReportTicks implements WorkSource {
  private static final Logger LOG = LoggerFactory.getLogger(ReportTicks.class);

  private final Signal signal;
  private final Duration every;
  private long seen = -1;
  private long last;
  private volatile boolean failing;

  ReportTicks(Signal signal, Duration every) {
    this.signal = signal;
    this.every = every;
  }

  @Override
  public Optional<Work> take() {
    long count = signal.count();
    long now = System.nanoTime();
    if (count == seen && now - last < every.toNanos()) {
      return Optional.empty();
    }
    seen = count;
    last = now;
    return Optional.of(new Tick());
  }

  @Override
  public Signal signal() {
    return signal;
  }

  /**
   * Has nothing to record. The first failure in a row is logged, and only its class; a stop is
   * none.
   */
  private final class Tick implements Work {
    @Override
    public void fill(Exchange exchange) {}

    @Override
    public void settle(Exchange exchange, @Nullable Exception failure) {
      boolean failed = failure != null && !(failure instanceof InterruptedException);
      if (failed && !failing) {
        LOG.error("{} failed: {}", exchange.getFromRouteId(), failure.getClass().getSimpleName());
      }
      failing = failed;
    }
  }
}
