package org.radiologytrust.llm.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * How long a server takes for each step, and how often it failed lately. Both are forgotten with
 * time, so that a server that gets few calls is tried again. Not thread-safe: {@link ModelServers}
 * calls it under its lock.
 */
public final class ServerPace {
  /** After this time, half of what was measured is forgotten. */
  public static final Duration HALF_LIFE = Duration.ofMinutes(1);

  /** Share of the last call in the mean time. */
  private static final double SHARE = 0.2;

  /** Times below this count as this: the differences are the network's, not the model's. */
  private static final double LEAST_NANOS = 1e8;

  private static final double MOST = 8;

  private final Map<String, Taken> taken = new HashMap<>();
  private double failures;
  private long failedAt;

  /**
   * @param nanos mean time
   * @param known 0 for nothing, near 1 after many calls
   * @param at time of the last call
   */
  private record Taken(double nanos, double known, long at) {}

  /**
   * @param nanos how long the call took
   * @param now {@link System#nanoTime}
   */
  void took(String step, long nanos, long now) {
    double time = Math.max(nanos, LEAST_NANOS);
    taken.merge(
        step,
        new Taken(time, SHARE, now),
        (old, last) ->
            new Taken(
                old.nanos + SHARE * (last.nanos - old.nanos),
                old.known + SHARE * (1 - old.known),
                now));
  }

  void failed(long now) {
    failures = left(failures, failedAt, now) + 1;
    failedAt = now;
  }

  /** The steps that were measured. */
  Set<String> steps() {
    return taken.keySet();
  }

  /** The mean time for a step, in nanoseconds; empty before the first call. */
  OptionalDouble nanos(String step) {
    Taken mean = taken.get(step);
    return mean == null ? OptionalDouble.empty() : OptionalDouble.of(mean.nanos);
  }

  /**
   * How much a call counts at this server: twice as slow counts twice. It is rounded, so that
   * servers that are about equally fast take turns.
   *
   * @param usual what a usual server takes for the step, in nanoseconds
   * @return from 1/8 to 8; 1 for a usual server, and for one that was not measured
   */
  double cost(String step, OptionalDouble usual, long now) {
    double cost = 1;
    Taken mean = taken.get(step);
    if (mean != null && usual.isPresent()) {
      cost += mean.known * left(mean.nanos / usual.getAsDouble() - 1, mean.at, now);
    }
    cost *= 1 + left(failures, failedAt, now);
    return Math.min(MOST, Math.max(1 / MOST, cost < 1 ? 1 / Math.rint(1 / cost) : Math.rint(cost)));
  }

  private static double left(double measured, long at, long now) {
    return measured * Math.pow(0.5, (double) (now - at) / HALF_LIFE.toNanos());
  }
}
