package org.radiologytrust.journal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * The time of the journal and of every wait: it never goes back. While the wall clock is set back
 * it goes on by a monotonic clock from where it was, so that nothing waits for the wall clock to
 * catch up. A step forward is followed, but counts as no time that passed ({@link #ago}).
 */
public final class SteadyClock extends Clock {
  /** Smaller steps are ordinary corrections. */
  private static final Duration STEP = Duration.ofSeconds(2);

  /** More steps than this within one wait do not matter. */
  private static final int STEPS = 16;

  private final Clock wall;
  private final LongSupplier nanos;
  private final Deque<Step> steps = new ArrayDeque<>();
  private Instant now;
  private long readAt;

  /** A step forward; the newest is first. */
  private record Step(Instant from, Instant to) {}

  /**
   * @param nanos a monotonic clock such as {@link System#nanoTime}
   */
  public SteadyClock(Clock wall, LongSupplier nanos) {
    this.wall = wall;
    this.nanos = nanos;
    this.now = wall.instant();
    this.readAt = nanos.getAsLong();
  }

  /** By the clocks of this machine. */
  public static SteadyClock system() {
    return new SteadyClock(Clock.systemUTC(), System::nanoTime);
  }

  @Override
  public synchronized Instant instant() {
    long read = nanos.getAsLong();
    Instant expected = now.plusNanos(read - readAt);
    Instant shown = wall.instant();
    if (shown.isAfter(expected.plus(STEP))) {
      steps.addFirst(new Step(expected, shown));
      if (steps.size() > STEPS) {
        steps.removeLast();
      }
    }
    now = shown.isAfter(expected) ? shown : expected;
    readAt = read;
    return now;
  }

  /** The time that it showed when a wait that ends now began: steps forward are left out. */
  public synchronized Instant ago(Duration wait) {
    Instant end = instant();
    Duration left = wait;
    for (Step step : steps) {
      Duration since = Duration.between(step.to, end);
      if (since.compareTo(left) >= 0) {
        break;
      }
      left = left.minus(since);
      end = step.from;
    }
    return end.minus(left);
  }

  /** Goes on from there where it is earlier: this time was shown before. */
  synchronized void notBefore(Instant shown) {
    if (instant().isBefore(shown)) {
      now = shown;
    }
  }

  /** How far it is ahead of the wall clock; zero while that was not set back. */
  public Duration ahead() {
    return Duration.between(wall.instant(), instant());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }
}
