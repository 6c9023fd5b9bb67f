package org.radiologytrust.journal.shadow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.inbox.IntakeLimits;
import org.radiologytrust.journal.quality.Selection;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.journal.reviews.Reviews.History;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.journal.reviews.Worklist.Filter;
import org.radiologytrust.journal.reviews.Worklist.State;
import org.radiologytrust.journal.shadow.DutyFlags.Duty;
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
import org.radiologytrust.model.Weight;

/** Audits of shadow mode are kept apart, whatever the setting says later; for each store. */
@Tag("safety")
abstract class ShadowContract extends OpenedJournal {
  private static final Duration DAY = Duration.ofDays(1);
  private static final String CRITICAL = "critical-uncommunicated";
  private static final String WORDS = "Tension pneumothorax";

  /** Whether the journal is opened in shadow mode. */
  private boolean shadow = true;

  private int runs;

  IntakeLimits limits() {
    return shadow ? IntakeLimits.DEFAULT.inShadowMode() : IntakeLimits.DEFAULT;
  }

  @BeforeEach
  void begin() {
    journal.notifications().begin();
  }

  private void shadow(boolean on) {
    shadow = on;
    reopen();
    journal.notifications().begin();
  }

  private UUID receive(String accession, int version) {
    clock.advance(Duration.ofSeconds(1));
    Report report =
        SampleRecords.report(
            "HOSP",
            accession,
            "MRN1",
            WORDS + ". Version " + version + ".",
            version == 0 ? ReportStatus.FINAL : ReportStatus.CORRECTED,
            SampleRecords.ISSUED.plusSeconds(version));
    journal.inbox().receive(SampleMessages.report(accession + version, report));
    return journal.jobs().awaitingImages(clock.instant(), 1).get(0).version();
  }

  private Job queue(UUID version) {
    assertTrue(journal.jobs().queue(version, new UUID(0, ++runs), List.of(), "", true));
    return claim();
  }

  private Job claim() {
    return journal.jobs().claim(Duration.ofMinutes(5)).orElseThrow();
  }

  private Job received(String accession, int version) {
    return queue(receive(accession, version));
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
    assertTrue(
        journal
            .jobs()
            .finish(job, audit, Publishing.of("{}", List.of()), List.of("fhir", "kafka")));
    return audit;
  }

  private static CheckResult flag(String check) {
    return new CheckResult(
            check,
            Label.NEEDS_REVIEW,
            Evidence.of(new Span(0, WORDS.length()), WORDS),
            Evidence.field("rule", WORDS),
            "Look at it.")
        .weighing(check.equals(CRITICAL) ? Weight.CRITICAL : Weight.SIDE);
  }

  private List<Worklist.Row> rows() {
    return journal.worklist().page(Filter.ALL, 0, 100).rows();
  }

  private Worklist.Row row() {
    assertEquals(1, rows().size());
    return rows().get(0);
  }

  private History found() {
    return journal.reviews().find(row().report()).orElseThrow();
  }

  /** What stands about the only report where everybody looks. */
  private List<Object> seen() {
    Worklist.Row row = row();
    return List.of(
        row.state(),
        row.problems(),
        row.result(),
        row.placed() == null,
        journal.worklist().values().types(),
        found().current().state(),
        found().audit(),
        journal.notifications().tell(List.of(List.of("notify-mail")), DAY),
        deliveries());
  }

  private long deliveries() {
    return journal.counters().counts().deliveries().values().stream()
        .flatMap(states -> states.values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }

  private ShadowAudits.Kept kept() {
    return journal.shadowAudits().newest(Long.MAX_VALUE, 10).get(0);
  }

  @Test
  void aReportWithFlagsLooksLikeOneWithout() {
    Job clean = received("A1", 0);
    assertTrue(clean.shadow());
    finish(clean);
    List<Object> without = seen();
    assertEquals(State.TRIAL, without.get(0));
    assertEquals(Reviews.TRIAL, without.get(5));
    assertEquals(Optional.empty(), without.get(6));
    assertEquals(0, without.get(7));
    assertEquals(0L, without.get(8));

    Job flagged = received("A1", 1);
    finish(flagged, flag("order-laterality"), flag(CRITICAL));
    assertEquals(without, seen());
    assertEquals(1, journal.shadowAudits().figures().reports());
    assertEquals(1, journal.shadowAudits().figures().flagged());
  }

  /** Whoever counts the others says so. */
  @Test
  void theFiguresSayHowManyReportsTheyLeaveOut() {
    assertEquals(0, journal.quality().inShadowMode(Selection.ALL));
    finish(received("A1", 0));
    finish(received("A1", 1), flag(CRITICAL));
    finish(received("A2", 0));
    YearMonth month = YearMonth.from(clock.instant().atZone(ZoneOffset.UTC));
    assertEquals(2, journal.quality().inShadowMode(Selection.ALL));
    assertEquals(2, journal.quality().inShadowMode(Selection.of(month)));
    assertEquals(0, journal.quality().inShadowMode(Selection.of(month.plusMonths(1))));
    assertEquals(0, journal.quality().inShadowMode(Selection.of(month.minusMonths(1))));
    assertEquals(2, journal.quality().inShadowMode(new Selection(month, null, "HOSP", "")));
    assertEquals(0, journal.quality().inShadowMode(new Selection(null, month, "NORD", "")));
    assertEquals(0, journal.quality().inShadowMode(new Selection(null, null, "", "XX")));
    shadow(false);
    finish(received("A3", 0));
    assertEquals(2, journal.quality().inShadowMode(Selection.ALL));
  }

  private void refuseImages(String accession, int number) {
    UUID version = receive(accession, number);
    Report report = journal.jobs().awaitingImages(clock.instant(), 1).get(0).report();
    assertTrue(
        journal
            .jobs()
            .queue(
                version,
                new UUID(1, ++runs),
                List.of(),
                "the images are of another patient",
                SampleRecords.mismatch(report)));
    Job refused = claim();
    finish(refused, SampleRecords.imagesRefused(refused.runId(), refused.report()));
  }

  @Test
  void theWorstIsPassedOnFirstThenTheOldest() {
    finish(received("A1", 0), flag(CRITICAL));
    finish(received("A2", 0), flag(CRITICAL));
    refuseImages("A3", 0);
    List<Duty> open = journal.dutyFlags().open(10);
    assertEquals(
        List.of("A3", "A1", "A2"),
        open.stream().map(duty -> duty.row().exam().accession()).toList());
    assertEquals(open.subList(0, 1), journal.dutyFlags().open(1), "however many there are");
  }

  @Test
  void whoWasToldIsStoredAndTakenBackByTheSamePersonAlone() {
    finish(received("A1", 0), flag(CRITICAL));
    UUID id = journal.dutyFlags().open(10).get(0).id();
    Instant told = clock.instant().minusSeconds(90);
    assertFalse(journal.dutyFlags().takeBack(id, "meg"), "it is open");
    assertTrue(journal.dutyFlags().pass(id, "meg", "Dr. Ward", told));
    assertFalse(journal.dutyFlags().pass(id, "ann", "Dr. Who", clock.instant()));
    Duty passed = journal.dutyFlags().over(10).get(0);
    assertEquals("Dr. Ward", passed.told());
    assertEquals(told.truncatedTo(ChronoUnit.MILLIS), passed.toldAt());

    assertFalse(journal.dutyFlags().takeBack(id, "ann"));
    clock.advance(Duration.ofSeconds(5));
    assertTrue(journal.dutyFlags().takeBack(id, "meg"));
    assertFalse(journal.dutyFlags().takeBack(id, "meg"));
    Duty open = journal.dutyFlags().open(10).get(0);
    assertEquals("", open.passedBy() + open.told());
    assertEquals(clock.instant().truncatedTo(ChronoUnit.MILLIS), open.takenBack());
    assertEquals(new DutyFlags.Figures(1, 0, 0), journal.dutyFlags().figures());
    assertEquals(1, journal.dutyFlags().due(DAY), "there are reminders again");
    assertTrue(journal.dutyFlags().pass(id, "ann", "Dr. Who", clock.instant()));
    assertEquals("ann", journal.dutyFlags().find(id).orElseThrow().passedBy());
  }

  /** That would be told by an outcome of its own: it is a flag. */
  @Test
  void imagesOfAnotherPatientLookLikeAnAuditOfTheText() {
    Job clean = received("A1", 0);
    finish(clean);
    List<Object> without = seen();
    refuseImages("A1", 1);
    assertEquals(without, seen());
    assertEquals("", found().current().reason());
    assertEquals(2L, journal.counters().counts().reports().get("checked_only"));
    assertEquals(
        List.of(Weight.OTHER_PATIENT),
        journal.dutyFlags().open(10).stream().map(Duty::weight).toList());
  }

  /** The mode is of the run, and stays. */
  @Test
  void theEndOfShadowModePublishesNothingThatWasMadeInIt() {
    finish(received("A1", 0), flag(CRITICAL));
    UUID waiting = receive("A2", 0);
    assertTrue(journal.jobs().queue(waiting, new UUID(0, ++runs), List.of(), "", true));
    List<Worklist.Row> before = rows();
    assertEquals(2, before.size());

    shadow(false);
    assertEquals(before, rows());
    Job made = claim();
    assertTrue(made.shadow(), "made in shadow mode, ended after it");
    finish(made, flag(CRITICAL));
    assertEquals(0, deliveries());
    assertEquals(0, journal.notifications().tell(List.of(List.of("notify-mail")), DAY));
    assertEquals(
        Set.of(State.TRIAL), rows().stream().map(Worklist.Row::state).collect(Collectors.toSet()));
  }

  /** A new version after the trial is published as the first that anybody has. */
  @Test
  void whatComesAfterShadowModeKnowsNothingOfItsAudits() {
    finish(received("A1", 0), flag(CRITICAL));
    shadow(false);
    Job after = received("A1", 1);
    assertFalse(after.shadow());
    assertEquals(List.of(), journal.jobs().superseded(after.runId()).all());
    finish(after, flag("order-laterality"));
    assertEquals(2, deliveries());
    assertEquals(State.OPEN, row().state());
    assertEquals(1, row().problems().all());
    // the version before has no audit for anybody
    assertEquals(List.of(), found().versions().get(1).audits());
  }

  /** What others have of a report must not stand there as current while a correction is hidden. */
  @Test
  void aReportThatWasAuditedOutsideStaysOutside() {
    shadow(false);
    finish(received("A1", 0));
    shadow(true);
    Job corrected = received("A1", 1);
    assertFalse(corrected.shadow());
    assertEquals(1, journal.jobs().superseded(corrected.runId()).all().size());
    finish(corrected, flag("order-laterality"));
    assertEquals(State.OPEN, row().state());
    assertEquals(4, deliveries());
  }

  @Test
  void theQualityLeadsDoorHasAllAudits() {
    finish(received("A1", 0), flag(CRITICAL));
    Audit second = finish(received("A1", 1), flag("order-laterality"));
    finish(received("A2", 0));
    assertEquals(2, journal.shadowAudits().figures().reports());
    assertEquals(
        List.of("A2", "A1"),
        journal.shadowAudits().newest(Long.MAX_VALUE, 10).stream()
            .map(kept -> kept.row().exam().accession())
            .toList());
    assertEquals(
        second.runId(), journal.shadowAudits().newest(kept().number(), 10).get(0).audit().runId());
    UUID report = journal.shadowAudits().newest(kept().number(), 1).get(0).row().report();
    History history = journal.shadowAudits().find(report).orElseThrow();
    assertEquals(second, history.audit().orElseThrow());
    assertEquals(2, history.versions().size());
    assertEquals(1, history.versions().get(1).audits().size());
    assertEquals(Optional.empty(), journal.shadowAudits().find(UUID.randomUUID()));
  }

  @Test
  void aCriticalFlagIsPassedOnOnce() {
    Job first = received("A1", 0);
    finish(first, flag(CRITICAL), flag("order-laterality"));
    List<Duty> open = journal.dutyFlags().open(10);
    assertEquals(List.of(Weight.CRITICAL), open.stream().map(Duty::weight).toList());
    // another version with the same words adds none
    finish(received("A1", 1), flag(CRITICAL));
    Duty duty = journal.dutyFlags().open(10).get(0);
    assertEquals(open.get(0).id(), duty.id());
    assertEquals(1, duty.audit().checks().size());

    assertTrue(journal.dutyFlags().pass(duty.id(), "meg", "Dr. Ward", clock.instant()));
    assertFalse(
        journal.dutyFlags().pass(duty.id(), "ann", "", clock.instant()), "the first stands");
    assertEquals(List.of(), journal.dutyFlags().open(10));
    assertEquals("meg", journal.dutyFlags().find(duty.id()).orElseThrow().passedBy());
    assertEquals(new DutyFlags.Figures(0, 1, 0), journal.dutyFlags().figures());
    finish(received("A1", 2), flag(CRITICAL));
    assertEquals(List.of(), journal.dutyFlags().open(10), "it was passed on before");
  }

  @Test
  void aFlagThatIsGoneIsNoDutyAnyMore() {
    finish(received("A1", 0), flag(CRITICAL));
    finish(received("A1", 1));
    assertEquals(List.of(), journal.dutyFlags().open(10));
    assertEquals(new DutyFlags.Figures(0, 0, 1), journal.dutyFlags().figures());
    finish(received("A1", 2), flag(CRITICAL));
    assertEquals(new DutyFlags.Figures(1, 0, 1), journal.dutyFlags().figures());
    assertEquals(1, journal.dutyFlags().over(10).size());
  }

  @Test
  void aReminderIsDueOnceADayWhileSomethingIsOpen() {
    assertEquals(0, journal.dutyFlags().due(DAY));
    finish(received("A1", 0), flag(CRITICAL));
    assertEquals(1, journal.dutyFlags().due(DAY));
    journal.dutyFlags().reminded();
    assertEquals(0, journal.dutyFlags().due(DAY));
    clock.advance(DAY.minusMinutes(1));
    assertEquals(0, journal.dutyFlags().due(DAY));
    clock.advance(Duration.ofMinutes(1));
    assertEquals(1, journal.dutyFlags().due(DAY));
    journal.dutyFlags().reminded();
    assertEquals(2, journal.dutyFlags().open(10).get(0).reminders());
    // a new one is told at once, with those of before
    finish(received("A2", 0), flag(CRITICAL));
    assertEquals(2, journal.dutyFlags().due(DAY));
    for (Duty duty : journal.dutyFlags().open(10)) {
      journal.dutyFlags().pass(duty.id(), "meg", "Dr. Ward", clock.instant());
    }
    clock.advance(DAY.multipliedBy(3));
    assertEquals(0, journal.dutyFlags().due(DAY));
  }
}
