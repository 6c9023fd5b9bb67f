package org.radiologytrust.llm;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.feature.SelfCheckResult.State;
import org.radiologytrust.llm.server.ServerState;

/**
 * The readiness check {@code model}. It is down while no model can be asked, for one of three
 * reasons: the models have never been seen, so audits are made without them; no server has them
 * now, so audits wait; or every server failed its last call. The details show the circuit breaker
 * of each server.
 */
final class ModelHealth {
  private static final String PEER = "model";
  private static final String WAITING = "audits wait for the model: ";
  private static final Duration FRESH = Duration.ofSeconds(10);
  private static final String FAILING =
      "every model server responds but failed its last call. Calls are retried automatically; check"
          + " the servers' logs, and restart the servers if this continues";

  private final Supplier<Optional<String>> lacking;
  private final Supplier<Optional<String>> missing;
  private final Supplier<List<ServerState>> servers;
  private final Supplier<List<String>> doubts;
  private final Clock clock;
  private @Nullable Instant asked;
  private Optional<String> away = Optional.empty();
  private volatile Optional<Boolean> available = Optional.empty();

  /**
   * @param lacking why audits are made without a model; empty once the models have been seen
   * @param missing asks the servers for problems; a result is used for 10 s
   * @param servers the states of the servers
   * @param doubts further known problems of servers
   */
  ModelHealth(
      Supplier<Optional<String>> lacking,
      Supplier<Optional<String>> missing,
      Supplier<List<ServerState>> servers,
      Supplier<List<String>> doubts,
      Clock clock) {
    this.lacking = lacking;
    this.missing = missing;
    this.servers = servers;
    this.doubts = doubts;
    this.clock = clock;
  }

  /**
   * Whether audits could ask a model at the last {@link #ask}.
   *
   * @return empty before the first one
   */
  Optional<Boolean> available() {
    return available;
  }

  /** Makes the check now. */
  SelfCheckResult ask() {
    SelfCheckResult result = look();
    available = Optional.of(!result.isBroken());
    return result;
  }

  private SelfCheckResult look() {
    List<ServerState> states = servers.get();
    Map<String, String> details = new LinkedHashMap<>();
    states.forEach(state -> details.put(state.server(), breaker(state)));
    Optional<String> never = lacking.get();
    if (never.isPresent()) {
      String without = "audits go without a model: " + never.get();
      return new SelfCheckResult(PEER, State.BROKEN, without, details);
    }
    Optional<String> now = away();
    if (now.isPresent()) {
      return new SelfCheckResult(PEER, State.BROKEN, WAITING + now.get(), details);
    }
    if (states.stream().noneMatch(ServerState::asked)) {
      return new SelfCheckResult(PEER, State.BROKEN, WAITING + FAILING, details);
    }
    String notes = notes(states);
    return new SelfCheckResult(PEER, notes.isEmpty() ? State.OK : State.WARNING, notes, details);
  }

  private String notes(List<ServerState> states) {
    String open =
        states.stream()
            .filter(state -> state.breaker() != ServerState.Breaker.CLOSED)
            .filter(state -> !state.load().draining())
            .map(state -> state.server() + " (" + breaker(state) + ")")
            .collect(Collectors.joining(", "));
    List<String> notes = new ArrayList<>(doubts.get());
    if (!open.isEmpty()) {
      notes.add("not used until a test call succeeds: " + open);
    }
    return String.join("; ", notes);
  }

  private static String breaker(ServerState state) {
    String breaker =
        switch (state.breaker()) {
          case CLOSED -> "closed";
          case OPEN -> "open, next try in " + (state.rest().toMillis() + 999) / 1000 + " s";
          case HALF_OPEN -> "half-open";
        };
    String answered = state.answered() ? breaker : breaker + ", no call answered since the start";
    return state.load().draining()
        ? "removed, " + state.load().inFlight() + " calls in progress"
        : answered;
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
