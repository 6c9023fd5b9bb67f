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

class SideImagesTest {
  private static final String ID = "side-images";

  private static String words(String bodyPart, String side, String text) {
    return CheckTester.words(
        ID, new CaseBuilder().image("DX", bodyPart, "", side).text(text).build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          KNEE|L|FINDINGS: The right knee shows an effusion.|right knee
          KNEE|R|IMPRESSION: Left patellar fracture.|Left patellar
          KNEE|L|FINDINGS: Normal.~IMPRESSION: Normal right knee.|right knee
          PATELLA|L|FINDINGS: Right tibial plateau fracture.|Right tibial plateau
          SHOULDER|R|FINDINGS: The left shoulder is dislocated.|left shoulder
          CLAVICLE|R|FINDINGS: Fracture of the left distal clavicle.|left distal clavicle
          HIP|L|FINDINGS: Right femoral neck fracture.|Right femoral neck
          HAND|R|FINDINGS: Left scaphoid fracture.|Left scaphoid
          WRIST|L|FINDINGS: Right distal radius fracture.|Right distal radius
          ANKLE|L|FINDINGS: Fracture of the right lateral malleolus.|right lateral malleolus
          FOOT|R|FINDINGS: Left great toe fracture.|Left great toe
          ELBOW|R|FINDINGS: Left olecranon fracture.|Left olecranon
          BREAST|L|FINDINGS: Mass in the right breast.|right breast
          BREAST|R|FINDINGS: No mass in the left breast.|left breast
          """)
  void alarms(String bodyPart, String side, String text, String expected) {
    assertEquals(expected, words(bodyPart, side, text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          KNEE|L|FINDINGS: The left knee shows an effusion.
          KNEE|L|FINDINGS: There is an effusion.
          KNEE|L|FINDINGS: Left knee effusion. The right knee is normal.
          KNEE|L|FINDINGS: More effusion than in the right knee.
          KNEE|L|FINDINGS: Unlike the right knee there is no effusion.
          KNEE|L|FINDINGS: The right knee was not examined.
          KNEE|L|FINDINGS: Known right knee prosthesis.
          KNEE|L|HISTORY: Pain in the right knee.~FINDINGS: Normal.
          KNEE|L|TECHNIQUE: Right knee, two views.~FINDINGS: Normal.
          KNEE|L|COMPARISON: Right knee 2019.~FINDINGS: Normal.
          KNEE|L|FINDINGS: Right hip prosthesis.
          KNEE|U|FINDINGS: Right knee effusion.
          KNEE|B|FINDINGS: Right knee effusion.
          KNEE|''|FINDINGS: Right knee effusion.
          KNEE|X|FINDINGS: Right knee effusion.
          CHEST|L|FINDINGS: Right lung opacity, right hilum normal.
          CHEST|R|FINDINGS: Left ventricle enlarged, left lung clear.
          CHEST|L|FINDINGS: Right-sided heart failure.
          HEAD|L|FINDINGS: Right frontal hematoma.
          ABDOMEN|R|FINDINGS: Left kidney stone.
          KNEE|L|FINDINGS: Nothing is left in place, right at the knee.
          KNEE|L|FINDINGS: Both knees have effusions.
          HIP|L|FINDINGS: Left hip fracture and right hip prosthesis.
          BREAST|L|FINDINGS: Status post right breast surgery.
          BREAST|L|FINDINGS: No mass. Previously right breast biopsy.
          SHOULDER|R|FINDINGS: The left lung apex is clear.
          HAND|R|EXAM: Both hands~FINDINGS: Left scaphoid fracture.
          HAND|R|FINDINGS: Patient left hand dominant. No fracture.
          """)
  void silent(String bodyPart, String side, String text) {
    assertEquals("-", words(bodyPart, side, text));
  }

  @Test
  void silentUnlessAllImagesAgree() {
    CaseBuilder b = new CaseBuilder().text("FINDINGS: Right breast mass.");
    Audit none = b.build();
    Audit one = b.image("MG", "BREAST", "", "L").build();
    Audit two = b.image("MG", "BREAST", "", "R").build();
    assertEquals("-", CheckTester.words(ID, none));
    assertEquals("Right breast", CheckTester.words(ID, one));
    assertEquals("-", CheckTester.words(ID, two));
  }

  @Test
  void theSeriesTagServesWhereTheImageHasNoneAndTheOrderNamesThePart() {
    Audit c =
        new CaseBuilder()
            .procedure("XR KNEE")
            .image("DX", "", "R", "")
            .text("FINDINGS: Left knee effusion.")
            .build();
    CheckResult r = CheckTester.run(ID, c).get(0);
    assertEquals("Laterality (0020,0060)", r.second().source());
    assertEquals("R", r.second().value());
    assertEquals(Label.NEEDS_REVIEW, r.label());
  }
}
