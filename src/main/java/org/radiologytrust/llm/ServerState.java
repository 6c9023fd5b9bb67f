package org.radiologytrust.llm;

import java.time.Duration;

/**
 * How a server stands, for health, metrics and MBeans.
 *
 * @param server base URL
 * @param breaker its circuit breaker
 * @param rest how long until an open one may be tried; zero for the others, and once it is over
 * @param asked whether a call may go there, were a slot free
 * @param answered whether it has answered a call since this process started; before that, a closed
 *     breaker says nothing about the server
 * @param inFlight calls that it has
 * @param slots how many it may have
 */
public record ServerState(
    String server,
    Breaker breaker,
    Duration rest,
    boolean asked,
    boolean answered,
    int inFlight,
    int slots) {
  /** Closed: its last call was answered, or there was none. Half open: one call tries it. */
  public enum Breaker {
    CLOSED,
    OPEN,
    HALF_OPEN
  }
}
