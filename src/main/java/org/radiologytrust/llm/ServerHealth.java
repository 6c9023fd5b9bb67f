package org.radiologytrust.llm;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Which servers are passed over because they failed. A rest doubles with every failure after it; at
 * its end one call tries the server. Not thread-safe: {@link ModelServers} holds its lock.
 */
final class ServerHealth {
  static final Duration FIRST_REST = Duration.ofSeconds(2);
  static final Duration MOST_REST = Duration.ofMinutes(1);
  private static final int MOST_DOUBLINGS = 10;

  private final LongSupplier nanos;
  private final int[] failures;
  private final long[] failedAt;
  private final long[] restUntil;

  /**
   * @param nanos a clock such as {@link System#nanoTime}
   */
  ServerHealth(int servers, LongSupplier nanos) {
    this.nanos = nanos;
    this.failures = new int[servers];
    this.failedAt = new long[servers];
    this.restUntil = new long[servers];
  }

  /**
   * Whether a server may get a call while others are there.
   *
   * @param busy its calls in flight
   */
  boolean fit(int server, int busy) {
    return failures[server] == 0 || !resting(server) && busy == 0;
  }

  private boolean resting(int server) {
    return failures[server] > 0 && restUntil[server] - nanos.getAsLong() > 0;
  }

  /** Nanoseconds since its last failure; 0 and above. */
  long sinceFailure(int server) {
    return failures[server] == 0 ? Long.MAX_VALUE : nanos.getAsLong() - failedAt[server];
  }

  void failed(int server) {
    boolean together = resting(server); // calls in flight at once fail at once: that is one failure
    failedAt[server] = nanos.getAsLong();
    if (!together) {
      int doublings = Math.min(failures[server]++, MOST_DOUBLINGS);
      long rest = Math.min(FIRST_REST.toNanos() << doublings, MOST_REST.toNanos());
      restUntil[server] = failedAt[server] + rest;
    }
  }

  void worked(int server) {
    failures[server] = 0;
  }
}
