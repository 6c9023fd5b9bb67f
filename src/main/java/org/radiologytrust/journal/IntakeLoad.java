package org.radiologytrust.journal;

import java.time.Duration;

/**
 * Counts the messages that are being stored. Their senders wait, so other work begins a little
 * later while there are several. It is delayed, never stopped: a flood of messages must not end all
 * audits.
 */
final class IntakeLoad {
  /** A single message does not fill the machine. */
  private static final int SEVERAL = 2;

  private int storing;

  synchronized void begin() {
    storing++;
  }

  synchronized void end() {
    storing--;
    if (storing < SEVERAL) {
      notifyAll();
    }
  }

  /** Waits until few messages are being stored, for at most this time or until an interrupt. */
  synchronized void giveWay(Duration most) {
    long end = System.nanoTime() + most.toNanos();
    try {
      for (long left = most.toMillis(); storing >= SEVERAL && left > 0; ) {
        wait(left);
        left = (end - System.nanoTime()) / 1_000_000;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
