package org.radiologytrust.llm;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One server's circuit breaker: its first failure opens it, for a rest that doubles as long as each
 * trial fails; at the end of a rest one call tries the server. Not thread-safe: {@link
 * ModelServers} holds its lock.
 */
final class ServerBreaker {
  private final CircuitBreaker breaker;
  private final Clock clock;
  private Instant restUntil = Instant.MIN;

  /**
   * @param first rest after the first failure
   * @param most longest rest
   * @param nanos a clock such as {@link System#nanoTime}: one that is never set, or a rest could
   *     last for hours
   */
  ServerBreaker(String name, Duration first, Duration most, LongSupplier nanos) {
    this.clock = new NanoClock(nanos);
    IntervalFunction doubling = IntervalFunction.ofExponentialBackoff(first, 2, most);
    CircuitBreakerConfig config =
        CircuitBreakerConfig.custom()
            .slidingWindowSize(1)
            .minimumNumberOfCalls(1)
            .failureRateThreshold(100)
            .permittedNumberOfCallsInHalfOpenState(1)
            .waitIntervalFunctionInOpenState(failures -> rest(doubling.apply(failures)))
            .recordResult(Boolean.FALSE::equals)
            .clock(clock)
            .build();
    this.breaker = CircuitBreaker.of(name, config);
  }

  /** The breaker does not tell when its rest ends, so what it is given is kept. */
  private long rest(long millis) {
    restUntil = clock.instant().plusMillis(millis);
    return millis;
  }

  /**
   * Takes leave for a call; {@link #ended} or {@link #abandoned} has to follow.
   *
   * @return whether a call may go there
   */
  boolean acquire() {
    return breaker.tryAcquirePermission();
  }

  /** A call ended; of those that fail while it is open, none makes its rest longer. */
  void ended(boolean worked) {
    // no duration: how slow a call was is the deadlines' matter
    breaker.onResult(0, TimeUnit.NANOSECONDS, worked);
  }

  /** A call was given up, which says nothing of the server. */
  void abandoned() {
    breaker.releasePermission();
  }

  ServerState.Breaker state() {
    return switch (breaker.getState()) {
      case CLOSED -> ServerState.Breaker.CLOSED;
      case HALF_OPEN -> ServerState.Breaker.HALF_OPEN;
      default -> ServerState.Breaker.OPEN;
    };
  }

  /** How long until an open one may be tried; zero for the others. */
  Duration rest() {
    if (state() != ServerState.Breaker.OPEN) {
      return Duration.ZERO;
    }
    // the breaker read the clock a moment later, and its end is still rest
    Duration left = Duration.between(clock.instant(), restUntil).plusMillis(1);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private static final class NanoClock extends Clock {
    private final LongSupplier nanos;

    NanoClock(LongSupplier nanos) {
      this.nanos = nanos;
    }

    @Override
    public Instant instant() {
      return Instant.EPOCH.plusNanos(nanos.getAsLong());
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
