package org.radiologytrust.ingest.hl7.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.hl7.Hl7Reports;
import org.radiologytrust.ingest.hl7.Hl7Samples;
import org.radiologytrust.ingest.hl7.message.Encoding;
import org.radiologytrust.ingest.hl7.message.Hl7Path;
import org.radiologytrust.ingest.hl7.message.Segment;
import org.radiologytrust.journal.inbox.Inbox.Ignored;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.journal.inbox.Inbox.Quarantined;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.SectionHint;

/** Messages of facilities that have mappings of their own. */
class SiteMappingTest {
  @TempDir Path folder;

  private Hl7Reports reports(String... mappings) throws IOException {
    Files.createDirectories(folder.resolve("sites"));
    for (int i = 0; i < mappings.length; i++) {
      Files.writeString(folder.resolve("sites/site" + (i + 1) + ".yaml"), mappings[i]);
    }
    return new Hl7Reports(
        "main",
        Hl7Samples.ZONE,
        "UNICODE UTF-8",
        Map.of("HOSP", "https://hospital.example/mrn"),
        SiteFiles.in(folder));
  }

  private static String message(String... segments) {
    return Hl7Samples.message(segments);
  }

  private static String north(String... segments) {
    String all = String.join("\r", segments);
    return message("MSH|^~\\&|RIS|NORTH|RTL|RTL|20260301100005||ORU^R01|1|P|2.5", all);
  }

  private static Report read(Hl7Reports reports, String message) {
    return assertInstanceOf(Parsed.class, reports.disposition(Hl7Samples.bytes(message))).first();
  }

  private static final String ORDER =
      "OBR|1|P1|F1|71020^CHEST||||||||||||||ROOM||||20260301100000||CR|F";
  private static final String LINE = "OBX|1|TX|R^Report||No pneumothorax.||||||F";

  @Test
  void theDoctorNamesTheFilesByWhichALaboratorysResultsAreAudited() throws IOException {
    String laboratory =
        north(
            "PID|1||1^^^HOSP^MR||Testcase^Ada||19700203|F",
            "OBR|1|P1|F1|2823-3^POTASSIUM^LN",
            "OBX|1|NM|2823-3^POTASSIUM^LN||4.1|mmol/L|3.5-5.1||||F");
    assertEquals(List.of("sites/default.yaml"), reports().mappings().current().withoutFilter());
    assertInstanceOf(Parsed.class, reports().disposition(Hl7Samples.bytes(laboratory)));
    String unfiltered = "facilities: [NORTH]\n";
    assertEquals(
        List.of("sites/site1.yaml"), reports(unfiltered).mappings().current().withoutFilter());
    Hl7Reports filtered = reports(unfiltered + "radiology: {only: {OBR-24: [RAD, CT, DX]}}\n");
    assertEquals(List.of(), filtered.mappings().current().withoutFilter());
    assertInstanceOf(Ignored.class, filtered.disposition(Hl7Samples.bytes(laboratory)));
  }

  @Test
  void eachValueIsReadWhereTheMappingSays() throws IOException {
    Report report =
        read(
            reports(
                """
                facilities: [NORTH]
                accession: [ZRS-2, "OBX-5[OBX-3.1=ACC]"]
                filler: [ZRS-3]
                placer: [OBR-19]
                studyUid: [ZST-4.2]
                modality: [ZRS-4]
                modalities: {XRAY-R2: DX}
                bodyPart: [ZRS-5.2]
                side: []
                sideWords: [ZRS-6]
                patientIds: ["PID-3[5=PI]"]
                authorities: {NORTHPI: "urn:oid:1.2.3"}
                status: {fields: [ZRS-7], words: {signed by chief: final}}
                sections: {codes: {BEFUND: FINDINGS}}
                zone: Europe/Berlin
                """),
            north(
                "PID|1||1^^^HOSP^MR~2^^^NORTHPI^PI||Testcase^Ada||19700203|F",
                "OBR|1|P1|F1|71020^CHEST|||20260301093000||||||||||||P-19|||||CR|P",
                "OBX|1|TX|BEFUND||No pneumothorax.||||||P",
                "OBX|2|ST|ACC||A-17||||||P",
                "ZRS|1||F-3|XRAY-R2|^THORAX|lt|Signed by Chief",
                "ZST||||x^1.2.840.5"));
    assertEquals("A-17", report.reportId());
    assertEquals(List.of("A-17"), report.order().accessionNumbers());
    assertEquals("F-3", report.order().fillerOrderNumber());
    assertEquals("P-19", report.order().placerOrderNumber());
    assertEquals(List.of("1.2.840.5"), report.order().studyInstanceUids());
    assertEquals("DX", report.order().modality());
    assertEquals("THORAX", report.order().bodyPart());
    assertEquals("left", report.order().laterality());
    assertEquals(ReportStatus.FINAL, report.status());
    assertEquals("2", report.patient().identifiers().get(0).value());
    assertEquals("urn:oid:1.2.3", report.patient().identifiers().get(0).system());
    assertEquals(1, report.patient().identifiers().size());
    assertEquals("No pneumothorax.", report.text());
    assertEquals(Section.FINDINGS, report.hints().get(0).section());
    assertEquals(Instant.parse("2026-03-01T08:30:00Z"), report.effective());
  }

  @Test
  void whatAFileLeavesOutIsAsShipped() throws IOException {
    Hl7Reports reports = reports("facilities: [NORTH]\n");
    String message = north(Hl7Samples.PID, ORDER, LINE);
    Report report = read(reports, message);
    assertEquals(read(Hl7Samples.READER, message), report);
    assertEquals("F1", report.reportId());
  }

  @Test
  void otherFacilitiesAreReadAsShipped() throws IOException {
    Hl7Reports reports = reports("facilities: [NORTH]\naccession: [OBR-20]\nfiller: []\n");
    String message = message(Hl7Samples.msh("2.5", "1"), Hl7Samples.PID, ORDER, LINE);
    assertEquals("F1", read(reports, message).reportId());
    Quarantined refused =
        assertInstanceOf(
            Quarantined.class,
            reports.disposition(Hl7Samples.bytes(north(Hl7Samples.PID, ORDER, LINE))));
    assertTrue(refused.reason().contains("sites/site1.yaml:2 reads OBR-20"), refused.reason());
  }

  @ParameterizedTest
  @CsvSource({
    "RIS, NORTH, ACC-1",
    "RIS, NORTH^1.2.3^ISO, ACC-1",
    "RIS, ^1.2.9^ISO, ACC-1",
    "OTHER, NORTH, F1",
    "'', NORTH, F1",
    "RIS, SOUTH, F1",
    "RIS^1.5^ISO, NORTH, ACC-1",
    "X^1.2.4^ISO, NORTH, ACC-1",
  })
  void aMappingIsForItsFacilityAndApplication(String application, String facility, String id)
      throws IOException {
    Hl7Reports reports =
        reports(
            """
            facilities: [NORTH, 1.2.9]
            applications: [RIS, 1.2.4]
            accession: [ZAC-1, OBR-3]
            """);
    String msh = "MSH|^~\\&|" + application + "|" + facility + "|||20260301||ORU^R01|1|P|2.5";
    String message = message(msh, Hl7Samples.PID, ORDER, LINE, "ZAC|ACC-1");
    assertEquals(id, read(reports, message).reportId());
  }

  @Test
  void twoApplicationsOfAFacilityHaveTheirOwn() throws IOException {
    Hl7Reports reports =
        reports(
            "facilities: [NORTH]\napplications: [RIS]\naccession: [OBR-18]\n",
            "facilities: [NORTH]\napplications: [MAMMO]\naccession: [OBR-2]\n");
    String message = north(Hl7Samples.PID, ORDER, LINE);
    message = message.replace("|ROOM|", "|R-18|");
    assertEquals("R-18", read(reports, message).reportId());
    assertEquals("P1", read(reports, message.replace("|RIS|", "|MAMMO|")).reportId());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{only: {OBR-24: [CR, CT]}} | ",
        "{only: {OBR-24: [MR]}} | OBR-24 is not a radiology service (sites/site1.yaml:2)",
        "{only: {MSH-3: [RIS]}} | ",
        "{only: {MSH-3: [RIS], OBR-4.1: ['71*', '72*']}} | ",
        "{only: {MSH-3: [RIS], OBR-4.1: '72*'}} "
            + "| OBR-4 is not a radiology service (sites/site1.yaml:2)",
        "{only: {OBR-44: ['']}} | ",
        "{only: {OBR-44: [X]}} | OBR-44 is not a radiology service (sites/site1.yaml:2)",
        "{not: {OBR-4.2: [CHEST]}} " + "| OBR-4.2 is not a radiology service (sites/site1.yaml:2)",
        "{not: {OBR-24: [$notRadiology, CR]}} "
            + "| OBR-24 is not a radiology service (sites/site1.yaml:2)",
        "{not: {OBR-24: $notRadiology}} | ",
      })
  void itSaysWhichMessagesAreRadiology(String radiology, String reason) throws IOException {
    Hl7Reports reports = reports("facilities: [NORTH]\nradiology: " + radiology + "\n");
    var disposition = reports.disposition(Hl7Samples.bytes(north(Hl7Samples.PID, ORDER, LINE)));
    if (reason == null) {
      assertInstanceOf(Parsed.class, disposition);
    } else {
      assertEquals(new Ignored(reason), disposition);
    }
  }

  @ParameterizedTest
  @CsvSource({"ignore, true", "refuse, false", "'\"\"', true"})
  void itSaysWhetherMessagesWithoutResultsAreIgnored(String value, boolean ignored)
      throws IOException {
    Hl7Reports reports = reports("facilities: [NORTH]\nwithoutResults: " + value + "\n");
    var disposition = reports.disposition(Hl7Samples.bytes(north(Hl7Samples.PID, ORDER)));
    assertEquals(ignored, disposition instanceof Ignored, disposition.toString());
    assertEquals(!ignored, disposition instanceof Quarantined, disposition.toString());
  }

  @Test
  void aHeadingHoldsUpToTheNextOrToANamedSection() throws IOException {
    Report report =
        read(
            reports(
                """
                facilities: [NORTH]
                sections:
                  headings: {befund: FINDINGS, "beurteilung:": IMPRESSION, befund alt: COMPARISON}
                """),
            north(
                Hl7Samples.PID,
                ORDER,
                Hl7Samples.obx(1, "TX", "R", "Befunde gibt es."),
                Hl7Samples.obx(2, "TX", "R", "BEFUND: Frei."),
                Hl7Samples.obx(3, "TX", "R", "Befund alt: keiner."),
                Hl7Samples.obx(4, "TX", "R", "Beurteilung:"),
                Hl7Samples.obx(5, "TX", "R", "𝕏 Normal."),
                Hl7Samples.obx(6, "TX", "R&REC", "Kontrolle.")));
    assertEquals(
        List.of(
            "FINDINGS BEFUND: Frei.",
            "COMPARISON Befund alt: keiner.",
            "IMPRESSION Beurteilung:|𝕏 Normal.",
            "RECOMMENDATION Kontrolle."),
        report.hints().stream().map(hint -> hint.section() + " " + text(report, hint)).toList());
  }

  private static String text(Report report, SectionHint hint) {
    String text = report.text();
    return text.substring(
            text.offsetByCodePoints(0, hint.span().start()),
            text.offsetByCodePoints(0, hint.span().end()))
        .strip()
        .replace('\n', '|');
  }

  @Test
  void messagesWithoutMsh18AreInTheCharacterSetOfTheirSite() throws IOException {
    Hl7Reports reports =
        reports("facilities: [NORTH]\ncharset: 8859/7\n", "facilities: [SOUTH]\ncharset: 8859/5\n");
    String greek = "Χωρίς ευρήματα.";
    String cyrillic = "Без патологии.";
    for (var one :
        Map.of("NORTH", List.of(greek, "ISO-8859-7"), "SOUTH", List.of(cyrillic, "ISO-8859-5"))
            .entrySet()) {
      String text = one.getValue().get(0);
      String message =
          north(Hl7Samples.PID, ORDER, "OBX|1|TX|R||" + text + "||||||F")
              .replace("|NORTH|", "|" + one.getKey() + "|");
      byte[] bytes = message.getBytes(Charset.forName(one.getValue().get(1)));
      assertEquals(text, assertInstanceOf(Parsed.class, reports.disposition(bytes)).first().text());
    }
  }

  @Test
  void theCharacterSetOfASiteOverridesMsh18() throws IOException {
    Hl7Reports reports = reports("facilities: [NORTH]\ncharset: 8859/1\n");
    String text = "Gr\u00f6\u00dfe normal.";
    for (String named : List.of("UNICODE UTF-8", "", "EBCDIC", "8859/5")) {
      for (String used : List.of("ISO-8859-1", "UTF-8")) {
        String message =
            north(Hl7Samples.PID, ORDER, "OBX|1|TX|R||" + text + "||||||F")
                .replaceFirst("(MSH(\\|[^|\r]*){11})\r", "$1||||||" + named + "\r");
        assertTrue(named.isEmpty() || message.contains(named + "\r"), message);
        byte[] bytes = message.getBytes(Charset.forName(used));
        assertEquals(
            text, assertInstanceOf(Parsed.class, reports.disposition(bytes)).first().text(), named);
      }
    }
  }

  /** A mistake, and what the message about it says after the name of the file. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "accession: [OBR-18] | facilities is missing",
        "facilities: [] | line 1: facilities is missing",
        "facilities: [''] | line 1: facilities has an empty name",
        "facilities: {a: b} | line 1: write a single value here",
        "facilities: N#acession: [OBR-18] | line 2: acession is not known; allowed: accession,",
        "facilities: N#accession: [OBR18] | line 2: OBR18 is no place in a message: write SEGMENT",
        "facilities: N#accession:#- OBR-18#- OBR 3 | line 4: OBR 3 is no place in a message",
        "facilities: N#studyUid: ['OBX-5[OBR-3=1]'] | line 2: [OBR-3=1] names another segment",
        "facilities: N#patientIds: [OBR-2] | line 2: OBR-2 is not a field of PID",
        "facilities: N#modalities: {X: Xray} | line 2: Xray is not a modality code of DICOM",
        "facilities: N#radiology: {just: {OBR-24: CT}} | line 2: just is not known; allowed: only",
        "facilities: N#radiology: {only: [CT]} | line 2: write 'key: value' lines here",
        "facilities: N#radiology: {only: {OBR: CT}} | line 2: OBR is no place in a message",
        "facilities: N#radiology: {not: {OBR-24: $labs}} | line 2: $labs is no list; the only one",
        "facilities: N#status: {words: {wet: done}} | line 2: done is not a status; write one of",
        "facilities: N#status: {words: {A: final, a: final}} | line 2: a occurs twice",
        "facilities: N#status: OBR-25 | line 2: write 'key: value' lines here",
        "facilities: N#sections: {codes: {B: BEFUND}} | line 2: BEFUND is not a section; write one",
        "facilities: N#sections: {fields: [OBR-4]} | line 2: OBR-4 is not a field of OBX",
        "facilities: N#authorities: {H: hosp} | line 2: needs an absolute URI such as urn:oid",
        "facilities: N#charset: latin9000 | line 2: latin9000 is not a character set of HL7 table",
        "facilities: N#zone: Mars/Olympus | line 2: Mars/Olympus is not a time zone; write one",
        "facilities: N#withoutResults: drop | line 2: drop is not known; write ignore or refuse",
        "facilities: N#authors: {wrote: [OBR-32]} | line 2: wrote is not known; allowed: interpreted",
        "facilities: N#authors: {signed: [{time: TXA-6}]} | line 2: path is missing; write the field",
        "facilities: N#authors: {signed: [{path: TXA-9, time: OBR-7}]} | line 2: OBR-7 is not a field",
        "facilities: N#authors: {signed: [{path: TXA-9, kind: robot}]} | line 2: robot is no kind of",
        "facilities: N#software: [''] | line 2: software has an empty name",
        "facilities: N#zone: | line 2: write a single value here",
        "facilities: N#zone: UTC#zone: UTC | line 3: zone occurs twice",
        "facilities: &a [N]#applications: *a | line 2: an alias (*); write the value itself",
        "facilities: N#\taccession: [OBR-18] | line 2: not YAML:",
        "facilities: [N | not YAML:",
        "facilities: N#---#facilities: M | a second document; write one",
        "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]] | line 1: nested deeper than any key of a mapping",
        "- facilities | line 1: write 'key: value' lines here",
        "!!javax.script.ScriptEngineManager [] | line 1: write 'key: value' lines here",
      })
  void aMistakeIsNamedWithFileAndLine(String yaml, String message) {
    String found =
        assertThrows(IllegalArgumentException.class, () -> reports(yaml.replace('#', '\n')))
            .getMessage();
    assertTrue(found.startsWith("sites/site1.yaml"), found);
    assertTrue(found.contains(message), found);
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', true",
    "'', X, true",
    "X, '', true",
    "X, X, true",
    "'X, Y', 'Y, Z', true",
    "X, Y, false"
  })
  void twoFilesForOneFacilityAreRefused(String one, String other, boolean refused)
      throws IOException {
    String[] files = {
      "facilities: [NORTH, A]\napplications: [" + one + "]\n",
      "facilities: [NORTH, B]\napplications: [" + other + "]\n"
    };
    if (refused) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> reports(files)).getMessage();
      assertEquals(
          "sites/site2.yaml: facility NORTH is also in sites/site1.yaml; remove it from one, or tell"
              + " them apart by applications (MSH-3)",
          message);
    } else {
      reports(files);
    }
  }

  @Test
  void theDefaultMappingHasEveryKey() throws IOException {
    String shipped = SiteFiles.shipped().text("sites/default.yaml");
    Files.createDirectories(folder.resolve("sites"));
    Path own = folder.resolve("sites/default.yaml");
    Files.writeString(own, shipped.replace("accession: [OBR-18,", "accession: [OBR-2,"));
    String message = message(Hl7Samples.msh("2.5", "1"), Hl7Samples.PID, ORDER, LINE);
    assertEquals("P1", read(reports(), message).reportId());
    Files.writeString(own, shipped.replaceFirst("(?m)^placer:.*$", ""));
    assertEquals(
        "sites/default.yaml line 1: placer is missing; a default mapping has every key",
        assertThrows(IllegalArgumentException.class, this::reports)
            .getMessage()
            .replaceFirst("line \\d+", "line 1"));
    Files.writeString(own, "facilities: [NORTH]\n" + shipped);
    assertTrue(
        assertThrows(IllegalArgumentException.class, this::reports)
            .getMessage()
            .contains("facilities is not known"));
  }

  /** A file with a bomb, or far too long, is refused at once. */
  @Test
  @Tag("safety")
  void hostileFilesAreRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      String one = "*a" + (i - 1);
      bomb.append("a" + i + ": &a" + i + " [" + (one + ", ").repeat(8) + one + "]\n");
    }
    String huge = "facilities: [" + "N, ".repeat(400_000) + "N]\n";
    String many = "facilities: [N]\nmodalities:\n" + "  {".repeat(100_000);
    String tabs = "\t".repeat(100_000);
    for (String hostile : List.of(bomb.toString(), huge, many, tabs, "\u0000", "%YAML 9.9\n")) {
      String message =
          assertTimeoutPreemptively(
              Duration.ofSeconds(60),
              () ->
                  assertThrows(IllegalArgumentException.class, () -> reports(hostile))
                      .getMessage());
      assertTrue(message.startsWith("sites/site1.yaml"), message);
      assertTrue(message.length() < 500, message);
    }
  }

  @Test
  void aFileOfAnotherNameIsRefused() throws IOException {
    Files.createDirectories(folder.resolve("sites"));
    Files.writeString(folder.resolve("sites/north.yml"), "facilities: [NORTH]\n");
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> SiteFiles.in(folder))
            .getMessage()
            .contains("sites/north.yml replaces no file of the product"));
  }

  /** A PDF in OBX-5 is not copied to find out that it is no identifier. */
  @Test
  void aConditionIsTestedBeforeTheValueIsRead() {
    Segment pdf = new Segment("OBX|1|ED|PDF||^^^Base64^" + "A".repeat(1000), Encoding.DEFAULT);
    Hl7Path path = Hl7Path.of("OBX-5[OBX-3.1=113014]");
    assertTrue(!path.matches(pdf) && path.repetitions(pdf).isEmpty());
  }
}
