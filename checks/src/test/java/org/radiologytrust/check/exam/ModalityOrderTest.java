package org.radiologytrust.check.exam;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.radiologytrust.check.CaseBuilder;
import org.radiologytrust.check.CheckTester;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.ReportField;

class ModalityOrderTest {
  private static final String ID = "modality-order";

  @Test
  void withoutImagesTheOrderServes() {
    Audit c =
        new CaseBuilder().orderModality("MR").text("EXAM: Chest X-ray~FINDINGS: Normal.").build();
    CheckResult r = CheckTester.run(ID, c).get(0);
    assertEquals("OBR-24", r.second().source());
    assertEquals("MR", r.second().value());
    Audit named =
        new CaseBuilder()
            .procedure("MRI brain")
            .orderModality("MR")
            .source(ReportField.MODALITY, "OBR-4")
            .text("EXAM: Chest X-ray~FINDINGS: Normal.")
            .build();
    assertEquals(
        Evidence.field("OBR-4", "MRI brain"),
        CheckTester.run(ID, named).get(0).second(),
        "read out of the procedure's name");
    Audit images =
        new CaseBuilder()
            .orderModality("MR")
            .image("CR", "", "", "")
            .text("EXAM: Chest X-ray~FINDINGS: Normal.")
            .build();
    assertEquals("-", CheckTester.words(ID, images));
    Audit section =
        new CaseBuilder().orderModality("IMG").text("EXAM: Chest X-ray~FINDINGS: Normal.").build();
    assertEquals("-", CheckTester.words(ID, section));
  }

  @Test
  void theScoutOfATomographyIsNoStudy() {
    CaseBuilder chest = new CaseBuilder().procedure("CT CHEST").orderModality("CT");
    assertEquals(
        "-",
        CheckTester.words(ID, chest.text("FINDINGS: Topogram: the radiograph is clear.").build()));
    assertEquals(
        "-",
        CheckTester.words(
            ID, chest.text("FINDINGS: This scout radiograph shows a catheter.").build()));
    assertEquals(
        "radiograph",
        CheckTester.words(ID, chest.text("FINDINGS: This radiograph shows a catheter.").build()));
  }
}
