package org.radiologytrust.ingest.document;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.document.PageFrame.Area;
import org.radiologytrust.model.Span;

/** Reads the text of a PDF with the place of each word. Text that nobody sees is only counted. */
final class PdfText extends PDFTextStripper {
  /** A gap of more than this between two lines, in font sizes, is an empty line. */
  private static final float GAP = 1.8f;

  private final Lines lines;
  private final int maxPages;
  private final int maxCharacters;
  private final Deadline deadline;
  private PageFrame frame = new PageFrame(1, 0, 0, 0);
  private int pages;
  private int characters;
  private int hidden;

  // the line that is being written
  private final List<Document.Place> places = new ArrayList<>();
  private final StringBuilder line = new StringBuilder();
  private @Nullable Area word;
  private int wordStart;
  private boolean separated;

  // the line before it on the same page
  private float lastBottom = Float.NaN;
  private float top = Float.NaN;
  private float bottom = Float.NaN;

  PdfText(DocumentLimits limits, Deadline deadline) {
    this.lines = new Lines(limits.maxText());
    this.maxPages = limits.maxPages();
    this.maxCharacters = 4 * limits.maxText();
    this.deadline = deadline;
    setShouldSeparateByBeads(false);
  }

  /** Reads a document. */
  void read(PDDocument document) throws IOException {
    writeText(document, Writer.nullWriter());
  }

  /** The lines that were read. */
  List<Document.Line> lines() {
    return lines.list();
  }

  /** The number of characters that nobody sees. */
  int hidden() {
    return hidden;
  }

  @Override
  public void processPage(PDPage page) throws IOException {
    deadline.check();
    if (++pages > maxPages) {
      throw new UnreadableException(Unreadable.Reason.TOO_MANY_PAGES);
    }
    PDRectangle crop = page.getCropBox();
    frame =
        new PageFrame(
            getCurrentPageNo(), page.getRotation() % 360, crop.getWidth(), crop.getHeight());
    lastBottom = Float.NaN;
    super.processPage(page);
  }

  @Override
  protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
    deadline.check();
    super.processOperator(operator, operands);
  }

  /** Leaves out what the tag says about the text (ActualText): the glyphs are what is seen. */
  @Override
  public void beginMarkedContentSequence(COSName tag, @Nullable COSDictionary properties) {}

  @Override
  public void endMarkedContentSequence() {}

  @Override
  protected void processTextPosition(TextPosition character) {
    if (++characters > maxCharacters) {
      throw new UnreadableException(Unreadable.Reason.TOO_MUCH_TEXT);
    }
    if (isSeen(character)) {
      super.processTextPosition(character);
    } else if (!character.getUnicode().isBlank()) {
      hidden++;
    }
  }

  private boolean isSeen(TextPosition character) {
    RenderingMode mode = getGraphicsState().getTextState().getRenderingMode();
    return mode != RenderingMode.NEITHER
        && mode != RenderingMode.NEITHER_CLIP
        && frame.shows(frame.area(character), PageFrame.size(character));
  }

  @Override
  protected void writeString(String text, List<TextPosition> positions) {
    StringBuilder shown = new StringBuilder();
    positions.forEach(p -> shown.append(p.getUnicode()));
    if (shown.toString().equals(text)) {
      for (TextPosition position : positions) {
        write(position.getUnicode(), frame.area(position));
      }
    } else {
      // letters were put together or turned round: only the whole has a place
      positions.stream().map(frame::area).reduce(Area::and).ifPresent(area -> write(text, area));
    }
  }

  private void write(String text, Area area) {
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c == 0 || c == '\ufeff') {
        continue;
      } else if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
        separated = true;
        continue;
      }
      if (separated && !line.isEmpty()) {
        endWord();
        line.append(' ');
      }
      separated = false;
      if (word == null) {
        wordStart = line.length();
        word = area;
      } else {
        word = word.and(area);
      }
      line.appendCodePoint(c);
      top = Float.isNaN(top) ? area.top() : Math.min(top, area.top());
      bottom = Float.isNaN(bottom) ? area.bottom() : Math.max(bottom, area.bottom());
    }
  }

  @Override
  protected void writeWordSeparator() {
    separated = true;
  }

  @Override
  protected void writeLineSeparator() {
    endLine();
  }

  @Override
  protected void endArticle() {
    endLine();
  }

  private void endWord() {
    if (word != null) {
      places.add(
          new Document.Place(Span.of(line.toString(), wordStart, line.length()), frame.box(word)));
      word = null;
    }
  }

  private void endLine() {
    endWord();
    separated = false;
    if (line.isEmpty()) {
      return;
    }
    float size = bottom - top;
    if (!Float.isNaN(lastBottom) && bottom - lastBottom > GAP * size) {
      lines.add(new Document.Line(""));
    }
    lines.add(new Document.Line(line.toString(), places, null));
    lastBottom = bottom;
    line.setLength(0);
    places.clear();
    top = Float.NaN;
    bottom = Float.NaN;
  }
}
