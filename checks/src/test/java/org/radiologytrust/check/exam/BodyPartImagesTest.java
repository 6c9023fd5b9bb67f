package org.radiologytrust.check.exam;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.check.CaseBuilder;
import org.radiologytrust.check.CheckTester;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Label;

class BodyPartImagesTest {
  private static String words(String tags, String text) {
    CaseBuilder b = new CaseBuilder().text(text);
    for (String tag : tags.split(",")) {
      b.image("DX", tag, "", "");
    }
    return CheckTester.words("body-part-images", b.build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          KNEE|EXAM: Chest X-ray~FINDINGS: Normal.|Chest
          CHEST|EXAM: Right knee, three views~FINDINGS: Normal.|knee
          HEAD|EXAM: CT abdomen and pelvis~FINDINGS: Normal.|abdomen
          BRAIN|EXAM: Foot X-ray~FINDINGS: Normal.|Foot
          HAND|EXAM: XR ANKLE~FINDINGS: Normal.|ANKLE
          FOOT|EXAM: XR WRIST~FINDINGS: Normal.|WRIST
          KNEE|EXAM: XR SHOULDER~FINDINGS: Normal.|SHOULDER
          PELVIS|EXAM: CT HEAD~FINDINGS: Normal.|HEAD
          BREAST|EXAM: MRI of the brain~FINDINGS: Normal.|brain
          CHEST|EXAM: Abdominal X-ray~FINDINGS: Normal.|Abdominal
          ABDOMEN|EXAM: Chest radiograph~FINDINGS: Normal.|Chest
          LSPINE|EXAM: Cervical spine X-ray~FINDINGS: Normal.|-
          LUMBARSPINE|EXAM: Cervical spine X-ray~FINDINGS: Normal.|Cervical spine
          ELBOW|EXAM: HIP~FINDINGS: Normal.|HIP
          CSPINE|X-ray of the knee~~No fracture.|knee
          KNEE|IMPRESSION: Normal chest radiograph.|chest
          KNEE|FINDINGS: The lungs are clear. The mediastinum is normal.|lungs
          HEAD|FINDINGS: Femur length 3.2 cm. The placenta is anterior.|Femur length
          """)
  void alarms(String tags, String text, String expected) {
    assertEquals(expected, words(tags, text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CHEST|EXAM: Chest X-ray~FINDINGS: Normal.
          CHEST|EXAM: Ribs~FINDINGS: Normal.
          CHEST|EXAM: Thoracic spine~FINDINGS: Normal.
          HEART|EXAM: Chest CT~FINDINGS: Normal.
          HEAD|EXAM: Brain MRI~FINDINGS: Normal.
          SKULL|EXAM: CT head~FINDINGS: Normal.
          NECK|EXAM: CT head and neck~FINDINGS: Normal.
          CAROTID|EXAM: CTA head~FINDINGS: Normal.
          ABDOMEN|EXAM: CT pelvis~FINDINGS: Normal.
          KIDNEY|EXAM: Abdominal ultrasound~FINDINGS: Normal.
          HIP|EXAM: Pelvis X-ray~FINDINGS: Normal.
          LEG|EXAM: Knee~FINDINGS: Normal.
          EXTREMITY|EXAM: Foot~FINDINGS: Normal.
          EXTREMITY|EXAM: Shoulder~FINDINGS: Normal.
          WHOLEBODY|EXAM: Chest PET-CT~FINDINGS: Normal.
          CHEST|EXAM: Whole-body PET-CT~FINDINGS: Normal.
          SPINE|EXAM: Lumbar spine~FINDINGS: Normal.
          CHEST,ABDOMEN|EXAM: CT abdomen~FINDINGS: Normal.
          HEAD|EXAM: CT head and chest~FINDINGS: Normal.
          BREAST|EXAM: Mammogram~FINDINGS: Normal.
          BREAST|EXAM: MRI chest~FINDINGS: Normal.
          ''|EXAM: Chest~FINDINGS: Normal.
          SOMETHING|EXAM: Chest~FINDINGS: Normal.
          CHEST|EXAM: X-ray, two views~FINDINGS: The knee is normal.
          CHEST|COMPARISON: Knee.~FINDINGS: Normal.
          CHEST|EXAM: Chest~TECHNIQUE: Arms up, compared with the prior knee study.~FINDINGS: Normal.
          CHEST|FINDINGS: The brain is normal.
          CHEST|HISTORY: Knee pain.~FINDINGS: Normal.
          SHOULDER|EXAM: Clavicle~FINDINGS: Normal.
          CHEST|IMPRESSION: Normal chest radiograph.
          CHEST|FINDINGS: The lungs are clear. The mediastinum is normal.
          UTERUS|FINDINGS: Femur length 3.2 cm. Head circumference 20 cm.
          PELVIS|EXAM: Obstetric ultrasound~FINDINGS: Head circumference 20 cm.
          """)
  void silent(String tags, String text) {
    assertEquals("-", words(tags, text));
  }

  @Test
  void theTagIsNamed() {
    Audit c =
        new CaseBuilder().image("DX", "KNEE", "", "").text("EXAM: Chest~FINDINGS: Normal.").build();
    CheckResult r = CheckTester.run("body-part-images", c).get(0);
    assertEquals("BodyPartExamined (0018,0015)", r.second().source());
    assertEquals("KNEE", r.second().value());
    assertEquals(Label.NEEDS_REVIEW, r.label());
  }
}
