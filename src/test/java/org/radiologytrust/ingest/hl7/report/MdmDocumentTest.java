package org.radiologytrust.ingest.hl7.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.ingest.hl7.Hl7Samples.OBR;
import static org.radiologytrust.ingest.hl7.Hl7Samples.PID;
import static org.radiologytrust.ingest.hl7.Hl7Samples.ignored;
import static org.radiologytrust.ingest.hl7.Hl7Samples.message;
import static org.radiologytrust.ingest.hl7.Hl7Samples.obx;
import static org.radiologytrust.ingest.hl7.Hl7Samples.quarantined;
import static org.radiologytrust.ingest.hl7.Hl7Samples.report;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportField;
import org.radiologytrust.model.ReportStatus;

/** MDM: its events, and what TXA says. */
class MdmDocumentTest {
  private static final String EVN = "EVN||20260302100000";

  private static String msh(String event) {
    return "MSH|^~\\&|RIS|RADIOLOGY|RTL|AUDIT|20260302100005||MDM^" + event + "|1|P|2.5";
  }

  /** A document without order: its number, the one it changes, placer and filler, and its state. */
  private static String txa(String number, String parent, String filler, String state) {
    return "TXA|1|CTH^CT HEAD LEFT|TX|20260301093000||20260301100000|20260301110000|||||"
        + String.join("|", number, parent, filler.isEmpty() ? "" : "P1", filler, "", state)
        + "|||||7^Signtest^Sam^^^^^^^^^^^^20260301120000";
  }

  private static String line(String text) {
    return obx(1, "TX", "X", text);
  }

  @Test
  void txaNamesTheOrderWhereTheMessageHasNone() {
    Report report =
        report(message(msh("T02"), EVN, PID, txa("D1^RIS", "", "F7", "AU"), line("Clear.")));
    assertEquals("F7", report.reportId());
    assertEquals(List.of("F7"), report.order().accessionNumbers());
    assertEquals("P1", report.order().placerOrderNumber());
    assertEquals(new Coding("", "CTH", "CT HEAD LEFT"), report.order().procedure());
    assertEquals("CT", report.order().modality());
    assertEquals("left", report.order().laterality());
    assertEquals("TXA-2", report.source(ReportField.PROCEDURE));
    assertEquals(ReportStatus.FINAL, report.status());
    assertEquals(List.of("document:D1", "placer:P1"), report.otherIds());
    assertEquals(Instant.parse("2026-03-01T18:00:00Z"), report.issued());
    assertEquals(Instant.parse("2026-03-01T15:30:00Z"), report.effective());
    assertEquals("Signtest, Sam", report.radiologist());
    assertFalse(report.addendum());
  }

  @Test
  void theOrderOfTheMessageComesFirst() {
    String txa = txa("D1", "", "F7", "PA");
    Report report =
        report(message(msh("T02"), EVN, PID, "ORC|RE|P1|F100", OBR, txa, line("Clear.")));
    assertEquals("A2600100", report.reportId());
    assertEquals("CR", report.order().modality());
    assertEquals("OBR-4", report.source(ReportField.PROCEDURE));
    assertEquals(ReportStatus.PRELIMINARY, report.status());
    assertEquals(List.of("document:D1", "filler:F100", "placer:P1"), report.otherIds());
  }

  @ParameterizedTest
  @CsvSource({
    "T02, '', FINAL, D2, false",
    "T04, D1, FINAL, D2, false",
    "T06, D1, APPENDED, D1, true",
    "T08, '', CORRECTED, D2, false",
    "T10, D1, CORRECTED, D1, false",
  })
  void anEventChangesTheDocument(
      String event, String parent, ReportStatus status, String id, boolean addendum) {
    Report report =
        report(message(msh(event), EVN, PID, txa("D2", parent, "", "LA"), line("Clear.")));
    assertEquals(status, report.status());
    assertEquals(id, report.reportId());
    assertEquals(addendum, report.addendum());
    boolean changes = !parent.isEmpty() && !event.equals("T04");
    assertEquals(
        changes ? List.of("document:D2", "document:D1") : List.of("document:D2"),
        report.otherIds());
  }

  @ParameterizedTest
  @CsvSource({
    "DI, PARTIAL",
    "DO, PRELIMINARY",
    "IP, PARTIAL",
    "IN, PARTIAL",
    "PA, PRELIMINARY",
    "AU, FINAL",
    "LA, FINAL",
    "Authenticated, FINAL",
    "'', FINAL"
  })
  void status(String txa17, ReportStatus expected) {
    String txa = txa("D1", "", "F7", txa17);
    assertEquals(expected, report(message(msh("T02"), EVN, PID, txa, line("Clear."))).status());
  }

  @Test
  void cancellation() {
    String txa = txa("D1", "", "", "AU");
    Report cancelled = report(message(msh("T11"), EVN, PID, txa));
    assertEquals(ReportStatus.ENTERED_IN_ERROR, cancelled.status());
    assertEquals("D1", cancelled.reportId());
    assertEquals("", cancelled.text());
    assertEquals(Instant.parse("2026-03-02T16:00:00Z"), cancelled.issued());
    assertEquals(
        ReportStatus.ENTERED_IN_ERROR, report(message(msh("T10"), EVN, PID, txa)).status());
    String deleted = txa("D1", "", "", "AU||CA").replace("||CA|||||", "||CA|||");
    assertEquals(
        ReportStatus.ENTERED_IN_ERROR,
        report(message(msh("T04"), EVN, PID, deleted, line("Clear."))).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"T01", "T03", "T05", "T07", "T09"})
  void announcementsAreIgnored(String event) {
    assertEquals(
        "the document's content is not in this message (" + event + ")",
        ignored(message(msh(event), EVN, PID, txa("D1", "", "F7", "AU"))));
  }

  @Test
  void otherDocumentsAreIgnored() {
    String summary = txa("D1", "", "F7", "AU").replace("CTH^CT HEAD LEFT", "DS^Discharge summary");
    assertEquals(
        "TXA-2 is not a radiology document",
        ignored(message(msh("T02"), EVN, PID, summary, line("Went home."))));
  }

  @Test
  void refusalsNameTheField() {
    String txa = txa("D1", "", "F7", "AU");
    assertTrue(quarantined(message(msh("T02"), EVN, PID, line("Clear."))).startsWith("no TXA"));
    assertTrue(
        quarantined(message(msh("T02"), EVN, PID, txa, txa, line("Clear.")))
            .startsWith("more than one TXA"));
    assertTrue(
        quarantined(message(msh("T02"), EVN, PID, txa("", "", "", "AU"), line("Clear.")))
            .contains("send TXA-12"));
    assertTrue(quarantined(message(msh("T02"), EVN, PID, txa)).startsWith("OBX-5 has no report"));
  }
}
