package org.radiologytrust.journal;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Deliveries that were given up, for a person to look at. */
public interface DeadLetters {
  /**
   * A delivery that was given up.
   *
   * @param reason names no patient
   * @param ended when the run ended, not when its delivery was given up
   * @param attempts tries so far
   * @param superseded whether the report has a later audit, which takes this one's place
   */
  record Dead(
      UUID runId, String sink, String reason, Instant ended, int attempts, boolean superseded) {}

  /** Newest run first. */
  List<Dead> list(int offset, int limit);

  /**
   * Has a delivery tried anew: due now, prepared anew, its tries counted from 0.
   *
   * @return false, and nothing changed, when there is no such dead delivery, or it is superseded:
   *     it would show what a later audit has taken back
   */
  boolean resend(UUID runId, String sink);

  /**
   * The same for all of a sink that are not superseded.
   *
   * @return how many
   */
  int resendAll(String sink);
}
