package org.radiologytrust.check.earlier;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.check.CaseBuilder;
import org.radiologytrust.check.CheckTester;

class EarlierCopiedTest {
  private static final String FINDINGS =
      "There is a small left pleural effusion with mild atelectasis at the base. The right lung is"
          + " well expanded. The heart is of normal size and the mediastinum is not widened. The"
          + " trachea is in the midline. Degenerative changes of the spine were already there on"
          + " 1/5/2024, as far as can be seen.";

  private static String words(String before, String now) {
    CaseBuilder c =
        new CaseBuilder()
            .procedure("CT CHEST")
            .studied("2026-06-15")
            .earlier("2026-03-04", "CT CHEST", before)
            .text(now);
    return CheckTester.words("earlier-copied", c.build());
  }

  private static String report(String findings, String impression) {
    return "FINDINGS: " + findings + "~IMPRESSION: " + impression;
  }

  /** The impressions of the earlier report and of this one, above the same findings. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Small left pleural effusion.  | Small left pleural effusion. Pneumothorax. | Pneumothorax
          Left effusion.                | No pleural effusion.                       | No pleural effusion.
          Left effusion, atelectasis.   | Left effusion.                             | Left effusion.
          Pleural effusion.             | Nothing acute.                             | Nothing acute.
          Small left pleural effusion.  | Small left pleural effusion.               | -
          Left effusion.                | Unchanged.                                 | -
          Left effusion.                | As described above.                        | -
          Left effusion.                | Atelectasis.                               | -
          Left effusion.                | Left effusion. Possible pneumothorax.      | -
          Nothing acute.                | Left effusion.                             | -
          """)
  void theImpressionChanges(String before, String now, String words) {
    assertEquals(words, words(report(FINDINGS, before), report(FINDINGS, now)));
  }

  @Test
  void datesAndBlanksMayDiffer() {
    String other = FINDINGS.replace("1/5/2024", "3/4/2026").replace(". ", ".  ");
    assertEquals(
        "Pneumothorax", words(report(FINDINGS, "Effusion."), report(other, "Pneumothorax.")));
  }

  @Test
  void otherShortAndNormalFindingsAreNotCompared() {
    String normal =
        "No pleural effusion. The lungs are clear and well expanded on both sides. The heart is of"
            + " normal size and the mediastinum is not widened. The trachea is in the midline. No"
            + " abnormality of the bones of the chest is seen on any of the images that were made.";
    for (String findings :
        List.of(normal, "Left effusion. Atelectasis. Normal heart. Normal aorta.")) {
      assertEquals("-", words(report(findings, "Normal."), report(findings, "Pneumothorax.")));
    }
    String other = FINDINGS.replace("small", "large");
    assertEquals("-", words(report(FINDINGS, "Effusion."), report(other, "Pneumothorax.")));
    assertEquals("-", words(report(FINDINGS, "Effusion."), "FINDINGS: " + FINDINGS));
  }
}
