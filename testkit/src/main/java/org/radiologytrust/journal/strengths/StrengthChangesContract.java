package org.radiologytrust.journal.strengths;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.strengths.StrengthChanges.Change;
import org.radiologytrust.journal.strengths.StrengthChanges.Place;
import org.radiologytrust.journal.strengths.StrengthChanges.Wanted;
import org.radiologytrust.model.Strength;
import org.radiologytrust.model.StrengthRow;

/** Changes of strengths that people make. One subclass for each store. */
@Tag("safety")
abstract class StrengthChangesContract extends OpenedJournal {
  private static final StrengthRow DENIED_QUIET =
      new StrengthRow("denied", "CT", Strength.QUIET, "");
  private static final StrengthRow DENIED_TELLS =
      new StrengthRow("denied", "CT", Strength.TELL, "");
  private static final Place DENIED = new Place("denied", "CT");

  private StrengthChanges changes() {
    return journal.strengths();
  }

  private static Wanted quiet(String user, int seen) {
    return Wanted.change(DENIED_QUIET, "Right 2 of 40.", user, seen);
  }

  @Test
  void theLastChangeOfACheckAndAKindHolds() {
    StrengthRow asks = new StrengthRow("size", "", Strength.ASK, "Right 9 of 38.");
    assertTrue(changes().add(quiet("ann", 0)).isPresent());
    assertTrue(changes().add(Wanted.change(asks, "Right 9 of 38.", "ben", 0)).isPresent());
    clock.advance(Duration.ofDays(1));
    assertTrue(changes().add(Wanted.change(DENIED_TELLS, "", "ben", 1)).isPresent());
    assertEquals(List.of(DENIED_TELLS, asks), changes().inForce());
    reopen();
    assertEquals(List.of(DENIED_TELLS, asks), changes().inForce());
    assertEquals(List.of(DENIED_TELLS, asks), otherNode().strengths().inForce());
  }

  @Test
  void takingBackIsAFurtherRow() {
    Change first = changes().add(quiet("ann", 0)).orElseThrow();
    assertEquals(clock.instant(), first.at());
    clock.advance(Duration.ofDays(1));
    assertTrue(changes().add(Wanted.back(DENIED, "Too much is lost.", "ben", 1)).isPresent());
    assertEquals(List.of(), changes().inForce());
    List<Change> all = changes().all();
    assertEquals(first, all.get(1));
    assertEquals("ben", all.get(0).user());
    assertEquals(Optional.empty(), all.get(0).strength());
    clock.advance(Duration.ofDays(1));
    assertTrue(changes().add(quiet("ann", 2)).isPresent());
    assertEquals(List.of(DENIED_QUIET), changes().inForce());
    assertEquals(3, changes().all().size());
  }

  @Test
  void whatSomebodyElseHasChangedMeanwhileIsNotOverwritten() {
    changes().add(quiet("ann", 0));
    assertEquals(Optional.empty(), changes().add(Wanted.change(DENIED_TELLS, "", "ben", 0)));
    assertEquals(Optional.empty(), changes().add(Wanted.back(DENIED, "", "ben", 0)));
    assertEquals(Optional.empty(), changes().add(Wanted.back(DENIED, "", "ben", 7)));
    assertEquals(List.of(DENIED_QUIET), changes().inForce());
    assertEquals(1, changes().all().size());
  }

  @Test
  void nothingIsTakenBackTwice() {
    assertEquals(Optional.empty(), changes().add(Wanted.back(DENIED, "", "ben", 0)));
    changes().add(quiet("ann", 0));
    changes().add(Wanted.back(DENIED, "Lost.", "ben", 1));
    assertEquals(Optional.empty(), changes().add(Wanted.back(DENIED, "Other.", "ben", 2)));
    assertEquals(2, changes().all().size());
  }

  @Test
  void aChangeWhoseAnswerWasLostIsStoredOnce() {
    Optional<Change> first = changes().add(quiet("ann", 0));
    clock.advance(Duration.ofSeconds(5));
    assertEquals(first, changes().add(quiet("ann", 0)));
    assertEquals(1, changes().all().size());
  }

  @Test
  void ofTwoWhoChangeAtTheSameTimeOneIsTold() throws Exception {
    ExecutorService people = Executors.newFixedThreadPool(2);
    CyclicBarrier together = new CyclicBarrier(2);
    try {
      List<Callable<Optional<Change>>> both =
          List.of(
              () -> {
                together.await();
                return changes().add(quiet("ann", 0));
              },
              () -> {
                together.await();
                return otherNode()
                    .strengths()
                    .add(Wanted.change(DENIED_TELLS, "Right 38 of 40.", "ben", 0));
              });
      int stored = 0;
      for (Future<Optional<Change>> one : people.invokeAll(both)) {
        stored += one.get().isPresent() ? 1 : 0;
      }
      assertEquals(1, stored);
      assertEquals(1, changes().all().size());
    } finally {
      people.shutdownNow();
    }
  }

  @Test
  void whatAlwaysTellsIsNeverSoftened() {
    for (Strength softer : List.of(Strength.ASK, Strength.QUIET)) {
      StrengthRow row =
          new StrengthRow("side-order", "", softer, softer == Strength.ASK ? "Wrong." : "");
      assertThrows(
          IllegalArgumentException.class, () -> changes().add(Wanted.change(row, "", "ann", 0)));
    }
    assertEquals(List.of(), changes().all());
    StrengthRow tells = new StrengthRow("side-order", "", Strength.TELL, "");
    assertTrue(changes().add(Wanted.change(tells, "", "ann", 0)).isPresent());
  }
}
