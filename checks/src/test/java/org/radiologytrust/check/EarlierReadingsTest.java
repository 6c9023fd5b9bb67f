package org.radiologytrust.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.text.mentions.Budget;
import org.radiologytrust.text.mentions.EarlierReading;
import org.radiologytrust.text.mentions.ReportReader;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.sections.Segmenter;

class EarlierReadingsTest {
  /** Reads all earlier reports, and keeps what it read. */
  private record Reading(String id, List<ReportReading> read) implements Check {
    @Override
    public List<CheckResult> check(Audit c, ReportReading r) {
      r.earlier().forEach(e -> read.add(e.reading()));
      return List.of();
    }
  }

  private static CaseBuilder behind(int earlier) {
    CaseBuilder c = new CaseBuilder().procedure("CT CHEST").studied("2026-06-15");
    for (int i = 1; i <= earlier; i++) {
      String day = LocalDate.of(2026, 6, 15).minusMonths(i).toString();
      c.earlier(day, "CT CHEST", "HISTORY: Fall.~TECHNIQUE: CT.~FINDINGS: Nodule " + i + ".");
    }
    return c.text("FINDINGS: Stable left pleural effusion. The spleen is normal.");
  }

  @Test
  void allChecksShareOneReadingOfEachOfTheNewest() {
    List<Reading> reading =
        List.of(new Reading("one", new ArrayList<>()), new Reading("two", new ArrayList<>()));
    Checks checks =
        new Checks(
            SiteFiles.shipped(),
            CheckSettings.ALL_ON,
            List.copyOf(reading),
            () -> 0,
            (check, failure) -> {
              throw new AssertionError(failure);
            });
    checks.check(behind(25).build());
    List<ReportReading> first = reading.get(0).read();
    List<ReportReading> second = reading.get(1).read();
    assertEquals(20, first.size());
    for (int i = 0; i < first.size(); i++) {
      assertSame(first.get(i), second.get(i));
      // history and findings, and no technique
      assertEquals(2, first.get(i).sentences().size());
    }
  }

  @Test
  void aReportIsReadOnceAndOnlyIfACheckAsks() {
    AtomicInteger reads = new AtomicInteger();
    Audit c = behind(1).build();
    ReportReading read = new ReportReader(SiteFiles.shipped()).read(c);
    EarlierReading e =
        new EarlierReading(
            c.earlier().get(0),
            c.report(),
            () -> {
              reads.incrementAndGet();
              return read;
            });
    assertEquals(0, reads.get());
    assertSame(e.reading(), e.reading());
    assertEquals(1, reads.get());
  }

  @Test
  void aVeryLongReportAndOneWithoutItsTextAreNotCompared() {
    EarlierReadings readings =
        new EarlierReadings(
            Segmenter.of(SiteFiles.shipped()), new ReportReader(SiteFiles.shipped()));
    Audit c =
        new CaseBuilder()
            .earlier("2026-03-04", "CT CHEST", "FINDINGS: " + "Clear lungs. ".repeat(2_000))
            .text("FINDINGS: Clear.")
            .build();
    assertTrue(readings.of(c, Budget.endless()).isEmpty());
    Audit one = behind(1).build();
    assertEquals(1, readings.of(one, Budget.endless()).size());
    Audit stored =
        one.toBuilder()
            .earlier(
                one.earlier().stream()
                    .map(
                        e ->
                            new EarlierReport(
                                e.id(), e.sha256(), e.studied(), e.procedure(), e.modality(), null))
                    .toList())
            .build();
    assertTrue(readings.of(stored, Budget.endless()).isEmpty());
  }
}
