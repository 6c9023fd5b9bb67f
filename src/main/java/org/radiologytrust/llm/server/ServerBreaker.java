package org.radiologytrust.llm.server;

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
 * The circuit breaker of one server. The first failure opens it. After a pause, one call tests the
 * server; each time the test fails, the next pause is twice as long. Not thread-safe: {@link
 * ModelServers} calls it under its lock.
 */
final class ServerBreaker {
  private final CircuitBreaker breaker;
  private final Clock clock;
  private Instant restUntil = Instant.MIN;

  /**
   * @param first pause after the first failure
   * @param most longest pause
   * @param nanos a clock that nobody can set, such as {@link System#nanoTime}; otherwise a pause
   *     could last for hours
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

  /** Stores the end of the pause, because the breaker cannot be asked for it. */
  private long rest(long millis) {
    restUntil = clock.instant().plusMillis(millis);
    return millis;
  }

  /**
   * Asks for permission for a call. When it is granted, {@link #ended} or {@link #abandoned} must
   * follow.
   *
   * @return whether the call may be made
   */
  boolean acquire() {
    return breaker.tryAcquirePermission();
  }

  /** Records the result of a call. Failures while the breaker is open do not extend the pause. */
  void ended(boolean worked) {
    // no duration: Deadlines handles slow calls
    breaker.onResult(0, TimeUnit.NANOSECONDS, worked);
  }

  /** Records that a call was dropped, which says nothing about the server. */
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

  /** Time until the server can be tested; zero unless the breaker is open. */
  Duration rest() {
    if (state() != ServerState.Breaker.OPEN) {
      return Duration.ZERO;
    }
    // one more millisecond, because the breaker reads the clock slightly later
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
