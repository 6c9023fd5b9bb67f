package org.radiologytrust.ingest.document.pdf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.graphics.image.PDInlineImage;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationHighlight;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationRubberStamp;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationWidget;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceDictionary;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceStream;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDSignatureField;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.ingest.document.Document;
import org.radiologytrust.ingest.document.Format;
import org.radiologytrust.ingest.document.Pdfs;
import org.radiologytrust.ingest.document.TestDocuments;
import org.radiologytrust.ingest.document.Unreadable;
import org.radiologytrust.ingest.document.Unreadable.Reason;
import org.radiologytrust.ingest.document.read.Documents;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.NotAudited.Unit;

/**
 * What a person sees in a PDF besides its text is named. Where it may have words, it costs the
 * score.
 */
@Tag("safety")
class PdfPicturesTest {
  private static final List<String> REPORT =
      List.of("FINDINGS: The heart is normal.", "IMPRESSION: No acute disease.");

  private final Documents documents = TestDocuments.reader();

  private static PDImageXObject picture(PDDocument document, int seed) throws IOException {
    BufferedImage image = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(seed);
    for (int i = 0; i < 1600; i++) {
      image.setRGB(i % 40, i / 40, random.nextInt());
    }
    return LosslessFactory.createFromImage(document, image);
  }

  private static Pdfs.Drawing report() {
    return Pdfs.drawing(72, 560, REPORT);
  }

  /** A page for each drawing. */
  private Document read(Pdfs.Change change) {
    return (Document) documents.read(Pdfs.document(change), "");
  }

  private static NotAudited picture(String where, int count, boolean score) {
    return new NotAudited("picture of a PDF, " + where + " of the page", count, Unit.ITEMS, !score);
  }

  /** Puts a picture on a page with a report; x, y, width and height in points of an A4 page. */
  private List<NotAudited> withPicture(float x, float y, float width, float height) {
    return read(d -> {
          PDImageXObject picture = picture(d, 1);
          Pdfs.page(
              d,
              Pdfs.A4,
              p -> {
                report().on(p);
                p.drawImage(picture, x, y, width, height);
              });
        })
        .notRead();
  }

  @Test
  void aPictureMayHaveWordsUnlessItIsOfTheLetterhead() {
    assertEquals(List.of(picture("page 1, up to 18%", 1, false)), withPicture(72, 150, 300, 300));
    assertEquals(List.of(picture("page 1, up to 1%", 1, true)), withPicture(72, 150, 140, 40));
    assertEquals(List.of(picture("page 1, up to 9%", 1, true)), withPicture(50, 740, 500, 90));
    assertEquals(List.of(picture("page 1, up to 8%", 1, true)), withPicture(50, 10, 500, 80));
    assertEquals(List.of(), withPicture(700, 10, 500, 80), "off the page");
  }

  @Test
  void manySmallPicturesAreALargeOne() {
    Document document =
        read(
            d ->
                Pdfs.page(
                    d,
                    Pdfs.A4,
                    p -> {
                      report().on(p);
                      for (int i = 0; i < 10; i++) {
                        p.drawImage(picture(d, i), 50, 400 - 14 * i, 490, 14);
                      }
                    }));
    assertEquals(List.of(picture("page 1, up to 1%", 10, false)), document.notRead());
  }

  @Test
  void whatIsOnEachPageIsPaper() {
    Document document =
        read(
            d -> {
              PDImageXObject paper = picture(d, 1);
              for (int i = 0; i < 3; i++) {
                Pdfs.page(
                    d,
                    Pdfs.A4,
                    p -> {
                      p.drawImage(paper, 0, 0, 595, 842);
                      report().on(p);
                    });
              }
            });
    assertEquals(List.of(picture("pages 1, 2, 3, up to 100%", 3, true)), document.notRead());
    Document one =
        read(
            d ->
                Pdfs.page(
                    d,
                    Pdfs.A4,
                    p -> {
                      p.drawImage(picture(d, 1), 0, 0, 595, 842);
                      for (int i = 0; i < 12; i++) {
                        Pdfs.text(
                            p, 72, 600 - 14 * i, "Line of a report with many words on paper.");
                      }
                    }));
    assertEquals(List.of(picture("page 1, up to 100%", 1, true)), one.notRead());
  }

  @Test
  void aLetterheadAboveAScanIsNoReport() {
    byte[] scan =
        Pdfs.document(
            d ->
                Pdfs.page(
                    d,
                    Pdfs.A4,
                    p -> {
                      Pdfs.drawing(72, 800, List.of("St. Elsewhere Hospital", "1 Main Street"))
                          .on(p);
                      Pdfs.text(p, 72, 30, "Page 1 of 1");
                      p.drawImage(picture(d, 1), 40, 100, 500, 600);
                    }));
    assertEquals(new Unreadable(Format.PDF, Reason.NO_TEXT), documents.read(scan, ""));
    byte[] strips =
        Pdfs.document(
            d ->
                Pdfs.page(
                    d,
                    Pdfs.A4,
                    p -> {
                      Pdfs.text(p, 72, 800, "St. Elsewhere Hospital");
                      for (int i = 0; i < 60; i++) {
                        p.drawImage(picture(d, i), 40, 600 - 8 * i, 500, 8);
                      }
                    }));
    assertEquals(new Unreadable(Format.PDF, Reason.NO_TEXT), documents.read(strips, ""));
  }

  /** Its words are few, but they are a report's: they stand below the letterhead. */
  @Test
  void aShortReportWithAPictureIsNoScan() {
    assertEquals(List.of(picture("page 1, up to 54%", 1, false)), withPicture(40, 30, 540, 500));
  }

  @Test
  void aScannedPageBesideTextIsNamed() {
    Document document =
        read(
            d -> {
              Pdfs.page(d, Pdfs.A4, report());
              PDImageXObject scan = picture(d, 1);
              Pdfs.page(d, Pdfs.A4, p -> p.drawImage(scan, 0, 0, 595, 842));
            });
    assertEquals(String.join("\n", REPORT), document.text());
    assertEquals(List.of(picture("page 2, up to 100%", 1, false)), document.notRead());
  }

  @Test
  void inlineImagesAndTilesAreNamed() throws IOException {
    Document inline =
        read(
            d ->
                Pdfs.page(
                    d,
                    Pdfs.A4,
                    p -> {
                      report().on(p);
                      var parameters = new org.apache.pdfbox.cos.COSDictionary();
                      parameters.setInt(COSName.W, 32);
                      parameters.setInt(COSName.H, 32);
                      parameters.setInt(COSName.BPC, 8);
                      parameters.setItem(COSName.CS, COSName.getPDFName("G"));
                      PDInlineImage image =
                          new PDInlineImage(parameters, new byte[1024], new PDResources());
                      p.drawImage(image, 72, 150, 300, 300);
                    }));
    assertEquals(List.of(picture("page 1, up to 18%", 1, false)), inline.notRead());
    Document tiles =
        read(
            d -> {
              PDPage page = Pdfs.page(d, Pdfs.A4, report());
              tile(d, page, "BT /F 11 Tf 5 20 Td (Large mass.) Tj ET");
            });
    assertEquals(String.join("\n", REPORT), tiles.text());
    assertEquals(List.of(picture("page 1, up to 18%", 1, false)), tiles.notRead());
  }

  /** Fills a part of the page with a pattern. */
  private static void tile(PDDocument document, PDPage page, String contents) throws IOException {
    var pattern = new org.apache.pdfbox.pdmodel.graphics.pattern.PDTilingPattern();
    pattern.setPaintType(1);
    pattern.setTilingType(1);
    pattern.setBBox(new PDRectangle(100, 50));
    pattern.setXStep(100);
    pattern.setYStep(50);
    PDResources resources = new PDResources();
    resources.put(COSName.getPDFName("F"), new PDType1Font(FontName.HELVETICA));
    pattern.setResources(resources);
    try (var out =
        ((org.apache.pdfbox.cos.COSStream) pattern.getCOSObject()).createOutputStream()) {
      out.write(contents.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
    page.getResources().put(COSName.getPDFName("P"), pattern);
    var more = new org.apache.pdfbox.pdmodel.common.PDStream(document);
    try (var out = more.createOutputStream()) {
      out.write(
          "/Pattern cs /P scn 72 150 300 300 re f"
              .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
    page.setContents(List.of(page.getContentStreams().next(), more));
  }

  @Test
  void wordsThatWereTurnedIntoShapesAreNamed() {
    Document document =
        read(
            d ->
                Pdfs.page(
                    d,
                    Pdfs.A4,
                    p -> {
                      report().on(p);
                      outlines(p, 72, 400, "No acute disease of the chest, but a large mass.");
                    }));
    assertEquals(String.join("\n", REPORT), document.text());
    assertEquals("shapes of a PDF that may be letters, page 1", document.notRead().get(0).what());
    assertTrue(document.notRead().get(0).reportText());
    Document logo =
        read(
            d ->
                Pdfs.page(
                    d,
                    Pdfs.A4,
                    p -> {
                      report().on(p);
                      outlines(p, 72, 800, "St. Elsewhere Hospital of Springfield, Radiology dep.");
                      for (int i = 0; i < 60; i++) {
                        p.addRect(72, 400 - 4 * i, 3, 3);
                      }
                      p.fill();
                    }));
    assertEquals(List.of(), logo.notRead());
  }

  /** Draws the outlines of letters. */
  private static void outlines(PDPageContentStream page, float x, float y, String text)
      throws IOException {
    PDType1Font font = new PDType1Font(FontName.HELVETICA);
    float at = x;
    for (char c : text.toCharArray()) {
      float scale = 11f / 2048;
      var name = font.getEncoding().getName(c);
      var shape = font.getPath(name);
      var points = new float[6];
      for (var i = shape.getPathIterator(null); !i.isDone(); i.next()) {
        int kind = i.currentSegment(points);
        float px = at + points[0] * scale;
        float py = y + points[1] * scale;
        switch (kind) {
          case java.awt.geom.PathIterator.SEG_MOVETO -> page.moveTo(px, py);
          case java.awt.geom.PathIterator.SEG_LINETO -> page.lineTo(px, py);
          case java.awt.geom.PathIterator.SEG_QUADTO ->
              page.curveTo1(px, py, at + points[2] * scale, y + points[3] * scale);
          case java.awt.geom.PathIterator.SEG_CUBICTO ->
              page.curveTo(
                  px,
                  py,
                  at + points[2] * scale,
                  y + points[3] * scale,
                  at + points[4] * scale,
                  y + points[5] * scale);
          default -> page.closePath();
        }
      }
      at += font.getWidth(c) * 11 / 1000;
    }
    page.fill();
  }

  @Test
  void attachedFilesAreNamed() {
    Document document =
        read(
            d -> {
              Pdfs.page(d, Pdfs.A4, report());
              PDComplexFileSpecification file = new PDComplexFileSpecification();
              file.setFile("addendum.txt");
              file.setEmbeddedFile(
                  new PDEmbeddedFile(d, new ByteArrayInputStream("Large mass.".getBytes())));
              PDEmbeddedFilesNameTreeNode tree = new PDEmbeddedFilesNameTreeNode();
              tree.setNames(Map.of("addendum.txt", file));
              PDDocumentNameDictionary names = new PDDocumentNameDictionary(d.getDocumentCatalog());
              names.setEmbeddedFiles(tree);
              d.getDocumentCatalog().setNames(names);
            });
    assertEquals(
        List.of(new NotAudited("file attached to a PDF", 1, Unit.ITEMS, true)), document.notRead());
  }

  /** Gives an annotation an appearance that shows words. */
  private static void shows(PDDocument document, PDAnnotation annotation, String words)
      throws IOException {
    shows(document, annotation, words, Color.BLACK);
  }

  private static void shows(PDDocument document, PDAnnotation annotation, String words, Color ink)
      throws IOException {
    annotation.setRectangle(new PDRectangle(72, 300, 200, 30));
    PDAppearanceStream appearance = new PDAppearanceStream(document);
    appearance.setBBox(new PDRectangle(200, 30));
    appearance.setResources(new PDResources());
    try (PDPageContentStream stream = new PDPageContentStream(document, appearance)) {
      stream.setNonStrokingColor(ink == Color.WHITE ? Color.BLUE : Color.YELLOW);
      stream.addRect(0, 0, 200, 30);
      stream.fill();
      stream.setNonStrokingColor(ink);
      Pdfs.text(stream, 5, 10, words);
    }
    PDAppearanceDictionary dictionary = new PDAppearanceDictionary();
    dictionary.setNormalAppearance(appearance);
    annotation.setAppearance(dictionary);
  }

  @Test
  void whatAnnotationsAndLooseFieldsShowIsNamed() {
    Document document =
        read(
            d -> {
              PDPage page = Pdfs.page(d, Pdfs.A4, report());
              PDAnnotationWidget widget = new PDAnnotationWidget();
              shows(d, widget, "Large mass.");
              PDAnnotationRubberStamp stamp = new PDAnnotationRubberStamp();
              shows(d, stamp, "See addendum.");
              PDAnnotationRubberStamp hidden = new PDAnnotationRubberStamp();
              shows(d, hidden, "Nobody sees this.");
              hidden.setHidden(true);
              PDAnnotationRubberStamp white = new PDAnnotationRubberStamp();
              shows(d, white, "White on its own ground.", Color.WHITE);
              page.setAnnotations(List.of(widget, stamp, hidden, white));
            });
    assertEquals(String.join("\n", REPORT), document.text());
    assertEquals(
        List.of(
            new NotAudited("form field of a PDF", 1, Unit.ITEMS, true),
            new NotAudited("annotation of a PDF", 2, Unit.ITEMS, true)),
        document.notRead());
  }

  /** Viewers show the text under such a mark. */
  @Test
  void aMarkHidesNothing() {
    Document document =
        read(
            d -> {
              PDPage page = Pdfs.page(d, Pdfs.A4, report());
              PDAnnotationHighlight mark = new PDAnnotationHighlight();
              shows(d, mark, "");
              mark.setRectangle(new PDRectangle(60, 540, 300, 50));
              page.setAnnotations(List.of(mark));
            });
    assertEquals(String.join("\n", REPORT), document.text());
    assertEquals(List.of(), document.notRead());
  }

  @Test
  void aSignatureCostsNothing() {
    Document document =
        read(
            d -> {
              PDPage page = Pdfs.page(d, Pdfs.A4, report());
              PDAcroForm form = new PDAcroForm(d);
              d.getDocumentCatalog().setAcroForm(form);
              PDSignatureField field = new PDSignatureField(form);
              field.getCOSObject().setItem(COSName.V, new org.apache.pdfbox.cos.COSDictionary());
              PDAnnotationWidget widget = field.getWidgets().get(0);
              shows(d, widget, "Digitally signed by Dr. A. Example");
              form.setFields(List.of(field));
              page.setAnnotations(List.of(widget));
            });
    assertEquals(
        List.of(new NotAudited("signature field of a PDF", 1, Unit.ITEMS, false)),
        document.notRead());
  }

  @Test
  void pagesOfManyPathsAndPicturesAreReadInTime() {
    Document document =
        read(
            d -> {
              PDImageXObject picture = picture(d, 1);
              Pdfs.page(
                  d,
                  Pdfs.A4,
                  p -> {
                    report().on(p);
                    for (int i = 0; i < 50_000; i++) {
                      p.addRect(i % 500, i / 500, 1, 1);
                      p.fill();
                      p.drawImage(picture, i % 500, 200 + i / 500, 1, 1);
                    }
                  });
            });
    assertEquals(String.join("\n", REPORT), document.text());
    assertFalse(document.notRead().isEmpty());
  }
}
