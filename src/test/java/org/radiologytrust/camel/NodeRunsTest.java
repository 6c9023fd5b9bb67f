package org.radiologytrust.camel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.model.SampleRecords;

class NodeRunsTest {
  private static final Duration MOST = Duration.ofMinutes(30);
  private static final Duration CALM = Duration.ofMinutes(2);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** A monotonic clock may begin anywhere. */
  private long nanos = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();

  private final NodeRuns node = new NodeRuns(() -> nanos, () -> true, MOST, CALM);

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private static Job job() {
    return new Job(
        UUID.randomUUID(),
        UUID.randomUUID(),
        1,
        SampleRecords.report("A1", "No effusion."),
        List.of(),
        "",
        0,
        1,
        Duration.ZERO,
        Map.of());
  }

  @Test
  void otherRunsHaveTheNodeFirstAndAtLeastHalfOfTheTime() {
    assertFalse(node.isTurnOfSuspect(), "the reports that come go first");
    pass(NodeRuns.TURN);
    assertTrue(node.isTurnOfSuspect());

    Job other = job();
    node.begin(other);
    node.stop();
    assertFalse(node.isIdle(), "it waits for the end of this one");
    pass(MINUTE);
    assertTrue(node.stop());
    node.end(other);
    assertTrue(node.isIdle());
    Job suspect = job();
    node.beginAlone(suspect);
    assertTrue(node.isRunningAlone());
    pass(MINUTE);
    node.end(suspect);
    assertFalse(node.isRunningAlone());

    pass(MINUTE.multipliedBy(2).minusNanos(1));
    assertFalse(node.isTurnOfSuspect(), "the wait for the other run counts, too");
    pass(Duration.ofNanos(1));
    assertTrue(node.isTurnOfSuspect());
  }

  @Test
  void aShortSuspectRunGivesTheOthersAWholeTurn() {
    pass(NodeRuns.TURN);
    Job suspect = job();
    node.beginAlone(suspect);
    node.end(suspect);
    pass(NodeRuns.TURN.minusNanos(1));
    assertFalse(node.isTurnOfSuspect());
    pass(Duration.ofNanos(1));
    assertTrue(node.isTurnOfSuspect());
  }

  @Test
  void aStopThatFoundNoSuspectRunCountsNoLonger() {
    node.stop();
    pass(Duration.ofHours(1));
    node.goOn();
    Job suspect = job();
    node.beginAlone(suspect);
    node.end(suspect);
    pass(NodeRuns.TURN);
    assertTrue(node.isTurnOfSuspect());
  }

  @Test
  void aRunThatNeverEndsStopsTheNodeForHalfOfTheTimeOnly() {
    pass(NodeRuns.TURN);
    node.begin(job());
    assertTrue(node.stop());
    pass(MOST);
    assertTrue(node.stop());
    pass(Duration.ofNanos(1));
    assertFalse(node.stop());
    pass(MOST);
    assertFalse(node.isTurnOfSuspect());
    pass(Duration.ofNanos(1));
    assertTrue(node.isTurnOfSuspect());
    assertTrue(node.stop(), "it waits anew");
  }

  @Test
  void aRunHasItsTimeAlone() {
    Job suspect = job();
    node.beginAlone(suspect);
    pass(MOST);
    assertFalse(node.isOverdue(suspect));
    pass(Duration.ofNanos(1));
    assertTrue(node.isOverdue(suspect));
    assertFalse(node.isOverdue(job()));
    node.lose(suspect);
    assertFalse(node.isOverdue(suspect), "taken once");
    assertEquals(List.of(true, false), List.of(node.isIdle(), node.isEmpty()));
    node.end(suspect);
    assertTrue(node.isEmpty());
  }

  @Test
  void aProcessIsCalmAfterAWhile() {
    pass(CALM.minusNanos(1));
    assertFalse(node.isCalm());
    pass(Duration.ofNanos(1));
    assertTrue(node.isCalm());
  }
}
