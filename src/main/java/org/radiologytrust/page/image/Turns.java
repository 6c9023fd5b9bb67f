package org.radiologytrust.page.image;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets a few threads at a time do something, and a limited number wait for that. */
final class Turns {
  private final Semaphore free;
  private final int waiting;
  private final Duration patience;

  /**
   * @param atATime how many have a turn at the same time
   * @param waiting how many may wait for one
   * @param patience how long each of them waits
   */
  Turns(int atATime, int waiting, Duration patience) {
    this.free = new Semaphore(atATime, true);
    this.waiting = waiting;
    this.patience = patience;
  }

  /** Whether the caller has got a turn, which it must {@link #end}. */
  boolean take() throws InterruptedException {
    return free.getQueueLength() < waiting
        && free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  void end() {
    free.release();
  }

  /** About how many wait now. */
  int waiting() {
    return free.getQueueLength();
  }
}
