package org.radiologytrust.check.exam;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.check.CaseBuilder;
import org.radiologytrust.check.CheckTester;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.ReportField;

class SideOrderTest {
  private static String words(String order, String text) {
    return CheckTester.words("side-order", new CaseBuilder().procedure(order).text(text).build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          XR KNEE LEFT 3 VIEWS|EXAM: Right knee, three views~FINDINGS: No fracture.|Right knee
          XR KNEE LEFT 3 VIEWS|EXAM: XR RT KNEE~FINDINGS: No fracture.|XR RT KNEE
          XR KNEE LT|FINDINGS: The right knee shows a joint effusion.|right knee
          XR KNEE LT|FINDINGS: Effusion.~IMPRESSION: Right knee joint effusion.|Right knee
          XR KNEE LEFT|FINDINGS: Fracture of the right distal femur.|right distal femur
          XR KNEE LEFT|FINDINGS: Fracture of the left patella.~IMPRESSION: Right patellar fracture.|Right patellar
          Right shoulder radiograph|FINDINGS: The left glenohumeral joint is normal.|left glenohumeral joint
          MRI Right Hip|FINDINGS: Left-sided hip effusion.|Left-sided hip
          XR ANKLE RIGHT|FINDINGS: There is a left lateral malleolar fracture.|left lateral malleolar
          US BREAST RIGHT|FINDINGS: There is a mass in the left breast at 3 o'clock.|left breast
          XR HAND LT|FINDINGS: Fracture of the right fifth metacarpal.|right fifth metacarpal
          XR WRIST RIGHT|FINDINGS: The wrist shows a fracture on the left.|wrist shows a fracture on the left
          XR KNEE LEFT|FINDINGS: R knee effusion.|R knee
          XR FOOT RIGHT|X-ray left foot~~No fracture.|left foot
          XR ELBOW LEFT|FINDINGS: Normal right elbow. The right radial head is intact.|right elbow+right radial head
          XR KNEE LEFT|HISTORY: Right knee pain.~FINDINGS: No fracture.|Right knee
          XR RIBS LEFT|EXAM: Right rib series X-ray~FINDINGS: No fracture.|Right rib
          """)
  void alarms(String order, String text, String expected) {
    assertEquals(expected, words(order, text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          XR KNEE LEFT|EXAM: Left knee~FINDINGS: The left knee is normal.
          XR KNEE LEFT|FINDINGS: The left knee has an effusion. The right knee is normal.
          XR KNEE LEFT|FINDINGS: Effusion, larger than in the right knee.
          XR KNEE LEFT|FINDINGS: Normal compared with the right knee.
          XR KNEE LEFT|FINDINGS: The right knee was imaged for comparison.
          XR KNEE LEFT|FINDINGS: The right knee was not imaged.
          XR KNEE LEFT|FINDINGS: Status post right knee replacement.
          XR KNEE LEFT|FINDINGS: Prior right knee arthroplasty.
          XR KNEE LEFT|COMPARISON: Right knee 2020.~FINDINGS: No fracture.
          XR KNEE BILATERAL|EXAM: Right knee~FINDINGS: Right knee effusion.
          XR KNEES LEFT AND RIGHT|FINDINGS: Right knee effusion.
          XR KNEE|FINDINGS: Right knee effusion.
          XR KNEE LEFT|FINDINGS: Both knees are normal.
          XR KNEE LEFT|FINDINGS: Bilateral knee effusions, right knee more than the other.
          XR KNEE LEFT|FINDINGS: The tube was left in place at the right angle.
          XR KNEE LEFT|FINDINGS: Right hip is normal.
          XR CHEST 1 VIEW|EXAM: Chest~FINDINGS: Right lower lobe opacity. Left hilum is normal.
          XR CHEST LEFT DECUBITUS|EXAM: Chest, right lateral decubitus~FINDINGS: Right effusion.
          MR L SPINE|EXAM: MR L SPINE~FINDINGS: Right foraminal stenosis at L4-5.
          XR L-SPINE RIGHT OBLIQUE|FINDINGS: Left facet arthropathy.
          MRI LEFT KNEE|TECHNIQUE: Contrast was given through a right antecubital vein.~FINDINGS: Normal.
          MAMMOGRAM DIAGNOSTIC LEFT|FINDINGS: History of right breast cancer. No mass.
          CT LEFT LOWER EXTREMITY|FINDINGS: Right ventricle is enlarged.
          XR KNEE LEFT|FINDINGS: Patient left the room. The right side was not asked for.
          XR SHOULDER RIGHT|FINDINGS: No fracture. Heart and left lung are normal.
          XR HIP RIGHT|FINDINGS: Femoral head and the left are normal.
          US BREAST LEFT|RECOMMENDATION: Screening of both breasts. Right breast in one year.
          XR HIP LEFT WITH PELVIS|FINDINGS: Degenerative change of the right hip.
          XR KNEE LEFT|FINDINGS: L knee effusion. The right knee is normal.
          XR HAND LEFT|EXAM: Hand, left and right~FINDINGS: Right hand fracture.
          """)
  void silent(String order, String text) {
    assertEquals("-", words(order, text));
  }

  @ParameterizedTest
  @CsvSource({
    "LEFT, right knee",
    "L, right knee",
    "7771000, right knee",
    "Lt, right knee",
    "B, -",
    "bilateral, -",
    "RIGHT, -",
    "R, -",
    "24028007, -",
    "unknown, -"
  })
  void theOrdersOwnFieldTellsTheSide(String laterality, String expected) {
    Audit c =
        new CaseBuilder()
            .procedure("XR KNEE")
            .orderLaterality(laterality)
            .text("FINDINGS: The right knee has an effusion.")
            .build();
    assertEquals(expected, CheckTester.words("side-order", c));
  }

  @Test
  void anOrderThatContradictsItselfIsNotJudged() {
    Audit c =
        new CaseBuilder()
            .procedure("XR KNEE RIGHT")
            .orderLaterality("L")
            .text("FINDINGS: The right knee has an effusion.")
            .build();
    assertEquals("-", CheckTester.words("side-order", c));
  }

  /** The evidence names where the side was read, with what stands there. */
  @ParameterizedTest
  @CsvSource({
    "OBR-15.5, OBR-15.5, L",
    "OBR-4, OBR-4, XR KNEE LEFT",
    "ImagingStudy.series.laterality, ImagingStudy.series.laterality, L"
  })
  void theEvidenceNamesItsTrueSource(String read, String source, String value) {
    Audit c =
        new CaseBuilder()
            .procedure("XR KNEE LEFT")
            .orderLaterality("L")
            .source(ReportField.LATERALITY, read)
            .text("FINDINGS: The right knee has an effusion.")
            .build();
    assertEquals(Evidence.field(source, value), CheckTester.run("side-order", c).get(0).second());
  }

  @Test
  void theResultNamesOrderAndWhatToDo() {
    Audit c =
        new CaseBuilder().procedure("XR KNEE LEFT").text("FINDINGS: Right knee effusion.").build();
    CheckResult r = CheckTester.run("side-order", c).get(0);
    assertEquals(Label.NEEDS_REVIEW, r.label());
    assertEquals("OBR-4", r.second().source());
    assertEquals("XR KNEE LEFT", r.second().value());
    assertEquals(
        "The order is for the left side, the report names the right: check the side and correct the"
            + " report or the order.",
        r.action());
  }
}
