package org.radiologytrust.journal.results;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Deliveries that failed permanently and wait for an operator. */
public interface DeadLetters {
  /**
   * A delivery that failed permanently.
   *
   * @param id the run of the audit, or the decision
   * @param reason why, without any patient data
   * @param ended when the run ended or the decision was made, not when its delivery failed
   * @param attempts number of tries so far
   * @param superseded whether a later audit of the report has replaced this one; a decision about
   *     an audit that the sink has received is never superseded
   */
  record Dead(
      UUID id, String sink, String reason, Instant ended, int attempts, boolean superseded) {}

  /** Dead deliveries, the newest run or decision first. */
  List<Dead> list(int offset, int limit);

  /**
   * Sends a delivery again: it is due now, its payload is prepared again, and its tries are counted
   * from 0. With an audit's, those of the decisions about it are sent again too.
   *
   * @return false, with nothing changed, if there is no such dead delivery, if it is superseded (it
   *     would show what a later audit has withdrawn), or if it is of a decision about an audit that
   *     was given up
   */
  boolean resend(UUID id, String sink);

  /**
   * Sends all dead deliveries of a sink again, except superseded ones.
   *
   * @return how many
   */
  int resendAll(String sink);
}
