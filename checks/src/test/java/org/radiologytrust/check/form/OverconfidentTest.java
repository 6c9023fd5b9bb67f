package org.radiologytrust.check.form;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.check.CaseBuilder;
import org.radiologytrust.check.CheckTester;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Label;

class OverconfidentTest {
  private static String words(String text) {
    return CheckTester.words("overconfident", new CaseBuilder().text(text).build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          IMPRESSION: This is definitely cancer.|definitely
          IMPRESSION: Certainly benign.|Certainly
          IMPRESSION: Without doubt a metastasis.|Without doubt
          FINDINGS: The nodule is without a doubt benign.|without a doubt
          FINDINGS: Undoubtedly pneumonia.|Undoubtedly
          FINDINGS: Unquestionably malignant.|Unquestionably
          FINDINGS: The pattern is pathognomonic for sarcoidosis.|pathognomonic
          IMPRESSION: 100% certain to be malignant.|100% certain
          IMPRESSION: There is no doubt that this is a fracture.|no doubt
          IMPRESSION: The scan proves tuberculosis.|proves
          IMPRESSION: Conclusively a hemangioma.|Conclusively
          IMPRESSION: Unequivocally malignant.|Unequivocally
          IMPRESSION: The study effectively rules out any malignancy.|effectively rules out
          The mass is definitively malignant.|definitively
          RECOMMENDATION: Surgery is guaranteed to help. It is definitely needed.|guaranteed+definitely
          """)
  void alarms(String text, String expected) {
    assertEquals(expected, words(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          IMPRESSION: Cancer cannot be definitely excluded.
          IMPRESSION: Not definitely malignant.
          IMPRESSION: No definite fracture.
          IMPRESSION: Definite fracture.
          IMPRESSION: Almost certainly benign.
          IMPRESSION: Nearly certainly a cyst.
          IMPRESSION: Could certainly be a cyst.
          IMPRESSION: Biopsy to definitively characterize the mass.
          IMPRESSION: Can be definitively evaluated with MRI.
          IMPRESSION: MRI would definitively show it.
          IMPRESSION: Not pathognomonic.
          IMPRESSION: No pathognomonic sign.
          IMPRESSION: 100% stenosis of the artery.
          IMPRESSION: The lungs are 100% expanded.
          IMPRESSION: Difficult to say definitively.
          IMPRESSION: Without definitely visible fracture.
          IMPRESSION: Likely benign.
          IMPRESSION: CT to rule out any fracture. It rules out a large effusion.
          IMPRESSION: Probably a cyst.
          IMPRESSION: Consistent with pneumonia.
          IMPRESSION: Diagnostic of a cyst.
          IMPRESSION: Suspicious for malignancy.
          IMPRESSION: Unable to definitely assess.
          IMPRESSION: Less certainly a nodule.
          IMPRESSION: May certainly represent scar.
          HISTORY: Definitely in pain.~FINDINGS: Normal.
          COMPARISON: Certainly none.~FINDINGS: Normal.
          FINDINGS: Clearly visible liver.
          FINDINGS: A certain number of nodules.
          FINDINGS: Improved visibility. Approves of the plan.
          """)
  void silent(String text) {
    assertEquals("-", words(text));
  }

  @Test
  void theResultQuotesTheWordAndItsSentence() {
    Audit c = new CaseBuilder().text("IMPRESSION: This is definitely cancer.").build();
    CheckResult r = CheckTester.run("overconfident", c).get(0);
    assertEquals(Label.UNCERTAIN, r.label());
    assertEquals("This is definitely cancer.", r.second().value());
    assertEquals("Overconfident: say how likely it is instead of \"definitely\".", r.action());
  }
}
