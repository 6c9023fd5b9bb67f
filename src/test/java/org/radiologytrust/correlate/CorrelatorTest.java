package org.radiologytrust.correlate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.reviews.Worklist.Filter;
import org.radiologytrust.journal.reviews.Worklist.State;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.Study;

@Tag("safety")
class CorrelatorTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Duration WAIT = Duration.ofMinutes(15);

  @TempDir Path folder;
  private Journal journal;

  @BeforeEach
  void open() {
    journal = SqlJournal.open(folder.resolve("j.db"), at(NOW), "main");
  }

  @AfterEach
  void close() {
    journal.close();
  }

  private static SteadyClock at(Instant instant) {
    return new SteadyClock(Clock.fixed(instant, ZoneOffset.UTC), () -> 0);
  }

  private void correlate(Instant at, boolean imagesExpected) {
    new Correlator(
            journal,
            at(at),
            new CorrelateSettings(WAIT, imagesExpected, true, true, false, false, false),
            "0.1.0",
            report -> false)
        .correlate();
  }

  private void report(Report report) {
    journal.inbox().receive(SampleMessages.report(report.text() + report.issued(), report));
  }

  private void study(Study study) {
    journal.studies().storeStudy(study, "orthanc", "1");
  }

  private Optional<Job> queued() {
    return journal.jobs().claim(Duration.ofMinutes(5));
  }

  private static Study chest(boolean stable, Patient patient) {
    return new Study(
        "1.2.3",
        "A1",
        patient,
        LocalDate.of(2026, 11, 24),
        "CHEST",
        stable,
        List.of(SampleRecords.instance("1.2.3.4")));
  }

  @Test
  void imagesBeforeTheReportAndAfterItBothWork() {
    study(chest(true, SampleRecords.patient("MRN1")));
    report(SampleRecords.report("A1", "No effusion."));
    correlate(NOW, true);
    assertEquals(1, queued().orElseThrow().studies().size());

    report(SampleRecords.report("A2", "Mass."));
    correlate(NOW, true);
    assertTrue(queued().isEmpty(), "it waits");
    study(
        new Study(
            "1.2.5",
            "A2",
            SampleRecords.patient("MRN1"),
            null,
            "",
            true,
            List.of(SampleRecords.instance("9"))));
    correlate(NOW.plusSeconds(60), true);
    assertEquals("1.2.5", queued().orElseThrow().studies().get(0).studyInstanceUid());
  }

  @Test
  void studyThatStillGrowsIsWaitedForButNotForEver() {
    study(chest(false, SampleRecords.patient("MRN1")));
    report(SampleRecords.report("A1", "No effusion."));
    correlate(NOW.plus(WAIT).minusSeconds(1), true);
    assertTrue(queued().isEmpty());
    correlate(NOW.plus(WAIT), true);
    Job without = queued().orElseThrow();
    assertEquals(List.of(), without.studies(), "a part of a study is no evidence");
    end(without);
    study(chest(true, SampleRecords.patient("MRN1")));
    correlate(NOW.plus(WAIT), true);
    assertEquals(1, queued().orElseThrow().studies().size(), "whole, it is looked at");
  }

  @Test
  void aNumberThatOnlyARepeatNamesFindsImagesThatAreHere() {
    study(chest(true, SampleRecords.patient("MRN1")));
    Report whole = SampleRecords.report("A1", "No effusion.");
    Order order = whole.order();
    report(
        Report.of("HOSP", order.fillerOrderNumber())
            .patient(whole.patient())
            .order(order.withAccessionNumbers(List.of()))
            .text(whole.text())
            .status(whole.status())
            .issued(whole.issued().plusSeconds(1))
            .otherIds(List.of("filler:FA1"))
            .build());
    correlate(NOW.plus(WAIT), true);
    Job without = queued().orElseThrow();
    assertEquals(List.of(), without.studies());
    end(without);
    report(whole.toBuilder().otherIds(List.of("filler:FA1")).build());
    correlate(NOW.plus(WAIT), true);
    assertEquals(1, queued().orElseThrow().studies().size());
  }

  private void end(Job job) {
    journal
        .jobs()
        .finish(
            job,
            SampleRecords.audit(job.runId(), job.report(), List.of()),
            JobQueue.Publishing.of("{}", List.of()),
            List.of());
  }

  @Test
  void everyStudyThatTheReportNamesIsWaitedFor() {
    Report two = ofTwoStudies();
    study(chest(true, SampleRecords.patient("MRN1")));
    report(two);
    correlate(NOW, true);
    assertTrue(queued().isEmpty());
    study(ofA2());
    correlate(NOW, true);
    assertEquals(2, queued().orElseThrow().studies().size());
  }

  /** The second study of {@link #ofTwoStudies}. */
  private static Study ofA2() {
    return new Study(
        "1.2.9",
        "A2",
        SampleRecords.patient("MRN1"),
        null,
        "",
        true,
        List.of(SampleRecords.instance("9")));
  }

  private static Report ofTwoStudies() {
    Report one = SampleRecords.report("A1", "No effusion.");
    return one.toBuilder()
        .order(new Order("", "", List.of("A1", "A2"), List.of(), null, "", "", ""))
        .effective(null)
        .build();
  }

  @Test
  void imagesThatComeLateAreLookedAtEvenIfAnotherStudyNeverComes() {
    report(ofTwoStudies());
    correlate(NOW.plus(WAIT), true);
    Job without = queued().orElseThrow();
    assertEquals(List.of(), without.studies());
    end(without);
    study(chest(true, SampleRecords.patient("MRN1")));
    correlate(NOW.plus(WAIT), true);
    assertEquals(1, queued().orElseThrow().studies().size());
    correlate(NOW.plus(WAIT), true);
    assertTrue(queued().isEmpty(), "once");
  }

  @Test
  void aReportWaitsInTheWorklistUntilItsLastLateStudyIsLookedAt() {
    report(ofTwoStudies());
    correlate(NOW.plus(WAIT), true);
    end(queued().orElseThrow());
    assertEquals(State.WAITING, state(), "audited without images");
    study(chest(true, SampleRecords.patient("MRN1")));
    correlate(NOW.plus(WAIT), true);
    assertEquals(State.WAITING, state(), "one study came, and is not looked at yet");
    end(queued().orElseThrow());
    assertEquals(State.WAITING, state(), "the other study has not come");
    study(ofA2());
    correlate(NOW.plus(WAIT), true);
    Job whole = queued().orElseThrow();
    assertEquals(2, whole.studies().size());
    end(whole);
    assertEquals(State.NO_FLAG, state());
  }

  private State state() {
    return journal.worklist().page(Filter.ALL, 0, 1).rows().get(0).state();
  }

  @Test
  void wrongPatientsStudyOnceMendedIsAudited() {
    study(chest(true, SampleRecords.patient("MRN2")));
    report(SampleRecords.report("A1", "No effusion."));
    correlate(NOW, true);
    Job refused = queued().orElseThrow();
    assertEquals(List.of(), refused.studies(), "nothing of the other patient goes on");
    journal
        .jobs()
        .finish(
            refused,
            SampleRecords.failed(refused.runId(), refused.report(), refused.refusal()),
            JobQueue.Publishing.of("{}", List.of()),
            List.of());
    correlate(NOW, true);
    assertTrue(queued().isEmpty());
    study(chest(true, SampleRecords.patient("MRN2")));
    correlate(NOW, true);
    assertTrue(queued().isEmpty(), "still another patient's: refused once");
    study(chest(true, SampleRecords.patient("MRN1")));
    correlate(NOW, true);
    assertEquals("", queued().orElseThrow().refusal());
  }

  @Test
  void waitForImagesIsBounded() {
    report(SampleRecords.report("A1", "No effusion."));
    correlate(NOW.plus(WAIT).minusSeconds(1), true);
    assertTrue(queued().isEmpty());
    correlate(NOW.plus(WAIT), true);
    Job job = queued().orElseThrow();
    assertEquals(List.of(), job.studies());
    assertEquals("", job.refusal());
  }

  @Test
  void withoutAnImageStoreNobodyWaits() {
    report(SampleRecords.report("A1", "No effusion."));
    correlate(NOW, false);
    assertTrue(queued().isPresent());
  }

  @Test
  @Tag("safety")
  void whereImagesAreNeverUsedNobodyWaitsAndNoStudyIsLookedAt() {
    study(chest(true, SampleRecords.patient("MRN1")));
    report(SampleRecords.report("A1", "No effusion."));
    report(SampleRecords.report("A2", "Mass."));
    Correlator textOnly =
        new Correlator(
            journal,
            at(NOW),
            new CorrelateSettings(Duration.ZERO, false, false, false, false, true, false),
            "0.1.0",
            report -> false);
    textOnly.correlate();
    for (int i = 0; i < 2; i++) {
      Job job = queued().orElseThrow();
      assertEquals(List.of(), job.studies());
      assertEquals("", job.refusal());
      end(job);
    }
    study(chest(true, SampleRecords.patient("MRN2")));
    textOnly.correlate();
    assertTrue(queued().isEmpty(), "images that come, also another patient's, change nothing");
  }

  @Test
  void imagesAfterAnAuditWithoutThemQueueAnotherRun() {
    report(SampleRecords.report("A1", "No effusion."));
    correlate(NOW.plus(WAIT), true);
    Job first = queued().orElseThrow();
    journal
        .jobs()
        .finish(
            first,
            SampleRecords.audit(first.runId(), first.report(), List.of()),
            JobQueue.Publishing.of("{}", List.of()),
            List.of());
    correlate(NOW.plus(WAIT), true);
    assertTrue(queued().isEmpty());
    study(chest(true, SampleRecords.patient("MRN1")));
    correlate(NOW.plus(WAIT), true);
    Job second = queued().orElseThrow();
    assertFalse(second.runId().equals(first.runId()));
    assertEquals(1, second.studies().size());
  }

  @Test
  void withdrawnReportIsRefusedAtOnce() {
    report(
        SampleRecords.report(
            "HOSP", "A1", "MRN1", "No effusion.", ReportStatus.CANCELLED, SampleRecords.ISSUED));
    correlate(NOW, true);
    assertTrue(queued().orElseThrow().refusal().contains("withdrawn"));
  }

  enum Mismatch {
    PATIENT_ID("PatientID"),
    NAME_AND_BIRTH_DATE("PatientName (0010,0010) and PatientBirthDate (0010,0030)"),
    BIRTH_DATE_AND_SEX("PatientBirthDate (0010,0030) and PatientSex (0010,0040)");

    final String tag;

    Mismatch(String tag) {
      this.tag = tag;
    }
  }

  @ParameterizedTest
  @EnumSource
  void anotherPatientsStudyIsRefusedLoudly(Mismatch mismatch) {
    Patient p = SampleRecords.patient("MRN1");
    Patient other =
        switch (mismatch) {
          case PATIENT_ID -> SampleRecords.patient("MRN2");
          case NAME_AND_BIRTH_DATE ->
              new Patient(p.identifiers(), "Roe", "Ann", LocalDate.of(1999, 1, 1), p.sex(), "");
          case BIRTH_DATE_AND_SEX ->
              new Patient(p.identifiers(), "Doe", "Jane", LocalDate.of(1999, 1, 1), Sex.MALE, "");
        };
    study(chest(true, other));
    report(SampleRecords.report("A1", "No effusion."));
    correlate(NOW, true);
    Job job = queued().orElseThrow();
    assertTrue(job.refusal().startsWith("wrong patient: " + mismatch.tag), job.refusal());
    assertFalse(job.refusal().contains("MRN") || job.refusal().contains("1999"), job.refusal());
  }

  @Test
  void whatOneSideDoesNotNameContradictsNothing() {
    study(
        chest(
            true,
            new Patient(List.of(new Identifier("", "MRN1", "")), "", "", null, Sex.UNKNOWN, "")));
    report(SampleRecords.report("A1", "No effusion."));
    correlate(NOW, true);
    assertEquals("", queued().orElseThrow().refusal());
  }

  /** A report whose text was not seen as new must not be taken for one that was looked at. */
  @Test
  @Tag("safety")
  void aReportThatComesDuringAPassHasItsTextCheckedToo() {
    report(SampleRecords.report("A1", "No effusion."));
    Journal busy =
        (Journal)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Journal.class},
                (proxy, method, arguments) ->
                    method.getName().equals("jobs")
                        ? interrupted()
                        : method.invoke(journal, arguments));
    Correlator correlator =
        new Correlator(
            busy,
            at(NOW),
            new CorrelateSettings(WAIT, true, true, true, false, true, false),
            "0.1.0",
            report -> false);
    correlator.correlate();
    correlator.correlate();
    for (int i = 0; i < 2; i++) {
      assertTrue(queued().orElseThrow().textOnly());
    }
  }

  /** A queue to which another report comes just before it is asked for those that wait. */
  private JobQueue interrupted() {
    return (JobQueue)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {JobQueue.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("awaitingImages")) {
                report(SampleRecords.report("A2", "Mass."));
              }
              return method.invoke(journal.jobs(), arguments);
            });
  }
}
