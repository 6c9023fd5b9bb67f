package org.radiologytrust.ingest.document;

import java.time.Duration;

/** When the reading of a document must have ended. Libraries call back to code that checks it. */
public final class Deadline {
  private final long end;

  /** Begins now. */
  public Deadline(Duration time) {
    end = System.nanoTime() + time.toNanos();
  }

  /**
   * Ends the reading if its time is over, or nobody waits for it any more.
   *
   * @throws UnreadableException if so
   */
  public void check() {
    if (isOver()) {
      throw new UnreadableException(Unreadable.Reason.TIME);
    }
  }

  /** Whether its time is over, or nobody waits for it any more. */
  public boolean isOver() {
    return Thread.currentThread().isInterrupted() || System.nanoTime() - end > 0;
  }
}
