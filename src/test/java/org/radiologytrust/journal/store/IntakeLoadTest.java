package org.radiologytrust.journal.store;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IntakeLoadTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final AtomicLong nanos = new AtomicLong();
  private final IntakeLoad load = new IntakeLoad(nanos::get);

  private void pass(int millis) {
    nanos.addAndGet(Duration.ofMillis(millis).toNanos());
  }

  private void messages(int count, int millisApart) {
    for (int i = 0; i < count; i++) {
      load.message();
      pass(millisApart);
    }
  }

  /** A piece of work that waits for its turn. */
  private Thread work(Duration most) {
    Thread work = new Thread(() -> load.giveWay(most));
    work.setDaemon(true);
    work.start();
    await().atMost(LONG).until(() -> work.getState() == Thread.State.TIMED_WAITING);
    return work;
  }

  private static void ends(Thread work) throws InterruptedException {
    work.join(LONG.toMillis());
    assertFalse(work.isAlive());
  }

  @Test
  void workWaitsUntilFewMessagesArrive() throws Exception {
    messages(8, 5);
    Thread work = work(HOUR);
    pass(100);
    ends(work);
  }

  @Test
  void aFloodDoesNotStopTheAudits() throws Exception {
    messages(8, 5);
    Thread work = work(Duration.ofMillis(40));
    messages(8, 5);
    ends(work);
  }

  @Test
  void aStopDoesNotWait() throws Exception {
    messages(8, 5);
    Thread work = work(HOUR);
    work.interrupt();
    ends(work);
  }

  @Test
  void anOrdinaryDayDelaysNothing() {
    assertTimeoutPreemptively(LONG, () -> load.giveWay(HOUR));
    messages(50, 20);
    assertTimeoutPreemptively(LONG, () -> load.giveWay(HOUR));
  }
}
