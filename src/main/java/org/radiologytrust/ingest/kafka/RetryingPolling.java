package org.radiologytrust.ingest.kafka;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.component.kafka.PollExceptionStrategy;

/**
 * Polls on after any error, with a pause. Camel's own strategies end for good when a login is
 * refused, or seek past what could not be read, which loses a report.
 */
public final class RetryingPolling implements PollExceptionStrategy {
  /** An error that lasts comes again well within this time. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  private record Failure(Instant at, String kind) {}

  private final Duration pause;
  private final Clock clock;
  private volatile Failure last = new Failure(Instant.MIN, "");

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
    last = new Failure(clock.instant(), exception.getClass().getSimpleName());
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Empty unless the last minute had an error. */
  public Optional<String> problem() {
    Failure failure = last;
    return failure.at.isAfter(clock.instant().minus(FRESH))
        ? Optional.of("rtl.kafka.reports cannot be read (" + failure.kind + "): see the log")
        : Optional.empty();
  }
}
