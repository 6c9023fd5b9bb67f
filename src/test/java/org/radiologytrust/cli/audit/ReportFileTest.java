package org.radiologytrust.cli.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Section;
import org.radiologytrust.settings.Settings;

/** A file is read as what it is, or refused. */
@Tag("safety")
class ReportFileTest {
  private static final String TEXT = "Normal chest.";
  private static final MessageReaders READERS =
      MessageReaders.of(Settings.load(null, Map.of(), Map.of()), SiteFiles.shipped());

  private static Report read(byte[] bytes) {
    return new ReportFile("--report", bytes).report(READERS);
  }

  private static Report read(String text) {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String refused(byte[] bytes) {
    return assertThrows(CommandFailure.class, () -> read(bytes)).getMessage();
  }

  private static byte[] pdf(String text) throws IOException {
    try (PDDocument document = new PDDocument();
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      PDPage page = new PDPage();
      document.addPage(page);
      try (PDPageContentStream stream = new PDPageContentStream(document, page)) {
        stream.beginText();
        stream.setFont(new PDType1Font(FontName.HELVETICA), 12);
        stream.newLineAtOffset(72, 700);
        stream.showText(text);
        stream.endText();
      }
      document.save(out);
      return out.toByteArray();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        TEXT,
        "\ufeffNormal chest.",
        "{\\rtf1 Normal chest.{\\v No chest.}}",
        "<html><body><p>Normal chest.</p></body></html>",
        "<!DOCTYPE html><p>Normal chest.",
        "<!-- page --><p>Normal chest.</p>",
        "<?xml version='1.0'?><ClinicalDocument xmlns='urn:hl7-org:v3'><component><structuredBody>"
            + "<component><section><text>Normal chest.</text></section></component>"
            + "</structuredBody></component></ClinicalDocument>",
        "MSH|^~\\&|A|B|C|D|20260401||ORU^R01|1|P|2.5\rPID|1||1\rOBR|1||F1\rOBX|1|TX|||Normal chest."
            + "||||||F\r"
      })
  void aFileIsReadAsWhatItIs(String file) {
    assertEquals(TEXT, read(file).text());
  }

  @Test
  void aPdfIsReadAndWhatItHidesIsNamed() throws IOException {
    assertEquals(TEXT, read(pdf(TEXT)).text());
    assertEquals(1, read("{\\rtf1 Normal chest.{\\v No chest.}}").notAudited().size());
  }

  @Test
  void theSectionsOfADocumentAreKept() {
    Report report =
        read(
            "<ClinicalDocument xmlns='urn:hl7-org:v3'><component><structuredBody><component>"
                + "<section><code code='19005-8'/><text>Normal chest.</text></section>"
                + "</component></structuredBody></component></ClinicalDocument>");
    assertEquals(Section.IMPRESSION, report.hints().get(0).section());
    assertEquals(TEXT, report.hints().get(0).span().in(report.text()));
  }

  @ParameterizedTest
  @CsvSource({"UTF-8", "UTF-16", "windows-1252"})
  void aTextMayBeInOtherCharacterSets(String charset) {
    assertEquals("Größe", read("Größe".getBytes(Charset.forName(charset))).text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"<5 mm nodule.", "{Normal} chest.", "< 5 mm", "MSHA was called."})
  void honestTextStaysText(String text) {
    assertEquals(text, read(text).text());
  }

  @Test
  void whatIsNoReportIsRefused() throws IOException {
    byte[] dicom = new byte[200];
    System.arraycopy("DICM".getBytes(StandardCharsets.US_ASCII), 0, dicom, 128, 4);
    assertTrue(refused(dicom).startsWith("--report: a DICOM object is no report"));
    for (byte[] binary :
        List.of(
            new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0},
            new byte[] {'P', 'K', 3, 4, 0, 0},
            "Normal\0chest".getBytes(StandardCharsets.US_ASCII),
            new byte[] {(byte) 0x81, (byte) 0x8d, 'x'})) {
      assertTrue(refused(binary).contains("the file is no report: give HL7"));
    }
    byte[] whole = pdf(TEXT);
    assertTrue(
        refused(Arrays.copyOf(whole, 40)).startsWith("--report: the PDF is cut off or damaged"));
    assertTrue(
        refused("{\\rtf1 ".getBytes(StandardCharsets.US_ASCII)).contains("the RTF is damaged"));
    assertTrue(refused(" \n".getBytes(StandardCharsets.US_ASCII)).contains("has no text"));
  }

  @Test
  void blanksAndCommentsBeforeHtmlAreRead() {
    String blanks = "<!-- x -->" + " ".repeat(4_000) + "<p> ";
    assertEquals(FileFormat.DOCUMENT, FileFormat.of(blanks.getBytes(StandardCharsets.UTF_8)));
    String comments = "<!-- x -->\n".repeat(300) + "<p> ";
    assertEquals(FileFormat.DOCUMENT, FileFormat.of(comments.getBytes(StandardCharsets.UTF_8)));
  }
}
