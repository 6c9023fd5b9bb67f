package org.radiologytrust.check.exam;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.check.CaseBuilder;
import org.radiologytrust.check.CheckTester;
import org.radiologytrust.model.Audit;

class ModalityImagesTest {
  private static final String ID = "modality-images";

  private static String words(String modalities, String text) {
    CaseBuilder b = new CaseBuilder().text(text);
    for (String m : modalities.split(" ")) {
      b.image(m, "", "", "");
    }
    return CheckTester.words(ID, b.build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CR|EXAM: CT chest~FINDINGS: Normal.|CT
          DX|EXAM: MRI of the brain~FINDINGS: Normal.|MRI
          CT|EXAM: Chest X-ray~FINDINGS: Normal.|X-ray
          MR|EXAM: Abdominal ultrasound~FINDINGS: Normal.|ultrasound
          US|EXAM: CT ABDOMEN AND PELVIS~FINDINGS: Normal.|CT
          CT|EXAM: Chest radiograph, two views~FINDINGS: Normal.|radiograph
          DX|EXAM: Screening mammogram~FINDINGS: Normal.|mammogram
          US|EXAM: Chest PA and lateral~TECHNIQUE: Axial MR images.|MR
          CT|EXAM: Chest~TECHNIQUE: Frontal and lateral radiographs.~FINDINGS: Normal.|radiographs
          CR|CT of the chest~~The lungs are clear.|CT
          DX|FINDINGS: This MRI demonstrates a tear.|MRI
          CT SR|EXAM: US RENAL~FINDINGS: Normal.|US
          NM|EXAM: MRI HEART~FINDINGS: Normal.|MRI
          MR|EXAM: PET-CT of the whole body~FINDINGS: Normal.|PET-CT
          """)
  void alarms(String modalities, String text, String expected) {
    assertEquals(expected, words(modalities, text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CR|EXAM: Chest X-ray~FINDINGS: Normal.
          DX|EXAM: Chest radiograph~FINDINGS: Normal.
          CR|EXAM: XR CHEST 1 VIEW~FINDINGS: CT is recommended.
          DX|EXAM: Chest, two views~FINDINGS: Normal.
          DX|EXAM: X-ray~COMPARISON: CT of 2019.~FINDINGS: Normal.
          CT|EXAM: CT chest~COMPARISON: Chest radiograph.~FINDINGS: Normal.
          CT|EXAM: PET-CT whole body~FINDINGS: Normal.
          PT CT|EXAM: CT chest~FINDINGS: Normal.
          MR|EXAM: Chest PET-MR~FINDINGS: Normal.
          XA|EXAM: X-ray angiography study~FINDINGS: Normal.
          RF|EXAM: Fluoroscopy~FINDINGS: Normal.
          MG|EXAM: Four-view mammogram~FINDINGS: Normal.
          CR|EXAM: Mammogram~FINDINGS: Normal.
          NM|EXAM: Cardiac SPECT~FINDINGS: Normal.
          OT|EXAM: Chest X-ray~FINDINGS: Normal.
          SR|EXAM: CT~FINDINGS: Normal.
          ZZ|EXAM: CT~FINDINGS: Normal.
          DX|FINDINGS: CT of the chest is recommended.
          DX|FINDINGS: The prior CT demonstrates a nodule.
          DX|FINDINGS: Nodule as in the CT shown last year.
          DX|FINDINGS: Let us see. Mr. Smith was imaged.
          CT|EXAM: CT~TECHNIQUE: Localizer radiograph and axial images.~FINDINGS: Normal.
          DX|EXAM: Knee~TECHNIQUE: Follow-up of the MRI.~FINDINGS: Normal.
          CT DX|EXAM: Chest X-ray and CT~FINDINGS: Normal.
          US|EXAM: Doppler of the leg veins~FINDINGS: Normal.
          MR|EXAM: MRCP~FINDINGS: The CT showed stones.
          """)
  void silent(String modalities, String text) {
    assertEquals("-", words(modalities, text));
  }

  @Test
  void theTagIsNamed() {
    Audit c = new CaseBuilder().image("CR", "", "", "").text("EXAM: CT~FINDINGS: Normal.").build();
    assertEquals("Modality (0008,0060)", CheckTester.run(ID, c).get(0).second().source());
  }
}
