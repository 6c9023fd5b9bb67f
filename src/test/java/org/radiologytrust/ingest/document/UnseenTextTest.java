package org.radiologytrust.ingest.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSFloat;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDTrueTypeFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.pdfbox.pdmodel.graphics.blend.BlendMode;
import org.apache.pdfbox.pdmodel.graphics.form.PDTransparencyGroup;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.graphics.state.PDExtendedGraphicsState;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationStrikeout;
import org.apache.pdfbox.util.Matrix;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.ingest.document.pdf.BuiltInFonts;
import org.radiologytrust.ingest.document.read.Documents;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.NotAudited.Unit;

/**
 * Text of PDFs that a person sees is read, or named and costs the score; other text is not read.
 */
@Tag("safety")
class UnseenTextTest {
  private static final String SEEN = "Large pneumothorax.";
  private static final String OTHER = "No pneumothorax.";
  private static final int LETTERS = "Nopneumothorax.".length();

  private final Documents documents = TestDocuments.reader();

  /** Reads a page that says {@link #SEEN}, and below it what is drawn. */
  private Document read(Pdfs.Drawing drawing) {
    byte[] pdf =
        Pdfs.document(
            d ->
                Pdfs.page(
                    d,
                    Pdfs.A4,
                    p -> {
                      Pdfs.text(p, 72, 500, SEEN);
                      p.saveGraphicsState();
                      drawing.on(p);
                      p.restoreGraphicsState();
                    }));
    return (Document) documents.read(pdf, "");
  }

  private void assertSeen(String what, Pdfs.Drawing drawing) {
    Document document = read(drawing);
    assertEquals(SEEN + "\n" + OTHER, document.text().replace("\n\n", "\n"), what);
    assertEquals(List.of(), document.notRead(), what);
  }

  private void assertUnseen(String what, String named, boolean score, Pdfs.Drawing drawing) {
    Document document = read(drawing);
    assertEquals(SEEN, document.text(), what);
    assertEquals(
        List.of(new NotAudited(named, LETTERS, Unit.CHARACTERS, !score)), document.notRead(), what);
  }

  private void assertInvisible(String what, Pdfs.Drawing drawing) {
    assertUnseen(what, "invisible text of a PDF", true, drawing);
  }

  private void assertDoubtful(String what, Pdfs.Drawing drawing) {
    assertUnseen(what, "text of a PDF that may be invisible", false, drawing);
  }

  private static void other(PDPageContentStream page) throws IOException {
    Pdfs.text(page, 72, 460, OTHER);
  }

  private static void box(PDPageContentStream page, Color color) throws IOException {
    page.setNonStrokingColor(color);
    page.addRect(60, 450, 200, 26);
    page.fill();
  }

  private static PDExtendedGraphicsState alpha(float value) {
    PDExtendedGraphicsState state = new PDExtendedGraphicsState();
    state.setNonStrokingAlphaConstant(value);
    state.setStrokingAlphaConstant(value);
    return state;
  }

  @Test
  void textOfTheColourOfItsGroundIsNotRead() {
    assertInvisible(
        "white on paper",
        p -> {
          p.setNonStrokingColor(Color.WHITE);
          other(p);
        });
    assertInvisible(
        "nearly white",
        p -> {
          p.setNonStrokingColor(new Color(250, 250, 250));
          other(p);
        });
    assertInvisible(
        "no ink of a printer",
        p -> {
          p.setNonStrokingColor(0f, 0f, 0f, 0f);
          other(p);
        });
    assertInvisible(
        "blue on blue",
        p -> {
          box(p, Color.BLUE);
          other(p);
        });
    assertInvisible(
        "white outlines",
        p -> {
          p.setStrokingColor(Color.WHITE);
          p.setRenderingMode(RenderingMode.STROKE);
          other(p);
        });
  }

  @Test
  void textThatStandsOutFromItsGroundIsRead() {
    for (Color ground : List.of(Color.BLACK, Color.BLUE, Color.GRAY, new Color(200, 30, 30))) {
      assertSeen(
          "white on " + ground,
          p -> {
            box(p, ground);
            p.setNonStrokingColor(Color.WHITE);
            other(p);
          });
    }
    assertSeen(
        "white on a round head",
        p -> {
          p.setNonStrokingColor(Color.DARK_GRAY);
          p.moveTo(70, 450);
          p.curveTo(55, 450, 55, 480, 70, 480);
          p.lineTo(250, 480);
          p.curveTo(265, 480, 265, 450, 250, 450);
          p.closePath();
          p.fill();
          p.setNonStrokingColor(Color.WHITE);
          other(p);
        });
    assertSeen(
        "white on a thick line",
        p -> {
          p.setLineWidth(24);
          p.moveTo(60, 463);
          p.lineTo(260, 463);
          p.stroke();
          p.setNonStrokingColor(Color.WHITE);
          other(p);
        });
    for (Color ink : List.of(Color.LIGHT_GRAY, Color.YELLOW, Color.RED, new Color(120, 120, 120))) {
      assertSeen(
          ink + " on paper",
          p -> {
            p.setNonStrokingColor(ink);
            other(p);
          });
    }
    assertSeen(
        "on a yellow mark",
        p -> {
          box(p, Color.YELLOW);
          p.setNonStrokingColor(Color.BLACK);
          other(p);
        });
    assertSeen(
        "black, in a frame",
        p -> {
          other(p);
          p.addRect(60, 450, 200, 26);
          p.stroke();
        });
  }

  @Test
  void transparentTextIsNotRead() {
    assertInvisible(
        "opacity 0",
        p -> {
          p.setGraphicsStateParameters(alpha(0));
          other(p);
        });
    assertSeen(
        "half transparent",
        p -> {
          p.setGraphicsStateParameters(alpha(0.5f));
          other(p);
        });
    assertInvisible("in a group of opacity 0", p -> group(p, 0));
    assertSeen("in a group of opacity 0.5", p -> group(p, 0.5f));
    assertSeen(
        "a form after opacity 0",
        p -> {
          p.saveGraphicsState();
          p.setGraphicsStateParameters(alpha(0));
          p.restoreGraphicsState();
          other(p);
        });
  }

  private static void group(PDPageContentStream page, float opacity) throws IOException {
    var document = new org.apache.pdfbox.pdmodel.PDDocument();
    PDTransparencyGroup group = new PDTransparencyGroup(document);
    var attributes = new org.apache.pdfbox.cos.COSDictionary();
    attributes.setItem(COSName.S, COSName.TRANSPARENCY);
    group.getCOSObject().setItem(COSName.GROUP, attributes);
    group.setBBox(Pdfs.A4);
    PDResources resources = new PDResources();
    COSName font = resources.add(new PDType1Font(FontName.HELVETICA));
    group.setResources(resources);
    try (var out = group.getCOSObject().createOutputStream()) {
      String text = "BT /" + font.getName() + " 11 Tf 72 460 Td (" + OTHER + ") Tj ET";
      out.write(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
    page.setGraphicsStateParameters(alpha(opacity));
    page.drawForm(group);
  }

  @Test
  void textUnderALaterAreaIsNotRead() {
    assertInvisible(
        "black on black",
        p -> {
          other(p);
          box(p, Color.BLACK);
        });
    assertInvisible(
        "under white",
        p -> {
          other(p);
          box(p, Color.WHITE);
        });
    assertSeen(
        "beside an area",
        p -> {
          other(p);
          p.addRect(60, 430, 200, 20);
          p.fill();
        });
    assertSeen(
        "half under an area",
        p -> {
          other(p);
          p.setNonStrokingColor(Color.WHITE);
          p.addRect(60, 450, 200, 12);
          p.fill();
        });
    assertSeen(
        "under a mark",
        p -> {
          other(p);
          p.setGraphicsStateParameters(alpha(0.4f));
          box(p, Color.YELLOW);
        });
    assertSeen(
        "under a mark that multiplies",
        p -> {
          other(p);
          PDExtendedGraphicsState state = new PDExtendedGraphicsState();
          state.setBlendMode(BlendMode.MULTIPLY);
          p.setGraphicsStateParameters(state);
          box(p, Color.YELLOW);
        });
    assertSeen(
        "under an area that is clipped off",
        p -> {
          other(p);
          p.addRect(300, 300, 10, 10);
          p.clip();
          box(p, Color.WHITE);
        });
  }

  @Test
  void whatMayBeInvisibleCostsTheScore() throws IOException {
    var picture =
        new java.awt.image.BufferedImage(20, 20, java.awt.image.BufferedImage.TYPE_INT_RGB);
    byte[] pdf =
        Pdfs.document(
            d -> {
              var image = LosslessFactory.createFromImage(d, picture);
              Pdfs.page(
                  d,
                  Pdfs.A4,
                  p -> {
                    Pdfs.text(p, 72, 500, SEEN);
                    p.drawImage(image, 60, 450, 140, 26);
                    p.setNonStrokingColor(Color.WHITE);
                    other(p);
                  });
            });
    Document document = (Document) documents.read(pdf, "");
    assertEquals(SEEN, document.text());
    assertTrue(
        document
            .notRead()
            .contains(
                new NotAudited(
                    "text of a PDF that may be invisible", LETTERS, Unit.CHARACTERS, true)));
    assertDoubtful(
        "that clips what is drawn next",
        p -> {
          p.setRenderingMode(RenderingMode.NEITHER_CLIP);
          other(p);
        });
    assertDoubtful(
        "that multiplies",
        p -> {
          PDExtendedGraphicsState state = new PDExtendedGraphicsState();
          state.setBlendMode(BlendMode.MULTIPLY);
          box(p, Color.BLACK);
          p.setGraphicsStateParameters(state);
          p.setNonStrokingColor(Color.WHITE);
          other(p);
        });
  }

  @Test
  void textWithoutSizeIsNotRead() {
    assertInvisible(
        "half a point",
        p -> {
          p.transform(Matrix.getScaleInstance(0.04f, 0.04f));
          Pdfs.text(p, 1800, 11500, OTHER);
        });
    assertInvisible(
        "no width",
        p -> {
          p.setHorizontalScaling(1);
          other(p);
        });
  }

  @Test
  void textOutsideOfAClipOfAnyShapeIsNotRead() {
    assertInvisible(
        "a triangle",
        p -> {
          p.moveTo(300, 300);
          p.lineTo(400, 300);
          p.lineTo(350, 350);
          p.closePath();
          p.clip();
          other(p);
        });
    assertSeen(
        "in a circle",
        p -> {
          p.moveTo(0, 460);
          p.curveTo(0, 700, 400, 700, 400, 460);
          p.curveTo(400, 200, 0, 200, 0, 460);
          p.closePath();
          p.clip();
          other(p);
        });
  }

  /** All that follows is clipped to the shapes of letters. */
  @Test
  void textOutsideOfLettersThatClipIsNotRead() {
    byte[] pdf =
        Pdfs.document(
            d ->
                Pdfs.page(
                    d,
                    Pdfs.A4,
                    p -> {
                      p.setRenderingMode(RenderingMode.FILL_CLIP);
                      Pdfs.text(p, 72, 500, SEEN);
                      p.setRenderingMode(RenderingMode.FILL);
                      other(p);
                    }));
    assertEquals(SEEN, ((Document) documents.read(pdf, "")).text());
  }

  private static void line(PDPageContentStream page, float from, float y, float to, float width)
      throws IOException {
    page.setLineWidth(width);
    page.moveTo(from, y);
    page.lineTo(to, y);
    page.stroke();
  }

  @Test
  void struckOutTextIsNotRead() throws IOException {
    float end = 72 + new PDType1Font(FontName.HELVETICA).getStringWidth(OTHER) * 11 / 1000;
    String named = "struck-out text of a PDF";
    assertUnseen(
        "a line",
        named,
        true,
        p -> {
          other(p);
          line(p, 72, 463, end, 0.7f);
        });
    assertUnseen(
        "a flat area",
        named,
        true,
        p -> {
          p.addRect(71, 462.5f, end - 70, 0.8f);
          p.fill();
          other(p);
        });
    byte[] marked =
        Pdfs.document(
            d -> {
              PDPage page =
                  Pdfs.page(
                      d,
                      Pdfs.A4,
                      p -> {
                        Pdfs.text(p, 72, 500, SEEN);
                        other(p);
                      });
              PDAnnotationStrikeout strike = new PDAnnotationStrikeout();
              strike.setRectangle(new PDRectangle(72, 456, end - 72, 14));
              strike.setQuadPoints(new float[] {72, 470, end, 470, 72, 456, end, 456});
              page.getAnnotations().add(strike);
            });
    Document document = (Document) documents.read(marked, "");
    assertEquals(SEEN, document.text());
    assertEquals(
        List.of(new NotAudited(named, LETTERS, Unit.CHARACTERS, false)), document.notRead());
  }

  @Test
  void linesUnderAndBetweenTextStrikeNothingOut() throws IOException {
    float end = 72 + new PDType1Font(FontName.HELVETICA).getStringWidth(OTHER) * 11 / 1000;
    assertSeen(
        "underlined",
        p -> {
          other(p);
          line(p, 72, 458.5f, end, 0.7f);
        });
    assertSeen(
        "under a line of a table",
        p -> {
          other(p);
          line(p, 60, 471, 260, 0.5f);
          line(p, 60, 455, 260, 0.5f);
        });
    assertSeen(
        "a line across the page",
        p -> {
          other(p);
          line(p, 30, 463, 560, 0.5f);
        });
    assertSeen(
        "a white line",
        p -> {
          other(p);
          p.setStrokingColor(Color.WHITE);
          line(p, 72, 463, end, 0.5f);
        });
    assertSeen(
        "a line that is clipped off",
        p -> {
          other(p);
          p.addRect(300, 300, 10, 10);
          p.clip();
          line(p, 72, 463, end, 0.7f);
        });
    assertSeen(
        "a line under the ground of the text",
        p -> {
          line(p, 72, 463, end, 0.7f);
          box(p, Color.YELLOW);
          p.setNonStrokingColor(Color.BLACK);
          other(p);
        });
  }

  @Test
  void textOfAPageInLargerUnitsIsRead() {
    byte[] pdf =
        Pdfs.document(
            d ->
                Pdfs.page(
                        d,
                        new PDRectangle(60, 80),
                        p -> {
                          p.transform(Matrix.getScaleInstance(0.08f, 0.08f));
                          Pdfs.text(p, 72, 500, SEEN);
                        })
                    .setUserUnit(10));
    assertEquals(SEEN, ((Document) documents.read(pdf, "")).text());
  }

  private static Pdfs.Drawing turned(double degrees, float size, String text) {
    return p -> {
      p.beginText();
      p.setFont(new PDType1Font(FontName.HELVETICA), size);
      p.setTextMatrix(Matrix.getRotateInstance(Math.toRadians(degrees), 200, 300));
      p.showText(text);
      p.endText();
    };
  }

  @Test
  void textAcrossThePageIsNamed() {
    String named = "text across the page of a PDF";
    for (int degrees : new int[] {45, 90, 180, 270}) {
      assertUnseen(degrees + " degrees", named, false, turned(degrees, 11, OTHER));
    }
    assertUnseen(
        "mirrored",
        named,
        false,
        p -> {
          p.transform(new Matrix(-1, 0, 0, 1, 300, 0));
          other(p);
        });
    assertUnseen("a watermark", named, true, turned(45, 40, OTHER));
    assertEquals(
        SEEN + "\n" + OTHER,
        read(turned(3, 11, OTHER)).text().replace("\n\n", "\n"),
        "as crooked as a scan");
    // the number of a form in the margin
    assertUnseen(
        "in the margin",
        named,
        true,
        p -> {
          p.beginText();
          p.setFont(new PDType1Font(FontName.HELVETICA), 6);
          p.setTextMatrix(Matrix.getRotateInstance(Math.PI / 2, 20, 300));
          p.showText(OTHER);
          p.endText();
        });
  }

  @Test
  void aWatermarkOfEachPageCostsNothing() {
    byte[] pdf =
        Pdfs.document(
            d -> {
              for (int i = 0; i < 2; i++) {
                Pdfs.page(
                    d,
                    Pdfs.A4,
                    p -> {
                      Pdfs.text(p, 72, 500, SEEN);
                      turned(45, 8, "PRELIMINARY REPORT, NOT YET SIGNED BY A RADIOLOGIST").on(p);
                    });
              }
            });
    Document document = (Document) documents.read(pdf, "");
    assertEquals(
        List.of(new NotAudited("text across the page of a PDF", 88, Unit.CHARACTERS, false)),
        document.notRead());
  }

  /** A page on which one string of bytes is shown in a font that the file does not contain. */
  private String shown(PDFont font, String bytes) {
    byte[] pdf =
        Pdfs.document(
            d -> {
              PDPage page = new PDPage();
              d.addPage(page);
              PDResources resources = new PDResources();
              COSName name = resources.add(font);
              page.setResources(resources);
              var stream = new org.apache.pdfbox.pdmodel.common.PDStream(d);
              try (var out = stream.createOutputStream()) {
                out.write(
                    ("BT /" + name.getName() + " 12 Tf 72 500 Td (Size ) Tj <" + bytes + "> Tj ET")
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
              }
              page.setContents(stream);
            });
    return ((Document) documents.read(pdf, "")).text();
  }

  private static PDTrueTypeFont trueType(String name, boolean symbolic) throws IOException {
    var dictionary = new org.apache.pdfbox.cos.COSDictionary();
    dictionary.setItem(COSName.TYPE, COSName.FONT);
    dictionary.setItem(COSName.SUBTYPE, COSName.TRUE_TYPE);
    dictionary.setName(COSName.BASE_FONT, name);
    var descriptor = new org.apache.pdfbox.cos.COSDictionary();
    descriptor.setItem(COSName.TYPE, COSName.FONT_DESC);
    descriptor.setName(COSName.FONT_NAME, name);
    descriptor.setInt(COSName.FLAGS, symbolic ? 4 : 32);
    dictionary.setItem(COSName.FONT_DESC, descriptor);
    dictionary.setInt(COSName.FIRST_CHAR, 0);
    COSArray widths = new COSArray();
    for (int i = 0; i < 256; i++) {
      widths.add(new COSFloat(500));
    }
    dictionary.setItem(COSName.WIDTHS, widths);
    org.apache.pdfbox.pdmodel.font.FontMappers.set(new BuiltInFonts());
    return new PDTrueTypeFont(dictionary);
  }

  private static COSArray numbers(float... values) {
    COSArray array = new COSArray();
    array.setFloatArray(values);
    return array;
  }

  /**
   * Letters that are drawn by operators; the scale of such a font is its own, and it is mirrored.
   */
  @Test
  void aFontWithAScaleOfItsOwnIsRead() throws IOException {
    var font = new org.apache.pdfbox.cos.COSDictionary();
    font.setItem(COSName.TYPE, COSName.FONT);
    font.setItem(COSName.SUBTYPE, COSName.TYPE3);
    font.setItem(COSName.FONT_MATRIX, numbers(1, 0, 0, -1, 0, 0));
    font.setItem(COSName.FONT_BBOX, numbers(0, 0, 30, 30));
    font.setInt(COSName.FIRST_CHAR, 'A');
    font.setInt(COSName.LAST_CHAR, 'A');
    font.setItem(COSName.WIDTHS, numbers(30));
    var letters = new org.apache.pdfbox.cos.COSDictionary();
    var shape = new org.apache.pdfbox.cos.COSStream();
    try (var out = shape.createOutputStream()) {
      out.write(
          "30 0 0 0 30 30 d1 0 0 25 25 re f".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
    letters.setItem(COSName.A, shape);
    font.setItem(COSName.CHAR_PROCS, letters);
    COSArray differences = new COSArray();
    differences.add(org.apache.pdfbox.cos.COSInteger.get('A'));
    differences.add(COSName.A);
    var encoding = new org.apache.pdfbox.cos.COSDictionary();
    encoding.setItem(COSName.DIFFERENCES, differences);
    font.setItem(COSName.ENCODING, encoding);
    byte[] pdf =
        Pdfs.document(
            d -> {
              PDPage page = new PDPage();
              d.addPage(page);
              PDResources resources = new PDResources();
              var fonts = new org.apache.pdfbox.cos.COSDictionary();
              fonts.setItem(COSName.getPDFName("T"), font);
              resources.getCOSObject().setItem(COSName.FONT, fonts);
              page.setResources(resources);
              var stream = new org.apache.pdfbox.pdmodel.common.PDStream(d);
              try (var out = stream.createOutputStream()) {
                out.write(
                    "BT /T 0.24 Tf 1 0 0 -1 72 500 Tm (AA) Tj ET"
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
              }
              page.setContents(stream);
            });
    assertEquals("AA", ((Document) documents.read(pdf, "")).text());
  }

  @Test
  void lettersOfFontsOfSymbolsAreRead() throws IOException {
    for (String name : List.of("Symbol", "SymbolMT", "ABCDEF+SymbolMT", "Symbol,Bold")) {
      assertTrue(shown(trueType(name, true), "B3A3B1B7").endsWith("≥≤±•"), name);
    }
    assertTrue(shown(new PDType1Font(FontName.SYMBOL), "B3A3B16D").endsWith("≥≤±µ"));
    assertTrue(shown(new PDType1Font(FontName.ZAPF_DINGBATS), "6C33").endsWith("●✓"));
    assertTrue(shown(trueType("Wingdings-Regular", true), "A7FC").endsWith("▪✓"));
    assertEquals("Size A", shown(trueType("Arial", false), "41"), "a text font");
  }
}
