package org.radiologytrust.stop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.quality.Acceptances.Bounds;
import org.radiologytrust.journal.quality.Acceptances.Ending;
import org.radiologytrust.journal.quality.Acceptances.Outcome;
import org.radiologytrust.journal.quality.Acceptances.Rule;
import org.radiologytrust.journal.reviews.Reviews.Publication;
import org.radiologytrust.journal.stop.Breaches.Place;
import org.radiologytrust.journal.stop.Breaches.What;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.journal.work.JobQueue.Waiting;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.model.Span;
import org.radiologytrust.stop.Judged.Kind;
import org.radiologytrust.stop.Judged.State;

/** With few reports: limits that a month of a small test can reach. */
class StopDeskTest {
  private static final StopLimits LIMITS =
      new StopLimits(28, 84, 10, 5, 0.02, 0.02, 1.2, List.of());
  private static final Place FLAGS = new Place("size", "flags", "");

  private final SettableClock clock = new SettableClock();
  private final TemporaryJournal temporary = new TemporaryJournal(clock);
  private int number;

  @AfterEach
  void close() {
    temporary.close();
  }

  private StopDesk desk() {
    return new StopDesk(temporary.journal(), LIMITS, List.of("size", "denied"));
  }

  /** Reports of which the first ones are flagged by the check size. */
  private void reports(int all, int flagged) {
    var journal = temporary.journal();
    for (int i = 0; i < all; i++) {
      number++;
      Report report = SampleRecords.report("R" + number, "Nodule of 4 cm.");
      journal.inbox().receive(SampleMessages.report("k" + number, report));
      Waiting waiting = journal.jobs().awaitingImages(clock.instant(), 1).get(0);
      journal.jobs().queue(waiting.version(), new UUID(7, number), List.of(), "", false);
      Job job = journal.jobs().claim(Duration.ofMinutes(5)).orElseThrow();
      CheckResult size =
          new CheckResult(
              "size",
              Label.NEEDS_REVIEW,
              Evidence.of(new Span(0, 6), report.text()),
              Evidence.field("OBR-4", "x"),
              "Look again.");
      Audit audit =
          SampleRecords.checkedOnly(job.runId(), job.report()).toBuilder()
              .checks(i < flagged ? List.of(size) : List.of())
              .build();
      journal
          .jobs()
          .finish(job, audit, stored -> new Publication("{\"entry\":[]}", List.of()), List.of());
    }
    // what is received at the time of a look belongs to the next
    clock.advance(Duration.ofMinutes(1));
  }

  private State state(String check, Kind kind) {
    return desk().judged(clock.instant()).stream()
        .filter(one -> one.check().equals(check) && one.kind() == kind)
        .map(Judged::state)
        .findFirst()
        .orElseThrow();
  }

  private List<Place> open() {
    return desk().open().stream().map(breach -> breach.place()).toList();
  }

  @Test
  void aCheckIsJudgedByTheSitesPastAndAnAnswerHoldsForOneWindow() {
    reports(40, 4);
    assertEquals(State.UNKNOWN, state("size", Kind.FLAGS), "there is no past");
    clock.advance(Duration.ofDays(29));
    reports(20, 2);
    desk().look();
    assertEquals(List.of(), open());
    assertEquals(State.WITHIN, state("size", Kind.SILENCE));
    reports(20, 20);
    desk().look();
    assertEquals(List.of(FLAGS), open());
    assertEquals(List.of("size"), desk().waiting());
    desk().answer(FLAGS, 1, 0, What.GO_ON, "A new template.", "ann");
    assertEquals(List.of(), desk().waiting());
    assertEquals(List.of(FLAGS), open(), "it is still outside");
    clock.advance(Duration.ofDays(27));
    assertEquals(List.of(), desk().waiting());
    clock.advance(Duration.ofDays(2));
    assertEquals(List.of("size"), desk().waiting(), "nobody has said so for a window");
    desk().look();
    assertEquals(List.of(FLAGS), open(), "without reports nothing ends");
  }

  @Test
  void silenceIsCountedFromTheLastFlag() {
    reports(60, 20);
    clock.advance(Duration.ofDays(29));
    reports(5, 0);
    assertEquals(State.WITHIN, state("size", Kind.SILENCE));
    reports(25, 0);
    assertEquals(State.LEFT, state("size", Kind.SILENCE));
    assertEquals(State.UNKNOWN, state("denied", Kind.SILENCE), "it never flagged anything");
    assertEquals(State.WITHIN, state("denied", Kind.FLAGS));
    desk().look();
    reports(10, 10);
    desk().look();
    assertTrue(open().stream().noneMatch(p -> p.kind().equals("silence")), "it flags again");
  }

  /** What was accepted stands before what the past says. */
  @Test
  void theAcceptedBandHolds() {
    var journal = temporary.journal();
    reports(40, 4);
    var begun = journal.acceptances().begin(40, new Rule(50, 1, 0, 1), "ann").orElseThrow();
    assertEquals(Map.of("size", 4), journal.acceptances().flaggedReports(begun.name()));
    assertTrue(journal.acceptances().accepted().isEmpty(), "it runs");
    journal
        .acceptances()
        .end(
            new Ending(
                begun.name(),
                Outcome.GO,
                List.of(),
                journal.acceptances().verdicts(begun.name()),
                new Bounds(9, 50),
                null,
                "ann"));
    assertEquals(begun.name(), journal.acceptances().accepted().orElseThrow().name());
    // then the past becomes as bad as the window
    reports(100, 100);
    clock.advance(Duration.ofDays(29));
    Instant now = clock.instant();
    reports(40, 40);
    Judged flags =
        desk().judged(now.plusSeconds(1)).stream()
            .filter(one -> one.kind() == Kind.FLAGS && one.check().equals("size"))
            .findFirst()
            .orElseThrow();
    assertEquals(State.LEFT, flags.state());
    assertTrue(flags.words().contains("as accepted"), flags::words);
  }
}
