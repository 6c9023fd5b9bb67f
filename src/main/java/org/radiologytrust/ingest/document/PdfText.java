package org.radiologytrust.ingest.document;

import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
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
import org.apache.pdfbox.pdmodel.documentinterchange.markedcontent.PDPropertyList;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.form.PDTransparencyGroup;
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

  private PDRectangle crop = new PDRectangle();
  private @Nullable HiddenLayers layers;
  private PathRectangle path = new PathRectangle();

  /** How many marked contents are open. */
  private int marked;

  /** How many of them began outside the form that is drawn, so that it cannot end them. */
  private int markedOutside;

  /** Which of them began a hidden layer; 0 if none did. */
  private int hiddenFrom;

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
    layers = new HiddenLayers(document, deadline);
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
    crop = page.getCropBox();
    path = new PathRectangle();
    marked = 0;
    markedOutside = 0;
    hiddenFrom = 0;
    frame =
        new PageFrame(
            getCurrentPageNo(), page.getRotation() % 360, crop.getWidth(), crop.getHeight());
    lastBottom = Float.NaN;
    super.processPage(page);
  }

  @Override
  protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
    deadline.check();
    mark(operator.getName(), operands);
    super.processOperator(operator, operands);
    path.take(operator.getName(), operands, getGraphicsState().getCurrentTransformationMatrix())
        .ifPresent(getGraphicsState()::intersectClippingPath);
  }

  /** Follows where hidden layers begin and end. */
  private void mark(String operator, List<COSBase> operands) throws IOException {
    switch (operator) {
      case "BMC" -> marked++;
      case "BDC" -> {
        marked++;
        if (hiddenFrom == 0 && isHidden(operands)) {
          hiddenFrom = marked;
        }
      }
      case "EMC" -> {
        if (marked > markedOutside) {
          hiddenFrom = hiddenFrom == marked ? 0 : hiddenFrom;
          marked--;
        }
      }
      default -> {}
    }
  }

  private boolean isHidden(List<COSBase> operands) {
    return operands.size() > 1
        && COSName.OC.equals(operands.get(0))
        && operands.get(1) instanceof COSName name
        && isHidden(getResources().getProperties(name));
  }

  private boolean isHidden(@Nullable PDPropertyList layer) {
    return layers != null && layers.hide(layer);
  }

  @Override
  public void showForm(PDFormXObject form) throws IOException {
    show(form, () -> super.showForm(form));
  }

  @Override
  public void showTransparencyGroup(PDTransparencyGroup group) throws IOException {
    show(group, () -> super.showTransparencyGroup(group));
  }

  /** Draws contents of their own. */
  @FunctionalInterface
  private interface Drawing {
    void draw() throws IOException;
  }

  private void show(PDFormXObject form, Drawing contents) throws IOException {
    int outerMarked = marked;
    int outerOutside = markedOutside;
    int outerHidden = hiddenFrom;
    PathRectangle outerPath = path;
    path = new PathRectangle();
    markedOutside = ++marked;
    if (hiddenFrom == 0 && isHidden(form.getOptionalContent())) {
      hiddenFrom = marked;
    }
    try {
      contents.draw();
    } finally {
      marked = outerMarked;
      markedOutside = outerOutside;
      hiddenFrom = outerHidden;
      path = outerPath;
    }
  }

  /** Leaves out what the tag says about the text (ActualText): the glyphs are what is seen. */
  @Override
  public void beginMarkedContentSequence(COSName tag, @Nullable COSDictionary properties) {}

  @Override
  public void endMarkedContentSequence() {}

  @Override
  protected void processTextPosition(TextPosition character) {
    deadline.check();
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
    return hiddenFrom == 0
        && mode != RenderingMode.NEITHER
        && mode != RenderingMode.NEITHER_CLIP
        && frame.shows(frame.area(character), PageFrame.size(character))
        && !isClipped(character);
  }

  private boolean isClipped(TextPosition character) {
    Point2D middle = PageFrame.middle(character);
    double x = middle.getX() + crop.getLowerLeftX();
    double y = middle.getY() + crop.getLowerLeftY();
    for (Path2D clip : getGraphicsState().getCurrentClippingPaths()) {
      if (!clip.contains(x, y)) {
        return true;
      }
    }
    return false;
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
