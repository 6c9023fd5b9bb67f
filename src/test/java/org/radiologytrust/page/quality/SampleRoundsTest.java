package org.radiologytrust.page.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.quality.Readings;
import org.radiologytrust.journal.quality.Readings.Kind;
import org.radiologytrust.journal.quality.Readings.Progress;
import org.radiologytrust.journal.quality.Readings.Sizes;
import org.radiologytrust.journal.quality.Readings.Source;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.SettableClock;

class SampleRoundsTest {
  // a Tuesday at noon
  private final SettableClock clock = new SettableClock();
  private final TemporaryJournal journal = new TemporaryJournal(clock);
  private final SampleRounds rounds =
      new SampleRounds(
          journal.watched(Readings.class, journal.journal().readings()),
          new Sizes(2, 0, 0),
          journal.journal().clock());

  @AfterEach
  void close() {
    journal.close();
  }

  private List<Progress> drawn() {
    return journal.journal().readings().progress(Source.WEEK, 9);
  }

  @Test
  void aWeekInWhichNobodyReadsIsSampledOnce() {
    for (int i = 0; i < 3; i++) {
      journal.deliver(SampleRecords.report("A" + i, "Clear."), "{}", "fhir");
    }
    // until Monday at 11
    clock.advance(Duration.ofDays(6).minusHours(1));
    rounds.draw();
    List<Progress> before = drawn();
    assertTrue(before.stream().noneMatch(p -> p.name().equals("2026-W48")), before::toString);
    journal.full();
    clock.advance(Duration.ofHours(2));
    rounds.draw();
    assertEquals(before, drawn(), "the journal failed");
    journal.works();
    rounds.draw();
    Progress week = new Progress("2026-W48", Kind.REPORT, 3, 2, 0);
    assertEquals(week, drawn().get(0));
    clock.advance(Duration.ofHours(1));
    rounds.draw();
    assertEquals(1, drawn().stream().filter(week::equals).count());
  }
}
