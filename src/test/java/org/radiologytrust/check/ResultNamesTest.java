package org.radiologytrust.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.hl7.Hl7Samples;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Report;
import org.radiologytrust.text.sections.Segmenter;

/** What checks say of the names of results in HL7 messages, and of their values. */
class ResultNamesTest {
  private static final Segmenter SEGMENTER = Segmenter.of(SiteFiles.shipped());
  private static final Checks CHECKS = new Checks(SiteFiles.shipped());

  /** The report of a man, with one more OBX. */
  private static Audit checked(String type, String name, String value) {
    Report report =
        Hl7Samples.report(
            Hl7Samples.message(
                Hl7Samples.msh("2.5", "1"),
                Hl7Samples.PID.replace("|F", "|M"),
                Hl7Samples.OBR,
                Hl7Samples.obx(1, "TX", "X", "FINDINGS: The lungs are clear. The heart is normal."),
                Hl7Samples.obx(2, "TX", "X", "IMPRESSION: No acute disease."),
                Hl7Samples.obx(3, type, name, value)));
    assertTrue(report.text().contains(type.equals("TX") ? value : ": "), report::text);
    return CHECKS.check(SEGMENTER.segment(Audit.of(new UUID(0, 1), report).build()));
  }

  private static List<String> quotes(Audit audit) {
    return audit.checks().stream().map(CheckResult::first).map(first -> first.value()).toList();
  }

  @Test
  void theNameOfAResultIsNotChecked() {
    Audit none = checked("TX", "X", "The bones are normal.");
    assertEquals(List.of(), quotes(none));
    assertEquals(
        List.of(), quotes(checked("NM", "6690-2^Leukocytes [#/volume] in Blood^LN", "7.0")));
    assertEquals(List.of(), quotes(checked("CE", "11449-6^Pregnancy^LN", "N^Not stated^L")));
    assertEquals(List.of(), quotes(checked("CE", "1^Uterus^L", "2^Not stated^L")));
  }

  @Test
  void itsValueIsAlwaysChecked() {
    assertEquals(
        List.of("[#/volume]"), quotes(checked("TX", "X", "Leukocytes [#/volume] in blood.")));
    Audit both = checked("CE", "1^Leukocytes [#/volume]^L", "2^[side]^L");
    assertEquals(List.of("[side]"), quotes(both), "the name hides nothing");
    assertEquals("Leukocytes [#/volume]: [side]", both.checks().get(0).second().value());
    assertFalse(quotes(checked("CE", "1^Finding^L", "2^The uterus is enlarged^L")).isEmpty());
    assertFalse(quotes(checked("CE", "1^Uterus^L", "2^The uterus is enlarged^L")).isEmpty());
  }
}
