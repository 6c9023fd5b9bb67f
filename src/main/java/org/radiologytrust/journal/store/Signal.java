package org.radiologytrust.journal.store;

import java.time.Duration;

/**
 * Wakes threads that wait for a commit. It is a counter, so a commit between a check and the wait
 * is not missed. Whoever waits must also poll: a signal to another process can be lost.
 */
public final class Signal {
  private final Runnable relay;
  private long count;

  /** A signal inside this process only. */
  public Signal() {
    this(() -> {});
  }

  /**
   * A signal that other processes get too.
   *
   * @param relay passes it on; returns at once
   */
  Signal(Runnable relay) {
    this.relay = relay;
  }

  /**
   * Raises the signal in every process that uses the journal. Call it after the commit, so that the
   * woken threads see the committed data.
   */
  public void raise() {
    wake();
    relay.run();
  }

  /** Raises the signal in this process only. */
  public synchronized void wake() {
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
