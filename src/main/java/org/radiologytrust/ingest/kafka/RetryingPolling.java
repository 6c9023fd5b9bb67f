package org.radiologytrust.ingest.kafka;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.component.kafka.PollExceptionStrategy;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.KafkaException;

/**
 * Keeps polling after any error, with a pause; where the next record is not there, from one that
 * is. Camel's own strategies stop for good when a login is refused, or skip an unreadable record,
 * which loses a report.
 */
public final class RetryingPolling implements PollExceptionStrategy {
  /** A persistent error occurs again well within this time. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  private final Duration pause;
  private final Clock clock;
  private final ReadPositions positions;
  private volatile Instant last = Instant.MIN;

  public RetryingPolling(Duration pause, Clock clock, ReadPositions positions) {
    this.pause = pause;
    this.clock = clock;
    this.positions = positions;
  }

  @Override
  public boolean canContinue() {
    return true;
  }

  @Override
  public void handle(long partitionLastOffset, Exception exception) {
    if (exception instanceof InvalidOffsetException lost && restored(lost)) {
      return;
    }
    last = clock.instant();
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** If it fails, the next poll throws the same again. */
  private boolean restored(InvalidOffsetException lost) {
    try {
      positions.restore(lost);
      return true;
    } catch (KafkaException e) {
      return false;
    }
  }

  /** The error of the last minute; empty if there was none. */
  public Optional<String> problem() {
    return last.isAfter(clock.instant().minus(FRESH))
        ? Optional.of("rtl.kafka.reports cannot be read; the log says more")
        : Optional.empty();
  }
}
