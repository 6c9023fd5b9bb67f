package org.radiologytrust.check.within;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.check.CaseBuilder;
import org.radiologytrust.check.CheckTester;
import org.radiologytrust.check.Checks;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Label;

class SideFindingsImpressionTest {
  private static final String ID = "side-findings-impression";

  private static String words(String findings, String impression) {
    String text = "FINDINGS: " + findings + "~~IMPRESSION: " + impression;
    return CheckTester.words(ID, new CaseBuilder().text(text).build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Left effusion and opacity.|Right opacity.|Right opacity
          There is a small left pleural effusion.|Small right pleural effusion.|right pleural effusion
          Small left effusion, no right effusion.|Right effusion.|Right effusion
          No right effusion. Small left pleural effusion.|Small right pleural effusion.|right pleural effusion
          Nodule in the RLL.|Left lower lobe nodule.|Left lower lobe nodule
          Right apical pneumothorax.|Left pneumothorax.|Left pneumothorax
          A 5 mm nodule in the right upper lobe.|Left upper lobe nodule.|Left upper lobe nodule
          Opacity at the left base.|Right basilar opacity, likely pneumonia.|Right basilar opacity, likely pneumonia
          Consolidation in the left lower lobe.|Consolidation on the right.|Consolidation on the right
          Fracture of the left seventh rib.|Right rib fracture.|Right rib fracture
          There is right hydronephrosis.|Moderate left hydronephrosis.|left hydronephrosis
          Mass in the left breast.|Suspicious mass in the right breast.|mass in the right breast
          Left MCA territory infarct.|Acute right MCA infarct.|right MCA infarct
          Thrombus in the right popliteal vein.|Deep vein thrombosis, left popliteal vein. Thrombus in the left popliteal vein.|Deep vein thrombosis, left popliteal vein
          Left effusion is seen but there is no pneumothorax.|1. Right effusion. 2. No pneumothorax.|Right effusion
          Without pneumothorax, there is a left effusion.|Right effusion.|Right effusion
          Possible left lower lobe pneumonia.|Right lower lobe pneumonia.|Right lower lobe pneumonia
          Left ventricle is large. Effusion.|Right ventricle is large. Effusion.|Right ventricle
          Arachnoid cyst in the left temporal region.|Arachnoid cyst of the right temporal pole.|Arachnoid cyst of the right temporal
          Left transverse sinus: narrow, with a web.|Web of the right transverse sinus.|right transverse sinus
          Left kidney: cyst of 2 cm. Right kidney: no cyst.|Cyst of the right kidney.|Cyst of the right
          Stones: left.|Right renal stone.|Right renal stone
          The left gastrocnemius is torn and the right soleus is swollen.|Tear of the right gastrocnemius.|Tear of the right gastrocnemius
          No significant change in the left pleural effusion.|Unchanged right pleural effusion.|right pleural effusion
          """)
  void alarms(String findings, String impression, String expected) {
    assertEquals(expected, words(findings, impression));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Small left pleural effusion.|Small left pleural effusion.
          Left and right effusions.|Right effusion.
          Bilateral effusions.|Right effusion.
          Small left effusion. Larger right effusion.|Right effusion.
          Effusions, right greater than left.|Left effusion.
          Small effusion.|Right effusion.
          Left effusion.|Effusion.
          Left effusion.|No right effusion.
          Left effusion.|Bilateral effusions.
          No left effusion.|Right effusion.
          Left effusion has resolved.|Right effusion.
          Left effusion.|Right pneumothorax.
          Left kidney: cyst of 2 cm. Right kidney: cyst of 1 cm.|Cyst of the right kidney.
          Left kidney: cyst of 2 cm. Another cyst on the right.|Cyst of the right kidney.
          Left gastrocnemius tear.|Right soleus tear. Left gastrocnemius tear.
          The left gastrocnemius is torn and the right gastrocnemius is swollen.|Swelling of the right gastrocnemius.
          Left circumflex and right coronary stenosis.|Stenosis of the right coronary and of the circumflex.
          Left effusion.|Right effusion is not seen.
          Left effusion.|Left effusion with mediastinal shift to the right.
          Fracture of the left clavicle.|Right rib fracture.
          Left kidney mass.|Right lung mass.
          The catheter was left in the effusion.|Right effusion.
          No focal consolidation, left pleural effusion or pneumothorax.|Right effusion.
          No pneumothorax, left effusion or mass, right opacity.|Left opacity is not excluded on the right and left.
          Left effusion, smaller than the right effusion.|Left effusion.
          Opacity in both lower lobes.|Right lower lobe opacity.
          Left nodule. In the right lung is another nodule.|Right lung nodule.
          Left rib fracture.|History of right rib fracture.
          Status post left mass resection.|Right mass.
          Left-sided heart failure with effusion.|Right effusion.
          Nodule on the left lateral view.|Right nodule.
          Patient rotated to the left, opacity.|Right opacity.
          Left and right kidney stones.|Left kidney stone.
          Nodule in the RLL. Nodule in the left lower lobe.|Right lower lobe nodule.
          R effusion. Small left effusion.|Right effusion.
          Mass in the lingula and a mass of the right lung.|Lingular mass.
          Drained 1.5 L effusion.|Right effusion.
          R/O mass. Dr. L. Smith saw a mass.|Left mass, right mass.
          Left subdural hematoma with left-to-right shift.|Shift to the right by the hematoma.
          Lungs are clear.|No acute disease.
          """)
  void silent(String findings, String impression) {
    assertEquals("-", words(findings, impression));
  }

  @Test
  void theResultPointsAtTheImpressionFirst() {
    Audit c =
        new CaseBuilder()
            .text("FINDINGS: A nodule is seen in the left lung.~IMPRESSION: Right lung nodule.")
            .build();
    CheckResult r = CheckTester.run(ID, c).get(0);
    assertEquals(Label.NEEDS_REVIEW, r.label());
    assertEquals("Right lung nodule", r.first().value());
    assertEquals("nodule is seen in the left lung", r.second().value());
    assertEquals(
        "The impression puts this on the right side, the findings on the left: check the images and"
            + " correct the side.",
        r.action());
  }

  @Test
  void findingsWithoutAHeadingCountToo() {
    Audit c =
        new CaseBuilder().text("There is a left effusion.~~IMPRESSION: Right effusion.").build();
    assertEquals("Right effusion", CheckTester.words(ID, c));
  }

  @Test
  @Tag("long")
  void aHostileTextIsBounded() {
    String text =
        "FINDINGS: "
            + "Left effusion. ".repeat(30_000)
            + "~IMPRESSION: "
            + "Right effusion. ".repeat(30_000);
    Audit c = new CaseBuilder().text(text).build();
    List<CheckResult> results = new Checks(SiteFiles.shipped()).check(c).checks();
    assertEquals(1, results.stream().filter(r -> r.check().equals(ID)).count());
  }
}
