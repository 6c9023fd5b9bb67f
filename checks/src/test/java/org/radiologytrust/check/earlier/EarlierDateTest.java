package org.radiologytrust.check.earlier;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.check.CaseBuilder;
import org.radiologytrust.check.CheckTester;

class EarlierDateTest {
  /** The last CT of the chest is of 2026-03-04, the one before of 2025-08-21. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          COMPARISON: CT chest 3/4/2025.                              | 3/4/2025
          COMPARISON: 3/14/2026.                                      | 3/14/2026
          COMPARISON: CT of 04 April 2026.                            | 04 April 2026
          COMPARISON: 2026-02-04                                      | 2026-02-04
          COMPARISON: CT of April 3, 2026.                            | April 3, 2026
          COMPARISON: March 24, 2026.                                 | March 24, 2026
          COMPARISON: CT chest 8/21/2025.                             | 8/21/2025
          COMPARISON: August 21, 2025.                                | August 21, 2025
          FINDINGS: Compared with the prior CT of 3/4/2025, no change. | 3/4/2025
          FINDINGS: Unchanged since the prior study of 8/21/2025.     | 8/21/2025
          COMPARISON: CT chest 3/4/2026.                              | -
          COMPARISON: CT chest 3/5/2026.                              | -
          COMPARISON: CT chest 3/4/2026 and 8/21/2025.                | -
          COMPARISON: CT chest 8/21/2025 and 3/4/2026.                | -
          COMPARISON: Chest radiograph 5/14/2026.                     | -
          COMPARISON: Outside CT 3/4/2025.                            | -
          COMPARISON: CT chest 11/17/2024.                            | -
          COMPARISON: March 2025.                                     | -
          COMPARISON: None.                                           | -
          COMPARISON: 4/3/2026.                                       | -
          HISTORY: Surgery on 3/4/2025.                               | -
          FINDINGS: Follow-up on 9/4/2026 is recommended.             | -
          """)
  void theDayOfTheComparison(String text, String words) {
    CaseBuilder c =
        new CaseBuilder()
            .procedure("CT CHEST")
            .studied("2026-06-15")
            .earlier("2026-05-14", "XR CHEST", "FINDINGS: Clear.")
            .earlier("2026-03-04", "CT CHEST", "FINDINGS: Clear.")
            .earlier("2025-08-21", "CT CHEST", "FINDINGS: Clear.")
            .text(text);
    assertEquals(words, CheckTester.words("earlier-date", c.build()));
  }
}
