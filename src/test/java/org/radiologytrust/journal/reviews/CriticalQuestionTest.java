package org.radiologytrust.journal.reviews;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.radiologytrust.check.Checks;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.reviews.Worklist.State;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Weight;
import org.radiologytrust.review.ShownFlags;
import org.radiologytrust.review.Urgent;
import org.radiologytrust.text.sections.Segmenter;

/** A site where calls are not written into reports only asks about a critical finding. */
class CriticalQuestionTest {
  private static final String TEXT =
      "FINDINGS: Tension pneumothorax on the right. IMPRESSION: Right tension pneumothorax.";

  private static Audit audit(boolean asks) {
    SiteFiles files = SiteFiles.shipped();
    Report report = SampleRecords.report("A1", TEXT);
    Audit read = new Segmenter(files).segment(SampleRecords.checkedOnly(new UUID(1, 1), report));
    Audit checked = new Checks(files).check(read);
    List<CheckResult> flags =
        checked.checks().stream()
            .filter(flag -> flag.check().equals("critical-uncommunicated"))
            .map(flag -> asks ? flag.asking("No report of this site names a call.") : flag)
            .toList();
    assertEquals(1, flags.size());
    return checked.toBuilder().checks(flags).build();
  }

  private static int rank(boolean asks) {
    State state = asks ? State.QUESTIONS : State.OPEN;
    return WorklistPlace.of(state, ShownFlags.of(audit(asks), List.of()), false).rank();
  }

  @Test
  void itHasThePlaceOfAFlagOnTheWorklist() {
    assertEquals(Weight.CRITICAL.ordinal(), rank(false));
    assertEquals(Weight.CRITICAL.ordinal(), rank(true));
  }

  @Test
  void theClinicianOnDutySeesIt() {
    assertEquals(Urgent.of(audit(false)), Urgent.of(audit(true)));
    assertEquals(Weight.CRITICAL, Urgent.of(audit(true)).get(0).weight());
  }
}
