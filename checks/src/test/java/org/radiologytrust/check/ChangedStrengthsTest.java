package org.radiologytrust.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Strength;
import org.radiologytrust.model.StrengthRow;
import org.radiologytrust.text.sections.Segmenter;

/** Strengths that people change while the checks run. */
class ChangedStrengthsTest {
  private static final Checks CHECKS = new Checks(SiteFiles.shipped());

  private static Audit report() {
    return Segmenter.of(SiteFiles.shipped())
        .segment(
            Audit.of(
                    new UUID(0, 1),
                    SampleRecords.report(
                        "HOSP",
                        "A1",
                        "MRN1",
                        "FINDINGS: The the lungs are clear.\nIMPRESSION: Clear lungs.",
                        ReportStatus.FINAL,
                        SampleRecords.ISSUED))
                .build());
  }

  @Test
  void theNextReportIsCheckedWithTheChangeAndItsHashSaysSo() {
    AtomicReference<List<StrengthRow>> rows = new AtomicReference<>(List.of());
    Checks checks = CHECKS.changedBy(rows::get);
    Checked before = checks.run(report());
    assertEquals(Strength.ASK, before.results().get(0).strength());
    rows.set(List.of(new StrengthRow("doubled-word", "", Strength.TELL, "")));
    Checked after = checks.run(report());
    assertEquals("doubled-word", after.results().get(0).check());
    assertEquals(Strength.TELL, after.results().get(0).strength());
    assertNotEquals(before.strengths(), after.strengths());
    assertEquals(after.strengths(), checks.with(report(), after).strengths());
    rows.set(List.of());
    assertEquals(before.strengths(), checks.run(report()).strengths());
  }

  /** Else the audit would be told as one whose checks have a fault. */
  @Test
  void aReportIsNotCheckedWithoutThem() {
    Checks checks =
        CHECKS.changedBy(
            () -> {
              throw new IllegalStateException("no journal");
            });
    assertThrows(IllegalStateException.class, () -> checks.run(report()));
  }
}
