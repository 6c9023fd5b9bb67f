package org.radiologytrust.ingest.hl7;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.radiologytrust.ingest.hl7.mapping.TracedReports;
import org.radiologytrust.ingest.hl7.message.Encoding;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Ignored;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.SectionHint;

/** The sample messages of other projects. */
class SharedMessagesTest {
  private static final Path HL7 = Path.of("../shared/data/hl7");

  @BeforeEach
  void sampleData() {
    assumeTrue(Files.isDirectory(HL7));
  }

  /**
   * 82 messages: 77 have a text; 5 (two of 2.4, three of 2.7, each without any OBX) have none, so
   * they are ignored.
   */
  @Test
  void scout() throws IOException {
    Map<String, Integer> outcomes = new TreeMap<>();
    Map<String, Integer> statuses = new TreeMap<>();
    Set<String> accessions = new HashSet<>();
    int uids = 0;
    int sections = 0;
    for (byte[] message : scoutMessages()) {
      Disposition disposition = Hl7Samples.READER.disposition(message);
      String text = new String(message, StandardCharsets.ISO_8859_1);
      if (disposition instanceof Ignored ignored) {
        assertFalse(text.contains("\rOBX|"));
        assertEquals("no result: the message has no OBX", ignored.reason());
        outcomes.merge("no text", 1, Integer::sum);
        continue;
      }
      Report report = assertInstanceOf(Parsed.class, disposition).first();
      Encoding encoding = Hl7Samples.READER.read(message).envelope().encoding();
      TracedReports.check(message, encoding, report);
      outcomes.merge("parsed", 1, Integer::sum);
      statuses.merge(report.status().code(), 1, Integer::sum);
      accessions.add(report.reportId());
      uids += report.order().studyInstanceUids().size();
      sections += report.hints().isEmpty() ? 0 : 1;
      assertEquals("ABCHOSP", report.site());
      assertEquals(Report.canonicalText(report.text()), report.text());
      assertTrue(report.text().contains("IMPRESSION"), "an impression");
      assertTrue(report.patient().identifiers().get(0).value().startsWith("ABC45"));
      assertNotNull(report.patient().birthDate());
      assertNotNull(report.issued());
      assertTrue(report.reportId().matches("779508\\d{4}"));
    }
    assertEquals(Map.of("parsed", 77, "no text", 5), outcomes);
    assertEquals(77, accessions.size());
    assertEquals(32, uids);
    assertEquals(32, sections);
    assertEquals(Map.of("final", 45, "preliminary", 32), statuses);
  }

  @Test
  void dcm4cheStructuredReport() throws IOException {
    Report report = Hl7Samples.report(Files.readAllBytes(HL7.resolve("dcm4che/ORU_R01-SR.hl7")));
    assertEquals("FillerOrderNumberImagingServiceRequest", report.reportId());
    assertEquals(List.of(), report.order().accessionNumbers());
    assertEquals(
        List.of("1.2.392.200036.9125.0.198811291108.7"), report.order().studyInstanceUids());
    assertTrue(report.text().startsWith("The right kidney is slightly enlarged"));
    assertTrue(report.text().contains("\nRenal Mass: Malignant neoplasm of left renal pelvis\n"));
    assertFalse(report.text().contains("1.2.392"));
    assertEquals(
        List.of(Section.FINDINGS, Section.RECOMMENDATION),
        report.hints().stream().map(SectionHint::section).toList());
  }

  @Test
  void dcm4chePdf() throws IOException {
    Report report = Hl7Samples.report(Files.readAllBytes(HL7.resolve("dcm4che/ORU_R01-PDF.hl7")));
    assertTrue(report.text().startsWith("A Simple PDF File\n"), report.text());
    assertEquals("OBX[4]-5", report.origins().get(0).place());
    assertEquals(1, report.origins().get(0).box().page());
  }

  @Test
  void linuxForHealthReport() throws IOException {
    Path file = HL7.resolve("linuxforhealth/ORU-multiline-short-mixed.hl7");
    Report report = Hl7Samples.report(Files.readAllBytes(file));
    assertEquals("FON_0d70c6c8", report.reportId());
    assertTrue(report.pilot());
    assertEquals(
        "[PII] Emergency Department\n" + "ED Encounter Arrival Date: [ADDRESS] [PERSONALNAME]:",
        report.text());
  }

  /** Its PDF is empty; the only text is a note. */
  @Test
  void microsoftDocument() throws IOException {
    Report report = Hl7Samples.report(Files.readAllBytes(HL7.resolve("msft/MDM-T02-01.hl7")));
    assertEquals("1-1", report.reportId());
    assertEquals("Antibodies Detected", report.text());
    assertEquals(ReportStatus.FINAL, report.status());
    assertEquals("Doctorovich, Ivan", report.radiologist());
    assertEquals(
        List.of("document:1.2.840.317.5947431.51.20080131160038", "placer:00012345"),
        report.otherIds());
  }

  @Test
  void microsoftLaboratoryResult() throws IOException {
    byte[] message = Files.readAllBytes(HL7.resolve("msft/ORU-R01-01.hl7"));
    assertEquals(
        new Ignored("OBR-24 is not a radiology service"), Hl7Samples.READER.disposition(message));
  }

  /** Messages of the engine's logs: between SB and EB, each segment's line ends with R. */
  static List<byte[]> scoutMessages() throws IOException {
    List<byte[]> messages = new ArrayList<>();
    try (Stream<Path> files = Files.list(HL7.resolve("scout"))) {
      for (Path file : files.sorted().toList()) {
        String log = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (String part : log.split("<SB>\n")) {
          int end = part.indexOf("<EB>");
          if (end >= 0) {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            message.write(
                part.substring(0, end)
                    .replace("<R>\n", "\r")
                    .getBytes(StandardCharsets.ISO_8859_1));
            messages.add(message.toByteArray());
          }
        }
      }
    }
    return messages;
  }
}
