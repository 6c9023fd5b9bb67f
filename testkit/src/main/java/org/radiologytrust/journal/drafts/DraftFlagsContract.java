package org.radiologytrust.journal.drafts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.drafts.DraftFlags.DraftFlag;
import org.radiologytrust.journal.work.JobQueue.Held;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.journal.work.JobQueue.Publishing;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Strength;
import org.radiologytrust.review.FlagMarks.Signed;

/** Flags of open reports, until the signed report is audited. One subclass for each store. */
@Tag("safety")
abstract class DraftFlagsContract extends OpenedJournal {
  private int runs;

  private static DraftFlag flag(String number, String check, String mark, Strength strength) {
    return new DraftFlag(number, check, mark, 3, 9, strength);
  }

  private Job job() {
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
                    "MRN1",
                    "Lungs clear.",
                    ReportStatus.FINAL,
                    SampleRecords.ISSUED)));
    UUID version = journal.jobs().awaitingImages(clock.instant(), 1).get(0).version();
    assertTrue(journal.jobs().queue(version, new UUID(0, runs), List.of(), "", true));
    return journal.jobs().claim(Duration.ofMinutes(5)).orElseThrow();
  }

  private void audited(Job job, Signed signed) {
    assertTrue(
        journal
            .jobs()
            .finish(
                job,
                SampleRecords.checkedOnly(job.runId(), job.report()),
                Publishing.of("{}", List.of()).with(signed, Held.NONE),
                List.of()));
  }

  private void audited(Signed signed) {
    audited(job(), signed);
  }

  private Map<String, Long> outcomes() {
    Map<String, Long> all = new TreeMap<>();
    journal
        .draftFlags()
        .outcomes()
        .forEach(o -> all.put(o.check() + " " + o.strength() + " " + o.outcome(), o.flags()));
    return all;
  }

  @Test
  void aFlagThatStandsIsLeftAndAnotherIsMended() {
    journal
        .draftFlags()
        .keep(
            List.of(
                flag("n1", "side", "m1", Strength.TELL),
                flag("n1", "side", "m2", Strength.TELL),
                flag("n1", "sex", "m3", Strength.QUIET),
                flag("n2", "side", "m1", Strength.ASK)));
    audited(new Signed(List.of("n0", "n1"), Set.of("side", "sex"), Set.of("m1")));
    assertEquals(
        Map.of("side TELL left", 1L, "side TELL mended", 1L, "sex QUIET mended", 1L), outcomes());
  }

  @Test
  void aCheckThatDidNotFinishSaysNothingUntilItDoes() {
    journal.draftFlags().keep(List.of(flag("n1", "side", "m1", Strength.TELL)));
    audited(new Signed(List.of("n1"), Set.of("sex"), Set.of()));
    audited(Signed.NONE);
    assertEquals(Map.of(), outcomes());
    audited(new Signed(List.of("n1"), Set.of("side"), Set.of()));
    assertEquals(Map.of("side TELL mended", 1L), outcomes());
  }

  @Test
  void aFlagCountsOnce() {
    DraftFlag flag = flag("n1", "side", "m1", Strength.TELL);
    journal.draftFlags().keep(List.of(flag));
    journal.draftFlags().keep(List.of(flag, flag));
    Job job = job();
    Signed signed = new Signed(List.of("n1"), Set.of("side"), Set.of("m1"));
    audited(job, signed);
    // the answer to the first commit was lost
    audited(job, signed);
    audited(signed);
    assertEquals(Map.of("side TELL left", 1L), outcomes());
  }

  @Test
  void aFlagWhoseReportNeverComesIsDeleted() {
    journal.draftFlags().keep(List.of(flag("n1", "side", "m1", Strength.TELL)));
    clock.advance(Duration.ofDays(2));
    journal.draftFlags().keep(List.of(flag("n2", "side", "m1", Strength.TELL)));
    assertEquals(1, journal.retention().draftFlags(clock.instant().minus(Duration.ofDays(1)), 10));
    assertEquals(0, journal.retention().draftFlags(clock.instant().minus(Duration.ofDays(1)), 10));
    audited(new Signed(List.of("n1", "n2"), Set.of("side"), Set.of()));
    assertEquals(Map.of("side TELL mended", 1L), outcomes());
  }
}
