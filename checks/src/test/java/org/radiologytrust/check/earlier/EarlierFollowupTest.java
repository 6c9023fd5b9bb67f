package org.radiologytrust.check.earlier;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.check.CaseBuilder;
import org.radiologytrust.check.CheckTester;

class EarlierFollowupTest {
  private static final String CONCLUSION = "No acute disease.";

  /** This study is of 2026-06-15, the earlier one of 2025-08-21. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          XR CHEST | Follow-up CT of the chest in 3 months is recommended. | XR CHEST   | No acute disease.                              | yes
          XR CHEST | Recommend follow-up CT in 6 weeks.                   | XR CHEST   | No acute disease.                              | yes
          XR CHEST | Follow-up chest CT in 3-6 months is advised.         | XR CHEST   | No acute disease.                              | yes
          CT CHEST | Follow-up CT in three months recommended.            | XR CHEST   | No acute disease.                              | yes
          XR CHEST | Suggest repeat CT in one month.                      | XR CHEST   | No acute disease.                              | yes
          CT CHEST | Follow up with CT in 6 months is recommended.        | XR CHEST   | No acute disease.                              | yes
          XR CHEST | Recommend surveillance CT in 2 months.               | XR CHEST   | No acute disease.                              | yes
          US ABDOMEN | Recommend follow-up MRI in 3 months.               | US ABDOMEN | No acute disease.                              | yes
          US KIDNEYS | Follow-up CT in 4 weeks is suggested.              | US KIDNEYS | No acute disease.                              | yes
          CT ABDOMEN | Follow-up MRI in six months is recommended.        | CT ABDOMEN | No acute disease.                              | yes
          XR CHEST | Follow-up CT in 12 months is recommended.            | XR CHEST   | No acute disease.                              | -
          XR CHEST | Follow-up CT in 3 months is recommended.             | CT CHEST   | No acute disease.                              | -
          XR CHEST | Follow-up CT in 3 months is recommended.             | XR KNEE    | No acute disease.                              | -
          XR CHEST | Follow-up CT in 3 months is recommended.             | XR CHEST   | The recommended CT has not been done. No acute disease. | -
          XR CHEST | Follow-up CT in 3 months is recommended.             | XR CHEST   | Follow-up CT is overdue. No acute disease.     | -
          XR CHEST | Follow-up CT in 3 months if symptoms persist.        | XR CHEST   | No acute disease.                              | -
          XR CHEST | Follow-up CT is recommended.                         | XR CHEST   | No acute disease.                              | -
          XR CHEST | Follow-up in 3 months is recommended.                | XR CHEST   | No acute disease.                              | -
          XR CHEST | No follow-up CT is needed in 3 months.               | XR CHEST   | No acute disease.                              | -
          XR CHEST | Follow-up radiograph in 3 months is recommended.     | XR CHEST   | No acute disease.                              | -
          XR CHEST | No nodule.                                           | XR CHEST   | No acute disease.                              | -
          """)
  void anExaminationThatIsOverdue(
      String of, String recommended, String now, String impression, String flagged) {
    String words =
        CheckTester.words("earlier-followup", of(of, recommended, now, impression).build());
    assertEquals(flagged.equals("yes") ? CONCLUSION : "-", words);
  }

  @ParameterizedTest
  @CsvSource({"CT CHEST, -", "CT CHEST ABDOMEN, -", "PET CT CHEST, -", "CT HEAD, yes"})
  void anExaminationSinceThen(String since, String flagged) {
    CaseBuilder c =
        new CaseBuilder()
            .earlier("2025-12-01", since, "IMPRESSION: Normal.")
            .procedure("XR CHEST")
            .studied("2026-06-15")
            .earlier(
                "2025-08-21", "XR CHEST", "IMPRESSION: Follow-up CT in 3 months is recommended.")
            .text("IMPRESSION: " + CONCLUSION);
    assertEquals(
        flagged.equals("yes") ? CONCLUSION : "-", CheckTester.words("earlier-followup", c.build()));
  }

  private static CaseBuilder of(String of, String recommended, String now, String impression) {
    return new CaseBuilder()
        .procedure(now)
        .studied("2026-06-15")
        .earlier("2025-08-21", of, "FINDINGS: A nodule.~IMPRESSION: Nodule. " + recommended)
        .text("FINDINGS: Nothing.~IMPRESSION: " + impression);
  }
}
