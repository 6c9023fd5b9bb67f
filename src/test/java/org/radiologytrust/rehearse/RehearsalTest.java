package org.radiologytrust.rehearse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.check.CheckSettings;
import org.radiologytrust.check.Checks;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.rehearsal.JournalSnapshot;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.journal.work.JobQueue.Publishing;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.rehearse.RehearsalResult.CheckRow;
import org.radiologytrust.text.sections.Segmenter;

@Tag("safety")
class RehearsalTest {
  private static final SiteFiles FILES = SiteFiles.shipped();
  private static final Segmenter SEGMENTER = Segmenter.of(FILES);
  private static final Checks CHECKS = new Checks(FILES);
  private static final Checks WITHOUT =
      new Checks(FILES, CheckSettings.without(Set.of("doubled-word")));
  private static final String DOUBLED =
      "FINDINGS: The the lungs are clear.\nIMPRESSION: Definitely clear lungs.";
  private static final String VERSION = "0.3.0";

  @TempDir Path folder;
  private final SettableClock clock = new SettableClock();
  private Journal journal;
  private int runs;

  @BeforeEach
  void open() {
    journal = SqlJournal.open(file(), new SteadyClock(clock, clock::nanos), "main");
  }

  @AfterEach
  void close() {
    journal.close();
  }

  private Path file() {
    return folder.resolve("journal.db");
  }

  private Job job(String text) {
    clock.advance(Duration.ofSeconds(1));
    runs++;
    journal
        .inbox()
        .receive(
            SampleMessages.report(
                "k" + runs,
                SampleRecords.report(
                    "HOSP",
                    "A" + runs,
                    "MRN" + runs,
                    text,
                    ReportStatus.FINAL,
                    SampleRecords.ISSUED)));
    UUID version = journal.jobs().awaitingImages(clock.instant(), 1).get(0).version();
    assertTrue(journal.jobs().queue(version, new UUID(0, runs), List.of(), "", true));
    return journal.jobs().claim(Duration.ofMinutes(5)).orElseThrow();
  }

  private void finish(Job job, Audit audit) {
    assertTrue(journal.jobs().finish(job, audit, Publishing.of("{}", List.of()), List.of()));
  }

  private void audited(Checks checks, String text, String version) {
    Job job = job(text);
    Audit read = SEGMENTER.segment(Audit.of(job.runId(), job.report()).build());
    finish(
        job,
        SampleRecords.checkedOnly(job.runId(), job.report()).toBuilder()
            .checks(checks.run(read).results())
            .engineVersion(version)
            .build());
  }

  private RehearsalResult rehearsed(Checks checks) throws Exception {
    Path copy = Files.createTempFile(folder, "copy", ".db");
    return new Rehearsal(SEGMENTER, checks, VERSION).run(JournalSnapshot.of(file(), copy, 100));
  }

  @Test
  void theSameChecksChangeNothing() throws Exception {
    audited(CHECKS, DOUBLED, VERSION);
    audited(CHECKS, "Lungs clear.", VERSION);
    RehearsalResult result = rehearsed(CHECKS);
    assertEquals(2, result.counts().reports());
    assertEquals(List.of(), result.changes());
    assertEquals(0, result.otherVersion());
  }

  @Test
  void eachFlagThatComesGoesOrSpeaksOtherwiseIsCountedAndQuoted() throws Exception {
    audited(WITHOUT, DOUBLED, "0.2.0");
    audited(CHECKS, DOUBLED, VERSION);
    RehearsalResult gained = rehearsed(CHECKS);
    assertEquals(List.of(new CheckRow("doubled-word", 1, 0, 0)), gained.checks());
    assertEquals(1, gained.otherVersion());
    FlagChange change = gained.changes().get(0);
    assertEquals("A1", change.report().order().accessionNumber());
    assertEquals("ask", change.strength());
    assertTrue(change.after().first().value().contains("the"), "its words");
    assertFalse(change.toString().contains("the the"));

    assertEquals(List.of(new CheckRow("doubled-word", 0, 1, 0)), rehearsed(WITHOUT).checks());

    RehearsalResult louder =
        rehearsed(CHECKS.withTable(() -> Optional.of("- {check: overconfident, strength: tell}")));
    assertEquals(
        List.of(new CheckRow("doubled-word", 1, 0, 0), new CheckRow("overconfident", 0, 0, 2)),
        louder.checks());
    assertEquals("quiet to tell", louder.changes().get(0).strength());
  }

  @Test
  void reportsWithoutAJournalAreComparedWithWhatOtherChecksMake() {
    Report report =
        SampleRecords.report(
            "HOSP", "A1", "MRN1", DOUBLED, ReportStatus.FINAL, SampleRecords.ISSUED);
    RehearsalResult result =
        new Rehearsal(SEGMENTER, CHECKS, VERSION).run(List.of(report), SEGMENTER, WITHOUT);
    assertEquals(1, result.counts().reports());
    assertEquals(List.of(new CheckRow("doubled-word", 1, 0, 0)), result.checks());
    assertEquals(0, result.otherVersion());
    assertEquals(0, result.unfinished());
  }

  @Test
  void aReportThatWasNotAuditableIsNotComparedAndIsSaid() throws Exception {
    Job job = job(DOUBLED);
    finish(job, SampleRecords.failed(job.runId(), job.report(), "no text"));
    RehearsalResult result = rehearsed(CHECKS);
    assertEquals(1, result.notCompared());
    assertEquals(0, result.counts().reports());
    assertEquals(List.of(), result.changes());
  }
}
