package org.radiologytrust.journal.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * The clock of the journal and of all waits. It never goes back: while the wall clock is behind, a
 * monotonic clock continues from the last time, so nothing has to wait for the wall clock to catch
 * up. A forward step of the wall clock is followed, but does not count as elapsed time ({@link
 * #ago}, {@link #since}).
 */
public final class SteadyClock extends Clock {
  /** Smaller steps are normal corrections. */
  private static final Duration STEP = Duration.ofSeconds(2);

  /** Number of steps to remember; more within one wait do not matter. */
  private static final int STEPS = 16;

  private final Clock wall;
  private final LongSupplier nanos;
  private final Deque<Step> steps = new ArrayDeque<>();
  private Instant now;
  private long readAt;

  /** A forward step. The newest comes first. */
  private record Step(Instant from, Instant to) {}

  /**
   * A clock from its two sources.
   *
   * @param nanos a monotonic clock such as {@link System#nanoTime}
   */
  public SteadyClock(Clock wall, LongSupplier nanos) {
    this.wall = wall;
    this.nanos = nanos;
    this.now = wall.instant();
    this.readAt = nanos.getAsLong();
  }

  /** A clock that uses the clocks of this machine. */
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

  /**
   * When a wait of this length, ending now, began. Forward steps of the wall clock do not count as
   * waiting.
   */
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

  /**
   * How much time has passed since an instant that this clock gave. Where the wall clock was set
   * forward meanwhile, the time that it jumped over does not count.
   */
  public synchronized Duration since(Instant begin) {
    Duration waited = Duration.between(begin, instant());
    for (Step step : steps) {
      if (!step.to.isAfter(begin)) {
        break;
      }
      waited =
          waited.minus(Duration.between(begin.isAfter(step.from) ? begin : step.from, step.to));
    }
    return waited;
  }

  /** Moves the clock forward to a time that an earlier process has stored, if it is behind it. */
  synchronized void notBefore(Instant shown) {
    if (instant().isBefore(shown)) {
      now = shown;
    }
  }

  /**
   * The clock that people see: this machine's, or the database's where several nodes share one. It
   * may be set back. Use it for what is shown and published, and not for waits or order.
   */
  public Clock wall() {
    return wall;
  }

  /** How far this clock is ahead of the wall clock; zero unless the wall clock was set back. */
  public Duration ahead() {
    return Duration.between(wall.instant(), instant());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("the journal's clock is always in UTC");
  }
}
