package org.radiologytrust.check.within;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.check.CaseBuilder;
import org.radiologytrust.check.CheckTester;
import org.radiologytrust.model.CheckResult;

/** How loudly {@code denied} speaks. */
class DeniedStrengthTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FINDINGS: No pleural effusion.~IMPRESSION: Small left pleural effusion.|ASK
          FINDINGS: The heart is normal in size.~IMPRESSION: Cardiomegaly.|ASK
          FINDINGS: No nodule. The lungs are clear.~IMPRESSION: Nodule in the right upper lobe.|ASK
          FINDINGS: No right pleural effusion. There is a right pleural effusion.~IMPRESSION: None.|ASK
          FINDINGS: The lungs are clear. Consolidation in the left lower lobe.~IMPRESSION: See above.|ASK
          FINDINGS: The left kidney is normal. There is left hydronephrosis.~IMPRESSION: See above.|ASK
          FINDINGS: There is consolidation or pneumothorax.~IMPRESSION: Normal.|ASK
          FINDINGS: Opacity is not seen.~IMPRESSION: Right lower lobe pneumonia.|QUIET
          FINDINGS: The kidneys are normal. There is left hydronephrosis.~IMPRESSION: See above.|QUIET
          FINDINGS: No fracture. A fracture of the fifth rib.~IMPRESSION: See above.|QUIET
          """)
  void asksOrIsQuiet(String text, String strength) {
    assertEquals(strength, strengths(text));
  }

  private static String strengths(String text) {
    return CheckTester.run("denied", new CaseBuilder().text(text).build()).stream()
        .map(CheckResult::strength)
        .map(Enum::name)
        .distinct()
        .collect(Collectors.joining("+"));
  }
}
