package org.radiologytrust.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.llm.ask.ModelFailure.Reason;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.retry.RetryVerdict.Kind;
import org.radiologytrust.retry.RunRules.Retry;

class RunRulesTest {
  private static final UUID RUN = new UUID(0, 1);
  private static final Duration FIRST = Duration.ofSeconds(5);

  private final RunRules rules =
      new RunRules(
          new RetryTable(SiteFiles.shipped()),
          new RunRules.Limits(5, 10, Duration.ofHours(1), Duration.ofHours(24), FIRST));

  private static Job job(int attempts, Duration stuck) {
    return new Job(
        RUN,
        RUN,
        1,
        SampleRecords.report("A1", "No mass."),
        List.of(),
        "",
        attempts,
        0,
        stuck,
        Map.of());
  }

  private Optional<Retry> after(Kind kind, int attempts, Duration stuck) {
    return rules.retry(job(attempts, stuck), new RetryVerdict(kind, "why"));
  }

  private static Optional<Retry> again(int seconds, boolean counted) {
    return Optional.of(new Retry(Duration.ofSeconds(seconds), counted));
  }

  @Test
  void whatMayPassIsTriedAsOftenAsTheSettingSaysWithDoublingDelays() {
    for (int attempts = 0; attempts < 4; attempts++) {
      assertEquals(again(5 << attempts, true), after(Kind.LATER, attempts, Duration.ZERO));
    }
    assertEquals(Optional.empty(), after(Kind.LATER, 4, Duration.ZERO));
    assertEquals(Optional.empty(), after(Kind.NEVER, 0, Duration.ZERO));
  }

  @Test
  void whatIsAwayIsWaitedForAsLongAgainWithinThePatience() {
    assertEquals(again(5, false), after(Kind.AWAY, 4, Duration.ZERO));
    assertEquals(again(60, false), after(Kind.MEND, 4, Duration.ofMinutes(1)));
    assertEquals(again(150, false), after(Kind.AWAY, 4, Duration.ofHours(23)));
    assertEquals(again(5, true), after(Kind.AWAY, 0, Duration.ofHours(24)), "as what may pass");
    assertEquals(Optional.empty(), after(Kind.MEND, 0, Duration.ofHours(24)));
  }

  @Test
  void whatIsNotTheRunsFaultIsNeverCounted() {
    assertEquals(again(150, false), after(Kind.JOURNAL, 100, Duration.ofDays(100)));
    assertEquals(again(0, false), after(Kind.STOPPED, 100, Duration.ofDays(100)));
  }

  @Test
  void forACommandThePatienceIsTheEndWhateverTriesAreLeft() {
    Duration patience = Duration.ofMinutes(2);
    RunRules waited =
        new RunRules(
            new RetryTable(SiteFiles.shipped()),
            new RunRules.Limits(5, 10, Duration.ofHours(1), patience, FIRST, true));
    for (Kind kind : Kind.values()) {
      boolean ours = kind == Kind.JOURNAL || kind == Kind.STOPPED;
      RetryVerdict verdict = new RetryVerdict(kind, "why");
      assertEquals(ours, waited.retry(job(0, patience), verdict).isPresent(), kind::name);
      Optional<Retry> last = waited.retry(job(0, patience.minusSeconds(3)), verdict);
      assertEquals(kind != Kind.NEVER, last.isPresent(), kind::name);
      assertTrue(ours || last.stream().allMatch(r -> r.delay().toSeconds() == 3), kind::name);
    }
    assertEquals(Optional.empty(), waited.retry(job(4, FIRST), new RetryVerdict(Kind.LATER, "")));
  }

  @Test
  void aRunWhoseEndCannotBeMadeIsGivenUpToo() {
    assertEquals(again(150, true), rules.retryEnd(job(13, Duration.ZERO)));
    assertEquals(Optional.empty(), rules.retryEnd(job(14, Duration.ZERO)));
  }

  @ParameterizedTest
  @EnumSource
  void everyFailureOfAModelSaysWhatFollows(Reason reason) {
    Kind expected =
        switch (reason) {
          case UNREACHABLE, BUSY -> Kind.AWAY;
          case NOT_FOUND, IMAGES_MIXED -> Kind.MEND;
          case BROKEN_STREAM, SERVER_ERROR, STALLED -> Kind.LATER;
          default -> Kind.NEVER;
        };

    assertEquals(
        new RetryVerdict(expected, "step claims"),
        rules.verdict(new RuntimeException(new ModelFailure(reason, "step claims"))));
  }

  @Test
  void whyAnImageCannotBeShownIsTold() {
    assertEquals(
        new RetryVerdict(Kind.LATER, "no such image"),
        rules.verdict(new ImageSource.Unreadable("no such image")));
  }
}
