package org.radiologytrust.journal.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.rehearsal.Signature.Counts;
import org.radiologytrust.journal.rehearsal.Signature.Rehearsed;
import org.radiologytrust.journal.strengths.StrengthChanges.Wanted;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.journal.work.JobQueue.Publishing;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Strength;
import org.radiologytrust.model.StrengthRow;

/** What people sign, and the copy that they rehearse on. One subclass for each store. */
@Tag("safety")
abstract class SignaturesContract extends OpenedJournal {
  private int runs;

  /** The last signature of each kind, as a start reads it before it opens the journal. */
  abstract Map<DataKind, Signature> last();

  /** What a rehearsal reads, while the journal is open. */
  abstract JournalSnapshot snapshot(int most) throws Exception;

  static Rehearsed words(String sha256, Map<String, String> files) {
    return new Rehearsed(DataKind.WORDS, sha256, "0.2.0", new Counts(2000, 3, 2, 1), files);
  }

  private static Rehearsed release(String version) {
    return new Rehearsed(
        DataKind.RELEASE, "ab".repeat(32), version, new Counts(10, 0, 0, 0), Map.of());
  }

  private Signatures signatures() {
    return journal.signatures();
  }

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
  void theLastSignatureOfEachKindHoldsWithItsFiles() {
    Map<String, String> files = Map.of("words/en/sides.yaml", "left: [\"lïnks\"]\n");
    signatures().sign(words("11".repeat(32), Map.of()), "ann");
    clock.advance(Duration.ofDays(1));
    Signature second = signatures().sign(words("22".repeat(32), files), "ben");
    Signature third = signatures().sign(release("0.3.0"), "ann");
    assertEquals(2, second.number());
    assertEquals(clock.instant(), second.at());
    assertEquals(3, signatures().all().size());
    reopen();
    assertEquals(Map.of(DataKind.WORDS, second, DataKind.RELEASE, third), last());
    assertEquals(files, last().get(DataKind.WORDS).rehearsed().files());
  }

  @Test
  void aSignatureWhoseAnswerWasLostIsStoredOnce() {
    Signature first = signatures().sign(words("11".repeat(32), Map.of()), "ann");
    clock.advance(Duration.ofSeconds(5));
    assertEquals(first, signatures().sign(words("11".repeat(32), Map.of()), "ann"));
    assertEquals(2, signatures().sign(words("11".repeat(32), Map.of()), "ben").number());
  }

  @Test
  void aJournalWithoutSignaturesHasNone() {
    assertEquals(Map.of(), last());
  }

  @Test
  void aVersionBehindTheFirstIsUnrehearsedUntilItIsSigned() {
    assertFalse(signatures().startsUnrehearsed("0.2.0"));
    clock.advance(Duration.ofDays(1));
    assertTrue(signatures().startsUnrehearsed("0.3.0"));
    assertTrue(signatures().startsUnrehearsed("0.3.0"));
    assertFalse(signatures().startsUnrehearsed("0.2.0"));
    signatures().sign(release("0.3.0"), "ann");
    assertFalse(signatures().startsUnrehearsed("0.3.0"));
  }

  @Test
  void aSnapshotHasTheNewestAuditsAndWhatHolds() throws Exception {
    Audit first = audited("A1", "Lungs clear.");
    Audit second = audited("A2", "Heart normal.");
    Signature signed = signatures().sign(words("11".repeat(32), Map.of()), "ann");
    StrengthRow quiet = new StrengthRow("size", "", Strength.QUIET, "");
    journal.strengths().add(Wanted.change(quiet, "", "ann", 0));
    JournalSnapshot snapshot = snapshot(10);
    assertEquals(
        List.of(second.runId(), first.runId()),
        snapshot.rows().stream().map(row -> row.audit().runId()).toList());
    assertEquals("Heart normal.", snapshot.rows().get(0).audit().report().text());
    assertEquals(Map.of(DataKind.WORDS, signed), snapshot.signed());
    assertEquals(List.of(quiet), snapshot.strengths());
    assertEquals(1, snapshot(1).rows().size());
    assertEquals(Optional.of(second.runId()), newest(snapshot(1)));
  }

  private static Optional<UUID> newest(JournalSnapshot snapshot) {
    return snapshot.rows().stream().findFirst().map(row -> row.audit().runId());
  }
}
