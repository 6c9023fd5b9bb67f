package org.radiologytrust.pdf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
public final class PdfPaper implements AutoCloseable {
  private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
  private static final PDRectangle PAPER = PDRectangle.A4;
  private static final float MARGIN = 50;
  private static final float LINE = 1.3f;
  private static final float BETWEEN = 6;
  private static final float GAP = 6;
  private static final float WIDTH = PAPER.getWidth() - 2 * MARGIN;
  private static final float TEXT = 10;
  private static final float HEADING = 13;
  private static final float CELL = 8;

  private final PDDocument document = new PDDocument();
  private final TrueTypeFont letters;
  private final CmapLookup known;
  private final PDFont font;
  private @Nullable PDPageContentStream page;
  private float height;
  private boolean whole = true;

  public PdfPaper() {
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

  /** The title of the document, or of a part. */
  public void heading(String text) {
    height -= BETWEEN;
    write(text, HEADING);
  }

  public void paragraph(String text) {
    write(text, TEXT);
  }

  private void write(String text, float size) {
    try {
      for (String line : lines(shown(text), size, WIDTH)) {
        place(size);
        put(line, size, MARGIN);
        height -= LINE * size;
      }
      height -= BETWEEN;
    } catch (IOException e) {
      throw fault(e);
    }
  }

  /**
   * A table. A cell that is too wide goes on in the next line.
   *
   * @param shares how wide the columns are, relative to one another
   * @param rows the head first; each has as many cells as there are shares
   */
  public void table(List<Integer> shares, List<List<String>> rows) {
    try {
      float unit = WIDTH / shares.stream().mapToInt(Integer::intValue).sum();
      for (int i = 0; i < rows.size(); i++) {
        row(shares, unit, rows.get(i));
        if (i == 0) {
          rule();
        }
      }
      height -= BETWEEN;
    } catch (IOException e) {
      throw fault(e);
    }
  }

  private void row(List<Integer> shares, float unit, List<String> row) throws IOException {
    List<List<String>> cells = new ArrayList<>();
    int most = 1;
    for (int i = 0; i < row.size(); i++) {
      cells.add(lines(shown(row.get(i)), CELL, shares.get(i) * unit - GAP));
      most = Math.max(most, cells.get(i).size());
    }
    for (int line = 0; line < most; line++) {
      place(CELL);
      float left = MARGIN;
      for (int i = 0; i < cells.size(); i++) {
        if (line < cells.get(i).size()) {
          put(cells.get(i).get(line), CELL, left);
        }
        left += shares.get(i) * unit;
      }
      height -= LINE * CELL;
    }
  }

  private void rule() throws IOException {
    float y = height + CELL - 2;
    content().moveTo(MARGIN, y);
    content().lineTo(MARGIN + WIDTH, y);
    content().setLineWidth(0.5f);
    content().stroke();
    height -= 2;
  }

  /** Begins a page if there is none, or no room for a line. */
  private void place(float size) throws IOException {
    if (page == null || height < MARGIN) {
      endPage();
      PDPage next = new PDPage(PAPER);
      document.addPage(next);
      page = new PDPageContentStream(document, next);
      height = PAPER.getHeight() - MARGIN;
    }
    content().setFont(font, size);
  }

  private PDPageContentStream content() {
    return Objects.requireNonNull(page);
  }

  private void put(String line, float size, float left) throws IOException {
    content().beginText();
    content().newLineAtOffset(left, height);
    content().showText(line);
    content().endText();
  }

  private void endPage() throws IOException {
    if (page != null) {
      page.close();
    }
  }

  /** Ends the file. */
  public byte[] bytes() {
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
  public boolean whole() {
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
  private List<String> lines(String text, float size, float most) throws IOException {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : words(text, size, most)) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && width(longer, size) > most) {
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

  private List<String> words(String text, float size, float most) throws IOException {
    List<String> words = new ArrayList<>();
    for (String word : text.strip().split(" +")) {
      StringBuilder part = new StringBuilder();
      for (int character : word.codePoints().toArray()) {
        if (width(part + Character.toString(character), size) > most) {
          words.add(part.toString());
          part.setLength(0);
        }
        part.appendCodePoint(character);
      }
      words.add(part.toString());
    }
    return words;
  }

  private float width(String text, float size) throws IOException {
    return font.getStringWidth(text) / 1000 * size;
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
