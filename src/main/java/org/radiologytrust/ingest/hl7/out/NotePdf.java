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
 * Texts as a PDF, a paragraph each, in the font that comes with PDFBox. The same texts give the
 * same bytes, since a message that is tried again must be the same.
 *
 * @param bytes the file
 * @param whole false if characters were replaced: those that the font lacks, and those of scripts
 *     that run from right to left, which it would show in the wrong order
 */
record NotePdf(byte[] bytes, boolean whole) {
  private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
  private static final PDRectangle PAPER = PDRectangle.A4;
  private static final float MARGIN = 50;
  private static final float SIZE = 10;
  private static final float LINE = 13;
  private static final float BETWEEN = 6;
  private static final float WIDTH = PAPER.getWidth() - 2 * MARGIN;

  static NotePdf of(List<String> paragraphs) {
    try (PDDocument document = new PDDocument();
        InputStream file = PDDocument.class.getResourceAsStream(FONT);
        TrueTypeFont letters = new TTFParser().parse(new RandomAccessReadBuffer(file))) {
      // otherwise it is made of the time
      document.setDocumentId(0L);
      CmapLookup known = letters.getUnicodeCmapLookup();
      List<String> shown = paragraphs.stream().map(text -> shown(text, known)).toList();
      boolean whole =
          paragraphs.stream()
              .flatMapToInt(String::codePoints)
              .allMatch(c -> Character.isISOControl(c) || has(known, c));
      write(document, PDType0Font.load(document, letters, true), shown);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      document.save(bytes);
      return new NotePdf(bytes.toByteArray(), whole);
    } catch (IOException e) {
      throw new UncheckedIOException("the note cannot be written as a PDF", e);
    }
  }

  private static String shown(String text, CmapLookup known) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .map(c -> Character.isISOControl(c) ? ' ' : has(known, c) ? c : '?')
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }

  private static boolean has(CmapLookup known, int character) {
    byte direction = Character.getDirectionality(character);
    return known.getGlyphId(character) != 0
        && direction != Character.DIRECTIONALITY_RIGHT_TO_LEFT
        && direction != Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
  }

  private static void write(PDDocument document, PDFont font, List<String> paragraphs)
      throws IOException {
    PDPageContentStream page = null;
    float height = 0;
    for (String paragraph : paragraphs) {
      for (String line : lines(font, paragraph)) {
        if (page == null || height < MARGIN) {
          close(page);
          page = opened(document, font);
          height = PAPER.getHeight() - MARGIN;
        }
        page.beginText();
        page.newLineAtOffset(MARGIN, height);
        page.showText(line);
        page.endText();
        height -= LINE;
      }
      height -= BETWEEN;
    }
    close(page);
  }

  private static PDPageContentStream opened(PDDocument document, PDFont font) throws IOException {
    PDPage page = new PDPage(PAPER);
    document.addPage(page);
    PDPageContentStream content = new PDPageContentStream(document, page);
    content.setFont(font, SIZE);
    return content;
  }

  private static void close(@Nullable PDPageContentStream page) throws IOException {
    if (page != null) {
      page.close();
    }
  }

  /**
   * The lines of a paragraph, broken between words, and within a word that is wider than a line.
   */
  private static List<String> lines(PDFont font, String paragraph) throws IOException {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : words(font, paragraph)) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && width(font, longer) > WIDTH) {
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

  private static List<String> words(PDFont font, String paragraph) throws IOException {
    List<String> words = new ArrayList<>();
    for (String word : paragraph.strip().split(" +")) {
      StringBuilder part = new StringBuilder();
      for (int character : word.codePoints().toArray()) {
        if (width(font, part + Character.toString(character)) > WIDTH) {
          words.add(part.toString());
          part.setLength(0);
        }
        part.appendCodePoint(character);
      }
      words.add(part.toString());
    }
    return words;
  }

  private static float width(PDFont font, String text) throws IOException {
    return font.getStringWidth(text) / 1000 * SIZE;
  }
}
