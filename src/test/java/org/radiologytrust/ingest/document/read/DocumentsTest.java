package org.radiologytrust.ingest.document.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.Test;
import org.radiologytrust.ingest.document.Document;
import org.radiologytrust.ingest.document.Format;
import org.radiologytrust.ingest.document.MediaType;
import org.radiologytrust.ingest.document.PdfWords;
import org.radiologytrust.ingest.document.Pdfs;
import org.radiologytrust.ingest.document.Reading;
import org.radiologytrust.ingest.document.TestDocuments;
import org.radiologytrust.ingest.document.Unreadable;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Section;

class DocumentsTest {
  private static final String REPORT =
      """
      CT CHEST

      FINDINGS:
      The heart is normal in size. There is a 6 mm nodule in the right upper
      lobe, unchanged since 2019.

      IMPRESSION:
      No acute disease.""";

  private final Documents documents = TestDocuments.reader();

  @Test
  void readsLinesOfPdf() {
    Document document = document(Pdfs.of(REPORT), "application/pdf");
    assertEquals(REPORT, document.text());
    assertEquals(Format.PDF, document.format());
    assertEquals(List.of(), document.notRead());
  }

  @Test
  void eachWordOfPdfStandsInItsBox() throws IOException {
    byte[] pdf = Pdfs.of(REPORT, "ADDENDUM:\nSeen with Dr. Miller.");
    Document document = document(pdf, "");
    int words = 0;
    try (PDDocument again = Loader.loadPDF(pdf)) {
      for (Document.Line line : document.lines()) {
        for (Document.Place place : line.places()) {
          assertEquals(place.word().in(line.text()), PdfWords.in(again, place.box()));
          words++;
        }
      }
    }
    assertEquals((REPORT + " ADDENDUM: Seen with Dr. Miller.").split("\\s+").length, words);
  }

  @Test
  void readsRtfWithCodePagesAndUnicode() {
    String rtf =
        "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}{\\*\\generator Word;}"
            + "{\\info{\\title Secret}}\\b FINDINGS:\\b0\\par Sch\\'f6n, 5\\u8211?6 mm.\\par\\par"
            + " IMPRESSION:\\line No change.{\\v hidden}{\\*\\unknown away}\\par}";
    Document document = document(rtf.getBytes(StandardCharsets.US_ASCII), "application/rtf");
    assertEquals("FINDINGS:\nSchön, 5–6 mm.\n\nIMPRESSION:\nNo change.", document.text());
    assertEquals(6, document.notRead().get(0).size());
  }

  @Test
  void readsNarrativeOfCda() {
    String cda =
        """
        <ClinicalDocument xmlns="urn:hl7-org:v3"><title>CT Chest</title><component><structuredBody>
        <component><section><code code="59776-5"/><title>Findings</title><text>
          <paragraph>Heart <content styleCode="Bold">normal</content>.</paragraph>
          <list><item>Nodule 6 mm</item><item>No effusion</item></list>
          <table><tr><th>Size</th><td>6 mm</td></tr></table>
          <renderMultiMedia referencedObject="M1"/></text></section></component>
        <component><section><code code="19005-8"/><title>Impression</title>
        <text>No acute<br/>disease.</text></section></component>
        </structuredBody></component></ClinicalDocument>""";
    Document document = document(cda.getBytes(StandardCharsets.UTF_8), "text/xml");
    assertEquals(
        "Findings\nHeart normal.\nNodule 6 mm\nNo effusion\nSize 6 mm\n\n"
            + "Impression\nNo acute\ndisease.",
        document.text());
    assertEquals(Section.FINDINGS, document.lines().get(1).section());
    assertEquals(Section.IMPRESSION, document.lines().get(8).section());
    assertEquals("picture of a CDA", document.notRead().get(0).what());
  }

  @Test
  void readsPdfInCdaOnceAndNoDeeper() {
    String pdf = Base64.getMimeEncoder().encodeToString(Pdfs.of(REPORT));
    String cda = cda("application/pdf", pdf);
    assertEquals(REPORT, document(cda.getBytes(StandardCharsets.UTF_8), "").text());
    String inner = Base64.getEncoder().encodeToString(cda.getBytes(StandardCharsets.UTF_8));
    assertEquals(
        new Unreadable(Format.CDA, Unreadable.Reason.NESTED),
        documents.read(cda("text/xml", inner).getBytes(StandardCharsets.UTF_8), ""));
  }

  private static String cda(String type, String base64) {
    return "<ClinicalDocument xmlns='urn:hl7-org:v3'><component><nonXMLBody><text mediaType='"
        + type
        + "' representation='B64'>"
        + base64
        + "</text></nonXMLBody></component></ClinicalDocument>";
  }

  @Test
  void textOfEveryFormatIsCanonical() {
    String odd = "  first  \r\n\r\n\r\n\r\nsecond\u0000 line \n\n";
    for (String type : List.of("text/plain", "text/html", "text/markdown", "")) {
      byte[] data = (type.equals("text/html") ? "<p>a </p><br><br><br><p>b" : odd).getBytes();
      String text = document(data, type).text();
      assertEquals(Report.canonicalText(text), text, type);
    }
  }

  @Test
  void findsFormatByBytesWhereTypeSaysNothing() {
    assertEquals(Format.PDF, document(Pdfs.of("a b"), "text/plain").format());
    assertEquals(Format.HTML, document("<p>No change".getBytes(), "").format());
    assertEquals(Format.PLAIN, document("No change".getBytes(), "").format());
    assertEquals(
        new Unreadable(Format.OTHER, Unreadable.Reason.TYPE),
        documents.read("No change".getBytes(), "image/jpeg"));
  }

  private Document document(byte[] data, String type) {
    Reading reading = documents.read(data, type);
    assertTrue(reading instanceof Document, () -> String.valueOf(reading));
    return assertInstanceOf(Document.class, reading);
  }

  @Test
  void aCdaIsToldByItsRoot() {
    String cda = "<ClinicalDocument xmlns='urn:hl7-org:v3'/>";
    String comment = ("<!-- " + "licence ".repeat(2_000) + "-->\n").repeat(4);
    for (String before :
        List.of(
            "",
            "\ufeff \n",
            "<?xml version='1.0'?>\n<?xml-stylesheet href='a.xsl'?>",
            "<!DOCTYPE ClinicalDocument [<!ENTITY a 'b'>]>",
            comment,
            " \n".repeat(30_000))) {
      byte[] data = (before + cda).getBytes(StandardCharsets.UTF_8);
      byte[] prefixed = (before + cda.replace("<C", "<hl7:C")).getBytes(StandardCharsets.UTF_8);
      for (String type : List.of("text/plain", "text/html", "application/xhtml+xml", "text/xml")) {
        assertEquals(Format.CDA, Format.of(MediaType.of(type), data));
        assertEquals(Format.CDA, Format.of(MediaType.of(type), prefixed));
      }
    }
    String mention = "<p>No ClinicalDocument, no <!-- <ClinicalDocument> --> is here.</p>";
    assertEquals(Format.HTML, document(mention.getBytes(), "text/html").format());
    assertEquals(
        Format.PLAIN, document("<5 mm. <ClinicalDocument>".getBytes(), "text/plain").format());
  }

  @Test
  void bytesBeforeAPdfDoNotHideIt() {
    byte[] pdf = Pdfs.of(REPORT);
    byte[] data = new byte[pdf.length + 900];
    Arrays.fill(data, 0, 900, (byte) 'x');
    System.arraycopy(pdf, 0, data, 900, pdf.length);
    assertEquals(Format.PDF, document(data, "").format());
    assertEquals(Format.PDF, document(data, "application/octet-stream").format());
  }
}
