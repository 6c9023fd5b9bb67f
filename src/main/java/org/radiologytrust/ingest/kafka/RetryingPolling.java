package org.radiologytrust.ingest.kafka;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.component.kafka.PollExceptionStrategy;

/**
 * Keeps polling after any error, with a pause. Camel's own strategies stop for good when a login is
 * refused, or skip an unreadable record, which loses a report.
 */
public final class RetryingPolling implements PollExceptionStrategy {
  /** A persistent error occurs again well within this time. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  private final Duration pause;
  private final Clock clock;
  private volatile Instant last = Instant.MIN;

  public RetryingPolling(Duration pause, Clock clock) {
    this.pause = pause;
    this.clock = clock;
  }

  @Override
  public boolean canContinue() {
    return true;
  }

  @Override
  public void handle(long partitionLastOffset, Exception exception) {
    last = clock.instant();
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The error of the last minute; empty if there was none. */
  public Optional<String> problem() {
    return last.isAfter(clock.instant().minus(FRESH))
        ? Optional.of("rtl.kafka.reports cannot be read; the log says more")
        : Optional.empty();
  }
}
