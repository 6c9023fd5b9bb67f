package org.radiologytrust.check.exam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.check.CaseBuilder;
import org.radiologytrust.check.CheckTester;
import org.radiologytrust.files.SiteFiles;

/** The parts that statements describe, by the map of places. */
class BodyPartOrderTest {
  private static String words(String procedure, String text) {
    return CheckTester.words(
        "body-part-order", new CaseBuilder().procedure(procedure).text(text).build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          XR KNEE|FINDINGS: Stones in the common duct. Jejunal loops are dilated.|common duct
          CT HEAD|FINDINGS: Myometrial mass. The cul-de-sac has fluid.|Myometrial
          XR FOOT|FINDINGS: Subpleural lines. The carina is normal.|Subpleural
          CT HEAD|FINDINGS: The head of the pancreas is enlarged. The caudate lobe is normal.|head of the pancreas
          CT HEAD|FINDINGS: Femur length 3.2 cm. Head circumference 20 cm.|Femur length
          XR SKULL|FINDINGS: The radial head is fractured. The olecranon is intact.|radial head
          MR BRAIN|EXAM: Echo~FINDINGS: Normal ventricles.|Echo
          CT HEAD|EXAM: Abdomino-pelvic CT~FINDINGS: Normal.|Abdomino-pelvic
          CT CHEST|FINDINGS:~LEFT KNEE: Small effusion. No fracture.|KNEE
          """)
  void alarms(String procedure, String text, String expected) {
    assertEquals(expected, words(procedure, text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CT ABDOMEN|FINDINGS: Stones in the common duct. Jejunal loops are dilated.
          MR BRAIN|FINDINGS: Gradient echo images show blooming in the thalamus.
          CT CHEST|EXAM: Thoraco-abdomino-pelvic CT~FINDINGS: Normal.
          CT PELVIS|EXAM: Abdomino-pelvic CT~FINDINGS: Normal.
          US PELVIS|EXAM: Abdominopelvic ultrasound~FINDINGS: Normal.
          CT CHEST|FINDINGS:~LUNGS: No nodules.~UPPER ABDOMEN: Stones in the gallbladder. Mild steatosis.
          CT ABDOMEN|EXAM: CT of the upper abdomen~FINDINGS: Normal.
          US OB|FINDINGS: Femur length 3.2 cm. Head circumference 20 cm. Abdominal circumference 18 cm.
          US PELVIS|FINDINGS: Fetal heart rate 150. Head circumference 20 cm. Fetal spine is normal.
          US OB|EXAM: Head circumference and femur length~FINDINGS: Normal.
          ECHOCARDIOGRAM|FINDINGS: Left ventricular wall motion is normal. The mitral valve is normal.
          CTA CAROTID|EXAM: CTA of the carotid artery~FINDINGS: Normal.
          XR ELBOW|FINDINGS: The radial head is fractured. The olecranon is intact.
          CT ABDOMEN|FINDINGS: The head of the pancreas is enlarged. The caudate lobe is normal.
          """)
  void silent(String procedure, String text) {
    assertEquals("-", words(procedure, text));
  }

  @Test
  void aPlaceThatTheMapDoesNotHaveStopsTheStart(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("words/en/body-parts.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        "- {code: ABDOMEN, dicom: [ABDOMEN], regions: [abdomen], places: [belly], terms: [abdomen]}");
    String told =
        assertThrows(IllegalArgumentException.class, () -> new BodyParts(SiteFiles.in(folder)))
            .getMessage();
    assertEquals("body-parts.yaml: anatomy.yaml does not have the place belly", told);
  }
}
