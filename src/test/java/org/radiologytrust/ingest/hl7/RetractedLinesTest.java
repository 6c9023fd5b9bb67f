package org.radiologytrust.ingest.hl7;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.ingest.hl7.Hl7Samples.OBR;
import static org.radiologytrust.ingest.hl7.Hl7Samples.PID;
import static org.radiologytrust.ingest.hl7.Hl7Samples.message;
import static org.radiologytrust.ingest.hl7.Hl7Samples.msh;
import static org.radiologytrust.ingest.hl7.Hl7Samples.obx;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.NotAudited.Unit;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;

/** Lines that OBX-11 takes back (D, W), or that have no result (X, N). */
@Tag("safety")
class RetractedLinesTest {
  private static String line(int n, String text, String status) {
    return obx(n, "TX", "18748-4^Report^LN", text).replaceFirst("F$", status);
  }

  private static String oru(String... lines) {
    List<String> all = new ArrayList<>(List.of(msh("2.5", "1"), PID, OBR));
    all.addAll(List.of(lines));
    return message(all.toArray(String[]::new));
  }

  private static String mdm(String... lines) {
    String txa = "TXA|1|RAD|||20260301||||||||D1|||||AU";
    return oru(lines).replace("ORU^R01", "MDM^T02").replace(OBR, OBR + "\r" + txa);
  }

  @ParameterizedTest
  @CsvSource({
    "D, retracted result",
    "W, retracted result",
    "X, retracted result",
    "N, result that was not asked for",
    "deleted, retracted result"
  })
  void aLineIsNotReadAndNamed(String status, String what) {
    Report report =
        Hl7Samples.report(
            oru(
                line(1, "Normal.", "F"),
                line(2, "Large mass.", status),
                "NTE|1||Seen on lateral view.",
                line(3, "", status)));
    assertEquals("Normal.", report.text());
    assertEquals(ReportStatus.FINAL, report.status());
    assertEquals(List.of(NotAudited.other(what, 1, Unit.ITEMS)), report.notAudited());
  }

  @ParameterizedTest
  @ValueSource(strings = {"F", "P", "C", "R", "S", "U", "I", ""})
  void otherStatusesAreRead(String status) {
    String message = oru(line(1, "Normal.", "F"), line(2, "Large mass.", status) + "|");
    assertEquals("Normal.\nLarge mass.", Hl7Samples.report(message).text());
  }

  @ParameterizedTest
  @CsvSource({
    "D, D, ENTERED_IN_ERROR",
    "W, D, ENTERED_IN_ERROR",
    "X, X, CANCELLED",
    "X, W, CANCELLED",
    "D, N, ENTERED_IN_ERROR"
  })
  void aReportWithoutAnyOtherLineIsWithdrawn(String one, String other, ReportStatus status) {
    String[] lines = {line(1, "Normal.", one), line(2, "Mass.", other), line(3, "", "") + "|"};
    for (String message : List.of(oru(lines), oru(lines).replace("|CR|F", "|CR|"))) {
      Report report = Hl7Samples.report(message);
      assertEquals(status, report.status());
      assertEquals("", report.text());
    }
    assertEquals(ReportStatus.ENTERED_IN_ERROR, Hl7Samples.report(mdm(lines)).status());
  }

  @Test
  void documentsAlso() {
    String ed = "OBX|2|ED|X^Y||RIS^text^plain^A^Large mass.||||||X";
    Report report = Hl7Samples.report(oru(line(1, "Normal.", "F"), ed));
    assertEquals("Normal.", report.text());
    assertEquals(List.of(NotAudited.other("retracted result", 1, Unit.ITEMS)), report.notAudited());
    assertEquals(ReportStatus.CANCELLED, Hl7Samples.report(oru(ed)).status());
  }

  @Test
  void whatNobodyAskedForIsNoResult() {
    assertTrue(Hl7Samples.ignored(oru(line(1, "", "N"))).startsWith("no result"));
    assertTrue(Hl7Samples.quarantined(oru(line(1, "Normal.", "N"))).startsWith("OBX-11 says that"));
  }

  @Test
  void aDocumentThatStandsKeepsTheReport() {
    String ed = "OBX|2|ED|X^Y||RIS^text^plain^A^Large mass.||||||F";
    for (String taken : List.of("X", "D", "W")) {
      String gone = line(1, "Normal.", taken);
      for (String message : List.of(oru(gone, ed), mdm(gone, ed), oru(ed, gone))) {
        Report report = Hl7Samples.report(message);
        assertEquals(ReportStatus.FINAL, report.status());
        assertEquals("Large mass.", report.text());
      }
      String both = ed.replaceFirst("F$", taken);
      assertTrue(Hl7Samples.report(oru(gone, both)).status().withdrawn());
      assertTrue(Hl7Samples.report(mdm(gone, both)).status().withdrawn());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"F", "P", "C", ""})
  void anEmptyLineKeepsNoReport(String status) {
    String[] lines = {line(1, "Normal.", "D"), line(2, "", status) + "|"};
    for (String message : List.of(oru(lines), mdm(lines))) {
      Report report = Hl7Samples.report(message);
      assertEquals(ReportStatus.ENTERED_IN_ERROR, report.status());
      assertEquals("", report.text());
    }
    String[] noted = {lines[0], lines[1], "NTE|1||Large mass."};
    for (String message : List.of(oru(noted), mdm(noted))) {
      assertEquals("Large mass.", Hl7Samples.report(message).text());
    }
  }
}
