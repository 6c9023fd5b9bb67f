package org.radiologytrust.ingest.hl7.out;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.jspecify.annotations.Nullable;

/**
 * A PDF of A4 pages, written from top to bottom in the font that comes with PDFBox. The same calls
 * give the same bytes. For one thread.
 */
final class PdfPaper implements AutoCloseable {
  private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
  private static final PDRectangle PAPER = PDRectangle.A4;
  private static final float MARGIN = 50;
  private static final float LINE = 1.3f;
  private static final float BETWEEN = 6;
  private static final float WIDTH = PAPER.getWidth() - 2 * MARGIN;
  private static final float SIZE = 10;

  private final PDDocument document = new PDDocument();
  private final TrueTypeFont letters;
  private final CmapLookup known;
  private final PDFont font;
  private @Nullable PDPageContentStream page;
  private float height;
  private boolean whole = true;

  PdfPaper() {
    try (InputStream file = PDDocument.class.getResourceAsStream(FONT)) {
      // otherwise it is made of the time
      document.setDocumentId(0L);
      letters = new TTFParser().parse(new RandomAccessReadBuffer(file));
      known = letters.getUnicodeCmapLookup();
      font = PDType0Font.load(document, letters, true);
    } catch (IOException e) {
      throw fault(e);
    }
  }

  private static UncheckedIOException fault(IOException e) {
    return new UncheckedIOException("the PDF cannot be written", e);
  }

  void paragraph(String text) {
    try {
      for (String line : lines(shown(text))) {
        write(line);
        height -= LINE * SIZE;
      }
      height -= BETWEEN;
    } catch (IOException e) {
      throw fault(e);
    }
  }

  /** Begins a page if there is none, or no room for the line. */
  private void write(String line) throws IOException {
    if (page == null || height < MARGIN) {
      endPage();
      PDPage next = new PDPage(PAPER);
      document.addPage(next);
      page = new PDPageContentStream(document, next);
      height = PAPER.getHeight() - MARGIN;
    }
    page.setFont(font, SIZE);
    page.beginText();
    page.newLineAtOffset(MARGIN, height);
    page.showText(line);
    page.endText();
  }

  private void endPage() throws IOException {
    if (page != null) {
      page.close();
    }
  }

  /** Ends the file. */
  byte[] bytes() {
    try {
      endPage();
      page = null;
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      document.save(bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw fault(e);
    }
  }

  /**
   * False if characters were replaced: those that the font lacks, and those of scripts that run
   * from right to left, which it would show in the wrong order.
   */
  boolean whole() {
    return whole;
  }

  private String shown(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .map(
            c -> {
              if (Character.isISOControl(c)) {
                return ' ';
              }
              if (has(c)) {
                return c;
              }
              whole = false;
              return '?';
            })
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }

  private boolean has(int character) {
    byte direction = Character.getDirectionality(character);
    return known.getGlyphId(character) != 0
        && direction != Character.DIRECTIONALITY_RIGHT_TO_LEFT
        && direction != Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
  }

  /** The lines of a text, broken between words, and within a word that is wider than a line. */
  private List<String> lines(String text) throws IOException {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : words(text)) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && width(longer) > WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
        line.append(word);
      } else {
        line.setLength(0);
        line.append(longer);
      }
    }
    if (!line.isEmpty()) {
      lines.add(line.toString());
    }
    return lines;
  }

  private List<String> words(String text) throws IOException {
    List<String> words = new ArrayList<>();
    for (String word : text.strip().split(" +")) {
      StringBuilder part = new StringBuilder();
      for (int character : word.codePoints().toArray()) {
        if (width(part + Character.toString(character)) > WIDTH) {
          words.add(part.toString());
          part.setLength(0);
        }
        part.appendCodePoint(character);
      }
      words.add(part.toString());
    }
    return words;
  }

  private float width(String text) throws IOException {
    return font.getStringWidth(text) / 1000 * SIZE;
  }

  @Override
  public void close() {
    try {
      endPage();
      letters.close();
      document.close();
    } catch (IOException e) {
      throw fault(e);
    }
  }
}
