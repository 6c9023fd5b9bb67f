package org.radiologytrust.ops;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.radiologytrust.llm.ServerState;

/**
 * Readiness as far as the model goes. While the models were never seen the product is up and does
 * what it can without, and the message says so; once they were seen, audits wait for them, and a
 * server that is away is down, and so it is while every server has failed. The details say how each
 * server's circuit breaker stands.
 */
public final class ModelCheck extends AbstractHealthCheck {
  private static final Duration FRESH = Duration.ofSeconds(10);
  private static final String FAILING =
      "every model server answers but failed its last call; each is tried again by itself: look"
          + " into the server's log, and restart it if that goes on";

  private final Supplier<Optional<String>> lacking;
  private final Supplier<Optional<String>> missing;
  private final Supplier<List<ServerState>> servers;
  private final Supplier<List<String>> doubts;
  private final Clock clock;
  private Instant asked;
  private Optional<String> away = Optional.empty();

  /**
   * @param lacking why audits go without a model; empty once the models were seen
   * @param missing asks the servers: what is wrong, or nothing; its answer is kept for 10 s
   * @param servers how each stands
   * @param doubts what is known against a server beyond that
   */
  public ModelCheck(
      Supplier<Optional<String>> lacking,
      Supplier<Optional<String>> missing,
      Supplier<List<ServerState>> servers,
      Supplier<List<String>> doubts,
      Clock clock) {
    super("rtl", "model");
    this.lacking = lacking;
    this.missing = missing;
    this.servers = servers;
    this.doubts = doubts;
    this.clock = clock;
  }

  /** A model server that is away is no reason to restart this process. */
  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    List<ServerState> states = servers.get();
    states.forEach(state -> builder.detail(state.server(), breaker(state)));
    Optional<String> never = lacking.get();
    if (never.isPresent()) {
      builder.message("audits go without a model: " + never.get()).up();
      return;
    }
    Optional<String> now = away();
    if (now.isPresent()) {
      builder.message("audits wait for the model: " + now.get()).down();
    } else if (states.stream().noneMatch(ServerState::asked)) {
      builder.message("audits wait for the model: " + FAILING).down();
    } else {
      String open =
          states.stream()
              .filter(state -> state.breaker() != ServerState.Breaker.CLOSED)
              .map(state -> state.server() + " (" + breaker(state) + ")")
              .collect(Collectors.joining(", "));
      List<String> notes = new ArrayList<>(doubts.get());
      if (!open.isEmpty()) {
        notes.add("passed over until a call to it works: " + open);
      }
      if (!notes.isEmpty()) {
        builder.message(String.join("; ", notes));
      }
      builder.up();
    }
  }

  private static String breaker(ServerState state) {
    return switch (state.breaker()) {
      case CLOSED -> "closed";
      case OPEN -> "open, next try in " + (state.rest().toMillis() + 999) / 1000 + " s";
      case HALF_OPEN -> "half-open";
    };
  }

  private synchronized Optional<String> away() {
    Instant now = clock.instant();
    if (asked == null || !now.isBefore(asked.plus(FRESH))) {
      away = missing.get();
      asked = now;
    }
    return away;
  }
}
