package org.radiologytrust.check.earlier;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.check.CaseBuilder;
import org.radiologytrust.check.CheckTester;

class EarlierStudiesTest {
  /** The report of a procedure is compared with that of the other one, or not. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CT CHEST              | CT CHEST ABDOMEN      | effusion
          CT CHEST              | XR CHEST              | -
          CT LEFT KNEE          | CT RIGHT KNEE         | -
          STRESS TEST DOBUTAMINE | Stress test dobutamine | effusion
          EEG                   | EEG                   | effusion
          EEG                   | STRESS TEST           | -
          CHEST                 | CHEST                 | -
          OUTSIDE READ          | OUTSIDE READ          | -
          SECOND OPINION        | SECOND OPINION        | -
          """)
  void comparable(String procedure, String earlier, String words) {
    CaseBuilder c =
        new CaseBuilder()
            .procedure(procedure)
            .studied("2026-06-15")
            .earlier("2026-03-04", earlier, "FINDINGS: Small pericardial effusion.")
            .text("FINDINGS: New pericardial effusion.");
    assertEquals(
        words.replace("effusion", "pericardial effusion"),
        CheckTester.words("earlier-new", c.build()));
  }
}
