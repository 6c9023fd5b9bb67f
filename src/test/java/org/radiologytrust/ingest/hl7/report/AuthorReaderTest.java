package org.radiologytrust.ingest.hl7.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.hl7.Hl7Reports;
import org.radiologytrust.ingest.hl7.Hl7Samples;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.model.Author;
import org.radiologytrust.model.Report;

/** Who had a part in a report. The corpus has more: {@code corpus/sites}. */
class AuthorReaderTest {
  @TempDir Path folder;

  private Report read(String mapping, String status, String obr, String... segments)
      throws IOException {
    Files.writeString(
        Files.createDirectories(folder.resolve("sites")).resolve("north.yaml"),
        "facilities: [NORTH]\n" + mapping);
    Hl7Reports reports =
        new Hl7Reports("main", ZoneOffset.UTC, "UNICODE UTF-8", Map.of(), SiteFiles.in(folder));
    String message =
        Hl7Samples.message(
            "MSH|^~\\&|RIS|NORTH|||20260301||ORU^R01|1|P|2.8",
            Hl7Samples.PID,
            "OBR|1||F1|CT|||||||||||||||||||||" + status + "|||||||" + obr,
            Hl7Samples.obx(1, "TX", "R", "Normal."),
            String.join("\r", segments));
    return assertInstanceOf(Parsed.class, reports.disposition(Hl7Samples.bytes(message))).first();
  }

  private static String authors(Report report) {
    return report.authors().stream().map(AuthorReaderTest::line).collect(Collectors.joining("; "));
  }

  private static String line(Author a) {
    String time = a.time() == null ? "" : " " + a.time().toString().substring(11, 16);
    return a.role() + " " + a.kind() + " " + a.name() + time + " " + a.source();
  }

  @ParameterizedTest
  @CsvSource({"F, SIGNED", "C, SIGNED", "P, DICTATED", "R, DICTATED", "X, DICTATED"})
  void theInterpreterSignsWhatIsFinal(String status, String role) throws IOException {
    Report report = read("", status, "12^Beispiel^Eva^Q");
    assertEquals(role + " PERSON Beispiel, Eva Q OBR-32", authors(report));
    assertEquals("Beispiel, Eva Q", report.radiologist());
  }

  /** OBR-32 to 35 as NDL with times, as XCN, and as a name or a number alone. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "1&A&B^202603011000^202603011005# SIGNED PERSON A, B 10:05 OBR-32",
        "1&A&B^202603011000# SIGNED PERSON A, B 10:00 OBR-32",
        "1&A&B^yesterday# SIGNED PERSON A, B OBR-32",
        "1^A^B~2^C^D# SIGNED PERSON A, B OBR-32; SIGNED PERSON C, D OBR-32",
        "A^B# SIGNED PERSON A, B OBR-32",
        "4711# SIGNED PERSON 4711 OBR-32",
        "|2&C&D# DICTATED PERSON C, D OBR-33",
        "||3&T&T# ''",
        "|||4&E&F^^202603011007# TRANSCRIBED PERSON E, F 10:07 OBR-35",
      })
  void readsOrders(String fields, String authors) throws IOException {
    assertEquals(authors, authors(read("", "F", fields)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "PRT|1|AD||PRI|9^A^B||||||202603011000|202603011002; SIGNED PERSON A, B 10:02 PRT-5",
        "PRT|1|AD||PI|9^A^B||||||202603011000; SIGNED PERSON A, B 10:00 PRT-5",
        "PRT|1|AD||ARI|9^A^B; DICTATED PERSON A, B PRT-5",
        "PRT|1|AD||TR|9^A^B; TRANSCRIBED PERSON A, B PRT-5",
        "PRT|1|AD||AUT||||||Acme Draft; DRAFTED SOFTWARE Acme Draft PRT-10",
        "PRT|1|AD||RT|9^A^B; ''",
      })
  void readsParticipants(String prt, String author) throws IOException {
    assertEquals(author, authors(read("", "F", "", prt)));
  }

  @ParameterizedTest
  @CsvSource({"F", "P"})
  void softwareInAnyFieldDraftedTheReport(String status) throws IOException {
    Report report =
        read("software: [acme draft, AI-7]\n", status, "AI-7^Draft^Acme|5^Beispiel^Eva");
    assertEquals(
        "DRAFTED SOFTWARE Draft, Acme OBR-32; DICTATED PERSON Beispiel, Eva OBR-33",
        authors(report));
    assertEquals("Beispiel, Eva", report.radiologist());
  }

  @Test
  void theMappingNamesOtherFields() throws IOException {
    Report report =
        read(
            """
            authors:
              drafted: [{path: ZAI-2, kind: software, time: ZAI-3}]
              edited: [ZAI-4]
            templates: [Chest normal]
            """,
            "F",
            "1^A^B",
            "ZAI|1|Acme Draft^3.1|202603011001|7^C^D~Chest Normal");
    assertEquals(
        "SIGNED PERSON A, B OBR-32; DRAFTED SOFTWARE Acme Draft 10:01 ZAI-2;"
            + " EDITED PERSON C, D ZAI-4; DRAFTED TEMPLATE Chest Normal ZAI-4",
        authors(report));
  }

  @Test
  void aReportHasABoundedNumberOfAuthors() throws IOException {
    StringBuilder many = new StringBuilder("0^A^B");
    for (int i = 1; i < 1000; i++) {
      many.append("~").append(i).append("^A").append(i).append("^B");
    }
    assertEquals(50, read("", "F", many.toString()).authors().size());
  }
}
