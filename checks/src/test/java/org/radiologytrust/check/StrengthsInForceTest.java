package org.radiologytrust.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Strength;
import org.radiologytrust.text.sections.Segmenter;

/** The table of strengths that is in force while the checks run. */
class StrengthsInForceTest {
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

  private static Checks with(String yaml) {
    return CHECKS.withTable(() -> Optional.of(yaml));
  }

  private static String flags(Checked checked) {
    return checked.results().stream()
        .map(flag -> flag.check() + " " + flag.strength().word() + " " + flag.why())
        .map(String::strip)
        .collect(Collectors.joining(", "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          - {check: doubled-word, strength: tell}                     | doubled-word tell
          - {check: doubled-word, strength: ask, why: Look.}          | doubled-word ask Look.
          - {check: doubled-word, strength: quiet}                    | doubled-word quiet
          - {check: doubled-word, strength: off}                      | ''
          [{check: doubled-word, strength: tell}, {check: doubled-word, site: HOSP, strength: off}]  | ''
          [{check: doubled-word, strength: off}, {check: doubled-word, site: OTHER, strength: tell}] | ''
          """)
  void theTableSaysHowStrongACheckIsForItsSite(String yaml, String flags) {
    assertEquals(flags, flags(with(yaml).run(report())));
  }

  @Test
  void theAuditNamesWhatIsQuietAndWhatIsOff() {
    Audit audit =
        with("""
                - {check: doubled-word, strength: quiet}
                - {check: size, strength: off}
                """)
            .check(report());
    assertTrue(audit.made().quiet().contains("doubled-word"), audit.made()::toString);
    assertEquals(List.of("size"), audit.made().off());
    assertFalse(audit.made().finished().contains("size"));
    assertTrue(audit.made().finished().contains("doubled-word"));
  }

  @Test
  void theNextReportIsCheckedWithTheTableThatWasLoadedAndItsHashSaysSo() {
    AtomicReference<Optional<String>> table = new AtomicReference<>(Optional.empty());
    Checks checks = CHECKS.withTable(table::get);
    Checked before = checks.run(report());
    assertEquals(Strength.ASK, before.results().get(0).strength());
    table.set(Optional.of("- {check: doubled-word, strength: tell}\n"));
    Checked after = checks.run(report());
    assertEquals("doubled-word", after.results().get(0).check());
    assertEquals(Strength.TELL, after.results().get(0).strength());
    assertNotEquals(before.strengths(), after.strengths());
    assertEquals(after.strengths(), checks.with(report(), after).strengths());
    table.set(Optional.of(""));
    assertEquals(before.strengths(), checks.run(report()).strengths());
  }

  /** Else the audit would be told as one whose checks have a fault. */
  @Test
  void aReportIsNotCheckedWithoutThem() {
    Checks checks =
        CHECKS.withTable(
            () -> {
              throw new IllegalStateException("no journal");
            });
    assertThrows(IllegalStateException.class, () -> checks.run(report()));
    assertThrows(
        IllegalArgumentException.class, () -> with("- {check: age, strength: off}").run(report()));
  }
}
