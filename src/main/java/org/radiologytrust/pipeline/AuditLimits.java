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
  Duration delay(int attempts) {
    long factor = Math.min(30, 1L << Math.min(10, Math.max(0, attempts - 1)));
    return delay.multipliedBy(factor);
  }
}
