package org.radiologytrust.journal.notifications;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.journal.notifications.Notifications.MAIL;
import static org.radiologytrust.journal.notifications.Notifications.WEBHOOK;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.Deliveries;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.notifications.Notifications.Message;
import org.radiologytrust.journal.results.Outbox.Delivery;
import org.radiologytrust.journal.reviews.Reviews.Outcome;
import org.radiologytrust.journal.reviews.Reviews.Publication;
import org.radiologytrust.journal.reviews.Worklist.Filter;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.journal.work.JobQueue.Publishing;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.ChecksMade;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.UnfinishedCheck;
import org.radiologytrust.model.Weight;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Decision.Kind;
import org.radiologytrust.review.Problems;

/** Who is told of urgent problems, and when it is over; one subclass for each store. */
@Tag("safety")
abstract class NotificationsContract extends OpenedJournal {
  private static final Duration UNREAD = Duration.ofMinutes(10);
  private static final String CRITICAL = "critical-uncommunicated";
  private static final String PNEUMOTHORAX = "Tension pneumothorax";
  private static final List<List<String>> LIST =
      List.of(List.of(WEBHOOK), List.of(MAIL, WEBHOOK), List.of(MAIL));

  private int runs;

  /** Before anything is stored. */
  @BeforeEach
  void openOther() {
    otherNode();
  }

  @BeforeEach
  void begin() {
    journal.notifications().begin();
  }

  // reports and audits

  private Job received(ReportStatus status, int seconds) {
    receive(status, seconds);
    return queue(journal.jobs().awaitingImages(clock.instant(), 1).get(0).version());
  }

  private Job received() {
    return received(ReportStatus.FINAL, 0);
  }

  private void receive(ReportStatus status, int seconds) {
    clock.advance(Duration.ofSeconds(1));
    Report report =
        SampleRecords.report(
            "HOSP",
            "A1",
            "MRN1",
            PNEUMOTHORAX + ". Version " + seconds + ". tension\npneumothorax.",
            status,
            SampleRecords.ISSUED.plusSeconds(seconds));
    journal.inbox().receive(SampleMessages.report("k" + clock.instant(), report));
  }

  /** One more run of a version, as late images make it. */
  private Job queue(UUID version) {
    assertTrue(journal.jobs().queue(version, new UUID(0, ++runs), List.of(), "", true));
    return journal.jobs().claim(Duration.ofMinutes(5)).orElseThrow();
  }

  private Audit finish(Job job, CheckResult... checks) {
    Audit audit =
        SampleRecords.checkedOnly(job.runId(), job.report()).toBuilder()
            .checks(List.of(checks))
            .made(new ChecksMade("words", List.of(CRITICAL)))
            .build();
    return finish(job, audit);
  }

  private Audit finish(Job job, Audit audit) {
    assertTrue(journal.jobs().finish(job, audit, Publishing.of("{}", List.of()), List.of("fhir")));
    return audit;
  }

  /** A critical finding of which nobody was told, where the report first names it. */
  private static CheckResult critical(Job job) {
    return critical(job, PNEUMOTHORAX);
  }

  private static CheckResult critical(Job job, String words) {
    String text = job.report().text();
    int start = text.indexOf(words);
    return new CheckResult(
            CRITICAL,
            Label.NEEDS_REVIEW,
            Evidence.of(Span.of(text, start, start + words.length()), text),
            Evidence.field("rule", words),
            "Say who was told.")
        .weighing(Weight.CRITICAL);
  }

  private int tell() {
    return journal.notifications().tell(LIST, UNREAD);
  }

  private int tellLater() {
    clock.advance(UNREAD);
    return tell();
  }

  private List<Delivery> due(String sink) {
    return Deliveries.due(journal, sink);
  }

  private Message message(String sink) {
    List<Delivery> due = due(sink);
    assertEquals(1, due.size());
    return journal.notifications().message(due.get(0).id()).orElseThrow();
  }

  /** Somebody agrees with the first problem. */
  private void decide(Audit audit) {
    String problem = Problems.of(audit).get(0).key();
    assertEquals(
        Outcome.STORED,
        journal
            .reviews()
            .decide(
                report(),
                Decision.of(UUID.randomUUID(), audit.runId(), problem, Kind.AGREE, "ada").build(),
                null,
                (a, all, stored) -> new Publication("{}", List.of()),
                List.of()));
  }

  private UUID report() {
    return journal.worklist().page(Filter.ALL, 0, 1).rows().get(0).report();
  }

  // what is told

  @Test
  void anUrgentProblemIsToldOnce() {
    Job job = received();
    Instant at = clock.instant();
    finish(job, critical(job));
    assertEquals(1, tell());
    Message told = message(WEBHOOK);
    assertEquals(new Message(told.id(), Weight.CRITICAL, at, 0), told);
    assertEquals(Optional.of(report()), journal.notifications().report(told.id()));
    assertEquals(List.of(), due(MAIL));
    assertEquals(0, tell());
  }

  @Test
  void whatOnlyAsksIsToldToo() {
    Job job = received();
    finish(job, critical(job).asking("Not measured."));
    assertEquals(1, tell());
    assertEquals(Weight.CRITICAL, message(WEBHOOK).weight());
  }

  @Test
  void imagesOfAnotherPatientAreTold() {
    Job job = received();
    finish(job, SampleRecords.imagesRefused(job.runId(), job.report()));
    assertEquals(1, tell());
    assertEquals(Weight.OTHER_PATIENT, message(WEBHOOK).weight());
  }

  @Test
  void nothingElseIsTold() {
    Job job = received();
    finish(job, critical(job).weighing(Weight.SIDE), critical(job, "Version").asQuiet());
    assertEquals(0, tell());
  }

  @Test
  void whatWasStoredWhileNobodyWasToBeToldIsNotTold() {
    reopen();
    Job job = received();
    finish(job, critical(job));
    journal.notifications().begin();
    assertEquals(0, tell());
  }

  @Test
  void severalProblemsOfOneAuditAreToldEach() {
    Job job = received();
    finish(job, critical(job), critical(job, "Version").asking("Not measured."));
    assertEquals(2, tell());
    Deliveries.sent(journal, due(WEBHOOK).get(0).id(), WEBHOOK);
    assertEquals(1, due(WEBHOOK).size(), "one after the other");
  }

  @Test
  void lateImagesTellNothingAgain() {
    Job job = received();
    finish(job, critical(job));
    assertEquals(1, tell());
    Message first = message(WEBHOOK);
    Job again = queue(job.version());
    finish(again, critical(again));
    assertEquals(0, tell());
    assertEquals(first, message(WEBHOOK), "and what waits is still sent");
  }

  @Test
  void aVersionThatKeepsTheProblemTellsNothingAgain() {
    Job job = received();
    finish(job, critical(job));
    assertEquals(1, tell());
    Job corrected = received(ReportStatus.CORRECTED, 60);
    finish(corrected, critical(corrected, "tension\npneumothorax"));
    assertEquals(0, tell());
    assertEquals(2, tellLater(), "nobody has read it");
  }

  @Test
  void aProblemThatComesBackIsToldAgain() {
    Job job = received();
    finish(job, critical(job));
    assertEquals(1, tell());
    finish(received(ReportStatus.CORRECTED, 60));
    Job again = received(ReportStatus.CORRECTED, 120);
    finish(again, critical(again));
    assertEquals(1, tell());
  }

  // who is told

  @Test
  void unreadItGoesToTheNextOnTheListAndThenIsCounted() {
    Job job = received();
    finish(job, critical(job));
    assertEquals(1, tell());
    Message first = message(WEBHOOK);
    Deliveries.sent(journal, due(WEBHOOK).get(0).id(), WEBHOOK);
    clock.advance(UNREAD.minusSeconds(1));
    assertEquals(0, tell());
    clock.advance(Duration.ofSeconds(1));
    assertEquals(2, tell());
    Message second = new Message(first.id(), Weight.CRITICAL, first.at(), 1);
    assertEquals(second, message(MAIL));
    assertEquals(second, message(WEBHOOK));
    assertEquals(1, tellLater());
    assertEquals(0, journal.notifications().unheard());
    assertEquals(0, tellLater());
    assertEquals(1, journal.notifications().unheard());
    assertEquals(0, tellLater());
    journal.notifications().read(job.runId());
    assertEquals(0, journal.notifications().unheard());
  }

  @Test
  void whoCannotBeReachedHoldsUpNobody() {
    Job job = received();
    finish(job, critical(job));
    tell();
    Delivery down = Deliveries.claim(journal, due(WEBHOOK).get(0).id(), WEBHOOK);
    journal.outbox().retry(down, Duration.ofHours(1), "no answer");
    assertEquals(2, tellLater());
    assertEquals(1, message(WEBHOOK).step());
  }

  // when it is over

  @Test
  void readIsOverAndWhatWaitsIsNotSent() {
    Job job = received();
    finish(job, critical(job));
    tell();
    UUID delivery = due(WEBHOOK).get(0).id();
    journal.notifications().read(job.runId());
    assertEquals(List.of(), due(WEBHOOK));
    assertEquals(Optional.empty(), journal.notifications().message(delivery));
    assertEquals(0, tellLater());
    Job again = queue(job.version());
    finish(again, critical(again));
    assertEquals(0, tellLater(), "nor after another run");
  }

  @Test
  void anotherRunIsAnotherPage() {
    Job job = received();
    finish(job, critical(job));
    tell();
    journal.notifications().read(new UUID(1, 1));
    assertEquals(2, tellLater());
  }

  @Test
  void decidedIsOver() {
    Job job = received();
    Audit audit = finish(job, critical(job), critical(job, "Version"));
    assertEquals(2, tell());
    decide(audit);
    assertEquals(1, due(WEBHOOK).size(), "the other problem is still open");
    assertEquals(2, tellLater());
  }

  @Test
  void aFlagWhoseDecisionHoldsOnIsNotTold() {
    reopen();
    Job job = received();
    decide(finish(job, critical(job)));
    journal.notifications().begin();
    Job late = queue(job.version());
    finish(late, critical(late));
    assertEquals(2, journal.reviews().find(report()).orElseThrow().decisions().size());
    assertEquals(0, tell());
  }

  @Test
  void aNewerVersionHoldsItUntilItsAuditEndsIt() {
    Job job = received();
    finish(job, critical(job));
    tell();
    Job corrected = received(ReportStatus.CORRECTED, 60);
    assertEquals(0, tellLater());
    finish(corrected);
    assertEquals(0, tellLater());
    assertEquals(List.of(), due(WEBHOOK));
    assertEquals(0, journal.notifications().unheard());
  }

  @Test
  void aWithdrawnReportEndsIt() {
    Job job = received();
    finish(job, critical(job));
    tell();
    Job withdrawn = received(ReportStatus.ENTERED_IN_ERROR, 60);
    finish(withdrawn, SampleRecords.failed(withdrawn.runId(), withdrawn.report(), "withdrawn"));
    assertEquals(0, tellLater());
    assertEquals(List.of(), due(WEBHOOK));
  }

  @Test
  void anAuditThatFailedEndsNothing() {
    Job job = received();
    finish(job, critical(job));
    tell();
    Job again = queue(job.version());
    finish(again, SampleRecords.failed(again.runId(), again.report(), "the model failed"));
    assertEquals(2, tellLater());
  }

  @Test
  void anAuditWhoseCheckDidNotFinishEndsNothing() {
    Job job = received();
    finish(job, critical(job));
    tell();
    Job again = queue(job.version());
    UnfinishedCheck late = new UnfinishedCheck(CRITICAL, UnfinishedCheck.Reason.TIME);
    finish(
        again,
        SampleRecords.checkedOnly(again.runId(), again.report()).toBuilder()
            .unfinished(List.of(late))
            .build());
    assertEquals(2, tellLater());
  }

  @Test
  void aNewerVersionThatCannotBeAuditedEndsNothing() {
    Job job = received();
    finish(job, critical(job));
    tell();
    Job corrected = received(ReportStatus.CORRECTED, 60);
    finish(corrected, SampleRecords.failed(corrected.runId(), corrected.report(), "no text"));
    assertEquals(2, tellLater());
    journal.notifications().read(corrected.runId());
    assertEquals(0, tellLater(), "its page is what people see");
  }

  @Test
  void aNewerVersionWhoseRunIsGivenUpEndsNothing() {
    Job job = received();
    finish(job, critical(job));
    tell();
    Job first = received(ReportStatus.CORRECTED, 60);
    Job second = received(ReportStatus.CORRECTED, 120);
    journal.jobs().abandon(first, "superseded");
    assertEquals(0, tellLater());
    journal.jobs().abandon(second, "its process died");
    assertEquals(2, tell());
    journal.notifications().read(job.runId());
    assertEquals(0, tellLater());
  }

  // the outbox

  @Test
  void aDeadOneIsSentAgainThoughAnotherRunHasEnded() {
    Job job = received();
    finish(job, critical(job));
    tell();
    UUID delivery = due(WEBHOOK).get(0).id();
    Deliveries.dead(journal, delivery, WEBHOOK, "refused");
    Job again = queue(job.version());
    finish(again, critical(again));
    assertEquals(1, Deliveries.dead(journal).stream().filter(d -> d.id().equals(delivery)).count());
    assertTrue(journal.deadLetters().resend(delivery, WEBHOOK));
    assertEquals(delivery, due(WEBHOOK).get(0).id());
  }

  @Test
  void itHoldsUpNoAudit() {
    Job job = received();
    finish(job, critical(job));
    tell();
    Job again = queue(job.version());
    finish(again, critical(again));
    assertEquals(
        List.of(again.runId()), due("fhir").stream().map(Delivery::id).toList(), "the newest");
  }

  @Test
  void aProcessThatDiesLosesNothingAndDoublesNothing() {
    Job job = received();
    finish(job, critical(job));
    reopen();
    assertEquals(1, tell());
    reopen();
    assertEquals(0, tell());
    Message told = message(WEBHOOK);
    journal.outbox().claim(WEBHOOK, Deliveries.LEASE).orElseThrow();
    reopen();
    assertEquals(List.of(), due(WEBHOOK));
    clock.advance(Deliveries.LEASE);
    assertEquals(told, message(WEBHOOK), "its process may have died before it was sent");
  }

  @Test
  void aCommitWhoseAnswerWasLostTellsOnce() {
    Job job = received();
    Audit audit = finish(job, critical(job));
    finish(job, audit);
    assertEquals(1, tell());
  }

  @Test
  void nodesThatTellAtTheSameTimeTellOnce() throws Exception {
    Job job = received();
    finish(job, critical(job));
    Journal other = otherNode();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Integer>> calls = new ArrayList<>();
      IntStream.range(0, 8)
          .mapToObj(n -> n % 2 == 0 ? journal : other)
          .forEach(node -> calls.add(() -> node.notifications().tell(LIST, UNREAD)));
      int told = 0;
      for (Future<Integer> call : threads.invokeAll(calls)) {
        told += call.get();
      }
      assertEquals(1, told);
      assertEquals(1, due(WEBHOOK).size());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void theLinkOfAnotherIsUnknown() {
    assertEquals(Optional.empty(), journal.notifications().report(UUID.randomUUID()));
  }

  @Test
  void theIdentityHoldsNoWords() {
    Job job = received();
    finish(job, critical(job));
    String stored =
        db(journal)
            .read(
                tx ->
                    tx.first(
                            "select problem || identity || weight || kind as all_of_it"
                                + " from notification",
                            rs -> rs.getString(1))
                        .orElseThrow());
    assertFalse(
        Arrays.stream(PNEUMOTHORAX.toLowerCase().split(" ")).anyMatch(stored::contains), stored);
  }

  private int remind() {
    return journal.reviews().remind(Duration.ofMinutes(10), Duration.ofHours(4));
  }

  @Test
  void aReminderIsToldOnceAndIsOverWithTheNextAudit() {
    Job job = received();
    decide(finish(job, critical(job)));
    assertEquals(0, tellLater(), "somebody has decided");
    assertEquals(1, remind());
    assertEquals(0, remind());
    assertEquals(1, tell());
    assertEquals(2, tellLater(), "nobody has opened the report: both of the next on the list");
    receive(ReportStatus.CORRECTED, 60);
    assertEquals(0, tellLater(), "a newer version has come");
    UUID version = journal.jobs().awaitingImages(clock.instant(), 1).get(0).version();
    finish(queue(version));
    assertEquals(0, tellLater());
    assertEquals(0, journal.notifications().unheard(), "and raises no alarm");
  }
}
