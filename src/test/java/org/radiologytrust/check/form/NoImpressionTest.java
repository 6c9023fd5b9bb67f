package org.radiologytrust.check.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.radiologytrust.check.Checks;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.hl7.Hl7Reports;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.sections.Headings;
import org.radiologytrust.text.sections.Segmenter;

/** The check {@code no-impression} where sections are coded in OBX-3, not written. */
class NoImpressionTest {
  private static final Hl7Reports READER =
      new Hl7Reports("main", ZoneOffset.UTC, "UNICODE UTF-8", Map.of(), SiteFiles.shipped());
  private static final Segmenter SEGMENTER = new Segmenter(SiteFiles.shipped());
  private static final Checks CHECKS = new Checks(SiteFiles.shipped());

  private static Report report(String... lines) {
    StringBuilder message =
        new StringBuilder(
            "MSH|^~\\&|RIS|RAD|RTL|RTL|20260301||ORU^R01|1|P|2.5\rPID|1||4711||Testcase^Ada\r"
                + "OBR|1|P1|F1|71250^CT CHEST|||20260301||||||||||||||||||CT|F\r");
    int n = 1;
    for (String line : lines) {
      String[] parts = line.split("\\|");
      message.append("OBX|" + n++ + "|TX|" + parts[0] + "||" + parts[1] + "||||||F\r");
    }
    byte[] bytes = message.toString().getBytes(StandardCharsets.UTF_8);
    return assertInstanceOf(Parsed.class, READER.disposition(bytes)).first();
  }

  private static List<CheckResult> flags(Report report) {
    Audit audit = SEGMENTER.segment(Audit.of(new UUID(0, 1), report).build());
    return CHECKS.check(audit).checks().stream()
        .filter(flag -> flag.check().equals(NoImpression.ID))
        .toList();
  }

  private static final String[] FINDINGS = {
    "55111-9^Technique^LN|Axial images were obtained.",
    "18782-3^Findings^LN|The lungs are clear.",
    "18782-3^Findings^LN|The heart is normal.",
    "18782-3^Findings^LN|Small nodule in the left lung.",
    "18782-3^Findings^LN|No effusion."
  };

  private static String[] with(String... more) {
    String[] all = java.util.Arrays.copyOf(FINDINGS, FINDINGS.length + more.length);
    System.arraycopy(more, 0, all, FINDINGS.length, more.length);
    return all;
  }

  @Test
  void codedFindingsWithoutAnImpression() {
    CheckResult flag = flags(report(FINDINGS)).get(0);
    assertEquals("No effusion.", flag.first().value());
    assertEquals("The lungs are clear.", flag.second().value());
  }

  @Test
  void aCodedImpressionIsOne() {
    assertEquals(List.of(), flags(report(with("19005-8^Impression^LN|Small nodule."))));
    assertEquals(List.of(), flags(report(with("71250&IMP|Small nodule."))));
  }

  @Test
  void aCodedImpressionWithNothingInIt() {
    assertEquals(1, flags(report(with("19005-8^Impression^LN|To follow"))).size());
  }

  /** {@code &GDT} for all lines is how many senders mark the text of any report. */
  @Test
  void oneCodeForAllLinesIsNoHeading() {
    String[] lines = FINDINGS.clone();
    lines[0] = "18782-3^Findings^LN|The bones are intact.";
    assertEquals(List.of(), flags(report(lines)));
  }

  @Test
  void theHeadingsAreThoseOfTheMessage() {
    Report report = report(with("&IMP|Small nodule."));
    assertEquals(
        List.of(Section.TECHNIQUE, Section.FINDINGS, Section.IMPRESSION),
        new Headings(SiteFiles.shipped()).coded(report).stream().map(h -> h.section()).toList());
    assertEquals("Small nodule.", report.text().lines().reduce((a, b) -> b).orElseThrow());
  }
}
