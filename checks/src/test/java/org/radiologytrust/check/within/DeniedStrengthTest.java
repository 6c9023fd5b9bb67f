package org.radiologytrust.check.within;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.check.CaseBuilder;
import org.radiologytrust.check.CheckTester;
import org.radiologytrust.check.Checks;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Strength;

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
          FINDINGS: Diffuse reticulonodular pattern of both lungs. The lungs are clear.~IMPRESSION: See above.|ASK
          FINDINGS: The heart contour, size are normal. There is cardiomegaly.~IMPRESSION: See above.|ASK
          FINDINGS: Both adrenal glands are normal. A mass is seen in the right adrenal gland.~IMPRESSION: See above.|ASK
          FINDINGS: Small right pneumothorax.~IMPRESSION: No acute findings.|ASK
          FINDINGS: The mediastinum is wide. There is mediastinal widening.~IMPRESSION: No acute cardiopulmonary disease.|ASK
          FINDINGS: Normal.~IMPRESSION: Pulmonary edema with no moderate bilateral pleural effusions.|ASK
          FINDINGS: Normal.~IMPRESSION: Viral pneumonia can be excluded.|ASK
          FINDINGS: Both adrenal glands are normal. A mass is seen in the right lung.~IMPRESSION: See above.|''
          FINDINGS: The left adrenal gland is normal. A mass is seen in the right adrenal gland.~IMPRESSION: See above.|''
          FINDINGS: The lungs are relatively clear. Interstitial opacities.~IMPRESSION: See above.|''
          FINDINGS: No moderate or large pleural effusion.~IMPRESSION: Normal.|''
          FINDINGS: No small pleural effusion or pneumothorax.~IMPRESSION: Normal.|''
          FINDINGS: Resolution of small pleural effusion.~IMPRESSION: Normal.|''
          FINDINGS: Normal.~IMPRESSION: Viral pneumonia cannot be excluded.|''
          FINDINGS: Opacity is not seen.~IMPRESSION: Right lower lobe pneumonia.|QUIET
          FINDINGS: The kidneys are normal. There is left hydronephrosis.~IMPRESSION: See above.|QUIET
          FINDINGS: No fracture. A fracture of the fifth rib.~IMPRESSION: See above.|QUIET
          """)
  void asksOrIsQuiet(String text, String strength) {
    assertEquals(strength, strengths(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FINDINGS: Small right pneumothorax.~IMPRESSION: No acute cardiopulmonary abnormality.|TELL
          FINDINGS: There is a tiny left apical pneumothorax.~IMPRESSION: No evidence of acute cardiopulmonary disease.|TELL
          FINDINGS: No acute cardiopulmonary process.~IMPRESSION: Small right pneumothorax.|TELL
          FINDINGS: Pulmonary embolism in the right lower lobe.~IMPRESSION: Negative for acute intrathoracic pathology.|TELL
          FINDINGS: Left subdural hematoma measuring 6 mm.~IMPRESSION: No acute intracranial abnormality.|TELL
          FINDINGS: Acute infarct in the left thalamus.~IMPRESSION: No acute intracranial process.|TELL
          FINDINGS: There is a left subdural hematoma.~IMPRESSION: Normal CT of the head.|TELL
          FINDINGS: There is a left subdural hematoma.~IMPRESSION: Normal head CT.|TELL
          FINDINGS: The appendix is dilated, in keeping with appendicitis.~IMPRESSION: No acute abdominal pathology.|TELL
          FINDINGS: Free air under the right hemidiaphragm.~IMPRESSION: No acute intra-abdominal abnormality.|TELL
          FINDINGS: Displaced fracture of the left sixth rib.~IMPRESSION: No acute osseous abnormality.|TELL
          FINDINGS: Possible small right pneumothorax.~IMPRESSION: No acute cardiopulmonary abnormality.|ASK
          FINDINGS: Unchanged small right pneumothorax.~IMPRESSION: No acute cardiopulmonary abnormality.|ASK
          FINDINGS: Decreased right pneumothorax.~IMPRESSION: No acute cardiopulmonary abnormality.|ASK
          FINDINGS: Pneumothorax, completely re-expanded after drainage.~IMPRESSION: No acute cardiopulmonary abnormality.|ASK
          FINDINGS: Small right pneumothorax.~IMPRESSION: No other acute cardiopulmonary abnormality.|ASK
          FINDINGS: Small right pneumothorax.~IMPRESSION: Aside from atelectasis, no acute cardiopulmonary abnormality.|ASK
          FINDINGS: Small right pneumothorax.~IMPRESSION: No new cardiopulmonary abnormality.|ASK
          FINDINGS: Left lower lobe pneumonia.~IMPRESSION: No acute cardiopulmonary abnormality.|ASK
          FINDINGS: Small right pneumothorax.~IMPRESSION: Small right pneumothorax. No acute cardiopulmonary abnormality.|''
          FINDINGS: Small right pneumothorax. No acute cardiopulmonary abnormality.~IMPRESSION: See above.|''
          FINDINGS: Small right pneumothorax.~IMPRESSION: No acute intracranial abnormality.|''
          FINDINGS: Old infarct in the left thalamus.~IMPRESSION: No acute intracranial abnormality.|''
          FINDINGS: Lacunar infarct in the left thalamus.~IMPRESSION: No acute intracranial abnormality.|''
          FINDINGS: Left frontal scalp hematoma.~IMPRESSION: No acute intracranial abnormality.|''
          FINDINGS: Healed fracture of the left sixth rib.~IMPRESSION: No acute osseous abnormality.|''
          FINDINGS: No free air is present under the diaphragm to suggest perforation.~IMPRESSION: No acute abdominal process.|''
          FINDINGS: No restricted diffusion that suggests acute infarct.~IMPRESSION: Normal MRI brain.|''
          FINDINGS: Small right pneumothorax.~IMPRESSION: Acute cardiopulmonary abnormality.|''
          """)
  void tellsWhereASystemHasNothingAcute(String text, String strength) {
    assertEquals(strength, strengths(text));
  }

  @Test
  void aSitesRowSoftensWhatTells(@TempDir Path folder) throws IOException {
    Path table = Files.createDirectories(folder.resolve("check")).resolve("strengths.yaml");
    Files.writeString(table, "- {check: denied, strength: ask, why: They may agree.}\n");
    String text =
        "FINDINGS: Small right pneumothorax.\nIMPRESSION: No acute cardiopulmonary abnormality.";
    assertEquals(
        List.of(Strength.ASK),
        new Checks(SiteFiles.in(folder))
            .check(new CaseBuilder().text(text).build()).checks().stream()
                .filter(r -> r.check().equals("denied"))
                .map(CheckResult::strength)
                .toList());
  }

  private static String strengths(String text) {
    return CheckTester.run("denied", new CaseBuilder().text(text).build()).stream()
        .map(CheckResult::strength)
        .map(Enum::name)
        .distinct()
        .collect(Collectors.joining("+"));
  }
}
