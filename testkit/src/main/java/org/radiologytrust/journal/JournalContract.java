package org.radiologytrust.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.delivered.DeliveredAudits;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.journal.inbox.Inbox.Incoming;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.Receipt;
import org.radiologytrust.journal.inbox.IntakeAlarm;
import org.radiologytrust.journal.inbox.MessageIds;
import org.radiologytrust.journal.inbox.MessageKey;
import org.radiologytrust.journal.inbox.Messages;
import org.radiologytrust.journal.inbox.ReadAs;
import org.radiologytrust.journal.results.Outbox;
import org.radiologytrust.journal.results.ResourceStore;
import org.radiologytrust.journal.results.ResourceStore.Code;
import org.radiologytrust.journal.results.ResourceStore.Criterion;
import org.radiologytrust.journal.results.ResourceStore.Page;
import org.radiologytrust.journal.results.ResourceStore.Place;
import org.radiologytrust.journal.results.ResourceStore.Query;
import org.radiologytrust.journal.results.ResourceStore.Range;
import org.radiologytrust.journal.results.ResourceStore.Versioned;
import org.radiologytrust.journal.results.StoredResource;
import org.radiologytrust.journal.search.Counters;
import org.radiologytrust.journal.search.DeliverySearch;
import org.radiologytrust.journal.search.Overview;
import org.radiologytrust.journal.search.Stories.Delivered;
import org.radiologytrust.journal.work.FeedStarts;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.launch.CapturedLog;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.Study;

/** What every journal must do; one subclass for each store. */
abstract class JournalContract extends OpenedJournal {
  private static final Duration LEASE = Duration.ofMinutes(5);

  /** More than any run ends processes. */
  private static final int MANY = 9;

  private Receipt send(String key, String body, Inbox.Disposition disposition) {
    return journal
        .inbox()
        .receive(
            new Incoming(
                "hl7",
                "HOSP",
                key,
                body.getBytes(StandardCharsets.UTF_8),
                disposition,
                (outcome, reason) ->
                    (key + " " + outcome + " " + reason).getBytes(StandardCharsets.UTF_8)));
  }

  private Receipt send(String key, Report report) {
    return send(
        key, key + report.text() + report.status() + report.issued(), new Inbox.Parsed(report));
  }

  private UUID onlyWaiting() {
    List<JobQueue.Waiting> waiting = journal.jobs().awaitingImages(clock.instant(), 10);
    assertEquals(1, waiting.size());
    return waiting.get(0).version();
  }

  private Job queueAndClaim(UUID runId, Study... studies) {
    assertTrue(
        journal.jobs().queue(onlyWaiting(), runId, List.of(studies), "", studies.length == 0));
    return journal.jobs().claim(LEASE).orElseThrow();
  }

  /** Claims the run whose process died. */
  private Job claimLost() {
    assertEquals(List.of(), journal.jobs().endLost(MANY, "no more"));
    assertEquals(Optional.empty(), journal.jobs().claim(LEASE), "it runs alone");
    return journal.jobs().claimAlone(LEASE, MANY, true).orElseThrow();
  }

  private long reports(String outcome) {
    return journal.counters().counts().reports().get(outcome);
  }

  private void assertCounts(int parsed, int ignored, int duplicate, int quarantined) {
    Counters.Counts counts = journal.counters().counts();
    assertEquals(
        Map.of(
            "parsed", (long) parsed,
            "applied", 0L,
            "ignored", (long) ignored,
            "duplicate", (long) duplicate,
            "quarantined", (long) quarantined),
        counts.messages());
    assertTrue(counts.conserved());
  }

  @Test
  void repeatGetsTheSameAnswerAndCountsAsDuplicate() {
    Report report = SampleRecords.report("A1", "No effusion.");
    Receipt first = send("k1", report);
    reopen();
    Receipt again = send("k1", report);
    assertEquals(Outcome.PARSED, first.outcome());
    assertEquals(Outcome.DUPLICATE, again.outcome());
    assertArrayEquals(first.reply(), again.reply());
    assertEquals(1, journal.jobs().awaitingImages(clock.instant(), 10).size());
    assertCounts(1, 0, 1, 0);
  }

  @Test
  void controlIdUsedForAnotherBodyIsQuarantined() {
    send("k1", SampleRecords.report("A1", "No effusion."));
    Receipt other = send("k1", SampleRecords.report("A2", "Large effusion."));
    assertEquals(Outcome.QUARANTINED, other.outcome());
    assertTrue(other.reason().contains("control id"));
    assertCounts(1, 0, 0, 1);
  }

  @Test
  void mendedMessageMayKeepItsControlId() {
    send("k1", "broken", new Inbox.Quarantined("PID-3 is empty"));
    assertEquals(Outcome.PARSED, send("k1", SampleRecords.report("A1", "No effusion.")).outcome());
    assertEquals(
        Outcome.DUPLICATE, send("k1", "broken", new Inbox.Quarantined("PID-3 is empty")).outcome());
    assertEquals(
        Outcome.DUPLICATE, send("k1", SampleRecords.report("A1", "No effusion.")).outcome());
    assertCounts(1, 0, 2, 1);
  }

  @Test
  void alarmsOfMessagesAreCountedOnce() {
    Inbox.Quarantined foreign =
        new Inbox.Quarantined("a result is another person's", Set.of(IntakeAlarm.OTHER_PERSON));
    send("k1", "broken", new Inbox.Quarantined("PID-3 is empty"));
    send("k2", "foreign", foreign);
    send("k2", "foreign", foreign);
    assertEquals(Map.of(IntakeAlarm.OTHER_PERSON, 1L), journal.intakeAlarms());
  }

  @Test
  void sameReportUnderAnotherControlIdIsDuplicate() {
    send("k1", SampleRecords.report("A1", "No effusion.\nHeart normal."));
    assertEquals(
        Outcome.DUPLICATE,
        send("k2", SampleRecords.report("A1", "No effusion. Heart  normal.")).outcome());
    assertCounts(1, 0, 1, 0);
  }

  @Test
  void sameWordsReleasedAgainAreNoNewsButComingBackToThemIs() {
    send("k1", SampleRecords.report("A1", "No effusion."));
    assertEquals(Outcome.DUPLICATE, send("k2", later("No effusion.", 5)).outcome());
    assertEquals(Outcome.PARSED, send("k3", later("Left effusion.", 10)).outcome());
    assertEquals(Outcome.PARSED, send("k4", later("No effusion.", 15)).outcome());
    assertEquals(Outcome.DUPLICATE, send("k5", later("Left effusion.", 10)).outcome());
    assertCounts(3, 0, 2, 0);
    assertEquals(1, journal.jobs().awaitingImages(clock.instant(), 10).size());
  }

  private static Report later(String text, int seconds) {
    return SampleRecords.report(
        "HOSP", "A1", "MRN1", text, ReportStatus.FINAL, SampleRecords.ISSUED.plusSeconds(seconds));
  }

  @Test
  void messageWithoutASiteIsAboutTheReportOfTheNamedSite() {
    send("k1", SampleRecords.report("A1", "No effusion."));
    Report unnamed =
        SampleRecords.report(
            SITE, "A1", "MRN1", "No effusion.", ReportStatus.FINAL, SampleRecords.ISSUED);
    assertEquals(Outcome.DUPLICATE, send("k2", unnamed).outcome());
    Report otherSite =
        SampleRecords.report(
            "ELSEWHERE", "A1", "MRN1", "No effusion.", ReportStatus.FINAL, SampleRecords.ISSUED);
    assertEquals(Outcome.PARSED, send("k3", otherSite).outcome());
    Report otherPatient =
        SampleRecords.report(
            SITE, "A1", "MRN2", "No effusion.", ReportStatus.FINAL, SampleRecords.ISSUED);
    assertEquals(Outcome.PARSED, send("k4", otherPatient).outcome(), "another site's patient");
    assertCounts(3, 0, 1, 0);
  }

  @Test
  void anotherPatientUnderTheSameNumberIsQuarantined() {
    send("k1", SampleRecords.report("A1", "No effusion."));
    Report wrong =
        SampleRecords.report(
            "HOSP", "A1", "MRN2", "Effusion.", ReportStatus.FINAL, SampleRecords.ISSUED);
    Receipt receipt = send("k2", wrong);
    assertEquals(Outcome.QUARANTINED, receipt.outcome());
    assertFalse(receipt.reason().contains("MRN"), "no identifier in a reason");
    assertCounts(1, 0, 0, 1);
  }

  @Test
  void whatAMessageWasReadAsIsKnownWhateverWasDecided() {
    send("k1", SampleRecords.report("A1", "No effusion."));
    send("k2", later("Effusion.", -5));
    send("k3", "adt", new Inbox.PatientChange(SampleRecords.patient("MRN9"), List.of(), null));
    send("k4", "orm", new Inbox.Ignored("ORM messages carry no report"));
    List<ReadAs> read =
        List.of(ReadAs.REPORT, ReadAs.REPORT, ReadAs.PATIENT_CHANGE, ReadAs.NEITHER);
    assertEquals(read, readAs());
    ((SqlJournal) journal)
        .db()
        .write(
            tx ->
                tx.update(
                    "update message set read_as = null, reason = ? where outcome = 'quarantined'",
                    "an earlier message gave this accession or filler number to another patient:"
                        + " see PID-3"));
    ((SqlJournal) journal).db().write(tx -> tx.update("update message set read_as = null"));
    assertEquals(read, readAs(), "of messages that an earlier version stored");
  }

  /** Of all messages, in the order of their keys. */
  private List<ReadAs> readAs() {
    return ((SqlJournal) journal)
            .db()
            .read(
                tx ->
                    tx.list(
                        "select channel, site, message_key, body_sha256 from message order by"
                            + " message_key",
                        rs -> MessageKey.of(rs).id()))
            .stream()
            .map(id -> journal.messages().message(id).orElseThrow().readAs())
            .toList();
  }

  @Test
  void correctionSupersedesAndAnOlderVersionIsIgnored() {
    send("k1", SampleRecords.report("A1", "No effusion."));
    Job first = queueAndClaim(new UUID(0, 1));
    finish(first);
    Report corrected =
        SampleRecords.report(
            "HOSP",
            "A1",
            "MRN1",
            "Left effusion.",
            ReportStatus.CORRECTED,
            SampleRecords.ISSUED.plusSeconds(60));
    assertEquals(Outcome.PARSED, send("k2", corrected).outcome());
    Job second = queueAndClaim(new UUID(0, 2));
    assertEquals(List.of(new UUID(0, 1)), superseded(second.runId()));
    finish(second);
    Report late =
        SampleRecords.report(
            "HOSP",
            "A1",
            "MRN1",
            "Old words.",
            ReportStatus.PRELIMINARY,
            SampleRecords.ISSUED.minusSeconds(60));
    assertEquals(Outcome.IGNORED, send("k3", late).outcome());
    assertEquals(
        Outcome.DUPLICATE,
        send("k4", SampleRecords.report("A1", "No effusion.")).outcome(),
        "an earlier version sent again is no news");
    assertCounts(2, 1, 1, 0);
    assertEquals(2, reports("audited"));
  }

  private List<UUID> superseded(UUID run) {
    return journal.jobs().superseded(run).all().stream().map(a -> a.runId()).toList();
  }

  private Job version(int n) {
    send("v" + n, later("Words " + n + ".", n));
    return queueAndClaim(new UUID(0, n));
  }

  private void finish(Job job, String... sinks) {
    assertTrue(
        journal
            .jobs()
            .finish(
                job,
                SampleRecords.audit(job.runId(), job.report(), List.of()),
                JobQueue.Publishing.of("{}", List.of()),
                List.of(sinks)));
  }

  @Test
  void supersedesBackToTheNewestThatEverySinkHas() {
    finish(version(1), "fhir");
    Deliveries.sent(journal, new UUID(0, 1), "fhir");
    finish(version(2), "fhir");
    Job third = version(3);
    assertEquals(
        List.of(new UUID(0, 2), new UUID(0, 1)),
        superseded(third.runId()),
        "the second was never sent, so nobody has taken back the first");
    finish(third, "fhir");
    Deliveries.sent(journal, new UUID(0, 3), "fhir");
    assertEquals(List.of(new UUID(0, 3)), superseded(version(4).runId()));
  }

  @Test
  @Tag("safety")
  void aWithdrawalSupersedesEveryVersion() {
    for (int n = 1; n <= 2; n++) {
      finish(version(n), "fhir");
      Deliveries.sent(journal, new UUID(0, n), "fhir");
    }
    send(
        "v3",
        SampleRecords.report(
            SITE,
            "A1",
            "MRN1",
            "Words 2.",
            ReportStatus.ENTERED_IN_ERROR,
            SampleRecords.ISSUED.plusSeconds(200)));
    Job withdrawal = queueAndClaim(new UUID(0, 3));
    assertEquals(
        List.of(new UUID(0, 2), new UUID(0, 1)),
        superseded(withdrawal.runId()),
        "the first is only cancelled, and was as wrong as the second");
  }

  @Test
  void aRunHasTheEarlierVersionsOfItsReport() {
    finish(version(1));
    send("other", SampleRecords.report("A2", "Another report."));
    finish(queueAndClaim(new UUID(0, 9)));
    finish(version(2));
    Job third = version(3);
    assertEquals(List.of("Words 1.", "Words 2."), earlier(third, 20));
    assertEquals(List.of("Words 2."), earlier(third, 1), "the newest");
  }

  private List<String> earlier(Job job, int limit) {
    return journal.jobs().earlierVersions(job, limit).stream().map(Report::text).toList();
  }

  @Test
  void correctedIdentityIsANewVersion() {
    Report wrong = SampleRecords.report("A1", "No effusion.");
    send("k1", wrong);
    Patient p = wrong.patient();
    Patient mended =
        new Patient(
            p.identifiers(), p.familyName(), p.givenName(), LocalDate.of(1962, 2, 3), p.sex(), "");
    Report corrected =
        wrong.toBuilder().patient(mended).issued(wrong.issued().plusSeconds(5)).build();
    assertEquals(Outcome.PARSED, send("k2", corrected).outcome());
  }

  @Test
  void otherPatientWithoutAnIdentifierIsToldByBirthDateOrSex() {
    Report known = SampleRecords.report("A1", "No effusion.");
    send("k1", known);
    Report reference =
        known.toBuilder()
            .patient(
                new Patient(List.of(), "", "", LocalDate.of(1990, 1, 1), Sex.MALE, "Patient/9"))
            .text("Mass.")
            .issued(known.issued().plusSeconds(5))
            .effective(null)
            .build();
    assertEquals(Outcome.QUARANTINED, send("k2", reference).outcome());
  }

  @Test
  void higherStatusIsNeverIgnoredForItsTime() {
    send(
        "k1",
        SampleRecords.report(
            "HOSP", "A1", "MRN1", "Words.", ReportStatus.PRELIMINARY, SampleRecords.ISSUED));
    assertEquals(
        Outcome.PARSED,
        send(
                "k2",
                SampleRecords.report(
                    "HOSP",
                    "A1",
                    "MRN1",
                    "Final words.",
                    ReportStatus.FINAL,
                    SampleRecords.ISSUED.minusSeconds(300)))
            .outcome());
  }

  @Test
  @Tag("safety")
  void aClockThatIsSetForwardDoesNotMakeARunWaitForLong() {
    send("k1", SampleRecords.report("A1", "No effusion."));
    Job job = queueAndClaim(new UUID(0, 1));
    journal.jobs().postpone(job, Duration.ZERO, false);
    clock.advance(Duration.ofSeconds(30));
    journal.clock().instant();
    clock.set(Duration.ofDays(3650));
    Job again = journal.jobs().claim(LEASE).orElseThrow();
    assertEquals(Duration.ofSeconds(30), again.stuck());
  }

  @Test
  void runThatEndsItsProcessIsCountedAndCanBeAbandoned() {
    send("k1", SampleRecords.report("A1", "No effusion."));
    Job job = queueAndClaim(new UUID(0, 1));
    assertEquals(0, job.lost());
    journal.jobs().postpone(job, Duration.ZERO, false);
    clock.advance(Duration.ofSeconds(30));
    Job again = journal.jobs().claim(LEASE).orElseThrow();
    assertEquals(0, again.lost(), "put off is not lost");
    assertEquals(Duration.ofSeconds(30), again.stuck());
    journal.jobs().storeStep(again, "claims", "{}");
    journal.jobs().releaseAll();
    Job lost = claimLost();
    assertEquals(1, lost.lost());
    assertEquals(Duration.ZERO, lost.stuck(), "a step is progress");
    journal.jobs().abandon(lost, "no more");
    assertEquals(1, reports("not_auditable"));
    assertTrue(journal.jobs().claim(LEASE).isEmpty());
    assertFalse(journal.jobs().suspectDue(MANY));
    assertEquals(0, journal.jobs().givenUp(), "for another reason");
    assertCounts(1, 0, 0, 0);
  }

  private void queue(int number) {
    send("k" + number, SampleRecords.report("A" + number, "No effusion."));
    assertTrue(journal.jobs().queue(onlyWaiting(), new UUID(0, number), List.of(), "", true));
    clock.advance(Duration.ofMillis(1));
  }

  private UUID alone(int deaths) {
    assertTrue(journal.jobs().suspectDue(deaths));
    return journal.jobs().claimAlone(LEASE, deaths, true).orElseThrow().runId();
  }

  /** The process dies with all that it runs, and another one starts. */
  private List<UUID> die() {
    journal.jobs().releaseAll();
    return journal.jobs().endLost(2, "the process died of it");
  }

  @Test
  @Tag("safety")
  void onlyTheRunThatEndsItsProcessAloneTwiceIsGivenUp() {
    queue(1);
    queue(2);
    UUID honest = journal.jobs().claim(LEASE).orElseThrow().runId();
    UUID poison = journal.jobs().claim(LEASE).orElseThrow().runId();
    for (int i = 0; i < 10; i++) {
      assertEquals(List.of(), die(), "not alone, so nobody knows of which");
      assertEquals(Optional.empty(), journal.jobs().claim(LEASE), "they run alone");
      journal.jobs().claimAlone(LEASE, 0, false).orElseThrow();
      journal.jobs().claimAlone(LEASE, 0, false).orElseThrow();
    }
    die();
    queue(3);
    assertEquals(new UUID(0, 3), journal.jobs().claim(LEASE).orElseThrow().runId());
    assertEquals(honest, alone(0), "the oldest first");
    assertEquals(List.of(), die(), "once may be by chance");
    assertEquals(poison, alone(1), "it has ended fewer alone");
    assertEquals(List.of(), die());
    assertEquals(new UUID(0, 3), alone(1), "it was in a process that died, but not alone");
    assertFalse(journal.jobs().suspectDue(0), "the others have ended one alone");
    Job again = journal.jobs().claimAlone(LEASE, 1, true).orElseThrow();
    assertEquals(honest, again.runId());
    assertTrue(finishChecked(again));
    assertEquals(poison, alone(1));
    assertEquals(0, journal.jobs().givenUp());
    assertEquals(List.of(poison), die());
    assertEquals(1, journal.jobs().givenUp());
    assertEquals(1, reports("not_auditable"));
    assertEquals(List.of(), die(), "it has ended");
    assertEquals(new UUID(0, 3), alone(1));
    assertCounts(3, 0, 0, 0);
  }

  @Test
  void aStoredStepIsProgressAndEndsThatAloneCountAgain() {
    queue(1);
    journal.jobs().claim(LEASE).orElseThrow();
    die();
    for (int i = 0; i < 5; i++) {
      Job job = journal.jobs().claimAlone(LEASE, 0, true).orElseThrow();
      assertTrue(journal.jobs().storeStep(job, "step" + i, "{}"));
      assertEquals(List.of(), die());
      assertFalse(journal.jobs().suspectDue(0), "it has ended one alone");
      job = journal.jobs().claimAlone(LEASE, 1, true).orElseThrow();
      assertTrue(journal.jobs().storeStep(job, "next" + i, "{}"));
      assertTrue(journal.jobs().release(job));
    }
  }

  @Test
  @Tag("safety")
  void aLeaseThatEndsMakesTheRunSuspectAndAnOrderlyEndDoesNot() {
    queue(1);
    Job job = journal.jobs().claim(LEASE).orElseThrow();
    assertTrue(journal.jobs().release(job));
    job = journal.jobs().claim(LEASE).orElseThrow();
    assertTrue(journal.jobs().postpone(job, Duration.ZERO, true));
    job = journal.jobs().claim(LEASE).orElseThrow();
    clock.advance(LEASE.minusMillis(1));
    assertEquals(List.of(), journal.jobs().endLost(2, "no more"));
    assertFalse(journal.jobs().suspectDue(0), "its lease has not ended");
    clock.advance(Duration.ofMillis(1));
    for (int i = 0; i < 3; i++) {
      assertEquals(List.of(), journal.jobs().endLost(2, "no more"));
    }
    Job alone = journal.jobs().claimAlone(LEASE, 0, true).orElseThrow();
    assertEquals(1, alone.lost(), "counted once");
    assertFalse(finishChecked(job), "the process that stood still stores nothing");
    assertTrue(journal.jobs().postpone(alone, Duration.ofSeconds(1), true));
    assertFalse(journal.jobs().suspectDue(0), "it is put off");
    clock.advance(Duration.ofSeconds(1));
    assertEquals(Optional.empty(), journal.jobs().claim(LEASE), "it stays suspect until it ends");
    alone = journal.jobs().claimAlone(LEASE, 0, true).orElseThrow();
    assertTrue(journal.jobs().release(alone));
    alone = journal.jobs().claimAlone(LEASE, 0, true).orElseThrow();
    assertEquals(1, alone.lost());
    assertTrue(finishChecked(alone));
    assertCounts(1, 0, 0, 0);
  }

  @Test
  @Tag("safety")
  void aRunThatHadItsTimeAloneIsTakenFromItsThread() {
    queue(1);
    journal.jobs().claim(LEASE).orElseThrow();
    die();
    Job job = journal.jobs().claimAlone(LEASE, 0, true).orElseThrow();
    assertTrue(journal.jobs().loseOverdue(job));
    assertFalse(journal.jobs().loseOverdue(job), "taken once");
    assertFalse(journal.jobs().storeStep(job, "claims", "{}"), "not even before the next claim");
    assertFalse(journal.jobs().postpone(job, Duration.ZERO, true));
    assertFalse(finishChecked(job));
    assertEquals(List.of(), journal.jobs().endLost(2, "no more"));
    assertFalse(journal.jobs().suspectDue(0), "it counts as an end of the process");
    Job again = journal.jobs().claimAlone(LEASE, 1, true).orElseThrow();
    assertEquals(Map.of(), again.steps());
    assertTrue(journal.jobs().loseOverdue(again));
    assertEquals(List.of(again.runId()), journal.jobs().endLost(2, "no more"));
    assertFalse(finishChecked(again));
    assertEquals(1, reports("not_auditable"));
    assertCounts(1, 0, 0, 0);
  }

  @Test
  void statusChangeAloneIsANewVersion() {
    send(
        "k1",
        SampleRecords.report(
            "HOSP", "A1", "MRN1", "No effusion.", ReportStatus.PRELIMINARY, SampleRecords.ISSUED));
    assertEquals(
        Outcome.PARSED,
        send(
                "k2",
                SampleRecords.report(
                    "HOSP",
                    "A1",
                    "MRN1",
                    "No effusion.",
                    ReportStatus.FINAL,
                    SampleRecords.ISSUED.plusSeconds(1)))
            .outcome());
    assertEquals(
        1,
        journal.jobs().awaitingImages(clock.instant(), 10).size(),
        "the first one is superseded");
    assertEquals(1, reports("superseded"));
    assertEquals(0, reports("not_auditable"));
    assertCounts(2, 0, 0, 0);
  }

  @Test
  void correctionInMidAuditDropsTheRun() {
    send("k1", SampleRecords.report("A1", "No effusion."));
    Job job = queueAndClaim(new UUID(0, 1));
    send(
        "k2",
        SampleRecords.report(
            "HOSP",
            "A1",
            "MRN1",
            "Left effusion.",
            ReportStatus.CORRECTED,
            SampleRecords.ISSUED.plusSeconds(60)));
    assertFalse(journal.jobs().renew(job, LEASE));
    assertFalse(
        journal
            .jobs()
            .finish(
                job,
                SampleRecords.audit(job.runId(), job.report(), List.of()),
                JobQueue.Publishing.of(
                    "{}", List.of(new StoredResource("Observation", "o1", "{}", List.of()))),
                List.of("fhir")));
    assertTrue(journal.resources().read("Observation", "o1").isEmpty());
    assertTrue(Deliveries.due(journal, "fhir").isEmpty());
    assertEquals(1, reports("superseded"));
    assertCounts(2, 0, 0, 0);
  }

  @Test
  void failedReplierStoresNothing() {
    assertThrows(
        IllegalStateException.class,
        () ->
            journal
                .inbox()
                .receive(
                    new Incoming(
                        "hl7",
                        "HOSP",
                        "k1",
                        new byte[] {1},
                        new Inbox.Parsed(SampleRecords.report("A1", "No effusion.")),
                        (outcome, reason) -> {
                          throw new IllegalStateException("no answer");
                        })));
    assertCounts(0, 0, 0, 0);
    assertTrue(journal.jobs().awaitingImages(clock.instant(), 1).isEmpty());
  }

  @Test
  void runSurvivesWithItsStepsAndIsMadeOnce() {
    send("k1", SampleRecords.report("A1", "No effusion."));
    Study study = SampleRecords.study("1.2.3", "A1", "MRN1", SampleRecords.instance("1.2.3.4"));
    Job job = queueAndClaim(new UUID(0, 1), study);
    assertEquals(List.of(study), job.studies());
    assertEquals(Optional.empty(), journal.jobs().claim(LEASE), "taken once");
    journal.jobs().storeStep(job, "claims", "{\"n\":1}");
    journal.jobs().storeStep(job, "claims", "{\"n\":2}");
    reopen();
    assertEquals(Optional.empty(), journal.jobs().claim(LEASE), "its lease still lasts");
    journal.jobs().releaseAll();
    Job again = claimLost();
    assertEquals(Map.of("claims", "{\"n\":2}"), again.steps());
    assertEquals(1, again.lost());
    assertEquals(job.report(), again.report());
    finish(again);
    assertFalse(
        journal
            .jobs()
            .finish(
                job,
                SampleRecords.audit(job.runId(), job.report(), List.of()),
                JobQueue.Publishing.of("{}", List.of()),
                List.of()),
        "ended once");
    assertFalse(
        journal.jobs().queue(job.version(), job.runId(), List.of(), "", false), "queued once");
  }

  @Test
  @Tag("safety")
  void runThatIsGivenBackGoesOnAtOnceAndNothingIsCounted() {
    send("k1", SampleRecords.report("A1", "No effusion."));
    Job job = queueAndClaim(new UUID(0, 1));
    assertTrue(journal.jobs().storeStep(job, "claims", "{}"));
    long seen = journal.signals().runs().count();
    assertTrue(journal.jobs().release(job));
    assertTrue(journal.signals().runs().count() > seen, "who looks for runs is woken");
    assertTrue(journal.jobs().storeStep(job, "findings", "{}"), "an answer that came late is kept");
    assertFalse(journal.jobs().release(job), "given back once");
    assertFalse(journal.jobs().renew(job, LEASE));
    assertFalse(finishChecked(job), "it may begin elsewhere at any time");
    clock.advance(LEASE);
    Job again = journal.jobs().claim(LEASE).orElseThrow();
    assertEquals(List.of(0, 0), List.of(again.attempts(), again.lost()));
    assertEquals(Duration.ZERO, again.stuck());
    assertEquals(Map.of("claims", "{}", "findings", "{}"), again.steps());
    assertTrue(finishChecked(again));
    assertCounts(1, 0, 0, 0);
  }

  @Test
  @Tag("safety")
  void whoseLeaseEndedWritesNothingOfARunThatAnotherClaimed() {
    send("k1", SampleRecords.report("A1", "No effusion."));
    Job stalled = queueAndClaim(new UUID(0, 1));
    clock.advance(LEASE);
    Job other = claimLost();
    assertEquals(stalled.runId(), other.runId());

    assertFalse(journal.jobs().renew(stalled, LEASE.multipliedBy(2)));
    assertFalse(journal.jobs().storeStep(stalled, "claims", "{\"of\":\"the stalled\"}"));
    assertFalse(journal.jobs().postpone(stalled, Duration.ZERO, true));
    assertFalse(journal.jobs().release(stalled));
    journal.jobs().abandon(stalled, "no more");
    assertFalse(finishChecked(stalled));
    assertTrue(journal.jobs().claim(LEASE).isEmpty(), "the other goes on with it");
    assertTrue(journal.resources().read("Observation", "o1").isEmpty());

    assertTrue(journal.jobs().storeStep(other, "claims", "{}"));
    clock.advance(LEASE);
    Job third = claimLost();
    assertEquals(2, third.lost(), "by its lease, which nobody else prolonged");
    assertEquals(Map.of("claims", "{}"), third.steps());
    assertEquals(0, third.attempts());
    assertTrue(finishChecked(third));
    assertFalse(journal.jobs().storeStep(third, "findings", "{}"), "over");
    assertCounts(1, 0, 0, 0);
  }

  /** As after a commit whose answer was lost. */
  @Test
  @Tag("safety")
  void aFinishThatIsRepeatedStoresNothingAgain() {
    send("k1", SampleRecords.report("A1", "No effusion."));
    Job job = queueAndClaim(new UUID(0, 1));
    finish(job, "fhir");
    Deliveries.sent(journal, job.runId(), "fhir");
    send("k2", later("Left effusion.", 60));
    finish(job, "fhir", "kafka");
    assertTrue(Deliveries.due(journal, "fhir").isEmpty());
    assertTrue(Deliveries.due(journal, "kafka").isEmpty());
    assertEquals(1, reports("audited"));
    assertFalse(journal.jobs().renew(job, LEASE), "it has ended");
  }

  @Test
  void leaseEndsAndPostponedRunComesBack() {
    send("k1", SampleRecords.report("A1", "No effusion."));
    Job job = queueAndClaim(new UUID(0, 1));
    clock.advance(LEASE.minusSeconds(1));
    assertTrue(journal.jobs().renew(job, LEASE));
    clock.advance(LEASE.minusSeconds(1));
    assertTrue(journal.jobs().claim(LEASE).isEmpty());
    clock.advance(Duration.ofSeconds(1));
    Job again = claimLost();
    assertEquals(0, again.attempts());
    journal.jobs().postpone(again, Duration.ofSeconds(30), true);
    assertEquals(Optional.empty(), journal.jobs().claimAlone(LEASE, MANY, true));
    clock.advance(Duration.ofSeconds(30));
    assertEquals(1, claimLost().attempts());
    assertEquals(
        Map.of("awaiting_images", 0L, "ready", 0L, "auditing", 1L),
        journal.counters().counts().open());
  }

  @Test
  void oldestRunThatWaitsIsKnown() {
    assertEquals(Optional.empty(), journal.jobs().oldestWaiting());
    send("k1", SampleRecords.report("A1", "No effusion."));
    assertEquals(Optional.empty(), journal.jobs().oldestWaiting(), "it waits for images");
    Instant queued = clock.instant();
    Job job = queueAndClaim(new UUID(0, 1));
    assertEquals(Optional.empty(), journal.jobs().oldestWaiting(), "it is in progress");
    clock.advance(Duration.ofSeconds(5));
    journal.jobs().postpone(job, Duration.ofSeconds(30), true);
    assertEquals(Optional.of(queued), journal.jobs().oldestWaiting());
  }

  @Test
  void reportAuditedWithoutImagesIsFoundWhenTheyCome() {
    send("k1", SampleRecords.report("A1", "No effusion."));
    finish(queueAndClaim(new UUID(0, 1)));
    assertTrue(journal.jobs().withLateImages(10).isEmpty());
    journal.studies().storeStudy(SampleRecords.study("9.9", "OTHER", "MRN1"), "orthanc", "6");
    assertTrue(journal.jobs().withLateImages(10).isEmpty(), "another study");
    journal
        .studies()
        .storeStudy(
            SampleRecords.study("1.2.3", "A1", "MRN1", SampleRecords.instance("1.2.3.4")),
            "orthanc",
            "7");
    JobQueue.Waiting late = journal.jobs().withLateImages(10).get(0);
    assertEquals(1, journal.jobs().withLateImages(10).size(), "the process died during the look");
    journal.jobs().markChecked(List.of(late));
    assertTrue(journal.jobs().withLateImages(10).isEmpty(), "looked at");
    journal
        .studies()
        .storeStudy(
            SampleRecords.study("1.2.3", "A1", "MRN1", SampleRecords.instance("1.2.3.4")),
            "orthanc",
            "8");
    assertTrue(journal.jobs().queue(late.version(), new UUID(0, 2), List.of(), "", false));
    assertTrue(journal.jobs().withLateImages(10).isEmpty(), "queued already");
    Job job = journal.jobs().claim(LEASE).orElseThrow();
    assertEquals(1, reports("audited"), "it stays audited meanwhile");
    assertTrue(
        journal
            .jobs()
            .finish(
                job,
                SampleRecords.audit(
                    job.runId(), job.report(), List.of(SampleRecords.instance("1.2.3.4"))),
                JobQueue.Publishing.of("{}", List.of()),
                List.of()));
    assertTrue(journal.jobs().withLateImages(10).isEmpty());
    assertCounts(1, 0, 0, 0);
  }

  @Test
  void waitingReportsHideNoneOfWhichSomethingCanBeDecided() {
    send("k1", SampleRecords.report("A1", "Waits."));
    send("k2", SampleRecords.report("A2", "Its study is here."));
    journal.studies().storeStudy(SampleRecords.study("1.2.3", "A2", "MRN1"), "orthanc", "1");
    send(
        "k3",
        SampleRecords.report(
            "HOSP", "A3", "MRN1", "", ReportStatus.CANCELLED, SampleRecords.ISSUED));
    Instant before = clock.instant().minusMillis(1);
    assertEquals(3, journal.jobs().awaitingImages(before, 10).size(), "nobody has seen them");
    looked();
    assertEquals(0, journal.jobs().awaitingImages(before, 10).size());
    journal.studies().storeStudy(SampleRecords.study("1.2.3", "A2", "MRN1"), "orthanc", "2");
    assertEquals(
        List.of("A2"),
        journal.jobs().awaitingImages(before, 10).stream()
            .map(w -> w.report().reportId())
            .sorted()
            .toList());
    assertEquals(3, journal.jobs().awaitingImages(clock.instant(), 10).size());
  }

  @Test
  void studyThatComesWhileItsReportIsQueuedIsNotMissed() {
    send("k1", SampleRecords.report("A1", "No effusion."));
    JobQueue.Waiting waiting = journal.jobs().awaitingImages(clock.instant(), 10).get(0);
    journal
        .studies()
        .storeStudy(
            SampleRecords.study("1.2.3", "A1", "MRN1", SampleRecords.instance("9")),
            "orthanc",
            "1");
    assertTrue(journal.jobs().queue(waiting.version(), new UUID(0, 1), List.of(), "", true));
    journal.jobs().markChecked(List.of(waiting));
    finish(journal.jobs().claim(LEASE).orElseThrow());
    assertEquals(1, journal.jobs().withLateImages(10).size());
  }

  @Test
  void studyThatLeavesAnAccessionNumberIsAChangeForItsReport() {
    send("k1", SampleRecords.report("A1", "No effusion."));
    journal
        .studies()
        .storeStudy(
            SampleRecords.study("1.2.3", "A1", "MRN2", SampleRecords.instance("9")),
            "orthanc",
            "1");
    JobQueue.Waiting waiting = journal.jobs().awaitingImages(clock.instant(), 10).get(0);
    assertTrue(
        journal.jobs().queue(waiting.version(), new UUID(0, 1), List.of(), "wrong patient", true));
    journal.jobs().markChecked(List.of(waiting));
    finish(journal.jobs().claim(LEASE).orElseThrow());
    assertTrue(journal.jobs().withLateImages(10).isEmpty());
    journal
        .studies()
        .storeStudy(
            SampleRecords.study("1.2.3", "A2", "MRN2", SampleRecords.instance("9")),
            "orthanc",
            "2");
    assertEquals(1, journal.jobs().withLateImages(10).size());
  }

  /** An audit of one claim that no model assessed; a check flagged it. */
  private boolean finishChecked(Job job) {
    return journal
        .jobs()
        .finish(
            job,
            SampleRecords.checkedOnly(job.runId(), job.report()),
            JobQueue.Publishing.of("{}", List.of()),
            List.of("fhir"));
  }

  @Test
  @Tag("safety")
  void auditThatNoModelTookPartInCountsAsCheckedOnlyUntilAModelAudits() {
    send("k1", SampleRecords.report("A1", "No effusion."));
    assertTrue(finishChecked(queueAndClaim(new UUID(0, 1))));
    assertEquals(1, reports("checked_only"));
    assertEquals(0, reports("audited"));
    assertCounts(1, 0, 0, 0);
    journal
        .studies()
        .storeStudy(
            SampleRecords.study("1.2.3", "A1", "MRN1", SampleRecords.instance("1.2.3.4")),
            "orthanc",
            "7");
    UUID version = journal.jobs().withLateImages(10).get(0).version();
    assertTrue(journal.jobs().queue(version, new UUID(0, 2), List.of(), "", false));
    finish(journal.jobs().claim(LEASE).orElseThrow());
    assertEquals(0, reports("checked_only"));
    assertEquals(1, reports("audited"));
    assertCounts(1, 0, 0, 0);
  }

  @Test
  @Tag("safety")
  void fivePreliminaryReportsThatWereOvertakenAreSuperseded() {
    for (int i = 0; i < 6; i++) {
      send("k" + i, preliminary(i));
    }
    assertEquals(5, reports("superseded"));
    assertEquals(0, reports("not_auditable"));
    assertCounts(6, 0, 0, 0);
    finish(queueAndClaim(new UUID(0, 1)), "fhir");
    assertEquals(1, reports("audited"));
    assertEquals(1, Deliveries.due(journal, "fhir").size(), "nothing is told of the other five");
    assertCounts(6, 0, 0, 0);
    assertEquals(
        6,
        journal.retention().messages(clock.instant().plusSeconds(1), 10),
        "their messages go like those of audited ones");
  }

  private static Report preliminary(int minute) {
    return SampleRecords.report(
        "HOSP",
        "A1",
        "MRN1",
        "Left effusion, read " + minute + " times.",
        ReportStatus.PRELIMINARY,
        SampleRecords.ISSUED.plusSeconds(60L * minute));
  }

  @Test
  @Tag("safety")
  void versionOvertakenWhileItsRunWasPutOffIsSupersededAndItsRunNeverComesBack() {
    send("k0", preliminary(0));
    Job job = queueAndClaim(new UUID(0, 1));
    journal.jobs().postpone(job, Duration.ofSeconds(30), true);
    send("k1", preliminary(1));
    assertEquals(1, reports("superseded"));
    clock.advance(Duration.ofSeconds(30));
    assertTrue(journal.jobs().claim(LEASE).isEmpty(), "the newer one still waits for images");
    journal.jobs().postpone(job, Duration.ZERO, true);
    journal.jobs().abandon(job, "no more");
    assertTrue(journal.jobs().claim(LEASE).isEmpty());
    assertEquals(1, reports("superseded"));
    assertCounts(2, 0, 0, 0);
  }

  @Test
  @Tag("safety")
  void versionOvertakenWhileItIsAuditedOnceMoreKeepsTheOutcomeOfItsAudit() {
    send("k0", preliminary(0));
    assertTrue(finishChecked(queueAndClaim(new UUID(0, 1))));
    journal
        .studies()
        .storeStudy(
            SampleRecords.study("1.2.3", "A1", "MRN1", SampleRecords.instance("1.2.3.4")),
            "orthanc",
            "7");
    UUID version = journal.jobs().withLateImages(10).get(0).version();
    assertTrue(journal.jobs().queue(version, new UUID(0, 2), List.of(), "", false));
    Job again = journal.jobs().claim(LEASE).orElseThrow();
    send("k1", preliminary(1));
    assertEquals(1, reports("checked_only"), "its first audit stands until the newer one's");
    assertEquals(0, reports("superseded"));
    assertFalse(finishChecked(again), "it is not audited once more");
    assertCounts(2, 0, 0, 0);
  }

  @Test
  void failedAuditCountsAsNotAuditable() {
    send("k1", SampleRecords.report("A1", "No effusion."));
    Job job = queueAndClaim(new UUID(0, 1));
    assertTrue(
        journal
            .jobs()
            .finish(
                job,
                SampleRecords.failed(job.runId(), job.report(), "claims: empty answer"),
                JobQueue.Publishing.of("{}", List.of()),
                List.of()));
    assertEquals(1, reports("not_auditable"));
    assertCounts(1, 0, 0, 0);
  }

  @Test
  void studiesAreFoundByExactKeysAlone() {
    journal.studies().storeStudy(SampleRecords.study("1.2.3", "A1", "MRN1"), "orthanc", "5");
    journal
        .studies()
        .storeStudy(
            SampleRecords.study("1.2.3", "A1", "MRN1", SampleRecords.instance("9")),
            "orthanc",
            "6");
    journal.studies().storeStudy(SampleRecords.study("1.2.4", "a1", "MRN1"), "orthanc", "7");
    journal.studies().storeStudy(SampleRecords.study("1.2.5", "", "MRN2"), "orthanc", "8");
    reopen();
    List<Study> found = journal.studies().studiesOf(SampleRecords.report("A1", "No effusion."));
    assertEquals(List.of("1.2.3"), found.stream().map(Study::studyInstanceUid).toList());
    assertEquals(1, found.get(0).instances().size(), "the newest state");
    assertEquals("8", journal.feedCursors().cursor("orthanc"));
    assertEquals("", journal.feedCursors().cursor("other"));
    assertTrue(journal.studies().studiesOf(SampleRecords.report("*", "Text.")).isEmpty());
  }

  @Test
  @Tag("safety")
  void aFeedMovesOnOnlyFromWhereItWasRead() {
    assertTrue(journal.feedCursors().move("orthanc", "", "1"));
    Study study = SampleRecords.study("1.2.3", "A1", "MRN1");
    assertTrue(journal.studies().storeStudy(study, "orthanc", "1", "2"));
    assertFalse(journal.feedCursors().move("orthanc", "1", "9"), "another node was faster");
    Study old = SampleRecords.study("1.2.4", "A1", "MRN1");
    assertFalse(journal.studies().storeStudy(old, "orthanc", "1", "9"));
    assertEquals("2", journal.feedCursors().cursor("orthanc"));
    assertEquals(
        List.of(study), journal.studies().studiesOf(SampleRecords.report("A1", "No effusion.")));
    assertTrue(journal.feedCursors().move("orthanc", "2", "3"));
    assertTrue(journal.feedCursors().move("other", "", "1"), "each feed has its own");
  }

  @Test
  void deliveryGoesFromPendingToSentOrDead() {
    send("k1", SampleRecords.report("A1", "No effusion."));
    Job job = queueAndClaim(new UUID(0, 1));
    journal
        .jobs()
        .finish(
            job,
            SampleRecords.audit(job.runId(), job.report(), List.of()),
            JobQueue.Publishing.of("{\"b\":1}", List.of()),
            List.of("fhir"));
    Outbox.Delivery delivery = journal.outbox().claim("fhir", LEASE).orElseThrow();
    assertEquals("{\"b\":1}", delivery.bundle());
    journal.outbox().prepared(delivery, "payload");
    journal.outbox().retry(delivery, Duration.ofSeconds(10), "503");
    assertTrue(Deliveries.due(journal, "fhir").isEmpty());
    clock.advance(Duration.ofSeconds(10));
    reopen();
    Outbox.Delivery again = journal.outbox().claim("fhir", LEASE).orElseThrow();
    assertEquals("payload", again.payload());
    assertEquals(1, again.attempts());
    assertEquals(job.report(), again.report());
    journal.outbox().rebuild(again, Duration.ZERO, "409");
    reopen();
    Outbox.Delivery anew = journal.outbox().claim("fhir", LEASE).orElseThrow();
    assertEquals("", anew.payload());
    assertEquals(2, anew.attempts());
    assertEquals(1, anew.rebuilds());
    journal.outbox().sent(anew);
    journal.outbox().dead(anew, "too late");
    assertEquals(Map.of("fhir", Map.of("sent", 1L)), journal.counters().counts().deliveries());
  }

  @Test
  void aDeliveryWithoutItsPatientIsLinkedLater() {
    send("k1", SampleRecords.report("A1", "No effusion."));
    Job job = queueAndClaim(new UUID(0, 1));
    journal
        .jobs()
        .finish(
            job,
            SampleRecords.audit(job.runId(), job.report(), List.of()),
            JobQueue.Publishing.of("{}", List.of()),
            List.of("fhir"));
    Outbox outbox = journal.outbox();
    Outbox.Delivery delivery = outbox.claim("fhir", LEASE).orElseThrow();
    outbox.prepared(delivery, "payload");
    Instant sent = clock.instant();
    outbox.sentUnlinked(delivery, Duration.ofMinutes(1));
    assertTrue(Deliveries.due(journal, "fhir").isEmpty());
    assertTrue(outbox.unlinked("fhir", LEASE).isEmpty(), "not yet");
    clock.advance(Duration.ofMinutes(1));
    outbox.linkLater(outbox.unlinked("fhir", LEASE).orElseThrow(), Duration.ofMinutes(2));
    assertTrue(outbox.unlinked("fhir", LEASE).isEmpty(), "not yet again");
    clock.advance(Duration.ofMinutes(2));
    reopen();
    outbox = journal.outbox();
    assertTrue(outbox.unlinked("kafka", LEASE).isEmpty());
    Outbox.Unlinked unlinked = outbox.unlinked("fhir", LEASE).orElseThrow();
    assertEquals("payload", unlinked.delivery().payload());
    assertEquals(sent.toEpochMilli(), unlinked.since().toEpochMilli());
    assertEquals(1, unlinked.tries());
    assertTrue(outbox.unlinked("fhir", LEASE).isEmpty(), "one node looks it up at a time");
    clock.advance(LEASE);
    Outbox.Unlinked again = outbox.unlinked("fhir", LEASE).orElseThrow();
    outbox.linkEnded(unlinked);
    outbox.linkEnded(again);
    clock.advance(LEASE);
    assertTrue(outbox.unlinked("fhir", LEASE).isEmpty());
    assertEquals(Map.of("fhir", Map.of("sent", 1L)), journal.counters().counts().deliveries());
  }

  @Test
  @Tag("safety")
  void aVersionHasOneRunAtATime() {
    send("k1", SampleRecords.report("A1", "No effusion."));
    Job job = queueAndClaim(new UUID(0, 1));
    UUID version = job.version();
    assertFalse(
        journal.jobs().queue(version, new UUID(0, 2), List.of(), "", false),
        "two nodes matched its images at the same time");
    finish(job);
    assertTrue(journal.jobs().queue(version, new UUID(0, 2), List.of(), "", false));
  }

  /** For a sink that writes the audit in another form than the Bundle. */
  @Test
  @Tag("safety")
  void aDeliveryKnowsItsAuditItsMessageAndWhatWasPreparedBefore() {
    finish(version(1), "oru", "fhir");
    Outbox.Delivery first = journal.outbox().claim("oru", LEASE).orElseThrow();
    DeliveredAudits.Delivered found = journal.deliveredAudits().find(first).orElseThrow();
    assertEquals(new UUID(0, 1), found.audit().runId());
    assertTrue(found.page().isPresent());
    assertTrue(text(found.message().orElseThrow()).startsWith("v1Words 1."));
    assertEquals("", found.before());
    journal.outbox().prepared(first, "the first");
    assertEquals("", journal.deliveredAudits().find(first).orElseThrow().before(), "its own");
    // the receiver may have it all the same
    journal.outbox().retry(first, Duration.ZERO, "no answer");
    finish(version(2), "oru", "fhir");
    Outbox.Delivery second = journal.outbox().claim("oru", LEASE).orElseThrow();
    found = journal.deliveredAudits().find(second).orElseThrow();
    assertEquals(new UUID(0, 2), found.audit().runId());
    assertTrue(text(found.message().orElseThrow()).startsWith("v2Words 2."));
    assertEquals("the first", found.before());
    Outbox.Delivery other = journal.outbox().claim("fhir", LEASE).orElseThrow();
    assertEquals("", journal.deliveredAudits().find(other).orElseThrow().before(), "another sink");
  }

  @Test
  @Tag("safety")
  void aDeliveryIsOnItsWayOnce() {
    finish(version(1), "fhir", "kafka");
    Outbox.Delivery first = journal.outbox().claim("fhir", LEASE).orElseThrow();
    assertEquals(Optional.empty(), journal.outbox().claim("fhir", LEASE));
    assertTrue(journal.outbox().claim("kafka", LEASE).isPresent(), "each sink has its own");
    reopen();
    assertEquals(Optional.empty(), journal.outbox().claim("fhir", LEASE));
    clock.advance(LEASE.minusMillis(1));
    assertTrue(journal.outbox().renew(first, LEASE));
    clock.advance(LEASE.minusMillis(1));
    assertEquals(Optional.empty(), journal.outbox().claim("fhir", LEASE));
    journal.outbox().release(first);
    Outbox.Delivery again = journal.outbox().claim("fhir", LEASE).orElseThrow();
    assertEquals(first.claim() + 1, again.claim());
    assertEquals(0, again.attempts(), "giving it back is no try");
    journal.outbox().releaseAll();
    assertTrue(journal.outbox().claim("fhir", LEASE).isPresent());
  }

  @Test
  @Tag("safety")
  void whoLostADeliveryRecordsNothing() {
    finish(version(1), "fhir");
    Outbox.Delivery lost = journal.outbox().claim("fhir", LEASE).orElseThrow();
    clock.advance(LEASE);
    Outbox.Delivery now = journal.outbox().claim("fhir", LEASE).orElseThrow();
    assertFalse(journal.outbox().renew(lost, LEASE));
    journal.outbox().release(lost);
    journal.outbox().prepared(lost, "other");
    journal.outbox().retry(lost, Duration.ZERO, "503");
    journal.outbox().rebuild(lost, Duration.ZERO, "409");
    journal.outbox().dead(lost, "refused");
    journal.outbox().sentUnlinked(lost, Duration.ZERO);
    journal.outbox().sent(lost);
    assertEquals(Map.of("fhir", Map.of("pending", 1L)), journal.counters().counts().deliveries());
    assertEquals(Optional.empty(), journal.outbox().claim("fhir", LEASE), "it is on its way");
    journal.outbox().release(now);
    Outbox.Delivery same = journal.outbox().claim("fhir", LEASE).orElseThrow();
    assertEquals("", same.payload());
    assertEquals(0, same.attempts());
  }

  @Test
  @Tag("safety")
  void aCorrectionWaitsUntilTheEarlierAuditIsNoLongerOnItsWay() {
    finish(version(1), "fhir");
    Outbox.Delivery first = journal.outbox().claim("fhir", LEASE).orElseThrow();
    finish(version(2), "fhir");
    send("other", SampleRecords.report("A2", "No effusion."));
    finish(queueAndClaim(new UUID(0, 3)), "fhir");
    assertEquals(
        List.of(new UUID(0, 3)),
        Deliveries.due(journal, "fhir").stream().map(Outbox.Delivery::id).toList());
    journal.outbox().sent(first);
    assertEquals(
        Map.of("fhir", Map.of("pending", 2L, "overtaken", 1L)),
        journal.counters().counts().deliveries(),
        "it was replaced before it arrived");
    assertEquals(
        new UUID(0, 2), journal.outbox().claim("fhir", LEASE).orElseThrow().id(), "now it may go");
  }

  private static final Outbox.Refusal REFUSAL =
      new Outbox.Refusal("the receiver rejects it", "207 at PID^1^5", "ERR|CANARY");

  /** Claims the delivery that is due first and has the sink refuse it. */
  private UUID refuse(Duration delay) {
    Outbox.Delivery delivery = journal.outbox().claim("oru", LEASE).orElseThrow();
    journal.outbox().refused(delivery, delay, REFUSAL);
    return delivery.id();
  }

  private List<UUID> due() {
    return Deliveries.due(journal, "oru").stream().map(Outbox.Delivery::id).toList();
  }

  private Map<String, Long> toOru() {
    return journal.counters().counts().deliveries().get("oru");
  }

  @Test
  @Tag("safety")
  void whatASinkRefusesHoldsLaterOnesOfItsReportAndNoOthers() {
    finish(version(1), "oru");
    assertEquals(new UUID(0, 1), refuse(Duration.ofMinutes(1)));
    finish(version(2), "oru");
    send("other", SampleRecords.report("A2", "No effusion."));
    finish(queueAndClaim(new UUID(0, 3)), "oru");
    assertEquals(Map.of("pending", 3L), toOru(), "a correction takes no refused one's place");
    assertEquals(List.of(new UUID(0, 3)), due(), "the other report goes at once");
    Instant since = clock.instant();
    clock.advance(Duration.ofMinutes(1));
    reopen();
    assertEquals(
        List.of(new UUID(0, 3), new UUID(0, 1)), due(), "after all that was never refused");
    assertEquals(
        List.of(new Overview.Refused("oru", "207 at PID^1^5", 1, 1, since)),
        journal.lookup().overview().refused());
    assertEquals(Optional.of("ERR|CANARY"), journal.outbox().answer(new UUID(0, 1), "oru"));
    Deliveries.sent(journal, new UUID(0, 1), "oru");
    assertEquals(Optional.empty(), journal.outbox().answer(new UUID(0, 1), "oru"));
    assertEquals(List.of(new UUID(0, 2), new UUID(0, 3)), due(), "then the correction");
    assertEquals(List.of(), journal.lookup().overview().refused());
  }

  @Test
  @Tag("safety")
  void onceARefusedOneIsDeadTheNewestGoesAndTheDeadOneIsOvertaken() {
    finish(version(1), "oru");
    refuse(Duration.ZERO);
    finish(version(2), "oru");
    finish(version(3), "oru");
    assertEquals(Map.of("pending", 2L, "overtaken", 1L), toOru(), "the second was never tried");
    Deliveries.dead(journal, new UUID(0, 1), "oru", "refused");
    assertEquals(Map.of("pending", 1L, "overtaken", 2L), toOru());
    assertFalse(journal.deadLetters().resend(new UUID(0, 1), "oru"));
    assertEquals(0, journal.deadLetters().resendAll("oru"));
    assertEquals(Optional.empty(), journal.outbox().answer(new UUID(0, 1), "oru"));
    Deliveries.sent(journal, new UUID(0, 3), "oru");
    assertEquals(List.of(), due());
    assertEquals(List.of(), Deliveries.dead(journal), "nobody has to look at it");
  }

  @Test
  @Tag("safety")
  void aRefusedOneThatIsDeadIsOvertakenByALaterAuditAndOtherwiseWaitsForAPerson() {
    finish(version(1), "oru");
    refuse(Duration.ZERO);
    Deliveries.dead(journal, new UUID(0, 1), "oru", "refused");
    assertEquals(Map.of("dead", 1L), toOru());
    assertTrue(journal.deadLetters().resend(new UUID(0, 1), "oru"));
    assertEquals(List.of(), journal.lookup().overview().refused(), "it begins anew");
    Deliveries.dead(journal, new UUID(0, 1), "oru", "refused");
    finish(version(2), "oru");
    assertEquals(Map.of("pending", 1L, "overtaken", 1L), toOru());
    assertEquals(List.of(new UUID(0, 2)), due());
  }

  @Test
  @Tag("safety")
  void whoLostARefusedDeliveryRecordsNothing() {
    finish(version(1), "oru");
    Outbox.Delivery lost = journal.outbox().claim("oru", LEASE).orElseThrow();
    clock.advance(LEASE);
    Outbox.Delivery now = journal.outbox().claim("oru", LEASE).orElseThrow();
    journal.outbox().refused(lost, Duration.ofHours(1), REFUSAL);
    assertEquals(List.of(), journal.lookup().overview().refused());
    journal.outbox().sent(now);
    assertEquals(Map.of("sent", 1L), toOru());
  }

  /**
   * Versions of four reports come while a sink takes, refuses, fails and stands still at random.
   */
  @Test
  @Tag("safety")
  void noDeliveryOvertakesOneThatWasRefusedWhateverHappens() {
    Random random = new Random(11);
    Map<String, Integer> newest = new HashMap<>();
    Map<UUID, Integer> versions = new HashMap<>();
    Map<UUID, String> reports = new HashMap<>();
    Map<String, Integer> sent = new HashMap<>();
    Map<String, UUID> refused = new HashMap<>();
    for (int step = 0; step < 400; step++) {
      if (random.nextInt(4) == 0) {
        String number = "R" + random.nextInt(4);
        int version = newest.merge(number, 1, Integer::sum);
        UUID run = new UUID(1, step);
        versions.put(run, version);
        reports.put(run, number);
        send(
            number + "-" + version,
            SampleRecords.report(
                "HOSP",
                number,
                "MRN1",
                "Words " + version + ".",
                ReportStatus.FINAL,
                SampleRecords.ISSUED.plusSeconds(version)));
        finish(queueAndClaim(run), "oru");
        continue;
      }
      Optional<Outbox.Delivery> next = journal.outbox().claim("oru", LEASE);
      clock.advance(Duration.ofSeconds(30));
      if (next.isEmpty()) {
        continue;
      }
      Outbox.Delivery delivery = next.get();
      String report = delivery.reportId();
      int version = versions.get(delivery.id());
      assertTrue(version > sent.getOrDefault(report, 0), "a newer one was sent");
      UUID waiting = refused.getOrDefault(report, delivery.id());
      assertEquals(waiting, delivery.id(), "the one that was refused goes first");
      switch (random.nextInt(7)) {
        case 0, 1 -> {
          journal.outbox().refused(delivery, Duration.ofSeconds(random.nextInt(90)), REFUSAL);
          refused.put(report, delivery.id());
        }
        case 2 -> {
          journal.outbox().dead(delivery, "no more");
          refused.remove(report);
        }
        case 3 -> journal.outbox().retry(delivery, Duration.ofSeconds(10), "no answer");
        case 4 -> {
          // the process stands still, another takes it, and the first one wakes
          clock.advance(LEASE);
          Optional<Outbox.Delivery> other = journal.outbox().claim("oru", LEASE);
          if (other.map(Outbox.Delivery::id).equals(Optional.of(delivery.id()))) {
            journal.outbox().refused(delivery, Duration.ofHours(1), REFUSAL);
          }
          other.ifPresent(journal.outbox()::release);
        }
        default -> {
          journal.outbox().sent(delivery);
          sent.put(report, version);
          refused.remove(report);
        }
      }
    }
    for (int hour = 0; hour < 100; hour++) {
      clock.advance(Duration.ofHours(1));
      Deliveries.due(journal, "oru").stream()
          .findFirst()
          .ifPresent(d -> Deliveries.sent(journal, d.id(), "oru"));
    }
    for (DeliverySearch.Listed listed :
        journal.lookup().deliveries().find(new DeliverySearch.Query("oru", null, null, "", 1000))) {
      Delivered delivery = listed.delivery();
      boolean last = versions.get(delivery.id()).equals(newest.get(reports.get(delivery.id())));
      Set<String> ends = last ? Set.of("sent", "dead") : Set.of("sent", "overtaken");
      assertTrue(ends.contains(delivery.state()), () -> delivery + " last: " + last);
    }
  }

  @Test
  void newVersionEndsThePendingDeliveryOfTheOld() {
    send("k1", SampleRecords.report("A1", "No effusion."));
    Job first = queueAndClaim(new UUID(0, 1));
    journal
        .jobs()
        .finish(
            first,
            SampleRecords.audit(first.runId(), first.report(), List.of()),
            JobQueue.Publishing.of("{}", List.of()),
            List.of("fhir"));
    send(
        "k2",
        SampleRecords.report(
            "HOSP",
            "A1",
            "MRN1",
            "Left effusion.",
            ReportStatus.CORRECTED,
            SampleRecords.ISSUED.plusSeconds(60)));
    Job second = queueAndClaim(new UUID(0, 2));
    journal
        .jobs()
        .finish(
            second,
            SampleRecords.audit(second.runId(), second.report(), List.of()),
            JobQueue.Publishing.of("{}", List.of()),
            List.of("fhir"));
    List<Outbox.Delivery> due = Deliveries.due(journal, "fhir");
    assertEquals(List.of(new UUID(0, 2)), due.stream().map(Outbox.Delivery::runId).toList());
    assertEquals(
        Map.of("fhir", Map.of("pending", 1L, "overtaken", 1L)),
        journal.counters().counts().deliveries());
  }

  private Messages.QuarantinedMessage onlyHeld() {
    List<Messages.QuarantinedMessage> held = journal.messages().quarantined(0, 10);
    assertEquals(1, held.size());
    return held.get(0);
  }

  private Optional<Receipt> decideAgain(String id, Inbox.Disposition disposition) {
    return journal
        .messages()
        .decideAgain(
            id,
            disposition,
            (outcome, reason) -> ("anew " + outcome).getBytes(StandardCharsets.UTF_8));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void quarantineIsListedNewestFirstByPagesAndShowsNoContent() {
    for (int i = 0; i < 3; i++) {
      send("k" + i, "Jane Doe " + i, new Inbox.Quarantined("PID-3 is empty " + i));
      clock.advance(Duration.ofSeconds(1));
    }
    send("k3", SampleRecords.report("A1", "No effusion."));
    reopen();
    List<Messages.QuarantinedMessage> first = journal.messages().quarantined(0, 2);
    assertEquals(
        List.of("PID-3 is empty 2", "PID-3 is empty 1"),
        first.stream().map(Messages.QuarantinedMessage::reason).toList());
    List<Messages.QuarantinedMessage> second = journal.messages().quarantined(2, 2);
    assertEquals(1, second.size());
    Messages.QuarantinedMessage oldest = second.get(0);
    assertEquals("hl7", oldest.channel());
    assertEquals("HOSP", oldest.site());
    assertEquals("Jane Doe 0".length(), oldest.size());
    assertEquals(clock.instant().minusSeconds(3), oldest.received());
    assertFalse(oldest.toString().contains("Jane"), oldest.toString());
    Messages.StoredMessage kept = journal.messages().message(oldest.id()).orElseThrow();
    assertEquals("Jane Doe 0", text(kept.raw()));
    assertEquals(Outcome.QUARANTINED, kept.outcome());
    assertEquals(List.of(), kept.reports());
    assertFalse(kept.toString().contains("Jane"), kept.toString());
  }

  @Test
  void messagesOfOneBodyHaveIdsOfTheirOwn() {
    send("k1", "the same", new Inbox.Quarantined("PID-3 is empty"));
    send("k2", "the same", new Inbox.Quarantined("PID-3 is empty"));
    Set<String> ids =
        Set.copyOf(
            journal.messages().quarantined(0, 10).stream()
                .map(Messages.QuarantinedMessage::id)
                .toList());
    assertEquals(2, ids.size());
    ids.forEach(id -> assertEquals(id, journal.messages().message(id).orElseThrow().id()));
    for (String unknown : List.of("", "%", "0".repeat(16) + "-" + "0".repeat(8), "k1")) {
      assertEquals(Optional.empty(), journal.messages().message(unknown), unknown);
      assertEquals(Optional.empty(), decideAgain(unknown, new Inbox.Ignored("discarded")), unknown);
    }
    assertCounts(0, 0, 0, 2);
  }

  @Test
  void releasedMessageBecomesAReportAndARepeatGetsItsNewAnswer() {
    send("k1", "raw", new Inbox.Quarantined("PID-3 is empty"));
    String id = onlyHeld().id();
    Report report = SampleRecords.report("A1", "No effusion.");
    Receipt released = decideAgain(id, new Inbox.Parsed(report)).orElseThrow();
    assertEquals(Outcome.PARSED, released.outcome());
    reopen();
    assertCounts(1, 0, 0, 0);
    assertEquals(List.of(report), journal.messages().message(id).orElseThrow().reports());
    assertTrue(journal.messages().quarantined(0, 10).isEmpty());
    assertEquals(
        Optional.empty(), decideAgain(id, new Inbox.Ignored(Messages.DISCARDED)), "once only");
    Receipt repeat = send("k1", "raw", new Inbox.Quarantined("PID-3 is empty"));
    assertEquals(Outcome.DUPLICATE, repeat.outcome());
    assertEquals("anew PARSED", text(repeat.reply()));
    assertEquals(
        Outcome.QUARANTINED,
        send("k1", SampleRecords.report("A2", "Other.")).outcome(),
        "its control id is taken now");
    finish(queueAndClaim(new UUID(0, 1)));
    assertCounts(1, 0, 1, 1);
  }

  @Test
  void releasedMessageThatIsStillUnusableStaysWithTheNewReason() {
    send("k1", "raw", new Inbox.Quarantined("PID-3 is empty"));
    String id = onlyHeld().id();
    Receipt receipt = decideAgain(id, new Inbox.Quarantined("OBR-25 is empty")).orElseThrow();
    assertEquals(Outcome.QUARANTINED, receipt.outcome());
    assertEquals("OBR-25 is empty", onlyHeld().reason());
    assertEquals(id, onlyHeld().id());
    assertCounts(0, 0, 0, 1);
  }

  @Test
  void releaseLetsAControlIdPassThatWasUsedTwiceButNoOtherPatient() {
    send("k1", SampleRecords.report("A1", "No effusion."));
    Report other = SampleRecords.report("A2", "Large effusion.");
    send("k1", other);
    assertEquals(
        Outcome.PARSED, decideAgain(onlyHeld().id(), new Inbox.Parsed(other)).get().outcome());
    assertCounts(2, 0, 0, 0);
    Report wrong =
        SampleRecords.report(
            "HOSP", "A1", "MRN2", "Mass.", ReportStatus.FINAL, SampleRecords.ISSUED);
    send("k2", wrong);
    assertEquals(
        Outcome.QUARANTINED, decideAgain(onlyHeld().id(), new Inbox.Parsed(wrong)).get().outcome());
    assertCounts(2, 0, 0, 1);
  }

  @Test
  void releasedMessageDoesNotTakeThePlaceOfWhatCameAfterIt() {
    send("k1", "raw", new Inbox.Quarantined("PID-3 is empty"));
    clock.advance(Duration.ofMinutes(1));
    Report current =
        SampleRecords.report("HOSP", "A1", "MRN1", "Left effusion.", ReportStatus.FINAL, null);
    send("k2", current);
    String id = onlyHeld().id();
    Report old =
        SampleRecords.report("HOSP", "A1", "MRN1", "No effusion.", ReportStatus.FINAL, null);
    assertEquals(Outcome.IGNORED, decideAgain(id, new Inbox.Parsed(old)).orElseThrow().outcome());
    assertEquals(current, journal.jobs().awaitingImages(clock.instant(), 10).get(0).report());
    assertCounts(1, 1, 0, 0);
  }

  @Test
  void discardedMessageIsIgnoredAndItsControlIdIsFreeForTheMendedOne() {
    send("k1", "raw", new Inbox.Quarantined("PID-3 is empty"));
    String id = onlyHeld().id();
    Receipt receipt = decideAgain(id, new Inbox.Ignored(Messages.DISCARDED)).orElseThrow();
    assertEquals(Outcome.IGNORED, receipt.outcome());
    assertEquals(Messages.DISCARDED, journal.messages().message(id).orElseThrow().reason());
    assertCounts(0, 1, 0, 0);
    Receipt repeat = send("k1", "raw", new Inbox.Quarantined("PID-3 is empty"));
    assertEquals("anew IGNORED", text(repeat.reply()), "the sender need not try again");
    assertEquals(Outcome.PARSED, send("k1", SampleRecords.report("A1", "No effusion.")).outcome());
    assertCounts(1, 1, 1, 0);
  }

  private void dead(Job job) {
    finish(job, "fhir", "other");
    journal.outbox().prepared(Deliveries.claim(journal, job.runId(), "fhir"), "payload");
    clock.advance(Deliveries.LEASE);
    Deliveries.dead(journal, job.runId(), "fhir", "400; required at Observation.subject");
    Deliveries.sent(journal, job.runId(), "other");
  }

  @Test
  void deadDeliveryIsListedAndSentAnew() {
    Job job = version(1);
    dead(job);
    reopen();
    List<Delivered> dead = Deliveries.dead(journal);
    assertEquals(List.of(new UUID(0, 1)), dead.stream().map(Delivered::id).toList());
    assertEquals("fhir", dead.get(0).sink());
    assertEquals("400; required at Observation.subject", dead.get(0).reason());
    assertEquals(1, dead.get(0).attempts());
    assertFalse(journal.deadLetters().resend(new UUID(0, 1), "other"), "it was sent");
    assertFalse(journal.deadLetters().resend(new UUID(0, 9), "fhir"));
    assertTrue(journal.deadLetters().resend(new UUID(0, 1), "fhir"));
    assertFalse(journal.deadLetters().resend(new UUID(0, 1), "fhir"), "it is on its way");
    Outbox.Delivery due = Deliveries.due(journal, "fhir").get(0);
    assertEquals("", due.payload(), "prepared anew");
    assertEquals(0, due.attempts());
    assertEquals(List.of(), Deliveries.dead(journal));
  }

  @Test
  void allOfASinkAreSentAnewButNotWhatALaterAuditTookBack() {
    dead(version(1));
    dead(version(2));
    send("other", SampleRecords.report("A2", "No effusion."));
    dead(queueAndClaim(new UUID(0, 3)));
    assertEquals(
        List.of(new UUID(0, 3), new UUID(0, 2)),
        Deliveries.dead(journal).stream().map(Delivered::id).toList(),
        "the first is overtaken");
    assertFalse(journal.deadLetters().resend(new UUID(0, 1), "fhir"));
    assertEquals(0, journal.deadLetters().resendAll("nosuch"));
    assertEquals(2, journal.deadLetters().resendAll("fhir"));
    assertEquals(
        List.of(new UUID(0, 2), new UUID(0, 3)),
        Deliveries.due(journal, "fhir").stream().map(Outbox.Delivery::runId).toList());
  }

  @Test
  void oldMessagesAreEmptiedButCountedAndTheirRepeatsKnown() {
    Report report = SampleRecords.report("A1", "No effusion.");
    send("k1", report);
    send("k2", "not ours", new Inbox.Ignored("no radiology"));
    send("k3", "raw", new Inbox.Quarantined("PID-3 is empty"));
    String held = onlyHeld().id();
    Instant later = clock.instant().plusSeconds(1);
    assertEquals(0, journal.retention().messages(clock.instant(), 10), "none came before then");
    assertEquals(1, journal.retention().messages(later, 10), "the report is on its way");
    finish(queueAndClaim(new UUID(0, 1)));
    assertEquals(1, journal.retention().messages(later, 10));
    assertEquals(0, journal.retention().messages(later, 10), "once");
    reopen();
    assertCounts(1, 1, 0, 1);
    assertEquals(Outcome.DUPLICATE, send("k1", report).outcome());
    assertEquals(
        Outcome.DUPLICATE, send("k2", "not ours", new Inbox.Ignored("no radiology")).outcome());
    assertEquals(Outcome.QUARANTINED, send("k1", SampleRecords.report("A2", "Other.")).outcome());
    assertCounts(1, 1, 2, 2);

    assertFalse(journal.messages().message(held).orElseThrow().pruned());
    assertEquals(1, journal.retention().quarantined(later, 1));
    assertEquals(1, journal.retention().quarantined(later, 1));
    assertEquals(0, journal.retention().quarantined(later, 1));
    Messages.StoredMessage kept = journal.messages().message(held).orElseThrow();
    assertTrue(kept.pruned());
    assertEquals(0, kept.raw().length);
    assertEquals("k3 QUARANTINED PID-3 is empty", text(kept.reply()));
    assertEquals(2, journal.messages().quarantined(0, 10).size(), "it stays in quarantine");
    assertCounts(1, 1, 2, 2);
  }

  @Test
  void releasedMessageIsKeptUntilItsReportHasEnded() {
    send("k1", "raw", new Inbox.Quarantined("PID-3 is empty"));
    String id = onlyHeld().id();
    clock.advance(Duration.ofDays(100));
    decideAgain(id, new Inbox.Parsed(SampleRecords.report("A1", "No effusion.")));
    assertEquals(0, journal.retention().messages(clock.instant(), 10));
    finish(queueAndClaim(new UUID(0, 1)));
    assertEquals(1, journal.retention().messages(clock.instant(), 10));
    assertEquals(1, journal.messages().message(id).orElseThrow().reports().size());
  }

  @Test
  void stepResultsGoOnceTheirRunHasEndedLongAgo() {
    Job first = version(1);
    journal.jobs().storeStep(first, "claims", "{}");
    Job second = version(2);
    journal.jobs().storeStep(second, "claims", "{\"n\":2}");
    Instant dropped = clock.instant().plusSeconds(1);
    assertEquals(1, journal.retention().steps(dropped, 10), "the first was superseded");
    clock.advance(Duration.ofDays(1));
    journal.jobs().releaseAll();
    Job again = claimLost();
    assertEquals(Map.of("claims", "{\"n\":2}"), again.steps(), "it goes on");
    finish(again);
    assertEquals(0, journal.retention().steps(clock.instant(), 10), "it has ended just now");
    assertEquals(1, journal.retention().steps(clock.instant().plusSeconds(1), 10));
    assertEquals(0, journal.retention().steps(clock.instant().plusSeconds(1), 10));
    assertEquals(1, reports("audited"));
  }

  @Test
  void resourcesAreVersionedAndSearched() {
    StoredResource flagged = observation("o1", "needs_review");
    StoredResource fine = observation("o2", "supported");
    journal.resources().put(List.of(flagged, fine));
    Instant before = clock.instant();
    clock.advance(Duration.ofSeconds(5));
    journal.resources().put(List.of(flagged));
    assertEquals(
        1, journal.resources().read("Observation", "o1").orElseThrow().version(), "unchanged");
    journal
        .resources()
        .put(List.of(new StoredResource("Observation", "o1", "{\"v\":2}", flagged.tokens())));
    ResourceStore.Versioned changed = journal.resources().read("Observation", "o1").orElseThrow();
    assertEquals(2, changed.version());
    assertEquals(clock.instant(), changed.lastUpdated());
    assertEquals("{\"v\":2}", changed.resource().json());

    assertEquals(List.of("o1"), found(criterion("value-concept", "urn:label", "needs_review")));
    assertEquals(
        List.of("o2", "o1"),
        found(
            new Criterion(
                "value-concept",
                List.of(new Code(null, "needs_review"), new Code("urn:label", "supported")))));
    assertEquals(
        List.of("o2", "o1"),
        found(
            new Criterion(
                "value-concept",
                List.of(
                    new Code("urn:label", "needs_review"), new Code("urn:label", "supported")))));
    assertEquals(List.of("o2", "o1"), found(criterion("value-concept", "urn:label", null)));
    assertEquals(List.of(), found(criterion("value-concept", "urn:other", "supported")));
    assertEquals(List.of(), found(criterion("value-concept", "", "supported")));
    assertEquals(
        List.of("o2"),
        found(criterion("patient", null, "Patient/1"), criterion("_id", null, "o2")));
    Query recent =
        new Query("Observation", List.of(), before.plusMillis(1), null, true, null, 0, true);
    assertEquals(1, journal.resources().search(recent).total().orElseThrow());
  }

  @Test
  void numbersAreComparedAsNumbers() {
    for (String score : List.of("0", "8", "56", "100")) {
      journal
          .resources()
          .put(
              List.of(
                  new StoredResource(
                      "Observation",
                      "s" + score,
                      "{}",
                      List.of(
                          StoredResource.Token.number("value-quantity", new BigDecimal(score))))));
    }
    assertEquals(List.of("s8", "s56"), found(range(8, 100)));
    assertEquals(
        List.of("s0", "s8", "s100"),
        found(
            new Criterion(
                "value-quantity", List.of(new Range(-Double.MAX_VALUE, 56), new Range(99, 101)))));
  }

  /** Longer than what an index takes. */
  @Test
  void longValuesAreFoundAsAWhole() {
    String code = "\u80f8".repeat(5000);
    String system = "urn:" + "x".repeat(5000);
    StoredResource.Token token = new StoredResource.Token("value-concept", system, code + "a");
    journal
        .resources()
        .put(List.of(new StoredResource("Observation", "long", "{}", List.of(token))));
    assertEquals(List.of("long"), found(criterion("value-concept", null, code + "a")));
    assertEquals(List.of("long"), found(criterion("value-concept", system, code + "a")));
    assertEquals(List.of("long"), found(criterion("value-concept", system, null)));
    assertEquals(List.of(), found(criterion("value-concept", null, code + "b")));
    assertEquals(List.of(), found(criterion("value-concept", system + "y", code + "a")));
  }

  private static Criterion range(double from, double until) {
    return new Criterion("value-quantity", List.of(new Range(from, until)));
  }

  @Test
  @Tag("safety")
  void pagesGoOnAtTheirPlaceWhateverChanges() {
    // within one millisecond, with ids that come in another order
    List<String> ids = List.of("m", "c", "x", "a", "k");
    ids.forEach(id -> journal.resources().put(List.of(observation(id, "uncertain"))));
    Page first = page(false, null);
    assertEquals(List.of("m", "c"), ids(first));
    assertTrue(first.more());
    journal.resources().put(List.of(changed("m"), changed("x")));
    journal.resources().put(List.of(observation("b", "uncertain")));
    Page second = page(false, place(first, 1));
    assertEquals(List.of("a", "k"), ids(second));
    Page third = page(false, place(second, 1));
    assertEquals(List.of("m", "x"), ids(third), "what changed comes again");
    Page last = page(false, place(third, 1));
    assertEquals(List.of("b"), ids(last));
    assertFalse(last.more());
    Page newest = page(true, null);
    assertEquals(List.of("b", "x"), ids(newest));
    assertEquals(newest.matches().get(0).lastUpdated(), newest.newest());
    assertEquals(List.of("m", "k"), ids(page(true, place(newest, 1))));
  }

  @Test
  void aClockThatIsSetBackMakesNoChangeOlder() {
    journal.resources().put(List.of(observation("o1", "uncertain")));
    Page seen = page(false, null);
    clock.advance(Duration.ofDays(-1));
    journal.resources().put(List.of(changed("o1"), observation("o2", "uncertain")));
    assertEquals(List.of("o1", "o2"), ids(page(false, place(seen, 0))));
  }

  private static StoredResource changed(String id) {
    return new StoredResource(
        "Observation", id, "{\"v\":2}", observation(id, "uncertain").tokens());
  }

  private Page page(boolean descending, Place after) {
    return journal
        .resources()
        .search(
            new Query(
                "Observation",
                List.of(criterion("patient", null, "Patient/1")),
                null,
                null,
                descending,
                after,
                2,
                true));
  }

  private static Place place(Page page, int match) {
    Versioned last = page.matches().get(match);
    return new Place(last.lastUpdated(), last.resource().id());
  }

  private static StoredResource dated(String id, String effective) {
    return new StoredResource(
        "Observation",
        id,
        "{\"component\":[{\"effectiveDateTime\":\"1999-01-01T00:00:00Z\"}],\"effectiveDateTime\":\""
            + effective
            + "\"}",
        List.of());
  }

  private Page byDate(Criterion criterion, boolean descending, Place after) {
    return journal
        .resources()
        .search(
            new Query(
                "Observation", List.of(criterion), null, null, descending, after, 2, true, true));
  }

  @Test
  void datesAreSearchedAndSortedBy() {
    journal
        .resources()
        .put(
            List.of(
                dated("b", "2026-01-01T10:00:00.000Z"),
                dated("a", "2026-01-01T10:00:00.000Z"),
                dated("c", "2026-01-01T11:00:00.001+01:00"),
                new StoredResource("Observation", "none", "{}", List.of())));
    long ten = Instant.parse("2026-01-01T10:00:00Z").toEpochMilli();
    Criterion all =
        new Criterion(Criterion.DATED, List.of(new Range(-Double.MAX_VALUE, Double.MAX_VALUE)));
    Page first = byDate(all, false, null);
    assertEquals(List.of("a", "b"), ids(first));
    assertEquals(3, first.total().orElseThrow());
    Place second = new Place(Instant.ofEpochMilli(ten), "b");
    assertEquals(List.of("c"), ids(byDate(all, false, second)));
    assertEquals(List.of("c", "b"), ids(byDate(all, true, null)));
    assertEquals(List.of("a"), ids(byDate(all, true, second)));
    Criterion either =
        new Criterion(
            Criterion.DATED, List.of(new Range(ten - 5, ten), new Range(ten + 1, ten + 2)));
    assertEquals(List.of("c"), ids(byDate(either, false, null)));
    Versioned found = byDate(either, false, null).matches().get(0);
    assertEquals(Instant.ofEpochMilli(ten + 1), found.dated());
  }

  @Test
  void replacedVersionsAreKept() {
    StoredResource resource = observation("o1", "uncertain");
    journal.resources().put(List.of(resource));
    Instant first = journal.resources().read("Observation", "o1").orElseThrow().lastUpdated();
    clock.advance(Duration.ofSeconds(5));
    for (int v = 2; v <= 4; v++) {
      journal
          .resources()
          .put(List.of(new StoredResource("Observation", "o1", "{\"v\":" + v + "}", List.of())));
    }
    List<Versioned> all = journal.resources().history("Observation", "o1", 100, 10);
    assertEquals(List.of(4, 3, 2, 1), all.stream().map(Versioned::version).toList());
    assertEquals(resource.json(), all.get(3).resource().json());
    assertEquals(first, all.get(3).lastUpdated());
    assertEquals("{\"v\":4}", all.get(0).resource().json());
    assertEquals(
        List.of(3, 2),
        journal.resources().history("Observation", "o1", 4, 2).stream()
            .map(Versioned::version)
            .toList());
    assertEquals(List.of(), journal.resources().history("Observation", "o2", 100, 10));
    journal.resources().put(List.of(new StoredResource("Observation", "o3", "{}", List.of())));
    journal.resources().put(List.of(new StoredResource("Device", "o1", "{}", List.of())));
    List<Versioned> type =
        journal.resources().historyOfType("Observation", Instant.EPOCH, Optional.empty(), 10);
    assertEquals(
        List.of("o3 1", "o1 4", "o1 3", "o1 2", "o1 1"),
        type.stream().map(v -> v.resource().id() + " " + v.version()).toList());
    assertEquals(all, type.subList(1, 5));
    Versioned third = type.get(2);
    ResourceStore.VersionPlace place =
        new ResourceStore.VersionPlace(third.lastUpdated(), third.resource().id(), third.version());
    assertEquals(
        type.subList(3, 4),
        journal.resources().historyOfType("Observation", Instant.EPOCH, Optional.of(place), 1));
    assertEquals(
        type.subList(0, 3),
        journal
            .resources()
            .historyOfType("Observation", third.lastUpdated(), Optional.empty(), 10));
    assertEquals(
        List.of("o1"),
        journal.resources().readAll("Observation", List.of("none", "o1")).stream()
            .map(v -> v.resource().id())
            .toList());
  }

  private static List<String> ids(Page page) {
    return page.matches().stream().map(v -> v.resource().id()).toList();
  }

  private List<String> found(Criterion... criteria) {
    return ids(
        journal
            .resources()
            .search(
                new Query("Observation", List.of(criteria), null, null, false, null, 10, false)));
  }

  private static Criterion criterion(String parameter, String system, String code) {
    return new Criterion(parameter, List.of(new Code(system, code)));
  }

  private static StoredResource observation(String id, String label) {
    return new StoredResource(
        "Observation",
        id,
        "{\"v\":1}",
        List.of(
            new StoredResource.Token("value-concept", "urn:label", label),
            new StoredResource.Token("patient", "", "Patient/1")));
  }

  @Test
  void manySendersAndWorkersAtOnceKeepTheCountsAndShareNoRun() throws Exception {
    int senders = 8;
    int each = 25;
    ExecutorService pool = Executors.newFixedThreadPool(senders);
    try {
      List<Callable<Void>> sending = new ArrayList<>();
      for (int s = 0; s < senders; s++) {
        sending.add(
            () -> {
              for (int i = 0; i < each; i++) {
                // every report comes from all senders, under the same control id
                send("k" + i, SampleRecords.report("A" + i, "No effusion " + i));
              }
              return null;
            });
      }
      for (Future<Void> done : pool.invokeAll(sending)) {
        done.get();
      }
      assertCounts(each, 0, each * (senders - 1), 0);
      for (JobQueue.Waiting w : journal.jobs().awaitingImages(clock.instant(), 1000)) {
        journal.jobs().queue(w.version(), UUID.randomUUID(), List.of(), "", false);
      }
      Set<UUID> claimed = ConcurrentHashMap.newKeySet();
      List<Callable<Void>> working = new ArrayList<>();
      for (int s = 0; s < senders; s++) {
        working.add(
            () -> {
              for (Optional<Job> job = journal.jobs().claim(LEASE);
                  job.isPresent();
                  job = journal.jobs().claim(LEASE)) {
                assertTrue(claimed.add(job.get().runId()), "claimed twice");
                finish(job.get());
              }
              return null;
            });
      }
      for (Future<Void> done : pool.invokeAll(working)) {
        done.get();
      }
      assertEquals(each, claimed.size());
      assertEquals(each, reports("audited"));
    } finally {
      pool.shutdownNow();
    }
  }

  /** NUL, half of a pair, and longer than what an index takes: each may come from outside. */
  @Test
  @Tag("safety")
  void hostileTextsAreStoredAndFoundAgain() {
    for (String hostile :
        List.of("A\u0000B", "A\ud800B", "\udc00A", "\u80f8".repeat(5000), "x".repeat(5000))) {
      String key = "k" + hostile;
      Report report =
          SampleRecords.report(
              hostile, hostile, "MRN" + hostile, hostile, ReportStatus.FINAL, SampleRecords.ISSUED);
      assertEquals(Outcome.PARSED, keep(key, report).outcome());
      assertEquals(Outcome.DUPLICATE, keep(key, report).outcome(), "the same key");
      assertEquals(Outcome.DUPLICATE, keep(key + "2", report).outcome(), "the same report");
      Report other = SampleRecords.report(hostile + "a", hostile);
      assertEquals(Outcome.PARSED, keep(key + "a", other).outcome(), "another key and report");
      journal.studies().storeStudy(SampleRecords.study(hostile, hostile, "MRN1"), "feed", hostile);
      assertEquals(1, journal.studies().studiesOf(report).size());
      for (JobQueue.Waiting waiting : journal.jobs().awaitingImages(clock.instant(), 10)) {
        journal.jobs().queue(waiting.version(), UUID.randomUUID(), List.of(), "", false);
      }
      Job job = journal.jobs().claim(LEASE).orElseThrow();
      journal.jobs().storeStep(job, "claims", hostile);
      journal.jobs().postpone(job, Duration.ZERO, false);
      journal.jobs().abandon(journal.jobs().claim(LEASE).orElseThrow(), hostile);
      journal.jobs().abandon(journal.jobs().claim(LEASE).orElseThrow(), hostile);
    }
    assertEquals(10, reports("not_auditable"));
    assertTrue(journal.counters().counts().conserved());
  }

  private Receipt keep(String key, Report report) {
    return journal.inbox().receive(SampleMessages.report(key, report));
  }

  @Test
  void halfOfAPairInAReportIsReadAsItCame() {
    keep("k1", SampleRecords.report("A1", "No \ud83d effusion \ude00 \ud83d\ude00 \u0000."));
    assertEquals(
        "No \ud83d effusion \ude00 \ud83d\ude00 \u0000.",
        queueAndClaim(new UUID(0, 1)).report().text());
  }

  /** Two nodes look at one version at the same time, and see different studies. */
  @Test
  void aVersionGetsNoSecondRunBesideOneThatHasNotEnded() {
    send("k1", SampleRecords.report("A1", "No effusion."));
    JobQueue jobs = journal.jobs();
    UUID version = onlyWaiting();
    journal.studies().storeStudy(SampleRecords.study("1.2", "A1", "MRN1"), "feed", "1");
    JobQueue.Waiting seen = jobs.awaitingImages(clock.instant(), 10).get(0);
    assertTrue(jobs.queue(version, new UUID(0, 1), List.of(), "", true));
    assertFalse(jobs.queue(version, new UUID(0, 2), List.of(), "", false));
    jobs.markChecked(List.of(seen));
    finish(jobs.claim(LEASE).orElseThrow());
    assertTrue(jobs.claim(LEASE).isEmpty());
    assertEquals(version, jobs.withLateImages(10).get(0).version(), "it is looked at again");
  }

  /** What waits has been checked, and there was nothing to decide. */
  private void looked() {
    journal.jobs().markChecked(journal.jobs().awaitingImages(clock.instant(), 10));
  }

  private void dueAgainAfter(Runnable jump) {
    send("k1", SampleRecords.report("A1", "No effusion."));
    Job run = queueAndClaim(new UUID(0, 1));
    journal.jobs().postpone(run, Duration.ofSeconds(30), true);
    send("k2", SampleRecords.report("A2", "No effusion."));
    looked();
    clock.advance(Duration.ofSeconds(10));
    journal.writeHealth().probe();
    jump.run();
    assertTrue(journal.jobs().claim(LEASE).isEmpty(), "its pause is not over");
    assertEquals(
        0, journal.jobs().awaitingImages(journal.clock().ago(LEASE), 10).size(), "it goes on");
    clock.advance(Duration.ofSeconds(31));
    assertEquals(run.runId(), journal.jobs().claim(LEASE).orElseThrow().runId());
    clock.advance(LEASE);
    assertEquals(1, journal.jobs().awaitingImages(journal.clock().ago(LEASE), 10).size());
  }

  @Test
  @Tag("safety")
  void whatIsDueDoesNotWaitForAClockThatIsSetBack() {
    dueAgainAfter(() -> clock.set(Duration.ofDays(-1)));
  }

  @Test
  @Tag("safety")
  void whatIsDueDoesNotWaitForAClockThatIsSetBackBetweenTwoStarts() {
    dueAgainAfter(
        () -> {
          journal.close();
          clock.set(Duration.ofDays(-1));
          journal = open(steady());
        });
  }

  @Test
  @Tag("safety")
  void imagesAreWaitedForAlthoughTheClockIsSetForward() {
    send("k1", SampleRecords.report("A1", "No effusion."));
    looked();
    clock.set(Duration.ofDays(1));
    assertEquals(0, journal.jobs().awaitingImages(journal.clock().ago(LEASE), 10).size());
    clock.advance(LEASE);
    assertEquals(1, journal.jobs().awaitingImages(journal.clock().ago(LEASE), 10).size());
  }

  @Test
  @Tag("safety")
  void resourcesAreNeverOlderThanThoseBefore() {
    Instant before = journal.clock().instant();
    clock.set(Duration.ofDays(-1));
    assertFalse(journal.clock().instant().isBefore(before));
  }

  @Test
  @Tag("safety")
  void aRecordAtWhichTheProcessDiesAgainAndAgainIsFound() {
    FeedStarts starts = journal.feedStarts();
    assertEquals(0, starts.begin("t", 0, 5), "the first start of all");
    assertEquals(0, starts.begin("t", 1, 5), "each partition for itself");
    reopen();
    assertEquals(1, journal.feedStarts().begin("t", 0, 9), "it died somewhere before");
    reopen();
    assertEquals(2, journal.feedStarts().begin("t", 0, 9), "and again, at this one");
    reopen();
    assertEquals(1, journal.feedStarts().begin("t", 0, 10), "elsewhere");
    journal.feedStarts().end();
    reopen();
    assertEquals(0, journal.feedStarts().begin("t", 0, 10), "it had ended as it should");
    journal.feedStarts().end("t", 0);
    reopen();
    assertEquals(0, journal.feedStarts().begin("t", 0, 10), "it had given the partition away");
  }

  @Test
  @Tag("safety")
  void aRecordThatWasStoredIsNotSuspectWhereverTheProcessDiesAfterIt() {
    journal.feedStarts().begin("t", 0, 5);
    reopen();
    assertEquals(1, journal.feedStarts().begin("t", 0, 5));
    journal.feedStarts().passed("t", 0);
    reopen();
    assertEquals(1, journal.feedStarts().begin("t", 0, 5), "the feed does not know it yet");
    journal.feedStarts().passed("t", 1);
    reopen();
    assertEquals(2, journal.feedStarts().begin("t", 0, 5), "another partition passed");
  }

  @Test
  @Tag("safety")
  void aNodeThatEndsForgetsOnlyItsOwnPartitions() {
    journal.feedStarts().begin("t", 0, 5);
    reopen();
    journal.feedStarts().begin("t", 1, 5);
    journal.feedStarts().end("t", 0);
    journal.feedStarts().end();
    reopen();
    assertEquals(1, journal.feedStarts().begin("t", 0, 5), "the node that read it died");
    assertEquals(0, journal.feedStarts().begin("t", 1, 5), "this one had ended as it should");
    assertEquals(1, journal.feedStarts().begin("t", 0, 5), "the answer may have been lost");
    assertEquals(0, journal.feedStarts().begin("t", 0, 6), "it is the same process still");
  }

  private void keptAs(String key) {
    Inbox.Quarantined held = new Inbox.Quarantined("OBR-25 is empty");
    journal.inbox().receive(SampleMessages.message("Ada Testcase", key, held));
  }

  @Test
  @Tag("safety")
  void theQuarantineShowsWhatLooksLikeAnId() {
    try (CapturedLog log = new CapturedLog()) {
      keptAs("RIS_1|HOSP.A-2|MSG-0042");
      keptAs("Doe^Jane|Ada Testcase|Testcase, Ada");
      keptAs("RIS^1.2.3^ISO||" + "x".repeat(33));
      List<MessageIds> ids =
          journal.messages().quarantined(0, 10).stream().map(held -> held.ids().get()).toList();
      assertEquals(
          Set.of(
              new MessageIds("RIS_1", "HOSP.A-2", "MSG-0042"),
              new MessageIds(MessageIds.HIDDEN, MessageIds.HIDDEN, MessageIds.HIDDEN),
              new MessageIds("RIS", "", MessageIds.HIDDEN)),
          Set.copyOf(ids));
      assertEquals(MessageIds.HIDDEN, journal.messages().quarantined(0, 1).get(0).site());
      assertTrue(
          log.lines().stream()
              .anyMatch(l -> l.contains("MSH-3 RIS_1, MSH-4 HOSP.A-2, MSH-10 MSG-0042")),
          log.lines()::toString);
      assertTrue(log.lines().stream().noneMatch(l -> l.contains("Ada")), log.lines()::toString);
    }
  }

  private static Study studied(String uid, @Nullable LocalDate day, Identifier... ids) {
    Patient patient = SampleRecords.patient("MRN1").identifiedBy(List.of(ids));
    return new Study(uid, "", patient, day, "", true, List.of());
  }

  private List<String> earlier(Identifier... ids) {
    Report report =
        SampleRecords.report("A1", "Text").toBuilder()
            .patient(SampleRecords.patient("MRN1").identifiedBy(List.of(ids)))
            .build();
    return journal.studies().ofPatient(report, LocalDate.of(2026, 5, 1)).stream()
        .map(Study::studyInstanceUid)
        .toList();
  }

  @Test
  @Tag("safety")
  void studiesOfAPatientAreFoundByTheExactNumberAndItsIssuer() {
    Identifier id = new Identifier("urn:oid:1.2.3", "MRN1", "");
    Identifier star = new Identifier("", "*", "");
    LocalDate day = LocalDate.of(2026, 4, 1);
    int n = 0;
    for (Study study :
        List.of(
            studied("1.1", day, id),
            studied("1.2", day.plusDays(30), new Identifier("", "MRN1", "")),
            studied("1.3", null, id),
            studied("1.4", day.plusDays(31), id),
            studied("1.5", day, new Identifier("urn:oid:9.9", "MRN1", "")),
            studied("1.6", day, new Identifier("", "mrn1", "")),
            studied("1.7", day),
            studied("1.8", day, star),
            studied("1.9", day, new Identifier("", "MRN2", "")))) {
      journal.studies().storeStudy(study, "orthanc", "" + n++);
    }
    assertEquals(List.of("1.2", "1.1", "1.3"), earlier(id), "the newest first, until that day");
    assertEquals(List.of(), earlier(), "a report without a number");
    assertEquals(List.of(), earlier(star), "a number that is a pattern");
    assertEquals(List.of(), earlier(new Identifier("", "MRN?", "")));
    db(journal)
        .write(
            tx ->
                tx.update(
                    "insert into archive_study (study_instance_uid, state, since, bytes, instances)"
                        + " values ('1.2', 'coming', 1, 0, 0)"));
    assertEquals(List.of("1.1", "1.3"), earlier(id), "not before an archive has given all of it");
    db(journal).write(tx -> tx.update("delete from archive_study"));
    // corrected at the store: it is another patient's now
    journal.studies().storeStudy(studied("1.1", day, star), "orthanc", "90");
    assertEquals(List.of("1.2", "1.3"), earlier(id));
  }
}
