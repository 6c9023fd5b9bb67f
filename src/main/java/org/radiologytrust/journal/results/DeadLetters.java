package org.radiologytrust.journal.results;

import java.util.UUID;

/** Deliveries that failed permanently and wait for an operator. */
public interface DeadLetters {
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
