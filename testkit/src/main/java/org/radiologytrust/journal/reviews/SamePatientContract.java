package org.radiologytrust.journal.reviews;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.correlate.CorrelateSettings;
import org.radiologytrust.correlate.Correlator;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.journal.reviews.Reviews.Outcome;
import org.radiologytrust.journal.reviews.Reviews.Publication;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.journal.work.JobQueue.Waiting;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.OtherPatient;
import org.radiologytrust.model.OtherPatient.Confirmation;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.Study;
import org.radiologytrust.model.Weight;
import org.radiologytrust.review.Decided;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Decision.Kind;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.Problems;

/** Images of another patient, and what people say about them; one subclass for each store. */
@Tag("safety")
abstract class SamePatientContract extends OpenedJournal {
  private static final String TEXT = "Right knee normal.";
  private static final Duration LEASE = Duration.ofMinutes(5);

  /** Before anything is stored. */
  @BeforeEach
  void openOther() {
    otherNode();
  }

  private void correlate() {
    new Correlator(
            journal,
            steady(),
            new CorrelateSettings(Duration.ZERO, true, true, true, false, false, false),
            "0.1.0",
            report -> false)
        .correlate();
  }

  private static Report report(ReportStatus status, int seconds) {
    return SampleRecords.report(
        "HOSP",
        "A1",
        "MRN1",
        TEXT + " Version " + seconds + ".",
        status,
        SampleRecords.ISSUED.plusSeconds(seconds));
  }

  private void receive(Report report) {
    clock.advance(Duration.ofSeconds(1));
    journal.inbox().receive(SampleMessages.report("k" + clock.instant(), report));
  }

  private void study(Patient patient, String... images) {
    study("A1", patient, images);
  }

  private void study(String accession, Patient patient, String... images) {
    clock.advance(Duration.ofSeconds(1));
    Instance[] all = List.of(images).stream().map(SampleRecords::instance).toArray(Instance[]::new);
    Study study = SampleRecords.study("1.2", accession, "MRN9", all).of(patient);
    journal.studies().storeStudy(study, "test", "" + clock.instant());
  }

  private Optional<Job> claim() {
    return journal.jobs().claim(LEASE);
  }

  private Job queued() {
    correlate();
    return claim().orElseThrow();
  }

  private void nothingQueued() {
    correlate();
    assertTrue(claim().isEmpty());
  }

  private boolean finish(Job job, Audit audit) {
    return journal.jobs().finish(job, audit, stored -> new Publication("{}", List.of()), List.of());
  }

  private static CheckResult side() {
    return new CheckResult(
        "side-order",
        Label.NEEDS_REVIEW,
        Evidence.of(new Span(0, 5), TEXT),
        Evidence.field("OBR-4", "Left knee"),
        "Correct the side.");
  }

  /** The audit that the pipeline makes of a run. */
  private Audit audit(Job job) {
    Audit audit =
        job.imagesRefused()
            ? SampleRecords.checkedOnly(job.runId(), job.report()).toBuilder()
                .otherPatient(job.other())
                .checks(List.of(side()))
                .failed(job.refusal(), false)
                .build()
            : SampleRecords.checkedOnly(job.runId(), job.report()).toBuilder()
                .studies(job.studies())
                .otherPatient(job.other())
                .build();
    assertTrue(finish(job, audit));
    assertTrue(journal.counters().counts().conserved());
    return audit;
  }

  /** A report, and one image of another patient under its number. */
  private Audit refused() {
    study(SampleRecords.otherPatient(), "1.2.3");
    receive(report(ReportStatus.FINAL, 0));
    return audit(queued());
  }

  private UUID id() {
    return journal.worklist().page(Worklist.Filter.ALL, 0, 1).rows().get(0).report();
  }

  private String problem() {
    return journal.worklist().page(Worklist.Filter.ALL, 0, 1).rows().get(0).problems().type();
  }

  private static Decision decision(Audit audit, Kind kind, String user, boolean operator) {
    return Decision.of(UUID.randomUUID(), audit.runId(), Problem.OTHER_PATIENT, kind, user)
        .operator(operator)
        .build();
  }

  private static Decision undo(Decision of, String user) {
    return Decision.of(UUID.randomUUID(), of.run(), of.problem(), Kind.UNDO, user)
        .undoes(of.id())
        .build();
  }

  private Outcome decide(Decision decision, @Nullable Decision seen) {
    return decide(journal, decision, seen);
  }

  private Outcome decide(Journal node, Decision decision, @Nullable Decision seen) {
    return node.reviews()
        .decide(
            id(),
            decision,
            seen == null ? null : seen.id(),
            (audit, decisions, stored) -> new Publication("{}", List.of()),
            List.of());
  }

  private Decision says(Audit audit, String user, boolean operator, @Nullable Decision seen) {
    Decision decision = decision(audit, Kind.SAME_PATIENT, user, operator);
    assertEquals(Outcome.STORED, decide(decision, seen));
    return decision;
  }

  private boolean confirmed(Audit audit) {
    return Decided.of(audit, journal.reviews().find(id()).orElseThrow().decisions())
        .samePatient()
        .confirmed();
  }

  /** Two people confirm it; the second one is an operator. */
  private Decision confirm(Audit audit) {
    Decision first = says(audit, "ann", false, null);
    return says(audit, "otto", true, first);
  }

  // what the gate hands on

  @Test
  void bothIdentitiesComeWithTheRunAndNoImage() {
    study(SampleRecords.otherPatient(), "1.2.3", "1.2.4");
    Instant came = clock.instant();
    clock.advance(Duration.ofSeconds(40));
    study(SampleRecords.otherPatient(), "1.2.3", "1.2.4");
    receive(report(ReportStatus.FINAL, 0));
    Job job = queued();
    assertTrue(job.imagesRefused());
    assertEquals(List.of(), job.studies());
    OtherPatient other = job.other();
    assertEquals(SampleRecords.patient("MRN1"), other.ofReport());
    assertEquals(SampleRecords.otherPatient(), other.studies().get(0).patient());
    assertEquals(2, other.studies().get(0).images());
    assertEquals(came, other.studies().get(0).came(), "when the first image came");
    assertFalse(job.refusal().contains("Roe"), job.refusal());
    assertEquals("auditing", open());
    audit(job);
    assertEquals(1, journal.counters().counts().reports().get("not_auditable"));
    nothingQueued();
  }

  private String open() {
    return journal.reviews().find(id()).orElseThrow().current().state();
  }

  @Test
  void theReportIsOnTopOfTheWorklistUntilItIsDecided() {
    Audit audit = refused();
    Report newer =
        SampleRecords.report(
            "HOSP", "A2", "MRN1", TEXT, ReportStatus.FINAL, SampleRecords.ISSUED.plusSeconds(9));
    receive(newer);
    Job job = queued();
    finish(
        job,
        SampleRecords.checkedOnly(job.runId(), newer).toBuilder().checks(List.of(side())).build());
    Worklist.Row first = journal.worklist().page(Worklist.Filter.ALL, 0, 2).rows().get(0);
    assertEquals("A1", first.exam().accession());
    assertEquals(Worklist.State.OPEN, first.state());
    assertEquals(Weight.OTHER_PATIENT, first.problems().weight());
    assertEquals(Problem.OTHER_PATIENT, first.problems().type());
    assertEquals(
        "The images under this accession number are of another patient: name, birth date and"
            + " patient number differ.",
        first.problems().first().action());
    assertEquals(List.of(2, 2), List.of(first.problems().open(), first.problems().all()));
    assertEquals(
        Map.of(Worklist.State.OPEN, 2),
        journal.worklist().page(Worklist.Filter.ALL, 0, 2).counts());

    Worklist.Page one = journal.worklist().page(Worklist.Filter.ALL, 0, 1);
    assertEquals(Map.of(Worklist.State.OPEN, 2), one.counts(), "of the whole list");
    decide(decision(audit, Kind.WRONG_IMAGES, "ann", false), null);
    assertEquals(
        "A2", journal.worklist().page(Worklist.Filter.ALL, 0, 2).rows().get(0).exam().accession());
  }

  // who confirms

  @Test
  void onePersonChangesNothing() {
    Audit audit = refused();
    says(audit, "otto", true, null);
    assertFalse(confirmed(audit));
    nothingQueued();
  }

  @Test
  void twoPeopleOneOfThemAnOperatorConfirm() {
    Audit audit = refused();
    Decision first = says(audit, "ann", false, null);
    nothingQueued();
    Decision second = says(audit, "otto", true, first);
    Job job = queued();
    assertFalse(job.imagesRefused());
    assertEquals(List.of("1.2"), job.studies().stream().map(Study::studyInstanceUid).toList());
    assertEquals(
        List.of("ann false " + first.id(), "otto true " + second.id()),
        job.other().confirmed().stream()
            .map(c -> c.user() + " " + c.operator() + " " + c.decision())
            .toList());
    assertEquals(audit.runId(), job.other().confirmed().get(0).run());
    audit(job);
    assertEquals(1, journal.counters().counts().reports().get("checked_only"));
    nothingQueued();
  }

  @Test
  void aConfirmationHoldsForACorrectionThatNamesTheReportByAnotherId() {
    study(SampleRecords.otherPatient(), "1.2.3");
    receive(report(ReportStatus.FINAL, 0).toBuilder().otherIds(List.of("document:D1")).build());
    audit(queued());
    Report correction = report(ReportStatus.CORRECTED, 1);
    receive(
        Report.of("HOSP", "D1")
            .patient(correction.patient())
            .order(correction.order())
            .text(correction.text())
            .status(correction.status())
            .issued(correction.issued())
            .otherIds(List.of("document:D1"))
            .build());
    Audit audit = audit(queued());
    assertEquals(1, journal.worklist().page(Worklist.Filter.ALL, 0, 9).rows().size());
    confirm(audit);
    assertFalse(queued().imagesRefused());
  }

  @Test
  void aStudyThatIsStillReceivedIsNotWeighedTwice() {
    receive(report(ReportStatus.FINAL, 0));
    audit(queued());
    Study other =
        SampleRecords.study("1.3", "A1", "MRN9", SampleRecords.instance("1.3.1"))
            .of(SampleRecords.otherPatient());
    Study begun =
        new Study("1.3", "A1", other.patient(), other.studyDate(), "", false, other.instances());
    journal.studies().storeStudy(begun, "test", "first image");
    nothingQueued();
    journal.studies().storeStudy(other, "test", "stable");
    assertTrue(queued().imagesRefused());
  }

  @Test
  void whoIsFirstDoesNotMatter() {
    Audit audit = refused();
    Decision first = says(audit, "otto", true, null);
    says(audit, "ann", false, first);
    assertFalse(queued().imagesRefused());
  }

  @Test
  void withoutAnOperatorNothingIsConfirmed() {
    Audit audit = refused();
    Decision first = says(audit, "ann", false, null);
    Decision second = says(audit, "bob", false, first);
    nothingQueued();
    says(audit, "otto", true, second);
    assertFalse(queued().imagesRefused());
  }

  @Test
  void oneLogInCountsOnceWhateverRolesItHas() {
    Audit audit = refused();
    Decision first = says(audit, "beth", true, null);
    for (String same : List.of("beth", "Beth", " BETH")) {
      assertEquals(
          Outcome.UNKNOWN, decide(decision(audit, Kind.SAME_PATIENT, same, false), first), same);
    }
    nothingQueued();
    assertEquals(1, journal.reviews().find(id()).orElseThrow().decisions().size());
  }

  @Test
  void whoSaysOtherwiseBreaksIt() {
    Audit audit = refused();
    Decision first = says(audit, "ann", false, null);
    Decision other = decision(audit, Kind.WRONG_IMAGES, "bob", false);
    assertEquals(Outcome.STORED, decide(other, first));
    says(audit, "otto", true, other);
    assertFalse(confirmed(audit), "bob was the last but one");
    nothingQueued();
  }

  @Test
  void whatWasTakenBackDoesNotCount() {
    Audit audit = refused();
    Decision first = says(audit, "ann", false, null);
    Decision undo = undo(first, "ann");
    decide(undo, first);
    says(audit, "otto", true, undo);
    nothingQueued();
  }

  @Test
  void theSecondPersonKnowsOfTheFirst() {
    Audit audit = refused();
    says(audit, "ann", false, null);
    assertEquals(
        Outcome.DECIDED_MEANWHILE, decide(decision(audit, Kind.SAME_PATIENT, "otto", true), null));
    nothingQueued();
  }

  @Test
  void ofManyWhoConfirmAtOnceOneIsStored() throws Exception {
    Audit audit = refused();
    Decision first = says(audit, "ann", false, null);
    ExecutorService pool = Executors.newFixedThreadPool(8);
    List<Callable<Outcome>> all =
        IntStream.range(0, 16)
            .<Callable<Outcome>>mapToObj(
                n ->
                    () ->
                        decide(
                            n % 2 == 0 ? journal : otherNode(),
                            decision(audit, Kind.SAME_PATIENT, "operator" + n, true),
                            first))
            .toList();
    List<Outcome> outcomes = new ArrayList<>();
    for (Future<Outcome> one : pool.invokeAll(all)) {
      outcomes.add(one.get());
    }
    pool.shutdown();
    assertEquals(1, outcomes.stream().filter(o -> o == Outcome.STORED).count());
    assertEquals(15, outcomes.stream().filter(o -> o == Outcome.DECIDED_MEANWHILE).count());
    assertEquals(2, journal.reviews().find(id()).orElseThrow().decisions().size());
    assertEquals(2, queued().other().confirmed().size());
  }

  @Test
  void nobodyDecidesAboutImagesAsAboutWordsOrTheOtherWayRound() {
    Audit audit = refused();
    assertEquals(Outcome.UNKNOWN, decide(decision(audit, Kind.AGREE, "ann", false), null));
    String side = Problems.of(audit).get(1).key();
    Decision wrong = decision(audit, Kind.SAME_PATIENT, "ann", false);
    assertEquals(
        Outcome.UNKNOWN,
        decide(
            Decision.of(wrong.id(), wrong.run(), side, wrong.kind(), "ann").at(wrong.at()).build(),
            null));
    assertEquals(List.of(), journal.reviews().find(id()).orElseThrow().decisions());
  }

  // what it holds for

  @Test
  void anotherImageIsAskedAboutAgain() {
    Audit audit = refused();
    confirm(audit);
    audit(queued());
    study(SampleRecords.otherPatient(), "1.2.3");
    nothingQueued();
    study(SampleRecords.otherPatient(), "1.2.3", "1.2.4");
    Job job = queued();
    assertTrue(job.imagesRefused());
    Audit again = audit(job);
    assertFalse(confirmed(again));
    assertEquals(1, journal.counters().counts().reports().get("not_auditable"));
  }

  @Test
  void anotherNameOfTheImagesIsAskedAboutAgain() {
    confirm(refused());
    audit(queued());
    Patient p = SampleRecords.otherPatient();
    study(new Patient(p.identifiers(), "Poe", p.givenName(), p.birthDate(), p.sex(), ""), "1.2.3");
    assertTrue(queued().imagesRefused());
  }

  @Test
  void aCorrectedPatientOfTheReportIsAskedAboutAgain() {
    confirm(refused());
    audit(queued());
    Patient corrected =
        new Patient(
            List.of(new Identifier("urn:oid:1.2.3", "MRN1", "MR")),
            "Doe",
            "Jane",
            LocalDate.of(1961, 2, 4),
            Sex.FEMALE,
            "");
    journal
        .inbox()
        .receive(
            SampleMessages.message(
                "HOSP",
                "adt",
                new Inbox.PatientChange(
                    corrected, List.of(), SampleRecords.ISSUED.plusSeconds(99))));
    Job job = queued();
    assertTrue(job.imagesRefused());
    assertEquals(LocalDate.of(1961, 2, 4), job.other().ofReport().birthDate());
  }

  @Test
  void aNewVersionOfTheReportWithTheSameIdentitiesIsNotAskedAbout() {
    confirm(refused());
    audit(queued());
    receive(report(ReportStatus.CORRECTED, 10));
    Job job = queued();
    assertFalse(job.imagesRefused());
    assertEquals(2, job.other().confirmed().size());
  }

  @Test
  void anotherReportWithTheSameStudyIsAskedAbout() {
    confirm(refused());
    audit(queued());
    Report other =
        SampleRecords.report(
            "ELSEWHERE", "A1", "MRN1", TEXT, ReportStatus.FINAL, SampleRecords.ISSUED);
    receive(other);
    assertTrue(queued().imagesRefused());
  }

  @Test
  void imagesThatAreCorrectedNeedNobody() {
    refused();
    study(SampleRecords.patient("MRN1"), "1.2.3");
    Job job = queued();
    assertEquals(null, job.other());
    assertEquals(1, job.studies().size());
  }

  @Test
  void imagesThatAreTakenAwayAndComeAgainAreToldEachTime() {
    receive(report(ReportStatus.FINAL, 0));
    Job without = queued();
    assertFalse(without.imagesRefused());
    audit(without);
    for (int time = 0; time < 2; time++) {
      study(SampleRecords.otherPatient(), "1.2.3");
      Job refused = queued();
      assertTrue(refused.imagesRefused());
      audit(refused);
      assertEquals(Problem.OTHER_PATIENT, problem());
      nothingQueued();
      study("A2", SampleRecords.otherPatient(), "1.2.3");
      Job again = queued();
      assertEquals("", again.refusal());
      assertEquals(List.of(), again.studies());
      audit(again);
      assertNotEquals(Problem.OTHER_PATIENT, problem());
      nothingQueued();
    }
  }

  // taking it back

  @Test
  void whatIsTakenBackIsRefusedAgainAndTheAuditReplaced() {
    Audit audit = refused();
    Decision second = confirm(audit);
    Audit withImages = audit(queued());
    Decision undo = undo(second, "bob");
    assertEquals(Outcome.STORED, decide(undo, second), "from the audit that rests on it");
    Worklist.Row row = journal.worklist().page(Worklist.Filter.ALL, 0, 1).rows().get(0);
    assertEquals(Worklist.State.WAITING, row.state(), "until it is audited anew");
    assertEquals(0, row.problems().all());
    Job job = queued();
    assertTrue(job.imagesRefused());
    assertNotEquals(audit.runId(), job.runId());
    assertEquals(
        List.of(withImages.runId()),
        journal.jobs().superseded(job.runId()).all().stream().map(Audit::runId).toList());
    Audit again = audit(job);
    assertFalse(confirmed(again), "what was said before does not count");
    assertEquals(1, journal.counters().counts().reports().get("not_auditable"));
    assertEquals(3, journal.reviews().find(id()).orElseThrow().decisions().size());

    assertEquals(Outcome.OUTDATED, decide(decision(audit, Kind.SAME_PATIENT, "cleo", true), undo));
    Decision third = says(again, "ann", false, null);
    nothingQueued();
    says(again, "otto", true, third);
    Job confirmedAgain = queued();
    assertFalse(confirmedAgain.imagesRefused());
    assertNotEquals(withImages.runId(), confirmedAgain.runId());
  }

  @Test
  void aRunThatRestsOnItEndsWhenItIsTakenBack() {
    Audit audit = refused();
    Decision second = confirm(audit);
    Job running = queued();
    assertEquals(Outcome.STORED, decide(undo(second, "otto"), second));
    assertFalse(journal.jobs().renew(running, LEASE), "it must open no image");
    assertFalse(finish(running, SampleRecords.checkedOnly(running.runId(), running.report())));
    assertTrue(queued().imagesRefused());
    assertTrue(journal.counters().counts().conserved());
  }

  @Test
  void aRunThatWaitsEndsWhenItIsTakenBack() {
    Audit audit = refused();
    Decision second = confirm(audit);
    correlate();
    assertEquals(Outcome.STORED, decide(undo(second, "otto"), second));
    Job job = queued();
    assertTrue(job.imagesRefused());
    audit(job);
    nothingQueued();
  }

  @Test
  void theFirstRunOfANewVersionIsDecidedAnewWhenItIsTakenBack() {
    Decision second = confirm(refused());
    audit(queued());
    receive(report(ReportStatus.CORRECTED, 10));
    Job withImages = queued();
    assertFalse(withImages.imagesRefused());
    assertEquals(Outcome.STORED, decide(undo(second, "bob"), second));
    assertFalse(journal.jobs().renew(withImages, LEASE));
    Job job = queued();
    assertTrue(job.imagesRefused());
    assertEquals(withImages.version(), job.version());
    audit(job);
  }

  @Test
  void whatIsTakenBackIsTakenBackOnce() {
    Audit audit = refused();
    Decision second = confirm(audit);
    Decision undo = undo(second, "bob");
    assertEquals(Outcome.STORED, decide(undo, second));
    assertEquals(Outcome.STORED, decide(undo, second), "its answer was lost");
    assertEquals(Outcome.DECIDED_MEANWHILE, decide(undo(second, "cleo"), second));
    assertEquals(3, journal.reviews().find(id()).orElseThrow().decisions().size());
  }

  @Test
  void whatWasSaidMeanwhileIsNotQueuedOver() {
    Audit audit = refused();
    OtherPatient before = audit.otherPatient().orElseThrow();
    confirm(audit);
    Waiting waiting = journal.jobs().withLateImages(1).get(0);
    assertFalse(
        journal.jobs().queue(waiting.version(), new UUID(0, 8), List.of(), "refused", before));
    journal.jobs().markChecked(List.of(waiting));
    assertFalse(queued().imagesRefused(), "the version is looked at again");
  }

  @Test
  void itSurvivesAStart() {
    Audit audit = refused();
    confirm(audit);
    reopen();
    Job job = queued();
    assertEquals(
        List.of("ann", "otto"), job.other().confirmed().stream().map(Confirmation::user).toList());
    Audit stored = audit(job);
    reopen();
    assertEquals(
        stored.otherPatient(),
        journal.reviews().find(id()).orElseThrow().audit().orElseThrow().otherPatient());
  }
}
