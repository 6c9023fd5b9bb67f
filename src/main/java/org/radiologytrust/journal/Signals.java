package org.radiologytrust.journal;

/**
 * Signals that commits raise. They wake the consumers, so that these need not poll often.
 *
 * @param reports a report or a study was received
 * @param runs a run was queued or is due again
 * @param deliveries an audit was stored for the sinks, or a delivery is to be sent again
 */
public record Signals(Signal reports, Signal runs, Signal deliveries) {
  Signals() {
    this(new Signal(), new Signal(), new Signal());
  }
}
