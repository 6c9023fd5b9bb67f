package org.radiologytrust.journal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.model.SettableClock;

@Tag("safety")
class SteadyClockTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration DAY = Duration.ofDays(1);
  private final SettableClock wall = new SettableClock();
  private final SteadyClock clock = new SteadyClock(wall, wall::nanos);
  private final Instant start = wall.instant();

  @Test
  void goesWithTheWallClock() {
    wall.advance(MINUTE);
    assertEquals(start.plus(MINUTE), clock.instant());
    assertEquals(Duration.ZERO, clock.ahead());
    assertEquals(start, clock.ago(MINUTE));
  }

  @Test
  void goesOnWhileTheWallClockIsSetBack() {
    wall.advance(MINUTE);
    wall.set(DAY.negated());
    assertEquals(start.plus(MINUTE), clock.instant());
    wall.advance(MINUTE);
    assertEquals(start.plus(MINUTE).plus(MINUTE), clock.instant());
    assertEquals(DAY, clock.ahead());
    assertEquals(start, clock.ago(MINUTE.multipliedBy(2)));
    wall.set(DAY);
    assertEquals(start.plus(MINUTE).plus(MINUTE), clock.instant());
    assertEquals(Duration.ZERO, clock.ahead());
  }

  /** Everything that waits reads it often. */
  private void step(Duration by) {
    clock.instant();
    wall.set(by);
    clock.instant();
  }

  @Test
  void followsAStepForwardButWaitsDoNot() {
    wall.advance(MINUTE);
    step(DAY);
    wall.advance(MINUTE);
    assertEquals(start.plus(DAY).plus(MINUTE.multipliedBy(2)), clock.instant());
    assertEquals(clock.instant().minus(MINUTE), clock.ago(MINUTE), "since the step");
    assertEquals(start, clock.ago(MINUTE.multipliedBy(2)), "over the step");
    step(DAY);
    wall.advance(MINUTE);
    assertEquals(start, clock.ago(MINUTE.multipliedBy(3)), "over two steps");
    assertEquals(start.minus(DAY), clock.ago(DAY.plus(MINUTE.multipliedBy(3))));
  }

  @Test
  void aStepForwardIsNoTimeThatPassed() {
    wall.advance(MINUTE);
    step(DAY);
    Instant between = clock.instant();
    wall.advance(MINUTE);
    step(DAY);
    wall.advance(MINUTE);
    assertEquals(MINUTE.multipliedBy(3), clock.since(start));
    assertEquals(MINUTE.multipliedBy(2), clock.since(between));
    assertEquals(Duration.ZERO, clock.since(clock.instant()));
  }

  @Test
  void goesOnFromWhatWasShownBefore() {
    Instant shown = start.plus(DAY);
    clock.notBefore(shown);
    assertEquals(shown, clock.instant());
    wall.advance(MINUTE);
    assertEquals(shown.plus(MINUTE), clock.instant());
    clock.notBefore(start);
    assertFalse(clock.instant().isBefore(shown));
  }
}
