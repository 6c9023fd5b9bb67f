package org.radiologytrust.llm.server;

import java.time.Duration;

/**
 * The state of a server, for health checks, metrics and rtl status.
 *
 * @param server base URL
 * @param breaker state of its circuit breaker
 * @param rest time until the server can be tested; zero when the pause is over or the breaker is
 *     not open
 * @param asked whether the server gets calls when a slot is free
 * @param answered whether the server has answered a call since this process started; before that, a
 *     closed breaker says nothing about the server
 */
public record ServerState(
    String server, Breaker breaker, Duration rest, boolean asked, boolean answered, Load load) {
  /** Closed: the server gets calls. Open: it failed and gets none. Half open: one call tests it. */
  public enum Breaker {
    CLOSED,
    OPEN,
    HALF_OPEN
  }

  /**
   * The calls of a server.
   *
   * @param inFlight number of calls in progress
   * @param slots most calls in progress
   * @param weight 1 for a server that takes the usual time. It is 0.5 for a server that takes twice
   *     as long in its slowest step, or that failed lately
   * @param draining whether it was removed, and only its calls in progress go on
   */
  public record Load(int inFlight, int slots, double weight, boolean draining) {}
}
