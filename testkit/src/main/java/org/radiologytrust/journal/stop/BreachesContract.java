package org.radiologytrust.journal.stop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.stop.Breaches.Breach;
import org.radiologytrust.journal.stop.Breaches.Found;
import org.radiologytrust.journal.stop.Breaches.Place;
import org.radiologytrust.journal.stop.Breaches.What;

/** Checks outside their band, and what people answer. One subclass for each store. */
@Tag("safety")
abstract class BreachesContract extends OpenedJournal {
  private static final Place FLAGS = new Place("size", "flags", "");
  private static final Place RIGHT = new Place("size", "precision", "ask");

  private Breaches breaches() {
    return journal.breaches();
  }

  private void outside(Place... places) {
    breaches()
        .looked(List.of(places).stream().map(p -> new Found(p, "flags 9")).toList(), List.of(), 2);
  }

  @Test
  void aBreachGoesOnUntilTheCheckIsFoundWithinItsBand() {
    assertTrue(breaches().last().isEmpty(), "nobody has looked");
    Instant begin = clock.instant();
    outside(FLAGS, RIGHT);
    clock.advance(Duration.ofHours(1));
    breaches().looked(List.of(new Found(FLAGS, "flags 8")), List.of(), 3);
    assertEquals(List.of(FLAGS, RIGHT), breaches().open().stream().map(Breach::place).toList());
    assertEquals("flags 8", breaches().open().get(0).words());
    assertEquals(begin, breaches().open().get(0).began());
    assertEquals(new Breaches.Look(clock.instant(), 4, 3), breaches().last().orElseThrow());
    clock.advance(Duration.ofHours(1));
    Instant ended = clock.instant();
    breaches().looked(List.of(), List.of(FLAGS), 3);
    assertEquals(List.of(RIGHT), breaches().open().stream().map(Breach::place).toList());
    clock.advance(Duration.ofHours(1));
    outside(FLAGS);
    reopen();
    List<Breach> open = otherNode().breaches().open();
    assertEquals(List.of(RIGHT, FLAGS), open.stream().map(Breach::place).toList());
    assertEquals(2, open.get(1).number(), "it left its band again");
    List<Breach> then = breaches().between(begin, ended);
    assertEquals(List.of(FLAGS, RIGHT), then.stream().map(Breach::place).toList());
    assertEquals(ended, then.get(0).ended());
    assertNull(then.get(1).ended());
    assertEquals(3, breaches().between(begin, clock.instant().plusSeconds(1)).size());
    assertEquals(
        2, breaches().between(ended.plusSeconds(1), clock.instant().plusSeconds(1)).size());
    assertEquals(0, breaches().between(begin.minusSeconds(9), begin).size());
  }

  @Test
  void anAnswerHasNameAndTimeAndIsStoredOnce() {
    outside(FLAGS);
    assertTrue(breaches().answer(FLAGS, 1, 0, What.GO_ON, "A new scanner.", "ann"));
    Instant first = clock.instant();
    clock.advance(Duration.ofDays(1));
    assertTrue(breaches().answer(FLAGS, 1, 0, What.GO_ON, "A new scanner.", "ann"), "sent twice");
    assertEquals(first, breaches().open().get(0).answer().at());
    assertFalse(breaches().answer(FLAGS, 1, 0, What.QUIET, "Too loud.", "ben"), "not seen");
    assertFalse(breaches().answer(FLAGS, 2, 0, What.QUIET, "Too loud.", "ben"), "no such breach");
    assertFalse(breaches().answer(RIGHT, 1, 0, What.QUIET, "Too loud.", "ben"), "no such breach");
    assertTrue(breaches().answer(FLAGS, 1, 1, What.QUIET, "Too loud.", "ben"));
    Breach now = breaches().open().get(0);
    assertEquals(
        new Breaches.Answer(2, What.QUIET, "Too loud.", "ben", clock.instant()), now.answer());
    assertTrue(now.answeredSince(clock.instant().minusSeconds(1)));
    assertFalse(now.answeredSince(clock.instant()));
    breaches().looked(List.of(), List.of(FLAGS), 0);
    assertFalse(breaches().answer(FLAGS, 1, 2, What.GO_ON, "Late.", "cyd"), "it has ended");
    clock.advance(Duration.ofDays(1));
    outside(FLAGS);
    assertNull(breaches().open().get(0).answer(), "an answer is about one breach");
  }

  @Test
  void ofTwoWhoAnswerOrLookAtTheSameTimeOneIsStored() throws Exception {
    outside(FLAGS);
    ExecutorService people = Executors.newFixedThreadPool(2);
    CyclicBarrier together = new CyclicBarrier(2);
    try {
      List<Callable<Boolean>> answers =
          List.of(
              () -> {
                together.await();
                return breaches().answer(FLAGS, 1, 0, What.GO_ON, "Fine.", "ann");
              },
              () -> {
                together.await();
                return otherNode().breaches().answer(FLAGS, 1, 0, What.QUIET, "Bad.", "ben");
              });
      int stored = 0;
      for (Future<Boolean> one : people.invokeAll(answers)) {
        stored += one.get() ? 1 : 0;
      }
      assertEquals(1, stored);
      List<Callable<Boolean>> looks =
          List.of(
              () -> {
                together.await();
                breaches().looked(List.of(new Found(RIGHT, "a")), List.of(), 0);
                return true;
              },
              () -> {
                together.await();
                otherNode().breaches().looked(List.of(new Found(RIGHT, "a")), List.of(), 0);
                return true;
              });
      for (Future<Boolean> one : people.invokeAll(looks)) {
        assertTrue(one.get());
      }
      assertEquals(2, breaches().open().size());
    } finally {
      people.shutdownNow();
    }
  }
}
