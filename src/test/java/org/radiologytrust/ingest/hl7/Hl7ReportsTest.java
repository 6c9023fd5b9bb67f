package org.radiologytrust.ingest.hl7;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.ingest.hl7.Hl7Samples.OBR;
import static org.radiologytrust.ingest.hl7.Hl7Samples.PID;
import static org.radiologytrust.ingest.hl7.Hl7Samples.ignored;
import static org.radiologytrust.ingest.hl7.Hl7Samples.message;
import static org.radiologytrust.ingest.hl7.Hl7Samples.msh;
import static org.radiologytrust.ingest.hl7.Hl7Samples.obx;
import static org.radiologytrust.ingest.hl7.Hl7Samples.quarantined;
import static org.radiologytrust.ingest.hl7.Hl7Samples.report;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.ingest.hl7.message.Hl7Message;
import org.radiologytrust.ingest.hl7.report.ReportText;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.journal.inbox.Inbox.Quarantined;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.Urgency;

class Hl7ReportsTest {
  @ParameterizedTest
  @CsvSource({
    "OBR-5, S, STAT",
    "OBR-5, R, ",
    "OBR-27, ^^^^^S, STAT",
    "OBR-27, 1^once^^^^a, URGENT",
    "TQ1, S, STAT",
    "TQ1, ASAP, URGENT",
    "TQ1, C, ",
    "none, '', "
  })
  void readsHowUrgentTheOrderIs(String place, String value, Urgency urgency) {
    String[] obr = new String[28];
    Arrays.fill(obr, "");
    String[] known = OBR.split("\\|", -1);
    System.arraycopy(known, 0, obr, 0, known.length);
    if (place.startsWith("OBR-")) {
      obr[Integer.parseInt(place.substring(4))] = value;
    }
    String timing = place.equals("TQ1") ? "TQ1|1||||||||" + value : "TQ1|1";
    Report report =
        report(
            message(
                msh("2.5.1", "1"),
                PID,
                String.join("|", obr),
                timing,
                obx(1, "TX", "36643-5&GDT", "Lungs are clear.")));
    assertEquals(urgency, report.urgency());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2.1", "2.2", "2.3", "2.3.1", "2.4", "2.5", "2.5.1", "2.6", "2.7", "2.7.1", "2.8", "2.8.2",
        "2.9", ""
      })
  void readsEveryVersion(String version) {
    Report report =
        report(
            message(
                msh(version, "1"),
                PID,
                "PV1|1|O",
                "ORC|RE|P1^OE|F100^RIS",
                OBR,
                "ZDS|1.2.840.99.1^RIS^Application^DICOM",
                obx(1, "TX", "36643-5&GDT", "Lungs are clear."),
                obx(2, "TX", "36643-5&IMP", "No acute disease."),
                "ZZZ|anything"));
    assertEquals("Lungs are clear.\nNo acute disease.", report.text());
    assertEquals("RADIOLOGY", report.site());
    assertEquals("A2600100", report.reportId());
    assertEquals(ReportStatus.FINAL, report.status());
    assertEquals("P1", report.order().placerOrderNumber());
    assertEquals("F100", report.order().fillerOrderNumber());
    assertEquals(List.of("A2600100"), report.order().accessionNumbers());
    assertEquals(List.of("1.2.840.99.1"), report.order().studyInstanceUids());
    assertEquals(new Coding("LN", "36643-5", "XR CHEST 2 VIEWS"), report.order().procedure());
    assertEquals("CR", report.order().modality());
    assertEquals("CHEST", report.order().bodyPart());
    assertEquals(
        List.of(new Identifier("https://hospital.example/mrn", "4711", "MR")),
        report.patient().identifiers());
    assertEquals("Testcase", report.patient().familyName());
    assertEquals("Ada Q", report.patient().givenName());
    assertEquals(LocalDate.of(1970, 2, 3), report.patient().birthDate());
    assertEquals(Sex.FEMALE, report.patient().sex());
    assertEquals(Instant.parse("2026-03-01T16:00:00Z"), report.issued());
    assertEquals(Instant.parse("2026-03-01T15:30:00Z"), report.effective());
    assertEquals("N", report.confidentiality());
    assertEquals(
        List.of(Section.FINDINGS, Section.IMPRESSION),
        report.hints().stream().map(hint -> hint.section()).toList());
    assertEquals("No acute disease.", report.hints().get(1).span().in(report.text()));
  }

  @Test
  void version21NeedsNoEvent() {
    String old = "MSH|^~\\&|RIS||RTL||20260301||ORU|1|P|2.1";
    Report report = report(message(old, PID, OBR, obx(1, "ST", "X", "Clear.")));
    assertEquals("main", report.site());
    assertEquals("Clear.", report.text());
  }

  @ParameterizedTest
  @CsvSource({
    "18=CHEST, F100", // a body part is no accession number
    "18=A1, A1",
    "18=, F100",
    "18=A7^RIS, A7",
  })
  void accessionNumberNeedsADigit(String obr18, String expected) {
    String obr = OBR.replace("|||A2600100|", "|||" + obr18.substring(3) + "|");
    assertEquals(
        expected,
        report(message(msh("2.7", "1"), PID, obr, obx(1, "TX", "X", "Clear."))).reportId());
  }

  private static List<Report> reports(String... segments) {
    Disposition disposition = Hl7Samples.read(message(segments));
    return assertInstanceOf(Parsed.class, disposition).reports();
  }

  /** Orders without text belong to the report beside them. */
  @Test
  void severalOrdersAreOneReport() {
    List<Report> reports =
        reports(
            msh("2.5.1", "1"),
            PID,
            "ORC|RE|P0|F0",
            "OBR|1|P0|F0|A^CT HEAD||||||||||||||A0||||||CT|F",
            "ORC|RE|P1|F1" + "|".repeat(25) + "R",
            "OBR|2|P1|F1|B^CT NECK LT||||||||||||||A1||||||CT|F",
            obx(1, "TX", "X", "First line."),
            "OBR|3|P2|F2|C^CT CHEST||||||||||||||A2||||||CT|F",
            "IPC|A3^RIS|RP1|1.2.3.4.5|SPS");
    assertEquals(1, reports.size());
    Report report = reports.get(0);
    assertEquals("First line.", report.text());
    assertEquals("A1", report.reportId());
    assertEquals(List.of("A1", "A0", "A2"), report.order().accessionNumbers());
    assertEquals(List.of("1.2.3.4.5"), report.order().studyInstanceUids());
    assertEquals("left", report.order().laterality());
    assertEquals("R", report.confidentiality());
    assertEquals(
        List.of("filler:F0", "placer:P0", "filler:F1", "placer:P1", "filler:F2", "placer:P2"),
        report.otherIds());
  }

  private static String obr(int n, String accession, String parent, String status) {
    String order = "OBR|%d|P%s|F%s|C^CT HEAD||||||||||||||%s||||||CT|%s||||%s";
    return order.formatted(n, accession, accession, accession, status, parent);
  }

  @Test
  void ordersWithTextsOfTheirOwnAreReportsOfTheirOwn() {
    List<Report> reports =
        reports(
            msh("2.5.1", "1"),
            PID,
            obr(1, "A1", "", "F"),
            obx(1, "TX", "X", "Head normal."),
            "ZDS|1.2.3.1",
            obr(2, "A2", "", "P"),
            obx(1, "TX", "X", "Neck normal."),
            "ZDS|1.2.3.2",
            obr(3, "A3", "", "F"));
    assertEquals(
        List.of("Head normal.", "Neck normal."), reports.stream().map(Report::text).toList());
    assertEquals(
        List.of(List.of("A1"), List.of("A2", "A3")),
        reports.stream().map(report -> report.order().accessionNumbers()).toList());
    assertEquals(
        List.of(List.of("1.2.3.1"), List.of("1.2.3.2")),
        reports.stream().map(report -> report.order().studyInstanceUids()).toList());
    assertEquals(
        List.of(ReportStatus.FINAL, ReportStatus.PRELIMINARY),
        reports.stream().map(Report::status).toList());
    assertEquals("OBX[2]-5", reports.get(1).origins().get(0).place());
  }

  @Test
  void theSameTextForSeveralOrdersIsOneReport() {
    List<Report> reports =
        reports(
            msh("2.5.1", "1"),
            PID,
            obr(1, "A1", "", "F"),
            obx(1, "TX", "X", "Head normal."),
            obx(2, "TX", "X", "Neck normal."),
            obr(2, "A2", "", "F"),
            obx(1, "FT", "X", "Head  normal.\\.br\\Neck normal."));
    assertEquals(1, reports.size());
    assertEquals("Head normal.\nNeck normal.", reports.get(0).text());
    assertEquals(List.of("A1", "A2"), reports.get(0).order().accessionNumbers());
  }

  @Test
  void anOrderThatNamesItsParentBelongsToTheParentsReport() {
    List<Report> reports =
        reports(
            msh("2.5.1", "1"),
            PID,
            obr(1, "A1", "", "F"),
            obx(1, "TX", "X", "Head normal."),
            obr(2, "A2", "PA1^FA1", "F"),
            obx(1, "TX", "X", "Neck normal."));
    assertEquals(
        List.of("Head normal.\nNeck normal."), reports.stream().map(Report::text).toList());
  }

  @Test
  void aCancelledOrderBesideAReportIsCancelledAlone() {
    List<Report> reports =
        reports(
            msh("2.5.1", "1"),
            PID,
            obr(1, "A1", "", "X"),
            obr(2, "A2", "", "F"),
            obx(1, "TX", "X", "Neck normal."));
    assertEquals(
        List.of(ReportStatus.CANCELLED, ReportStatus.FINAL),
        reports.stream().map(Report::status).toList());
    assertEquals(List.of("A1", "A2"), reports.stream().map(Report::reportId).toList());
  }

  @Test
  void ipcNamesAccessionAndStudy() {
    String obr = OBR.replace("A2600100", "");
    Report report =
        report(
            message(msh("2.5.1", "1"), PID, obr, "IPC|A9|R|1.2.9|S", obx(1, "TX", "X", "Clear.")));
    assertEquals("A9", report.reportId());
    assertEquals(List.of("1.2.9"), report.order().studyInstanceUids());
  }

  @Test
  void identifiersAmongTheObservationsAreNoText() {
    Report report =
        report(
            message(
                msh("2.5", "1"),
                PID,
                OBR,
                obx(1, "ST", "113014^DICOM Study^DCM", "1.2.3.4"),
                obx(2, "HD", "110180^Study Instance UID^DCM", "1.2.3.5"),
                obx(3, "ST", "^Series Instance UID", "1.2.3.4.1"),
                obx(4, "ST", "113014^DICOM Study^DCM", "not a uid"),
                obx(5, "TX", "X", "Clear.")));
    assertEquals(List.of("1.2.3.4", "1.2.3.5"), report.order().studyInstanceUids());
    assertEquals("Clear.", report.text());
  }

  @Test
  void patientIdentifiersOfAllKinds() {
    String pid =
        "PID|1|old|1^^^HOSP^MR~2^^^RAD&1.2.3&ISO~3^^^A B/C~4~5^^^&1.2.4&ISO^PI~~6^^^&http://x.example&URI||"
            + "O'Neil&van^Zoë||197002|M";
    Report report = report(message(msh("2.5", "1"), pid, OBR, obx(1, "TX", "X", "Clear.")));
    assertEquals(
        List.of(
            new Identifier("https://hospital.example/mrn", "1", "MR"),
            new Identifier("urn:oid:1.2.3", "2", ""),
            new Identifier("urn:rtl:authority:A%20B%2FC", "3", ""),
            new Identifier("", "4", ""),
            new Identifier("urn:oid:1.2.4", "5", "PI"),
            new Identifier("http://x.example", "6", "")),
        report.patient().identifiers());
    assertEquals("O'Neil", report.patient().familyName());
    assertEquals("Zoë", report.patient().givenName());
    assertNull(report.patient().birthDate());
  }

  @ParameterizedTest
  @CsvSource({"PID|1|77,77", "PID|1|||78^^^HOSP,78"})
  void olderMessagesKeepTheIdentifierElsewhere(String pid, String value) {
    Report report = report(message(msh("2.1", "1"), pid, OBR, obx(1, "TX", "X", "Clear.")));
    assertEquals(value, report.patient().identifiers().get(0).value());
  }

  @ParameterizedTest
  @CsvSource({
    "P, F, '', PRELIMINARY",
    "F, F, '', FINAL",
    "C, F, '', CORRECTED",
    "R, F, '', PARTIAL",
    "X, F, '', CANCELLED",
    "F, C, '', CORRECTED",
    "'', F, '', FINAL",
    "'', P, '', PRELIMINARY",
    "'', C, '', CORRECTED",
    "'', '', Final, FINAL",
    "'', '', CM, FINAL",
    "'', '', '', UNKNOWN",
    "Wet Read, F, '', PRELIMINARY",
    "Prelim, '', '', PRELIMINARY",
    "M, C, '', CORRECTED",
    "'', Final, Prelim, FINAL",
    "F, W, '', ENTERED_IN_ERROR",
    "X, D, '', CANCELLED"
  })
  void status(String obr25, String obx11, String orc5, ReportStatus expected) {
    String obr = OBR.substring(0, OBR.length() - 1) + obr25;
    String line = obx(1, "TX", "X", "Clear.");
    line = line.substring(0, line.length() - 1) + obx11;
    Report report = report(message(msh("2.5", "1"), PID, "ORC|RE|P1|F1||" + orc5, obr, line));
    assertEquals(expected, report.status());
    assertEquals(obx11.matches("[WD]") ? "" : "Clear.", report.text());
  }

  @Test
  void linesThatDifferHaveTheLeastStatus() {
    String obr = OBR.substring(0, OBR.length() - 1);
    String first = obx(1, "TX", "X", "One.");
    String second = obx(2, "TX", "X", "Two.").replaceAll("F$", "P");
    assertEquals(
        ReportStatus.PRELIMINARY,
        report(message(msh("2.5", "1"), PID, obr, first, second)).status());
  }

  @Test
  void ordersThatDifferHaveTheLeastStatus() {
    String other = OBR.replace("A2600100", "A2600101").replaceAll("F$", "P");
    String[] segments = {
      msh("2.5", "1"), PID, OBR, obx(1, "TX", "X", "One."), other, obx(1, "TX", "X", "Two.")
    };
    assertEquals(ReportStatus.PRELIMINARY, report(message(segments)).status());
    segments[5] = "NTE|1";
    assertEquals(ReportStatus.FINAL, report(message(segments)).status());
  }

  @Test
  void onlyTheRadiologyOfAMixedMessageIsRead() {
    String laboratory = OBR.replace("|CR|F", "|LAB|F");
    assertEquals(
        "Clear.",
        report(
                message(
                    msh("2.5", "1"),
                    PID,
                    laboratory,
                    obx(1, "TX", "X", "Sodium 140."),
                    OBR,
                    obx(1, "TX", "X", "Clear.")))
            .text());
  }

  @Test
  void withdrawnLinesAreLeftOut() {
    String wrong = obx(1, "TX", "X", "Wrong.").replaceAll("F$", "W");
    Report report = report(message(msh("2.5", "1"), PID, OBR, wrong, obx(2, "TX", "X", "Right.")));
    assertEquals("Right.", report.text());
    assertEquals(ReportStatus.FINAL, report.status());
  }

  @Test
  void aCancelledReportNeedsNoText() {
    Report report = report(message(msh("2.5", "1"), PID, OBR.replaceAll("F$", "X")));
    assertEquals(ReportStatus.CANCELLED, report.status());
    assertEquals("", report.text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"O", "I", "S"})
  void anOrderWithoutResultIsIgnored(String status) {
    assertTrue(
        ignored(message(msh("2.5", "1"), PID, OBR.replaceAll("F$", status)))
            .startsWith("no result yet"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"LAB", "CH", "HM", "MB", "BLB", "SP"})
  void otherServicesAreIgnored(String section) {
    String obr = OBR.replace("|CR|F", "|" + section + "|F");
    assertEquals(
        "OBR-24 is not a radiology service",
        ignored(message(msh("2.5", "1"), PID, obr, obx(1, "TX", "X", "Sodium 140."))));
  }

  @ParameterizedTest
  @CsvSource({"CT,CT", "XR,DX", "NMR,MR", "OT,MR", "IMG,MR", "lab,MR", "H,MR", "'',MR"})
  void unknownServicesAreRadiology(String section, String modality) {
    String obr = OBR.replace("|CR|F", "|" + section + "|F").replace("XR CHEST", "MRI CHEST");
    assertEquals(
        modality,
        report(message(msh("2.5", "1"), PID, obr, obx(1, "TX", "X", "Clear."))).order().modality());
  }

  @ParameterizedTest
  @CsvSource({
    "XR KNEE LT,DX,left", "X-Ray hand right,DX,right", "PET/CT WHOLE BODY,PT,''",
    "CT OR MR SPINE,'',''", "MAMMOGRAM BILATERAL,MG,bilateral",
        "US KNEES LEFT AND RIGHT,US,bilateral",
    "CHEST 1 VIEW,'',''", "NM MPI SPECT,NM,''"
  })
  void modalityAndSideFromTheName(String name, String modality, String side) {
    String obr = "OBR|1|P1|F1|C^" + name + "||||||||||||||||||||||F";
    Report report = report(message(msh("2.5", "1"), PID, obr, obx(1, "TX", "X", "Clear.")));
    assertEquals(modality, report.order().modality());
    assertEquals(side, report.order().laterality());
  }

  @Test
  void sideOfTheOrderAsItCame() {
    String obr = OBR.replace("^^^CHEST", "^^^T-D8810&Knee&SNM^G-A101&L");
    Report report = report(message(msh("2.5", "1"), PID, obr, obx(1, "TX", "X", "Clear.")));
    assertEquals("Knee", report.order().bodyPart());
    assertEquals("L", report.order().laterality());
  }

  @ParameterizedTest
  @CsvSource({
    "20260301100000,2026-03-01T16:00:00Z",
    "202603011000+0100,2026-03-01T09:00:00Z",
    "20260301,2026-03-01T06:00:00Z",
    "20260301100000.1234-0500,2026-03-01T15:00:00Z",
    "20260701100000,2026-07-01T15:00:00Z",
    "'',2026-03-01T16:00:05Z",
    "20261301,2026-03-01T16:00:05Z",
    "2026,2026-03-01T16:00:05Z",
    "20260301100000+9900,2026-03-01T16:00:05Z"
  })
  void issuedWithTimeZones(String obr22, Instant expected) {
    String obr = OBR.replace("|20260301100000|", "|" + obr22 + "|");
    assertEquals(
        expected, report(message(msh("2.5", "1"), PID, obr, obx(1, "TX", "X", "Clear."))).issued());
  }

  @Test
  void testSystemsArePilots() {
    String training = msh("2.5", "1").replace("|P|", "|T|");
    assertTrue(report(message(training, PID, OBR, obx(1, "TX", "X", "Clear."))).pilot());
  }

  @Test
  void segmentsInOddPlacesKeepTheirOrder() {
    Report report =
        report(
            message(
                msh("2.3", "1"),
                obx(1, "TX", "X", "One."),
                OBR,
                "ZPF|1",
                obx(2, "TX", "X", "Two."),
                "NTE|1||note",
                "PV1|1",
                obx(3, "TX", "X", "Three."),
                PID,
                obx(4, "TX", "X", "Four.")));
    assertEquals("One.\nTwo.\nnote\nThree.\nFour.", report.text());
  }

  @Test
  void delimitersOfTheMessage() {
    String text =
        message(msh("2.5", "1"), PID, OBR, obx(1, "TX", "X", "a\\F\\b~c"))
            .replace('|', '#')
            .replace('^', '!')
            .replace('~', '*')
            .replace('\\', '%')
            .replace('&', '$');
    Report report = report(text);
    assertEquals("a#b\nc", report.text());
    assertEquals("F100", report.order().fillerOrderNumber());
  }

  @Test
  void refusalsNameTheField() {
    String line = obx(1, "TX", "X", "Clear.");
    assertTrue(quarantined(message(msh("2.5", "1"), OBR, line)).startsWith("no PID"));
    assertTrue(
        quarantined(message(msh("2.5", "1"), PID, PID, OBR, line)).startsWith("more than one PID"));
    assertTrue(
        quarantined(message(msh("2.5", "1"), "PID|1", OBR, line)).startsWith("PID-3 is empty"));
    assertTrue(quarantined(message(msh("2.5", "1"), PID, line)).startsWith("no OBR"));
    assertTrue(
        quarantined(message(msh("2.5", "1"), PID, "OBR|1", line))
            .startsWith("no accession number"));
    assertTrue(
        quarantined(
                message(
                    msh("2.5", "1"), PID, OBR, obx(1, "ED", "X", "^application^pdf^Base64^JVBE")))
            .startsWith("OBX-5 has no text, and its document is cut off or damaged"));
    assertTrue(
        quarantined(message(msh("2.5", "1"), PID, OBR, obx(1, "TX", "X", "")))
            .startsWith("OBX-5 has no report"));
    assertTrue(
        quarantined(message(msh("2.5", "1"), PID, OBR, line, "OBX|2|TX|X||The heart is nor"))
            .startsWith("the last OBX ends before OBX-11"));
    assertTrue(
        quarantined(message(msh("2.5", "1"), PID, OBR, line, msh("2.5", "2"), PID, OBR, line))
            .startsWith("more than one MSH"));
    assertTrue(
        quarantined(message(msh("2.5", "1"), PID, OBR, line, "DSC|next|F")).contains("continues"));
    assertTrue(
        quarantined(Hl7Samples.withText("TX", "long ".repeat(ReportText.MAX_LENGTH / 5)))
            .startsWith("OBX-5 has more text than any report"));
    assertTrue(
        quarantined(message(msh("2.5", "1")) + "NTE|1\r".repeat(Hl7Message.MAX_SEGMENTS))
            .startsWith("more than 20000 segments"));
    assertTrue(
        quarantined(message(msh("2.5", "1"), "PID|1||" + "1~".repeat(20_000), OBR, line))
            .startsWith("PID-3 is too long"));
  }

  /** Without the limit, each separator is an object or two. */
  @Test
  @Tag("safety")
  void aFieldThatIsLongerThanAnyValueIsRefused() {
    String line = obx(1, "TX", "X", "Clear.");
    String many = "~".repeat(Hl7Message.MAX_FIELD + 1);
    assertTrue(
        quarantined(message(msh("2.5", "1"), "PID|1||4711^^^H" + many, OBR, line))
            .startsWith("PID-3 is longer than any value"));
    String lines = "\rZ".repeat(Hl7Message.MAX_FIELD);
    assertTrue(
        quarantined(message(msh("2.5", "1"), PID, OBR, line + lines))
            .startsWith("OBX-11 is longer than any value"));
    assertTrue(
        quarantined(message(msh("2.5", "1") + "|" + many, PID, OBR, line)).startsWith("MSH-"));
    assertEquals(
        "Clear.",
        report(message(msh("2.5", "1"), PID, OBR, line, "ZPD|" + many)).text(),
        "a document may stand in a segment of the site's own");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // NDL: the name is the first component, the times and the place follow
        "7&Testreader&Rita&Q&III&DR&MD^20260301^20260301^CT1^R2; Testreader, Rita Q",
        "&Testreader&Rita; Testreader, Rita",
        "7&Testreader; Testreader",
        // XCN or CN, as most systems send it
        "7^TESTREADER^RITA^Q.^^^M.D.; TESTREADER, RITA Q.",
        "7^van Test&van&Test^Rita^^^DR; van Test, Rita",
        "RTEST^Testreader^Rita; Testreader, Rita",
        "^Testreader; Testreader",
        "Testreader^Rita; Testreader, Rita",
        "Testreader, Rita; Testreader, Rita",
        "Dr. Rita Testreader; Dr. Rita Testreader",
        // nothing but an identifier, also with the times of an NDL
        "D77; D77",
        "D77^20260301^20260302^CT1; D77",
        "77&&; 77",
        // the first repetition that names somebody
        "~8^Othertest^Otto; Othertest, Otto",
        "7^Testreader^Rita~8^Othertest^Otto; Testreader, Rita",
        "\"\"; ''",
        "^^^; ''",
        "'   '; ''",
        // escape sequences, line ends and control characters
        "7&O\\T\\Test&Rita; O&Test, Rita",
        "7^Test\\S\\reader^R\\X0D0A\\ita; Test^reader, R ita",
        "7^Test\\.br\\reader^Ri\u0007ta; Test reader, Ri ta",
        "7^M\\XC3BC\\ller^Zoë; Müller, Zoë",
      })
  void radiologistOfObr32(String obr32, String expected) {
    for (String version : List.of("2.3", "2.3.1", "2.5.1", "2.8")) {
      String obr = OBR + "|".repeat(7) + obr32;
      assertEquals(
          expected,
          report(message(msh(version, "1"), PID, obr, obx(1, "TX", "X", "Clear."))).radiologist());
    }
  }

  @Test
  void radiologistWithOtherDelimiters() {
    String message =
        message(
            msh("2.5", "1"), PID, OBR + "|".repeat(7) + "7&Test&Rita", obx(1, "TX", "X", "Clear."));
    assertEquals("Test, Rita", report(message.replace('&', '@').replace('^', '*')).radiologist());
    String none = message.replace("^~\\&", "^~").replace("7&Test&Rita", "7^Test^Rita");
    assertEquals("Test, Rita", report(none).radiologist());
  }

  @Test
  void radiologistOfAParticipant() {
    String prt = "PRT|1|UC||%s|9^Parttest^Pia^^^DR";
    assertEquals("Parttest, Pia", report(withParticipant(OBR, prt.formatted("PRI"))).radiologist());
    assertEquals(
        "Parttest, Pia",
        report(withParticipant(OBR, prt.formatted("PI^Primary Interpreter^HL70912")))
            .radiologist());
    assertEquals("", report(withParticipant(OBR, prt.formatted("OP"))).radiologist());
    assertEquals(
        "Test, Rita",
        report(withParticipant(OBR + "|".repeat(7) + "7^Test^Rita", prt.formatted("PRI")))
            .radiologist());
  }

  private static String withParticipant(String obr, String prt) {
    return message(
        msh("2.8", "1"),
        PID,
        "PRT|1|UC||PRI|1^Othertest^Otto",
        obr,
        "NTE|1||",
        prt,
        obx(1, "TX", "X", "Clear."));
  }

  @Test
  void radiologistOfTheOrderThatHasOne() {
    Report report =
        report(
            message(
                msh("2.5.1", "1"),
                PID,
                "OBR|1|P0|F0|A^CT HEAD||||||||||||||A0||||||CT|F|||||||8^Firsttest",
                "OBR|2|P1|F1|B^CT NECK||||||||||||||A1||||||CT|F",
                obx(1, "TX", "X", "Clear.")));
    assertEquals("Firsttest", report.radiologist());
    assertEquals(
        "", report(message(msh("2.5", "1"), PID, OBR, obx(1, "TX", "X", "Clear."))).radiologist());
  }

  @Test
  void aLongRadiologistIsCut() {
    String obr = OBR + "|".repeat(7) + "7^" + "\uD83D\uDE00".repeat(100_000) + "x^Rita";
    String name =
        report(message(msh("2.5", "1"), PID, obr, obx(1, "TX", "X", "Clear."))).radiologist();
    assertEquals("\uD83D\uDE00".repeat(120), name);
  }

  private static final String ORDERS = "MSH|^~\\&|RIS|RADIOLOGY|RTL|AUDIT|20260301||%s|1|P|2.5";

  @ParameterizedTest
  @CsvSource({"ORM^O01", "OMI^O23", "OMG^O19", "SIU^S12", "ADT^A01"})
  void messagesWithoutResultsAreIgnoredOrRefused(String type) {
    String order = message(ORDERS.formatted(type), PID, OBR);
    assertEquals(type.substring(0, 3) + " messages carry no report", ignored(order));
    assertInstanceOf(
        Quarantined.class,
        Hl7Samples.READER.refusingWithoutResults().disposition(Hl7Samples.bytes(order)));
  }

  @Test
  void aResultWithoutObxIsIgnoredOrRefused() {
    String none = message(msh("2.5", "1"), PID, OBR);
    assertEquals("no result: the message has no OBX", ignored(none));
    assertInstanceOf(
        Quarantined.class,
        Hl7Samples.READER.refusingWithoutResults().disposition(Hl7Samples.bytes(none)));
    assertTrue(
        quarantined(message(msh("2.5", "1"), PID, OBR, "NTE|1||Clear.")).startsWith("OBX-5 has"));
  }

  @Test
  void otherTypesAndEventsAreRefused() {
    assertTrue(
        quarantined(message(ORDERS.formatted("DFT^P03"), PID)).startsWith("only ORU^R01 and MDM"));
    assertTrue(
        quarantined(message(ORDERS.formatted("ORU^R30"), PID)).startsWith("of ORU, only ORU^R01"));
    assertTrue(
        quarantined(message(ORDERS.formatted("MDM^T12"), PID)).startsWith("of MDM, only T01"));
  }
}
