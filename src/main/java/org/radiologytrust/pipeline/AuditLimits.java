package org.radiologytrust.pipeline;

import java.time.Duration;

/**
 * @param parallel runs side by side
 * @param attempts tries of a run that fails in a way that may pass
 * @param lost how often a run may end its process before it is given up
 * @param patience how long a run waits for a model server or image store that is away or busy
 * @param delay wait before the second try; doubles up to thirty times as much
 */
public record AuditLimits(int parallel, int attempts, int lost, Duration patience, Duration delay) {
  /** Wait after so many failures. */
  Duration delay(int failures) {
    return delay.multipliedBy(Math.min(30, 1L << Math.min(10, failures)));
  }

  /** Wait for a peer that has been away for so long: about as long again, up to the longest. */
  Duration delay(Duration away) {
    Duration longest = delay.multipliedBy(30);
    return away.compareTo(delay) < 0 ? delay : away.compareTo(longest) > 0 ? longest : away;
  }
}
