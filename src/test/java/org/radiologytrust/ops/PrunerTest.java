package org.radiologytrust.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.Retention;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.model.SettableClock;

class PrunerTest {
  private static final Duration KEPT = Duration.ofDays(90);
  private static final Duration YEARS = Duration.ofDays(3650);

  private final SettableClock wall = new SettableClock();
  private final List<Instant> before = new ArrayList<>();
  private final Instant start = wall.instant();

  /** Notes what it is asked for. */
  private final Retention retention =
      new Retention() {
        @Override
        public int messages(Instant limit, int most) {
          before.add(limit);
          return 0;
        }

        @Override
        public int quarantined(Instant limit, int most) {
          before.add(limit);
          return 0;
        }

        @Override
        public int steps(Instant limit, int most) {
          before.add(limit);
          return 0;
        }

        @Override
        public int draftFlags(Instant limit, int most) {
          before.add(limit);
          return 0;
        }

        @Override
        public long giveBack() {
          return 0;
        }
      };

  private List<Instant> pruned(SteadyClock clock, Duration... kept) {
    before.clear();
    List<Optional<Duration>> periods = Stream.of(kept).map(Optional::of).toList();
    new Pruner(
            retention,
            new Pruner.Periods(periods.get(0), periods.get(1), periods.get(2), periods.get(3)),
            clock)
        .prune();
    return List.copyOf(before);
  }

  @Test
  void eachKindOfDataHasItsTime() {
    SteadyClock clock = new SteadyClock(wall, wall::nanos);
    wall.advance(Duration.ofDays(1));
    Instant now = wall.instant();
    assertEquals(
        List.of(now.minusSeconds(1), now.minusSeconds(2), now.minusSeconds(3), now.minusSeconds(4)),
        pruned(
            clock,
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            Duration.ofSeconds(4)));
  }

  @Test
  @Tag("safety")
  void aClockThatIsSetForwardDeletesNothingThatIsNotOld() {
    SteadyClock clock = new SteadyClock(wall, wall::nanos);
    wall.set(YEARS);
    List<Instant> kept = Collections.nCopies(4, start.minus(KEPT));
    assertEquals(kept, pruned(clock, KEPT, KEPT, KEPT, KEPT), "while it is wrong");
    wall.set(YEARS.negated());
    assertEquals(kept, pruned(clock, KEPT, KEPT, KEPT, KEPT), "when it was corrected");
  }

  /** The journal's clock stays ahead then, and a new process knows of no step. */
  @Test
  @Tag("safety")
  void aRestartAfterTheClockWasCorrectedDeletesNothingThatIsNotOld() {
    SettableClock corrected = new SettableClock();
    corrected.set(YEARS);
    SteadyClock clock = new SteadyClock(corrected, corrected::nanos);
    corrected.set(YEARS.negated());
    assertEquals(
        start.minus(KEPT), pruned(clock, KEPT, KEPT, KEPT, KEPT).get(0), "by the corrected clock");
  }
}
