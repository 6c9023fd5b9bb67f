package org.radiologytrust.journal.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.journal.work.JobQueue.Publishing;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;

/** The copy that people rehearse on. One subclass for each store. */
@Tag("safety")
abstract class SnapshotContract extends OpenedJournal {
  private int runs;

  /** What a rehearsal reads, while the journal is open. */
  abstract JournalSnapshot snapshot(int most) throws Exception;

  /** A report that was received and audited. */
  final Audit audited(String accession, String text) {
    clock.advance(Duration.ofSeconds(1));
    runs++;
    journal
        .inbox()
        .receive(
            SampleMessages.report(
                "k" + runs,
                SampleRecords.report(
                    "HOSP", accession, "MRN1", text, ReportStatus.FINAL, SampleRecords.ISSUED)));
    UUID version = journal.jobs().awaitingImages(clock.instant(), 1).get(0).version();
    assertTrue(journal.jobs().queue(version, new UUID(0, runs), List.of(), "", true));
    Job job = journal.jobs().claim(Duration.ofMinutes(5)).orElseThrow();
    Audit audit = SampleRecords.checkedOnly(job.runId(), job.report());
    assertTrue(journal.jobs().finish(job, audit, Publishing.of("{}", List.of()), List.of()));
    return audit;
  }

  @Test
  void aSnapshotHasTheNewestAuditsAndWhatHolds() throws Exception {
    Audit first = audited("A1", "Lungs clear.");
    Audit second = audited("A2", "Heart normal.");
    assertEquals(Optional.empty(), snapshot(10).strengths().content(), "before the first start");
    journal.strengths().first("", changes -> "- {check: size, strength: quiet}");
    JournalSnapshot snapshot = snapshot(10);
    assertEquals(
        List.of(second.runId(), first.runId()),
        snapshot.rows().stream().map(row -> row.audit().runId()).toList());
    assertEquals("Heart normal.", snapshot.rows().get(0).audit().report().text());
    assertEquals(Optional.of("- {check: size, strength: quiet}"), snapshot.strengths().content());
    assertEquals(1, snapshot(1).rows().size());
    assertEquals(Optional.of(second.runId()), newest(snapshot(1)));
  }

  private static Optional<UUID> newest(JournalSnapshot snapshot) {
    return snapshot.rows().stream().findFirst().map(row -> row.audit().runId());
  }
}
