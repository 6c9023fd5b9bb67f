package org.radiologytrust.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.model.SettableClock;

class HealthLooksTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  /** Of a client who meets checks that do not end. */
  private static final Duration SHORT = Duration.ofMillis(10);

  private final SettableClock clock = new SettableClock();
  private final ExecutorService background = Executors.newSingleThreadExecutor();
  private final CountDownLatch answers = new CountDownLatch(1);
  private volatile boolean standsStill;
  private volatile Optional<String> problem = Optional.empty();
  private final HealthLooks looks = new HealthLooks(this::run, clock, background);

  /** A journal whose database may stand still. */
  private Collection<HealthCheck.Result> run() {
    if (standsStill) {
      try {
        answers.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return List.of(new PeerCheck(SelfCheck.running("journal", () -> problem)).call());
  }

  @AfterEach
  void stop() {
    answers.countDown();
    background.shutdownNow();
  }

  @Test
  void theAnswerIsAsNewAsTheQuestion() {
    assertTrue(looks.ask(LONG).join().isUp());
    problem = Optional.of("the last write failed");
    assertFalse(looks.ask(LONG).join().isUp());
    problem = Optional.empty();
    assertTrue(looks.ask(LONG).join().isUp());
  }

  @Test
  void checksThatDoNotEndHoldUpNobody() {
    looks.ask(LONG).join();
    standsStill = true;
    assertTrue(looks.ask(SHORT).join().isUp(), "as it was a moment ago");
    assertTrue(looks.ask(SHORT).join().isUp());
    clock.advance(HealthLooks.STALE.plusSeconds(1));
    HealthLooks.Answer stale = looks.ask(SHORT).join();
    assertFalse(stale.isUp());
    assertTrue(stale.problem().orElseThrow().startsWith("the checks have not ended for"));
    standsStill = false;
    answers.countDown();
    assertTrue(looks.ask(LONG).join().isUp());
  }

  @Test
  void nothingIsUpBeforeTheFirstResults() {
    standsStill = true;
    HealthLooks.Answer answer = looks.ask(SHORT).join();
    assertFalse(answer.isUp());
    assertEquals(List.of(), List.copyOf(answer.results()));
  }

  @Test
  void nothingIsUpWhenTheProductStops() {
    looks.ask(LONG).join();
    background.shutdownNow();
    assertFalse(looks.ask(LONG).join().isUp());
  }
}
