package org.radiologytrust.journal.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.MigratedFile;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.PatientChange;
import org.radiologytrust.journal.store.SqliteSteps;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.journal.work.JobQueue.Waiting;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Sex;

/** A patient with very many reports, before those of others. */
@Tag("safety")
class SqliteLongHistoryTest extends OpenedJournal {
  private static final int REPORTS = 150;

  @TempDir Path folder;

  @Override
  protected Journal open(SteadyClock clock) {
    return SqlJournal.open(MigratedFile.in(folder), clock, SITE);
  }

  private void receive(String accession, String mrn, int daysAgo) {
    clock.advance(Duration.ofSeconds(1));
    journal
        .inbox()
        .receive(
            SampleMessages.report(
                accession,
                SampleRecords.report(
                    "HOSP",
                    accession,
                    mrn,
                    "Text of " + accession,
                    ReportStatus.FINAL,
                    SampleRecords.ISSUED.minus(Duration.ofDays(daysAgo)))));
  }

  /** Of the texts of all of them none is read to find the newest. */
  @Test
  void theNewestAreFoundInIndexes() {
    List<String> plan =
        db(journal)
            .read(
                tx ->
                    tx.list(
                        "explain query plan " + PatientHistory.NEWEST.formatted("?"),
                        rs -> rs.getString("detail"),
                        "MRN1",
                        100));
    assertTrue(
        plan.stream()
            .filter(step -> step.contains("report_version"))
            .allMatch(step -> step.contains("COVERING INDEX")),
        plan::toString);
  }

  /** The report behind them is looked at in the first pass, not when theirs are over. */
  @Test
  void anotherPatientsReportDoesNotWaitForTheirs() {
    for (int i = 0; i < REPORTS; i++) {
      receive("A" + i, "MRN1", i);
    }
    receive("B1", "MRN2", 0);
    for (List<Waiting> pass :
        List.of(journal.jobs().untouched(50), journal.jobs().awaitingImages(clock.instant(), 50))) {
      assertEquals(70, pass.size());
      assertTrue(pass.stream().anyMatch(w -> w.report().order().accessionNumber().equals("B1")));
      assertEquals(
          "A0", pass.get(0).report().order().accessionNumber(), "nor does the oldest wait");
    }
    assertEquals(REPORTS + 1, journal.jobs().untouched(REPORTS + 1).size(), "each once");
  }

  /** An update of a patient costs twice as much for twice as many reports, and no more. */
  @Test
  void anUpdateReadsEachReportOnce() {
    long few = stepsOfUpdate("MRN1", REPORTS / 2);
    long many = stepsOfUpdate("MRN2", REPORTS);
    assertTrue(2 * many < 5 * few, () -> few + " " + many);
  }

  /** How often SQLite did a thousand of its steps. */
  private long stepsOfUpdate(String mrn, int reports) {
    for (int i = 0; i < reports; i++) {
      receive(mrn + "-" + i, mrn, i);
    }
    Patient roe = new Patient(List.of(), "Roe", "Jane", null, Sex.UNKNOWN, "");
    PatientChange change =
        new PatientChange(SampleRecords.patient(mrn).corrected(roe), List.of(), null);
    clock.advance(Duration.ofSeconds(1));
    AtomicLong steps = SqliteSteps.of(db(journal));
    assertEquals(
        Outcome.APPLIED,
        journal.inbox().receive(SampleMessages.message("HOSP", "adt" + mrn, change)).outcome());
    return steps.get();
  }
}
