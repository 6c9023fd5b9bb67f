package org.radiologytrust.journal.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.Deliveries;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.inbox.WorkClass;
import org.radiologytrust.journal.results.HeldDeliveries.ReleasedException;
import org.radiologytrust.journal.results.Outbox.Delivery;
import org.radiologytrust.journal.results.StoredResource;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.journal.reviews.Reviews.Publication;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.journal.search.Stories;
import org.radiologytrust.journal.work.JobQueue.Held;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.journal.work.JobQueue.Publishing;
import org.radiologytrust.journal.work.JobQueue.Superseded;
import org.radiologytrust.journal.work.JobQueue.Waiting;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.ChecksMade;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.Urgency;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.FlagMarks;
import org.radiologytrust.review.FlagVerdict;
import org.radiologytrust.review.Problems;

/** Runs of the text alone, and the order in which runs go. One subclass for each store. */
@Tag("safety")
abstract class TextFirstContract extends OpenedJournal {
  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final Duration HOLD = Duration.ofMinutes(30);
  private static final String SENDS = "kafka";
  private static final String HOLDS = "fhir";
  private static final String TEXT = "Right knee normal.";

  private int runs;

  private void receive(Report report) {
    clock.advance(Duration.ofSeconds(1));
    journal.inbox().receive(SampleMessages.report("k" + clock.instant(), report));
  }

  private static Report version(ReportStatus status, int number) {
    return SampleRecords.report(
        "HOSP",
        "A1",
        "MRN1",
        TEXT + " " + number,
        status,
        SampleRecords.ISSUED.plusSeconds(number));
  }

  private UUID untouched() {
    List<Waiting> all = journal.jobs().untouched(10);
    assertEquals(1, all.size());
    return all.get(0).version();
  }

  /** Claims a run of the text of the one version that nobody has queued a run of. */
  private Job text() {
    UUID version = untouched();
    assertEquals(List.of(version), journal.jobs().queueTexts(Map.of(version, new UUID(1, ++runs))));
    Job job = journal.jobs().claim(LEASE).orElseThrow();
    assertTrue(job.textOnly());
    return job;
  }

  /** Claims the full run of the one version that waits. */
  private Job full() {
    clock.advance(Duration.ofSeconds(1));
    UUID version = journal.jobs().awaitingImages(clock.instant(), 10).get(0).version();
    assertTrue(journal.jobs().queue(version, new UUID(0, ++runs), List.of(), "", true));
    Job job = journal.jobs().claim(LEASE).orElseThrow();
    assertFalse(job.textOnly());
    return job;
  }

  private boolean finish(Job job) {
    return finish(job, journal.jobs().superseded(job.runId()));
  }

  private boolean finish(Job job, Superseded superseded) {
    Publishing publishing =
        new Publishing() {
          @Override
          public Publication publish(BiFunction<String, String, Optional<StoredResource>> stored) {
            return new Publication("{}", List.of());
          }

          @Override
          public Set<UUID> unknown() {
            return superseded.unknown();
          }
        };
    Held held = new Held(Set.of(HOLDS), HOLD);
    return journal
        .jobs()
        .finish(
            job, audit(job), publishing.with(FlagMarks.Signed.NONE, held), List.of(SENDS, HOLDS));
  }

  private static Audit audit(Job job) {
    CheckResult side =
        new CheckResult(
            "side-order",
            Label.NEEDS_REVIEW,
            Evidence.of(new Span(0, 10), job.report().text()),
            Evidence.field("OBR-4", "Left knee"),
            "The order is for the left side, the report names the right.");
    return SampleRecords.checkedOnly(job.runId(), job.report()).toBuilder()
        .checks(List.of(side))
        .made(new ChecksMade("words", List.of("side-order")))
        .build();
  }

  private Map<String, Long> deliveries(String sink) {
    return journal.counters().counts().deliveries().getOrDefault(sink, Map.of());
  }

  private List<UUID> due(String sink) {
    return Deliveries.due(journal, sink).stream().map(Delivery::runId).toList();
  }

  private long inFlight() {
    return journal.counters().counts().open().values().stream().mapToLong(n -> n).sum();
  }

  @Test
  void theTextIsCheckedWhileItsVersionStaysInFlightAndSinksWait() {
    receive(version(ReportStatus.FINAL, 1));
    Job text = text();
    assertTrue(journal.jobs().untouched(10).isEmpty());
    assertTrue(journal.jobs().awaitingImages(clock.instant(), 10).isEmpty(), "one run at a time");
    assertTrue(finish(text));
    assertEquals(1, inFlight());
    assertEquals(1L, journal.counters().counts().open().get("awaiting_images"));
    assertEquals(Map.of("held", 1L), deliveries(HOLDS));
    assertEquals(List.of(text.runId()), due(SENDS));
    assertEquals(List.of(), due(HOLDS));
  }

  @Test
  void theFullRunTakesThePlaceOfTheTextAndNoDeliveryIsDead() {
    receive(version(ReportStatus.FINAL, 1));
    Job text = text();
    finish(text);
    Job full = full();
    Superseded superseded = journal.jobs().superseded(full.runId());
    assertEquals(List.of(text.runId()), superseded.all().stream().map(Audit::runId).toList());
    assertEquals(Set.of(), superseded.unknown(), "one sink may have it");
    finish(full);
    assertEquals(0, inFlight());
    assertEquals(Map.of("overtaken", 1L, "pending", 1L), deliveries(HOLDS));
    assertEquals(Map.of("overtaken", 1L, "pending", 1L), deliveries(SENDS), "it was not sent yet");
    assertEquals(List.of(full.runId()), due(HOLDS));
    assertEquals(
        List.of(true, false),
        journal.lookup().stories().find("A1").reports().get(0).runs().stream()
            .map(Stories.Run::textOnly)
            .toList());
    clock.advance(HOLD);
    assertEquals(List.of(full.runId()), due(HOLDS), "what was overtaken stays so");
  }

  @Test
  void anAuditThatEverySinkHoldsIsUnknownToThem() {
    receive(version(ReportStatus.FINAL, 1));
    Job text = text();
    journal
        .jobs()
        .finish(
            text,
            audit(text),
            Publishing.of("{}", List.of())
                .with(FlagMarks.Signed.NONE, new Held(Set.of(HOLDS), HOLD)),
            List.of(HOLDS));
    Superseded superseded = journal.jobs().superseded(full().runId());
    assertEquals(Set.of(text.runId()), superseded.unknown());
    assertEquals(List.of(), superseded.known());
  }

  @Test
  void afterItsTimeAHeldDeliveryIsSent() {
    receive(version(ReportStatus.FINAL, 1));
    Job text = text();
    finish(text);
    clock.advance(HOLD.minusSeconds(1));
    assertEquals(List.of(), due(HOLDS));
    clock.advance(Duration.ofSeconds(1));
    assertEquals(List.of(text.runId()), due(HOLDS));
    Deliveries.sent(journal, text.runId(), HOLDS);
    Job full = full();
    Superseded superseded = journal.jobs().superseded(full.runId());
    assertEquals(List.of(text.runId()), superseded.known().stream().map(Audit::runId).toList());
    finish(full, superseded);
    assertEquals(Map.of("sent", 1L, "pending", 1L), deliveries(HOLDS));
  }

  @Test
  void aBundleThatKnowsNothingOfAnAuditIsNotStoredOnceThatMayBeSent() {
    receive(version(ReportStatus.FINAL, 1));
    Job text = text();
    finish(text);
    Deliveries.sent(journal, text.runId(), SENDS);
    Job full = full();
    Superseded wrong = new Superseded(List.of(), Set.of(text.runId()));
    assertThrows(ReleasedException.class, () -> finish(full, wrong));
    assertEquals(1, inFlight());
    assertEquals(Map.of("held", 1L), deliveries(HOLDS), "nothing of it was stored");
    assertTrue(finish(full));
  }

  @Test
  void aCorrectionBetweenTheTwoRunsEndsWhatIsHeld() {
    receive(version(ReportStatus.FINAL, 1));
    Job first = text();
    finish(first);
    receive(version(ReportStatus.CORRECTED, 2));
    assertEquals(Map.of("held", 1L), deliveries(HOLDS));
    Job second = text();
    finish(second);
    assertEquals(Map.of("held", 1L, "overtaken", 1L), deliveries(HOLDS));
    Job full = full();
    finish(full);
    assertEquals(Map.of("pending", 1L, "overtaken", 2L), deliveries(HOLDS));
    assertEquals(0, inFlight());
    assertEquals(1L, journal.counters().counts().reports().get("superseded"));
  }

  /** What is due for a sink that waits is not lost because a later text is held there. */
  @Test
  void whatIsDueIsSentBeforeTheHeldCorrection() {
    receive(version(ReportStatus.FINAL, 1));
    finish(text());
    Job full = full();
    finish(full);
    receive(version(ReportStatus.CORRECTED, 2));
    Job correction = text();
    Superseded superseded = journal.jobs().superseded(correction.runId());
    assertTrue(
        superseded.known().stream().map(Audit::runId).toList().contains(full.runId()),
        "its Bundle says that this one is over");
    finish(correction, superseded);
    assertEquals(List.of(full.runId()), due(HOLDS));
    clock.advance(HOLD);
    assertEquals(
        Optional.of(full.runId()), journal.outbox().claim(HOLDS, LEASE).map(Delivery::runId));
  }

  @Test
  void aWithdrawalBetweenTheTwoRunsNeedsNoTextRun() {
    receive(version(ReportStatus.FINAL, 1));
    Job text = text();
    finish(text);
    receive(version(ReportStatus.CANCELLED, 2));
    Job withdrawal = full();
    finish(withdrawal);
    assertEquals(Map.of("pending", 1L, "overtaken", 1L), deliveries(HOLDS));
    assertEquals(List.of(withdrawal.runId()), due(HOLDS));
    assertEquals(0, inFlight());
  }

  @Test
  void aRunOfATextThatWasReplacedStoresNothing() {
    receive(version(ReportStatus.FINAL, 1));
    Job text = text();
    receive(version(ReportStatus.CORRECTED, 2));
    assertFalse(finish(text));
    assertEquals(Map.of(), deliveries(HOLDS));
    finish(text());
    assertEquals(Map.of("held", 1L), deliveries(HOLDS));
  }

  /** A node of an older version may queue a full run beside one of the text. */
  @Test
  void aRunOfATextStoresNothingOnceAFullRunWasQueued() {
    receive(version(ReportStatus.FINAL, 1));
    Job text = text();
    db(journal).write(tx -> tx.update("update report_version set state = 'ready'"));
    assertFalse(finish(text));
    assertFalse(finish(text), "it has ended");
    assertEquals(Map.of(), deliveries(HOLDS));
    assertEquals(Optional.empty(), journal.jobs().claim(LEASE));
  }

  @Test
  void aTextWhoseRunIsGivenUpIsStillAuditedInFull() {
    receive(version(ReportStatus.FINAL, 1));
    Job text = text();
    journal.jobs().abandon(text, "it ended its process");
    assertEquals(1, inFlight());
    assertTrue(journal.jobs().untouched(10).isEmpty(), "it is not tried for ever");
    assertTrue(finish(full()));
    assertEquals(0, inFlight());
  }

  @Test
  void whenTheFullRunIsGivenUpTheTextGoesOut() {
    receive(version(ReportStatus.FINAL, 1));
    Job text = text();
    finish(text);
    journal.jobs().abandon(full(), "it ended its process");
    assertEquals(List.of(text.runId()), due(HOLDS));
  }

  @Test
  void aDecisionAboutAHeldAuditWaitsWithIt() {
    receive(version(ReportStatus.FINAL, 1));
    Job text = text();
    finish(text);
    UUID decision = agree(text);
    assertEquals(Map.of("held", 2L), deliveries(HOLDS));
    assertEquals(Map.of("pending", 2L), deliveries(SENDS));
    clock.advance(HOLD);
    assertEquals(List.of(text.runId()), due(HOLDS), "the decision after its audit");
    Deliveries.sent(journal, text.runId(), HOLDS);
    Deliveries.sent(journal, decision, HOLDS);
  }

  @Test
  void aDecisionAboutATextIsCarriedToTheFullAuditAndSentOnce() {
    receive(version(ReportStatus.FINAL, 1));
    Job text = text();
    finish(text);
    agree(text);
    Job full = full();
    finish(full);
    assertEquals(Map.of("overtaken", 2L, "pending", 2L), deliveries(HOLDS));
    Deliveries.sent(journal, full.runId(), HOLDS);
    assertEquals(List.of(full.runId()), due(HOLDS), "the decision that holds on");
  }

  private UUID agree(Job job) {
    Audit audit = audit(job);
    Decision decision =
        new Decision(
            UUID.randomUUID(),
            audit.runId(),
            Problems.of(audit).get(0).key(),
            Decision.Kind.AGREE,
            "",
            FlagVerdict.RIGHT,
            "",
            "ann",
            false,
            clock.instant(),
            List.of(),
            null,
            null,
            null);
    UUID report = journal.worklist().page(Worklist.Filter.ALL, 0, 1).rows().get(0).report();
    assertEquals(
        Reviews.Outcome.STORED,
        journal
            .reviews()
            .decide(
                report,
                decision,
                null,
                (about, decisions, stored) -> new Publication("{}", List.of()),
                List.of(SENDS, HOLDS)));
    return decision.id();
  }

  // the order of work

  private UUID queued(Report report) {
    receive(report);
    UUID run = new UUID(0, ++runs);
    UUID version =
        journal.jobs().awaitingImages(clock.instant(), 100).stream()
            .filter(w -> w.report().reportId().equals(report.reportId()))
            .findFirst()
            .orElseThrow()
            .version();
    assertTrue(journal.jobs().queue(version, run, List.of(), "", true));
    return run;
  }

  private static Report report(String id, ReportStatus status, Urgency urgency) {
    return SampleRecords.report("HOSP", id, "MRN1", TEXT, status, SampleRecords.ISSUED).toBuilder()
        .urgency(urgency)
        .build();
  }

  private List<UUID> claimed() {
    List<UUID> order = new ArrayList<>();
    for (Optional<Job> next = journal.jobs().claim(LEASE);
        next.isPresent();
        next = journal.jobs().claim(LEASE)) {
      order.add(next.get().runId());
    }
    return order;
  }

  @Test
  void urgentRunsGoFirstAndTextsBeforeAll() {
    UUID routine = queued(report("R", ReportStatus.FINAL, null));
    UUID urgent = queued(report("U", ReportStatus.FINAL, Urgency.URGENT));
    UUID preliminary = queued(report("P", ReportStatus.PRELIMINARY, null));
    UUID stat = queued(report("S", ReportStatus.FINAL, Urgency.STAT));
    UUID withdrawn = queued(report("W", ReportStatus.CANCELLED, null));
    receive(report("T", ReportStatus.FINAL, null));
    UUID text = new UUID(1, ++runs);
    journal.jobs().queueTexts(Map.of(untouched(), text));
    assertEquals(List.of(text, stat, withdrawn, preliminary, urgent, routine), claimed());
  }

  @Test
  void aFurtherAuditOfAVersionGoesLast() {
    receive(report("A", ReportStatus.PRELIMINARY, Urgency.STAT));
    UUID version = journal.jobs().awaitingImages(clock.instant(), 1).get(0).version();
    journal.jobs().queue(version, new UUID(0, ++runs), List.of(), "", true);
    finish(journal.jobs().claim(LEASE).orElseThrow());
    UUID again = new UUID(0, ++runs);
    assertTrue(journal.jobs().queue(version, again, List.of(), "", false));
    UUID routine = queued(report("R", ReportStatus.FINAL, null));
    assertEquals(List.of(routine, again), claimed());
  }

  /** A class is a head start: what is older than that goes first, so nothing waits for ever. */
  @Test
  void noRunWaitsForUrgentOnesThatComeLongAfterIt() {
    UUID routine = queued(report("R", ReportStatus.FINAL, null));
    clock.advance(WorkClass.STEP.multipliedBy(WorkClass.ROUTINE.ordinal()));
    UUID stat = queued(report("S", ReportStatus.FINAL, Urgency.STAT));
    assertEquals(List.of(routine, stat), claimed());
  }

  @Test
  void whatANodeOfAnOlderVersionQueuedIsStillClaimed() {
    UUID routine = queued(report("R", ReportStatus.FINAL, null));
    db(journal).write(tx -> tx.update("update job set sort_at = 0"));
    assertEquals(List.of(routine), claimed());
  }
}
