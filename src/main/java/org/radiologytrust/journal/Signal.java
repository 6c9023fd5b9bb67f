package org.radiologytrust.journal;

import java.time.Duration;

/**
 * Wakes threads that wait for a commit. It is a counter, so a commit between a check and the wait
 * is not missed. It works inside this process only: commits of other processes are found by
 * polling.
 */
public final class Signal {
  private long count;

  /**
   * Raises the signal. Call it after the commit, so that the woken threads see the committed data.
   */
  public synchronized void raise() {
    count++;
    notifyAll();
  }

  /** How often the signal was raised. Read it before checking for work. */
  public synchronized long count() {
    return count;
  }

  /**
   * Waits until the signal has been raised since the count was {@code seen}, or until the time is
   * over.
   */
  public synchronized void await(long seen, Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    for (long left = longest.toMillis(); count == seen && left > 0; ) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
  }
}
