package org.radiologytrust.llm.server;

/**
 * A server with its circuit breaker, its pace and its calls in progress. Not thread-safe: {@link
 * ModelServers} uses it under its lock.
 */
final class PooledServer {
  final String url;
  final ServerBreaker breaker;
  final ServerPace pace = new ServerPace();

  /** Number of calls in progress. */
  int busy;

  /** Number of the last call that this server got, of all calls to all servers. */
  long lastCall;

  /** Whether it was removed, and only its calls in progress go on. */
  boolean draining;

  private boolean answered;

  PooledServer(String url, ServerBreaker breaker) {
    this.url = url;
    this.breaker = breaker;
  }

  boolean works() {
    return breaker.state() == ServerState.Breaker.CLOSED;
  }

  void ended(boolean worked, long now) {
    answered |= worked;
    breaker.ended(worked);
    if (!worked) {
      pace.failed(now);
    }
  }

  /**
   * @param weight see {@link ServerState}
   */
  ServerState state(int slots, double weight) {
    boolean asked =
        !draining
            && switch (breaker.state()) {
              case CLOSED -> true;
              case OPEN -> breaker.rest().isZero();
              case HALF_OPEN -> busy == 0;
            };
    return new ServerState(
        url,
        breaker.state(),
        breaker.rest(),
        asked,
        answered,
        new ServerState.Load(busy, slots, weight, draining));
  }
}
