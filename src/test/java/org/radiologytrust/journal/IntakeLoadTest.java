package org.radiologytrust.journal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class IntakeLoadTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final IntakeLoad load = new IntakeLoad();

  private Thread yields(Duration most) {
    Thread thread = new Thread(() -> load.giveWay(most));
    thread.start();
    return thread;
  }

  @Test
  void workWaitsUntilFewMessagesAreBeingStored() throws Exception {
    load.begin();
    load.begin();
    Thread work = yields(Duration.ofHours(1));
    await().atMost(LONG).until(() -> work.getState() == Thread.State.TIMED_WAITING);
    load.end();
    work.join(LONG.toMillis());
    assertFalse(work.isAlive());
  }

  @Test
  void oneMessageDelaysNothing() {
    load.begin();
    assertTimeoutPreemptively(LONG, () -> load.giveWay(Duration.ofHours(1)));
  }

  @Test
  void aFloodDoesNotStopTheAudits() {
    load.begin();
    load.begin();
    assertTimeoutPreemptively(LONG, () -> load.giveWay(Duration.ofMillis(20)));
  }

  @Test
  void aStopDoesNotWait() throws Exception {
    load.begin();
    load.begin();
    Thread work =
        new Thread(
            () -> {
              load.giveWay(Duration.ofHours(1));
              assertTrue(Thread.currentThread().isInterrupted());
            });
    work.start();
    work.interrupt();
    work.join(LONG.toMillis());
    assertFalse(work.isAlive());
  }
}
