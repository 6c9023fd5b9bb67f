package org.radiologytrust.journal.store;

import java.util.Map;
import java.util.function.Consumer;

/**
 * Signals that commits raise. They wake the consumers, so that these need not poll often.
 *
 * @param reports a report or a study was received
 * @param runs a run was queued or is due again
 * @param deliveries an audit was stored for the sinks, or a delivery is to be sent again
 */
public record Signals(Signal reports, Signal runs, Signal deliveries) {
  private static final String REPORTS = "reports";
  private static final String RUNS = "runs";
  private static final String DELIVERIES = "deliveries";

  /** Signals inside this process. */
  Signals() {
    this(name -> {});
  }

  /**
   * Signals that other processes get too.
   *
   * @param relay passes on the name of a raised signal; returns at once
   */
  Signals(Consumer<String> relay) {
    this(
        new Signal(() -> relay.accept(REPORTS)),
        new Signal(() -> relay.accept(RUNS)),
        new Signal(() -> relay.accept(DELIVERIES)));
  }

  /** The signals by the names that a relay gets. */
  Map<String, Signal> byName() {
    return Map.of(REPORTS, reports, RUNS, runs, DELIVERIES, deliveries);
  }
}
