package org.radiologytrust.journal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.model.SettableClock;

/** Nodes take the time from the database: their own clocks may be wrong. */
@Tag("safety")
class DatabaseClockTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final JournalException AWAY = new JournalException("away", null);

  private final SettableClock database = new SettableClock();
  private Duration question = Duration.ZERO;
  private Duration answer = Duration.ZERO;
  private boolean away;
  private final DatabaseClock clock = new DatabaseClock(this::read, database::nanos);
  private final Instant start = clock.instant();

  private DatabaseClock.Reading read() {
    if (away) {
      throw AWAY;
    }
    long asked = database.nanos();
    database.advance(question);
    Instant shown = database.instant();
    database.advance(answer);
    return new DatabaseClock.Reading(shown, asked, database.nanos());
  }

  @Test
  void goesOnBetweenTwoReadings() {
    database.advance(SECOND);
    assertEquals(start.plus(SECOND), clock.instant());
    clock.readAgain();
    assertEquals(database.instant(), clock.instant());
  }

  @Test
  void followsTheDatabaseWhenItsClockIsSet() {
    database.set(MINUTE);
    assertEquals(start, clock.instant(), "before the next reading");
    clock.readAgain();
    assertEquals(start.plus(MINUTE), clock.instant());
    database.set(MINUTE.negated());
    clock.readAgain();
    assertEquals(start, clock.instant());
  }

  @Test
  void goesOnWhileTheDatabaseIsAway() {
    away = true;
    database.advance(MINUTE);
    clock.readAgain();
    assertEquals(start.plus(MINUTE), clock.instant());
  }

  @Test
  void isWrongByHalfOfTheAnswersTimeAtMost() {
    question = Duration.ofMillis(80);
    answer = Duration.ofMillis(20);
    clock.readAgain();
    assertEquals(database.instant().plusMillis(30), clock.instant());
  }

  @Test
  void keepsTheEarlierReadingWhenAnAnswerIsSlow() {
    answer = MINUTE;
    clock.readAgain();
    assertEquals(database.instant(), clock.instant());
  }

  @Test
  void twoNodesHaveTheSameTimeWhateverTheirOwnClocksShow() {
    SettableClock otherMachine = new SettableClock();
    otherMachine.advance(MINUTE);
    otherMachine.set(MINUTE.negated().multipliedBy(2));
    DatabaseClock other =
        new DatabaseClock(
            () ->
                new DatabaseClock.Reading(
                    database.instant(), otherMachine.nanos(), otherMachine.nanos()),
            otherMachine::nanos);
    assertEquals(clock.instant(), other.instant());
    database.advance(SECOND);
    otherMachine.advance(SECOND);
    assertEquals(clock.instant(), other.instant());
  }
}
