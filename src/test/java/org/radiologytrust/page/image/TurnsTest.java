package org.radiologytrust.page.image;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TurnsTest {
  /** An archive that hangs must not hold the threads of all requests. */
  @Test
  @Tag("safety")
  void whoComesWhenManyWaitIsTurnedAwayAtOnce() throws Exception {
    Turns turns = new Turns(1, 3, Duration.ofHours(1));
    assertTrue(turns.take());
    ExecutorService others = Executors.newCachedThreadPool();
    try {
      List<Future<Boolean>> waiting = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        waiting.add(others.submit(turns::take));
      }
      await().atMost(Duration.ofMinutes(1)).until(() -> turns.waiting() == 3);
      assertFalse(assertTimeoutPreemptively(Duration.ofMinutes(1), turns::take));
      // turns are given in the order of waiting, which need not be the order of the list
      waiting.forEach(one -> turns.end());
      for (Future<Boolean> one : waiting) {
        assertTrue(one.get(1, TimeUnit.MINUTES));
      }
    } finally {
      others.shutdownNow();
    }
  }

  @Test
  void whoWaitsForTooLongHasNoTurn() throws Exception {
    Turns turns = new Turns(1, 3, Duration.ofMillis(1));
    assertTrue(turns.take());
    assertFalse(turns.take());
    turns.end();
    assertTrue(turns.take());
    assertEquals(0, turns.waiting());
  }
}
