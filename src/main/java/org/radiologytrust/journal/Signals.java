package org.radiologytrust.journal;

/**
 * Raised after commits, so that nobody has to look often.
 *
 * @param reports a report or a study came
 * @param runs a run was queued, or is due again
 * @param deliveries an audit was stored for the sinks, or a delivery is to be sent again
 */
public record Signals(Signal reports, Signal runs, Signal deliveries) {
  Signals() {
    this(new Signal(), new Signal(), new Signal());
  }
}
