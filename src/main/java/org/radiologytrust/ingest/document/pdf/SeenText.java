package org.radiologytrust.ingest.document.pdf;

import java.awt.BasicStroke;
import java.awt.Shape;
import java.awt.geom.GeneralPath;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.contentstream.operator.MissingOperandException;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.contentstream.operator.state.EmptyGraphicsStackException;
import org.apache.pdfbox.contentstream.operator.state.SetLineCapStyle;
import org.apache.pdfbox.contentstream.operator.state.SetLineWidth;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageTree;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.documentinterchange.markedcontent.PDPropertyList;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDSimpleFont;
import org.apache.pdfbox.pdmodel.font.PDType3Font;
import org.apache.pdfbox.pdmodel.graphics.blend.BlendMode;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.form.PDTransparencyGroup;
import org.apache.pdfbox.pdmodel.graphics.state.PDGraphicsState;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.apache.pdfbox.util.Matrix;
import org.apache.pdfbox.util.Vector;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.document.Deadline;
import org.radiologytrust.ingest.document.DocumentLimits;
import org.radiologytrust.ingest.document.Unreadable;
import org.radiologytrust.ingest.document.UnreadableException;
import org.radiologytrust.ingest.document.pdf.PageFrame.Area;
import org.radiologytrust.ingest.document.pdf.PagePaint.Sight;
import org.radiologytrust.ingest.document.pdf.UnreadLetters.Kind;

/**
 * Draws the pages of a PDF in so far as it decides which letters a person sees, and hands these to
 * PDFBox's reader. All other letters, and pictures, are counted.
 */
abstract class SeenText extends PDFTextStripper {
  /** A person sees a letter whose colour differs by this from what is under it, from 0 to 1. */
  private static final float LEAST_CONTRAST = 0.08f;

  /** What is less transparent than this hides what is under it. */
  private static final double OPAQUE = 0.9;

  /** A line of at least this thickness, in points, is an area too. */
  private static final float THICK = 2.5f;

  /** More saved graphics states, one in another, are no page. */
  private static final int DEEPEST_STATE = 10_000;

  /** PDFBox leaves out forms in forms that are deeper than this. */
  private static final int DEEPEST_FORM = 50;

  /** A form counts each time it is drawn: ten forms that draw the next one ten times are a bomb. */
  private static final int MOST_FORMS = 20_000;

  private final DocumentLimits limits;
  private final Deadline deadline;
  private final PageInks inks = new PageInks();
  private final SymbolLetters symbols = new SymbolLetters();
  private final UnreadLetters unread = new UnreadLetters();
  private final PdfPictures pictures = new PdfPictures();
  private final PdfAnnotations annotations;
  private final HiddenLayers layers;

  /** The forms that are being drawn, one in another. */
  private final Set<COSBase> open = Collections.newSetFromMap(new IdentityHashMap<>());

  private int pages;
  private int forms;
  private int letters;
  private int lost;

  // the page that is read
  private PDRectangle crop = new PDRectangle();
  private PageFrame frame = new PageFrame(1, 0, 0, 0);
  private PagePaint paint = new PagePaint();
  private StruckText struck;
  private PageLetters shown;
  private PagePath path = new PagePath();

  /** How many letters of the page have a font that does not name them, also two in a row. */
  private int unknown;

  private boolean unknownBefore;
  private boolean unknownWords;

  /** Where the text stands to which all that follows is clipped; null if it is not. */
  private @Nullable Rectangle2D textClip;

  /** Whether the annotations of the page are drawn, and not its contents. */
  private boolean annotating;

  /** How opaque the groups are that are drawn, and whether that is known. */
  private double groupAlpha = 1;

  private boolean groupKnown = true;

  /** How many marked contents are open. */
  private int marked;

  /** How many of them began outside the form that is drawn, so that it cannot end them. */
  private int markedOutside;

  /** Which of them began a hidden layer; 0 if none did. */
  private int hiddenFrom;

  SeenText(PDDocument document, DocumentLimits limits, Deadline deadline) {
    this.limits = limits;
    this.deadline = deadline;
    this.layers = new HiddenLayers(document, deadline);
    this.annotations = new PdfAnnotations(document, deadline);
    this.struck = new StruckText(deadline);
    this.shown = new PageLetters(frame);
    setShouldSeparateByBeads(false);
    addOperator(new SetLineWidth(this));
    addOperator(new SetLineCapStyle(this));
  }

  /** The letters that were not read. */
  final UnreadLetters unread() {
    return unread;
  }

  /** The pictures. */
  final PdfPictures pictures() {
    return pictures;
  }

  /** The fields and annotations. */
  final PdfAnnotations annotations() {
    return annotations;
  }

  /** How many parts of the pages are missing or damaged. */
  final int lost() {
    return lost;
  }

  /** The page that is read. */
  final PageFrame frame() {
    return frame;
  }

  /** Also pages without contents, since they can have annotations. */
  @Override
  protected void processPages(PDPageTree all) throws IOException {
    for (PDPage page : all) {
      processPage(page);
    }
  }

  @Override
  public void processPage(PDPage page) throws IOException {
    deadline.check();
    if (++pages > limits.maxPages()) {
      throw new UnreadableException(Unreadable.Reason.TOO_MANY_PAGES);
    }
    crop = page.getCropBox();
    frame = new PageFrame(pages, page.getRotation() % 360, crop.getWidth(), crop.getHeight());
    paint = paint.next(crop);
    struck = new StruckText(deadline);
    shown = new PageLetters(frame);
    path = new PagePath();
    unknown = 0;
    unknownBefore = false;
    unknownWords = false;
    inks.reset();
    groupAlpha = 1;
    groupKnown = true;
    marked = 0;
    markedOutside = 0;
    hiddenFrom = 0;
    unread.begin();
    textClip = null;
    pictures.begin(pages);
    super.processPage(page);
  }

  @Override
  protected void writePage() throws IOException {
    annotate(getCurrentPage());
    for (PageLetters.Letter letter : shown.seen(paint, struck, unread)) {
      pictures.read(frame, letter.area());
      super.processTextPosition(letter.position());
    }
    unread.add(Kind.UNKNOWN, "?".repeat(unknown), !unknownWords);
    super.writePage();
  }

  private void annotate(PDPage page) throws IOException {
    annotating = true;
    hiddenFrom = 0;
    for (PDAnnotation annotation : page.getAnnotations()) {
      deadline.check();
      if (!PdfAnnotations.isShown(annotation) || isHidden(annotation.getOptionalContent())) {
        continue;
      }
      int before = annotations.letters();
      Runnable leave = inks.enter();
      try {
        showAnnotation(annotation);
      } finally {
        leave.run();
      }
      annotations.add(annotation, annotations.letters() > before);
      for (Rectangle2D area : PdfAnnotations.struckAreas(annotation)) {
        struck.marked(area(area));
      }
    }
    annotating = false;
  }

  @Override
  protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
    deadline.check();
    String name = operator.getName();
    mark(name, operands);
    COSDictionary resources = getResources().getCOSObject();
    inks.take(name, operands, resources.getCOSDictionary(COSName.COLORSPACE));
    switch (name) {
      case "Do" -> object(operands, resources);
      case "BI" -> inlineImage(operator);
      case "sh" -> shading(operands);
      default -> {}
    }
    super.processOperator(operator, operands);
    switch (name) {
      case "Tf" -> lose(getGraphicsState().getTextState().getFont() == null);
      case "BT" -> textClip = null;
      case "ET" -> clipToText();
      default -> {}
    }
    path.take(name, operands, getGraphicsState().getCurrentTransformationMatrix())
        .ifPresent(this::draw);
  }

  /** PDFBox goes on after some faults, without what it could not read. */
  @Override
  protected void operatorException(Operator operator, List<COSBase> operands, IOException e)
      throws IOException {
    boolean harmless =
        e instanceof MissingOperandException || e instanceof EmptyGraphicsStackException;
    lose(!harmless);
    super.operatorException(operator, operands, e);
  }

  private void lose(boolean part) {
    // what an annotation shows is only named
    lost += part && !annotating ? 1 : 0;
  }

  @Override
  public void saveGraphicsState() {
    if (getGraphicsStackSize() > DEEPEST_STATE) {
      throw new UnreadableException(Unreadable.Reason.TOO_DEEP);
    }
    super.saveGraphicsState();
    inks.save();
  }

  @Override
  public void restoreGraphicsState() {
    super.restoreGraphicsState();
    inks.restore();
  }

  // ---- layers and forms

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
    return layers.hide(layer);
  }

  @Override
  public void showForm(PDFormXObject form) throws IOException {
    show(form, () -> super.showForm(form));
  }

  @Override
  public void showTransparencyGroup(PDTransparencyGroup group) throws IOException {
    double outerAlpha = groupAlpha;
    boolean outerKnown = groupKnown;
    groupAlpha *= getGraphicsState().getNonStrokeAlphaConstant();
    groupKnown &= isPlain(getGraphicsState());
    try {
      show(group, () -> super.showTransparencyGroup(group));
    } finally {
      groupAlpha = outerAlpha;
      groupKnown = outerKnown;
    }
  }

  /** Draws contents of their own. */
  @FunctionalInterface
  private interface Drawing {
    void draw() throws IOException;
  }

  /** Viewers too leave out a form inside itself, so that none of its words is lost. */
  private void show(PDFormXObject form, Drawing contents) throws IOException {
    if (++forms > MOST_FORMS) {
      throw new UnreadableException(Unreadable.Reason.TOO_MANY_FORMS);
    } else if (!open.add(form.getCOSObject())) {
      lose(true);
      return;
    }
    try {
      showOnce(form, contents);
    } finally {
      open.remove(form.getCOSObject());
    }
  }

  private void showOnce(PDFormXObject form, Drawing contents) throws IOException {
    int outerMarked = marked;
    int outerOutside = markedOutside;
    int outerHidden = hiddenFrom;
    PagePath outerPath = path;
    Runnable leave = inks.enter();
    path = new PagePath();
    markedOutside = ++marked;
    if (hiddenFrom == 0 && isHidden(form.getOptionalContent())) {
      hiddenFrom = marked;
    }
    try {
      contents.draw();
    } finally {
      leave.run();
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

  // ---- paths and pictures

  private void draw(PagePath.Painted drawn) {
    if (hiddenFrom == 0 && drawn.filled()) {
      filled(drawn);
    }
    if (hiddenFrom == 0 && drawn.stroked()) {
      stroked(drawn);
    }
    if (drawn.clips()) {
      getGraphicsState().intersectClippingPath(drawn.shape());
    }
  }

  /** Annotations hide nothing: viewers show text through those that mark it. */
  private void paint(Shape shape, @Nullable Ink ink, boolean covers) {
    if (!annotating) {
      paint.fill(shape, ink, covers, getGraphicsState().getCurrentClippingPaths());
    }
  }

  private void filled(PagePath.Painted drawn) {
    PDGraphicsState state = getGraphicsState();
    double alpha = groupAlpha * state.getNonStrokeAlphaConstant();
    if (alpha < LEAST_CONTRAST) {
      return;
    }
    boolean opaque = alpha >= OPAQUE && groupKnown && isPlain(state);
    boolean solid = opaque && drawn.exact() && inks.pattern() == null;
    paint(drawn.shape(), solid ? inks.fill() : null, solid);
    tiles(drawn.shape());
    parts(drawn, 0, inks.fill());
  }

  private void stroked(PagePath.Painted drawn) {
    PDGraphicsState state = getGraphicsState();
    double alpha = groupAlpha * state.getAlphaConstant();
    if (alpha < LEAST_CONTRAST) {
      return;
    }
    float thickness = transformWidth(state.getLineWidth());
    if (thickness >= THICK) {
      boolean opaque = alpha >= OPAQUE && groupKnown && isPlain(state) && drawn.exact();
      Shape line =
          new BasicStroke(thickness, state.getLineCap(), BasicStroke.JOIN_BEVEL)
              .createStrokedShape(drawn.shape());
      paint(line, opaque ? inks.stroke() : null, opaque);
    }
    if (!drawn.filled()) {
      parts(drawn, thickness, inks.stroke());
    }
  }

  /** Takes what is drawn as lines through text, and as letters. */
  private void parts(PagePath.Painted drawn, float thickness, @Nullable Ink ink) {
    if (ink != null && ink.contrast(Ink.WHITE) < LEAST_CONTRAST) {
      return;
    }
    Rectangle2D limits = clip();
    for (PagePath.Part part : drawn.parts()) {
      Rectangle2D b = part.bounds();
      if (limits.contains(b.getCenterX(), b.getCenterY())) {
        Rectangle2D drawnOn =
            new Rectangle2D.Double(
                b.getX(), b.getY() - thickness / 2, b.getWidth(), b.getHeight() + thickness);
        Area area = area(drawnOn);
        struck.drawn(area, fromCrop(drawnOn), paint.last());
        pictures.shape(frame, part, area);
      }
    }
  }

  /** A tile of a pattern that can have words is a picture. */
  private void tiles(Shape shape) {
    COSName name = inks.pattern();
    COSDictionary patterns = getResources().getCOSObject().getCOSDictionary(COSName.PATTERN);
    if (name == null
        || patterns == null
        || !(patterns.getDictionaryObject(name) instanceof COSStream tile)) {
      return;
    }
    COSDictionary resources = tile.getCOSDictionary(COSName.RESOURCES);
    if (resources != null
        && (resources.containsKey(COSName.FONT) || resources.containsKey(COSName.XOBJECT))) {
      int dots = Integer.MAX_VALUE;
      pictures.picture(frame, tile, dots, dots, visible(shape.getBounds2D()));
    }
  }

  private void object(List<COSBase> operands, COSDictionary resources) {
    if (operands.isEmpty() || !(operands.get(0) instanceof COSName name)) {
      return;
    }
    COSDictionary objects = resources.getCOSDictionary(COSName.XOBJECT);
    COSBase object = objects == null ? null : objects.getDictionaryObject(name);
    if (!(object instanceof COSStream stream) || getLevel() >= DEEPEST_FORM) {
      lose(true);
    } else if (COSName.IMAGE.equals(stream.getCOSName(COSName.SUBTYPE))) {
      int width = stream.getInt(COSName.WIDTH);
      int height = stream.getInt(COSName.HEIGHT);
      // unpacking it for a hash would cost much; without a filter, all of one size are as long
      Object key =
          stream.containsKey(COSName.FILTER) ? List.of(width, height, stream.getLength()) : stream;
      boolean masked =
          stream.containsKey(COSName.SMASK)
              || stream.containsKey(COSName.MASK)
              || stream.getBoolean(COSName.IMAGE_MASK, false)
              || stream.getInt("SMaskInData", 0) > 0;
      image(key, width, height, masked);
    }
  }

  private void inlineImage(Operator operator) {
    COSDictionary image = operator.getImageParameters();
    byte[] data = operator.getImageData();
    if (image != null && data != null) {
      int width = image.getInt(COSName.W, COSName.WIDTH, 0);
      int height = image.getInt(COSName.H, COSName.HEIGHT, 0);
      boolean masked = image.getBoolean(COSName.IM, COSName.IMAGE_MASK, false);
      image(List.of(width, height, Arrays.hashCode(data)), width, height, masked);
    }
  }

  private void image(Object key, int width, int height, boolean masked) {
    if (hiddenFrom > 0) {
      return;
    }
    PDGraphicsState state = getGraphicsState();
    GeneralPath square = new PDRectangle(1, 1).transform(state.getCurrentTransformationMatrix());
    boolean opaque =
        !masked
            && groupKnown
            && isPlain(state)
            && groupAlpha * state.getNonStrokeAlphaConstant() >= OPAQUE;
    paint(square, null, opaque);
    pictures.picture(frame, key, width, height, visible(square.getBounds2D()));
  }

  private void shading(List<COSBase> operands) {
    COSDictionary shadings = getResources().getCOSObject().getCOSDictionary(COSName.SHADING);
    if (hiddenFrom == 0
        && shadings != null
        && !operands.isEmpty()
        && operands.get(0) instanceof COSName) {
      paint(clip(), null, false);
    }
  }

  /** The part of an area of the page that the clips leave. */
  private Area visible(Rectangle2D bounds) {
    Rectangle2D rest = bounds.createIntersection(clip());
    return rest.isEmpty() ? new Area(0, 0, 0, 0) : area(rest);
  }

  /** The rectangle around what the clips leave of the page. */
  private Rectangle2D clip() {
    Rectangle2D limits =
        new Rectangle2D.Float(
            crop.getLowerLeftX(), crop.getLowerLeftY(), crop.getWidth(), crop.getHeight());
    for (Path2D clip : getGraphicsState().getCurrentClippingPaths()) {
      deadline.check();
      Rectangle2D.intersect(limits, clip.getBounds2D(), limits);
    }
    return limits;
  }

  private Area area(Rectangle2D r) {
    Rectangle2D shown = fromCrop(r);
    return frame.area(shown.getMinX(), shown.getMinY(), shown.getMaxX(), shown.getMaxY());
  }

  /** A rectangle of the page, from the lower left corner of the part that is shown. */
  private Rectangle2D fromCrop(Rectangle2D r) {
    return new Rectangle2D.Double(
        r.getX() - crop.getLowerLeftX(),
        r.getY() - crop.getLowerLeftY(),
        r.getWidth(),
        r.getHeight());
  }

  // ---- letters

  @Override
  protected void showGlyph(Matrix matrix, PDFont font, int code, Vector displacement)
      throws IOException {
    if (isKnown(font, code) || hiddenFrom > 0 || annotating) {
      unknownBefore = false;
    } else {
      // a single one is a bullet or a sign, and several are a word
      unknown++;
      unknownWords |= unknownBefore;
      unknownBefore = true;
    }
    super.showGlyph(matrix, font, code, displacement);
  }

  /** Without a mapping, PDFBox takes the code for the letter; codes of two bytes it leaves out. */
  private boolean isKnown(PDFont font, int code) {
    return font.toUnicode(code) != null
        || font instanceof PDSimpleFont && code >= ' ' && code <= '~'
        || symbols.of(font, code, null) != null;
  }

  @Override
  protected void processTextPosition(TextPosition position) {
    deadline.check();
    if (++letters > 4 * limits.maxText()) {
      throw new UnreadableException(Unreadable.Reason.TOO_MUCH_TEXT);
    }
    String read = position.getUnicode();
    int code = position.getCharacterCodes()[0];
    String symbol = symbols.of(position.getFont(), code, read);
    TextPosition letter = symbol == null ? position : withUnicode(position, symbol);
    if (getGraphicsState().getTextState().getRenderingMode().isClip()) {
      Rectangle2D box = PageFrame.box(letter);
      box.setRect(
          box.getX() + crop.getLowerLeftX(),
          box.getY() + crop.getLowerLeftY(),
          box.getWidth(),
          box.getHeight());
      textClip = textClip == null ? box : textClip.createUnion(box);
    }
    if (annotating) {
      annotations.letter(letter);
    } else {
      pictures.letter(frame);
      shown.add(letter, paint.last(), sight(letter));
    }
  }

  /** The letters themselves would take long; what is far from them is not seen for sure. */
  private void clipToText() {
    if (textClip != null) {
      getGraphicsState().intersectClippingPath(new GeneralPath(textClip));
      textClip = null;
    }
  }

  private static TextPosition withUnicode(TextPosition p, String unicode) {
    return new TextPosition(
        p.getRotation(),
        p.getPageWidth(),
        p.getPageHeight(),
        p.getTextMatrix(),
        p.getEndX(),
        p.getEndY(),
        p.getHeight(),
        p.getIndividualWidths()[0],
        p.getWidthOfSpace(),
        unicode,
        p.getCharacterCodes(),
        p.getFont(),
        p.getFontSize(),
        (int) p.getFontSizeInPt());
  }

  private Sight sight(TextPosition letter) {
    PDGraphicsState state = getGraphicsState();
    RenderingMode mode = state.getTextState().getRenderingMode();
    float size = Math.min(PageFrame.size(letter), PageFrame.breadth(letter));
    size *= getCurrentPage().getUserUnit();
    if (letter.getFont() instanceof PDType3Font) {
      // such a font has a scale of its own
      size = Math.max(size, Math.abs(letter.getWidth()));
    }
    if (hiddenFrom > 0
        || mode == RenderingMode.NEITHER
        || !frame.shows(frame.area(letter), size)
        || isClipped(letter)) {
      return Sight.UNSEEN;
    } else if (mode == RenderingMode.NEITHER_CLIP) {
      // what is drawn next may show through the letters
      return Sight.DOUBTFUL;
    }
    Sight sight = Sight.UNSEEN;
    if (mode.isFill()) {
      sight = sight(letter, inks.fill(), state.getNonStrokeAlphaConstant());
    }
    if (mode.isStroke() && sight != Sight.SEEN) {
      Sight stroke = sight(letter, inks.stroke(), state.getAlphaConstant());
      sight = stroke == Sight.UNSEEN ? sight : stroke;
    }
    boolean ownColours = letter.getFont() instanceof PDType3Font;
    return sight == Sight.UNSEEN && ownColours ? Sight.DOUBTFUL : sight;
  }

  private Sight sight(TextPosition letter, @Nullable Ink ink, double alpha) {
    PDGraphicsState state = getGraphicsState();
    double opacity = alpha * groupAlpha;
    if (opacity <= LEAST_CONTRAST) {
      return Sight.UNSEEN;
    }
    Sight sight = paint.sight(PageFrame.box(letter), ink, (float) (LEAST_CONTRAST / opacity));
    if (sight == Sight.SEEN && !(groupKnown && isPlain(state))) {
      boolean masked = state.getSoftMask() != null || !groupKnown;
      boolean dark = ink != null && ink.contrast(Ink.WHITE) >= 0.5f;
      return dark && !masked ? Sight.SEEN : Sight.DOUBTFUL;
    }
    return sight;
  }

  /** Whether what is drawn replaces what is under it. */
  private static boolean isPlain(PDGraphicsState state) {
    BlendMode mode = state.getBlendMode();
    return state.getSoftMask() == null
        && (mode == BlendMode.NORMAL || mode == BlendMode.COMPATIBLE);
  }

  private boolean isClipped(TextPosition letter) {
    Point2D middle = PageFrame.middle(letter);
    double x = middle.getX() + crop.getLowerLeftX();
    double y = middle.getY() + crop.getLowerLeftY();
    for (Path2D clip : getGraphicsState().getCurrentClippingPaths()) {
      deadline.check();
      if (!clip.contains(x, y)) {
        return true;
      }
    }
    return false;
  }
}
