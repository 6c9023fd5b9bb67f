package org.radiologytrust.camel;

import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.radiologytrust.journal.Signal;

/** An empty exchange whenever something was committed, and after each time without. */
final class Ticks implements Supply {
  private final Signal signal;
  private final Duration every;
  private long seen = -1;
  private long last;

  Ticks(Signal signal, Duration every) {
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
    return Optional.of(Tick.NOTHING_TO_SETTLE);
  }

  @Override
  public Signal signal() {
    return signal;
  }

  private enum Tick implements Work {
    NOTHING_TO_SETTLE;

    @Override
    public void fill(Exchange exchange) {}

    @Override
    public void settle(Exchange exchange, Exception failure) {}
  }
}
