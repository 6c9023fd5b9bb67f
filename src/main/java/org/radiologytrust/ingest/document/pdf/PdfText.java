package org.radiologytrust.ingest.document.pdf;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.text.TextPosition;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.document.Deadline;
import org.radiologytrust.ingest.document.Document;
import org.radiologytrust.ingest.document.DocumentLimits;
import org.radiologytrust.ingest.document.Lines;
import org.radiologytrust.ingest.document.pdf.PageFrame.Area;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Span;

/** Reads the text of a PDF that a person sees, with the place of each word. */
final class PdfText extends SeenText {
  /** A gap of more than this between two lines, in font sizes, is an empty line. */
  private static final float GAP = 1.8f;

  private final PDDocument document;
  private final Lines lines;

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

  PdfText(PDDocument document, DocumentLimits limits, Deadline deadline) {
    super(document, limits, deadline);
    this.document = document;
    this.lines = new Lines(limits.maxText());
  }

  /** Reads the document. */
  void read() throws IOException {
    writeText(document, Writer.nullWriter());
  }

  /** The lines that were read. */
  List<Document.Line> lines() {
    return lines.list();
  }

  /** The parts of the document that were not read. */
  List<NotAudited> notRead() {
    List<NotAudited> parts = new ArrayList<>(unread().parts());
    parts.addAll(annotations().parts());
    parts.addAll(pictures().parts());
    return parts;
  }

  @Override
  public void processPage(PDPage page) throws IOException {
    lastBottom = Float.NaN;
    super.processPage(page);
  }

  @Override
  protected void writeString(String text, List<TextPosition> positions) {
    StringBuilder shown = new StringBuilder();
    positions.forEach(p -> shown.append(p.getUnicode()));
    if (shown.toString().equals(text)) {
      for (TextPosition position : positions) {
        write(position.getUnicode(), frame().area(position));
      }
    } else {
      // letters were put together or turned round: only the whole has a place
      positions.stream().map(frame()::area).reduce(Area::and).ifPresent(area -> write(text, area));
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
          new Document.Place(
              Span.of(line.toString(), wordStart, line.length()), frame().box(word)));
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
