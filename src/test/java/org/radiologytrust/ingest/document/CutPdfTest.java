package org.radiologytrust.ingest.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.ingest.document.Unreadable.Reason;
import org.radiologytrust.ingest.document.read.Documents;
import org.radiologytrust.model.NotAudited;

/**
 * PDFs that were cut off on their way: refused, named or complete. And whole ones with odd ends.
 */
@Tag("safety")
class CutPdfTest {
  /** Made of the same report by these programs. */
  static final List<String> PRODUCERS =
      List.of(
          "cairo",
          "chromium",
          "fop",
          "fpdf2",
          "ghostscript",
          "itext",
          "jspdf",
          "libreoffice",
          "linearized",
          "linearized-objects",
          "mupdf",
          "openpdf",
          "reportlab",
          "tcpdf",
          "weasyprint",
          "wkhtmltopdf");

  private final Documents documents = TestDocuments.reader();

  static byte[] file(String producer) {
    try (InputStream in = CutPdfTest.class.getResourceAsStream("/pdf/" + producer + ".pdf")) {
      return Objects.requireNonNull(in, producer).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void wholeDocumentsOfAllProducersKeepTheirScore() {
    for (String producer : PRODUCERS) {
      Document document = whole(producer, file(producer));
      assertTrue(document.text().contains("No pneumothorax."), producer);
      assertTrue(document.text().contains("IMPRESSION: No acute disease."), producer);
    }
  }

  /** A document that is read, and keeps its score. */
  private Document whole(String name, byte[] pdf) {
    Document document = assertInstanceOf(Document.class, documents.read(pdf, ""), name);
    assertFalse(document.notRead().stream().anyMatch(NotAudited::reportText), name);
    return document;
  }

  /** Forty documents: of each program, and saved again in other structures. */
  private static Map<String, byte[]> forty() throws IOException {
    Map<String, byte[]> all = new LinkedHashMap<>();
    for (String producer : PRODUCERS) {
      byte[] pdf = file(producer);
      all.put(producer, pdf);
      if (all.size() < 39) {
        all.put(producer + ", with object streams", saved(pdf, new CompressParameters(50)));
        all.put(producer + ", with a table", saved(pdf, CompressParameters.NO_COMPRESSION));
      }
    }
    all.put("encrypted", encrypted());
    return all;
  }

  private static byte[] saved(byte[] pdf, CompressParameters how) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.save(out, how);
      return out.toByteArray();
    }
  }

  /** The document and, behind its end, what was changed later. */
  private static byte[] withAddendum(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      PDPage page = document.getPage(0);
      try (PDPageContentStream stream =
          new PDPageContentStream(document, page, AppendMode.APPEND, true)) {
        Pdfs.text(stream, 72, 300, "ADDENDUM: Small apical pneumothorax.");
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      page.getCOSObject().setNeedToBeUpdated(true);
      document.saveIncremental(out);
      return out.toByteArray();
    }
  }

  private static byte[] encrypted() {
    return Pdfs.document(
        d -> {
          Pdfs.page(d, Pdfs.A4, p -> Pdfs.text(p, 72, 700, "No pneumothorax."));
          d.protect(new StandardProtectionPolicy("owner", "", new AccessPermission()));
        });
  }

  @Test
  void documentsThatAreCutAreRefusedOrNamedOrComplete() throws IOException {
    Map<String, byte[]> all = forty();
    assertTrue(all.size() >= 40, "documents: " + all.size());
    int refused = 0;
    int cuts = 0;
    for (Map.Entry<String, byte[]> each : all.entrySet()) {
      byte[] pdf = each.getValue();
      String text = whole(each.getKey(), pdf).text();
      for (int i = 1; i <= 20; i++) {
        // the last places are close to the end
        int length = i <= 16 ? pdf.length * i / 17 : pdf.length - (int) Math.pow(4, 20 - i) - 1;
        Reading reading = documents.read(Arrays.copyOf(pdf, length), "application/pdf");
        String where = each.getKey() + ", " + length + " of " + pdf.length + " bytes";
        cuts++;
        if (reading instanceof Document document) {
          boolean named = document.notRead().stream().anyMatch(NotAudited::reportText);
          assertTrue(named || document.text().equals(text), where);
        } else {
          refused++;
          assertEquals(new Unreadable(Format.PDF, Reason.CUT), reading, where);
        }
      }
    }
    assertTrue(refused > cuts * 9 / 10, refused + " of " + cuts);
  }

  @Test
  void anAddendumBehindTheEndIsReadOrTheDocumentIsCut() throws IOException {
    byte[] first = Pdfs.of("Normal chest.");
    byte[] pdf = withAddendum(first);
    String text = "Normal chest.\n\nADDENDUM: Small apical pneumothorax.";
    assertEquals(text, whole("whole", pdf).text());
    // from the number of the next object on; what ends before it is whole, as it was then
    int next = first.length;
    while (!Character.isDigit(pdf[next])) {
      next++;
    }
    for (int length = next + 1; length < pdf.length - 1; length++) {
      Reading reading = documents.read(Arrays.copyOf(pdf, length), "");
      boolean complete = reading instanceof Document d && d.text().equals(text);
      assertTrue(complete || reading instanceof Unreadable, length + " of " + pdf.length);
    }
  }

  @Test
  void oddEndsAreNoCuts() {
    byte[] pdf = Pdfs.of("Normal chest.");
    String text = new String(pdf, StandardCharsets.ISO_8859_1).stripTrailing();
    assertTrue(text.endsWith("%%EOF"));
    for (String end :
        List.of(
            "",
            "\r",
            "\r\n\r\n",
            "\n\u0000\u0000\u0000",
            "\u001a",
            "\n%%EOF\n",
            "\n<html><body>404</body></html>",
            "\r\n--boundary--\r\n",
            "\n" + " ".repeat(5000))) {
      byte[] odd = (text + end).getBytes(StandardCharsets.ISO_8859_1);
      assertEquals("Normal chest.", whole(end, odd).text(), end);
    }
    byte[] prefixed = ("\ufeff\r\n\r\n" + text).getBytes(StandardCharsets.ISO_8859_1);
    Document document = (Document) documents.read(prefixed, "application/pdf");
    assertEquals("Normal chest.", document.text());
    assertEquals(List.of(), document.notRead());
  }

  /** Some programs count the bytes wrongly; so nothing may be missing, but nobody knows. */
  @Test
  void aWrongCrossReferenceTableIsRepairedAndNamed() throws IOException {
    String text =
        new String(
            saved(Pdfs.of("Normal chest."), CompressParameters.NO_COMPRESSION),
            StandardCharsets.ISO_8859_1);
    String shifted = text.replaceFirst("(?s)(%PDF[^\n]*\n)", "$1%" + "x".repeat(40) + "\n");
    Document document =
        (Document) documents.read(shifted.getBytes(StandardCharsets.ISO_8859_1), "");
    assertEquals("Normal chest.", document.text());
    assertEquals(
        List.of(
            new NotAudited(
                "damaged parts of a PDF", NotAudited.UNKNOWN, NotAudited.Unit.ITEMS, true)),
        document.notRead());
  }

  @Test
  void pagesAndContentsThatAreMissingAreACut() {
    byte[] fewer =
        Pdfs.document(
            d -> {
              Pdfs.page(d, Pdfs.A4, p -> Pdfs.text(p, 72, 700, "Normal chest."));
              d.getPages().getCOSObject().setInt(COSName.COUNT, 2);
            });
    assertEquals(new Unreadable(Format.PDF, Reason.CUT), documents.read(fewer, ""));
    byte[] without =
        Pdfs.document(
            d -> {
              Pdfs.page(d, Pdfs.A4, p -> Pdfs.text(p, 72, 700, "Normal chest."));
              PDPage page = Pdfs.page(d, Pdfs.A4, p -> Pdfs.text(p, 72, 700, "Large mass."));
              // an object that the file does not have
              page.getCOSObject()
                  .setItem(
                      COSName.CONTENTS,
                      new org.apache.pdfbox.cos.COSObject(
                          new org.apache.pdfbox.cos.COSObjectKey(999, 0), null));
            });
    assertEquals(new Unreadable(Format.PDF, Reason.CUT), documents.read(without, ""));
  }

  @Test
  void contentsThatBreakOffAreNamed() throws IOException {
    byte[] pdf =
        Pdfs.document(
            d -> {
              Pdfs.page(d, Pdfs.A4, p -> Pdfs.text(p, 72, 700, "Normal chest."));
              PDPage page =
                  Pdfs.page(
                      d,
                      Pdfs.A4,
                      p -> {
                        for (int i = 0; i < 40; i++) {
                          Pdfs.text(p, 72, 700 - 14 * i, "Line " + i + " of the report.");
                        }
                      });
              var contents = page.getContentStreams().next().getCOSObject();
              byte[] packed;
              try (InputStream in = contents.createRawInputStream()) {
                packed = in.readAllBytes();
              }
              try (var out = contents.createRawOutputStream()) {
                out.write(packed, 0, packed.length / 2);
              }
            });
    Document document = (Document) documents.read(pdf, "");
    assertTrue(document.notRead().stream().anyMatch(NotAudited::reportText));
  }
}
