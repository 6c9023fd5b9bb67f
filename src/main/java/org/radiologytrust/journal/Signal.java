package org.radiologytrust.journal;

import java.time.Duration;

/**
 * Wakes those who wait for a commit. It counts, so a commit between a look and the wait is not
 * missed. It reaches this process alone; what another process commits is found by polling.
 */
public final class Signal {
  private long count;

  /** To be called after the commit: who wakes up must see what was committed. */
  public synchronized void raise() {
    count++;
    notifyAll();
  }

  /** How often it was raised; to be read before the look that finds nothing. */
  public synchronized long count() {
    return count;
  }

  /** Returns when it was raised since the count was {@code seen}, or when the time is over. */
  public synchronized void await(long seen, Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    for (long left = longest.toMillis(); count == seen && left > 0; ) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
  }
}
