package org.radiologytrust.journal.store;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Knows whether many messages arrive. Their senders wait, so other work begins a little later then.
 * It is delayed, never stopped: a flood of messages must not end all audits.
 */
final class IntakeLoad {
  /** This many messages within this time are many: 80 a second. */
  private static final int MANY = 8;

  private static final long WITHIN = Duration.ofMillis(100).toNanos();
  private static final long LOOK_MILLIS = 10;

  private final LongSupplier nanos;
  private final long[] stored = new long[MANY];
  private int next;

  /**
   * @param nanos a monotonic clock
   */
  IntakeLoad(LongSupplier nanos) {
    this.nanos = nanos;
    Arrays.fill(stored, nanos.getAsLong() - WITHIN);
  }

  /** Counts a message. */
  synchronized void message() {
    stored[next] = nanos.getAsLong();
    next = (next + 1) % MANY;
  }

  /** Whether the oldest of the last ones is still recent. */
  private synchronized boolean isHigh(long now) {
    return now - stored[next] < WITHIN;
  }

  /** Waits while many messages arrive, for at most this time or until an interrupt. */
  void giveWay(Duration most) {
    long end = nanos.getAsLong() + most.toNanos();
    try {
      for (long now = nanos.getAsLong(); now < end && isHigh(now); now = nanos.getAsLong()) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
