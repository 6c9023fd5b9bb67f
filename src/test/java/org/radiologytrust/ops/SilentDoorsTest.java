package org.radiologytrust.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.feature.SelfCheckResult.State;
import org.radiologytrust.journal.search.Overview;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.model.SettableClock;

class SilentDoorsTest {
  private final SettableClock clock = new SettableClock();
  private List<Overview.Feed> feeds = List.of();
  private boolean away;

  private SelfCheckResult health() {
    Overview overview =
        new Overview() {
          @Override
          public List<Feed> feeds() {
            if (away) {
              throw new JournalException("the database is away", null);
            }
            return feeds;
          }

          @Override
          public List<Open> open() {
            throw new AssertionError();
          }

          @Override
          public List<Refused> refused() {
            throw new AssertionError();
          }
        };
    return new SilentDoors(overview, new SteadyClock(clock, clock::nanos)).health();
  }

  @Test
  void theNewestMessageOfADoorCounts() {
    assertEquals(Map.of(), health().details());
    feeds =
        List.of(
            new Overview.Feed("fhir", "main", clock.instant()),
            new Overview.Feed("hl7", "NORD", clock.instant().minus(Duration.ofHours(100))),
            new Overview.Feed("hl7", "SUED", clock.instant().plus(Duration.ofHours(1))));
    clock.advance(Duration.ofMinutes(179));
    assertEquals(
        Map.of("fhirHoursWithoutMessage", "2", "hl7HoursWithoutMessage", "1"), health().details());
    assertEquals(State.OK, health().state(), "a night may be silent");
  }

  @Test
  void aJournalThatIsAwayIsSaid() {
    away = true;
    assertEquals(State.WARNING, health().state());
  }
}
