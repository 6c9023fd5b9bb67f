package org.radiologytrust.ingest.document.rtf;

import com.rtfparserkit.parser.RtfListenerAdaptor;
import com.rtfparserkit.rtf.Command;
import com.rtfparserkit.rtf.CommandType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.document.Document;
import org.radiologytrust.ingest.document.Format;
import org.radiologytrust.ingest.document.Lines;
import org.radiologytrust.ingest.document.Rgb;
import org.radiologytrust.ingest.document.Unreadable.Reason;
import org.radiologytrust.ingest.document.UnreadableException;
import org.radiologytrust.ingest.document.UnseenText;
import org.radiologytrust.ingest.document.UnseenText.Look;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.NotAudited.Unit;

/** Collects the text that an RTF shows. What else it has is counted. */
final class RtfText extends RtfListenerAdaptor {
  private static final int MAX_DEPTH = 500;

  /** Groups of the header or footer of a page. */
  private static final Set<Command> MARGIN =
      Set.of(
          Command.header,
          Command.headerl,
          Command.headerr,
          Command.headerf,
          Command.footer,
          Command.footerl,
          Command.footerr,
          Command.footerf);

  /** Groups that stand within a paragraph, and are read after it. */
  private static final Set<Command> ASIDE =
      Set.of(
          Command.shptxt,
          Command.shprslt,
          Command.dptxbxtext,
          Command.footnote,
          Command.ftncn,
          Command.aftncn);

  /** Other groups whose text is shown. */
  private static final Set<Command> SHOWN =
      Set.of(
          Command.rtf,
          Command.pntext,
          Command.listtext,
          Command.field,
          Command.fldrslt,
          Command.result,
          Command.mr);

  /** Groups that show nothing themselves, but may have shown groups in them. */
  private static final Set<Command> CONTAINERS =
      Set.of(
          Command.shp,
          Command.shpgrp,
          Command.shpinst,
          Command.shppict,
          Command.pict,
          Command.sp,
          Command.sv,
          Command.docmd,
          Command.object,
          Command.moMath,
          Command.moMathPara,
          Command.mmath,
          Command.background);

  /** The name of a shape's property that has the words of a decorative text. */
  private static final String WORD_ART = "gtextUNICODE";

  /** What is done with the text of a group. */
  private enum Use {
    SHOWN,
    /** Only groups within it may be shown. */
    CONTAINER,
    SKIPPED
  }

  /**
   * What is in force in a group.
   *
   * @param destination the kind of the group
   * @param margin whether it is in a header or footer
   * @param aside whether it is read after the paragraph
   * @param format its formatting by the specification
   * @param styled its formatting in programs that apply styles
   * @param before how much was shown before the shape around it
   */
  private record State(
      Command destination,
      Use use,
      boolean margin,
      boolean aside,
      RtfFormat format,
      RtfFormat styled,
      long before) {
    State in(Command other, Use now) {
      return new State(other, now, margin, aside, format, styled, before);
    }

    State placed(boolean inMargin, boolean isAside) {
      return new State(
          destination, use, margin || inMargin, aside || isAside, format, styled, before);
    }

    State formatted(RtfFormat now, RtfFormat nowStyled) {
      return new State(destination, use, margin, aside, now, nowStyled, before);
    }

    State shapeAfter(long shown) {
      return new State(destination, use, margin, aside, format, styled, shown);
    }
  }

  /** A shape: its place on the page, and its properties as far as they matter. */
  private static final class Shape {
    private final int depth;
    private final StringBuilder name = new StringBuilder();
    private final StringBuilder value = new StringBuilder();
    private int left;
    private int top;
    private int right;
    private int bottom;
    private @Nullable Rgb fill;
    private boolean filled = true;

    Shape(int depth) {
      this.depth = depth;
    }
  }

  private final int maxText;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder aside = new StringBuilder();
  private final Deque<State> outer = new ArrayDeque<>();
  private final Deque<Shape> shapes = new ArrayDeque<>();
  private final RtfColors colors = new RtfColors();
  private final RtfStyles styles = new RtfStyles();
  private final RtfCells cells = new RtfCells();
  private final RtfPictures pictures = new RtfPictures();
  private final RtfFields fields = new RtfFields();
  private final UnseenText unseen = new UnseenText(Format.RTF);

  private State state =
      new State(Command.rtf, Use.SHOWN, false, false, RtfFormat.PLAIN, RtfFormat.PLAIN, 0);

  /** How many characters and pictures were shown. */
  private long shown;

  private long objectBytes;
  private int comments;
  private boolean pageColored;
  private boolean anyText;

  RtfText(int maxText) {
    this.maxText = maxText;
  }

  /**
   * The document, after its end.
   *
   * @param endsOpen whether more may have followed
   */
  Document document(boolean endsOpen) {
    endParagraph();
    Lines lines = new Lines(maxText);
    lines.text(text.toString(), null);
    List<NotAudited> notRead = new ArrayList<>(unseen.list());
    notRead.addAll(pictures.list());
    add(notRead, "comment of an RTF", comments, Unit.CHARACTERS);
    add(notRead, "form field of an RTF", fields.forms(), Unit.ITEMS);
    add(notRead, "field without result of an RTF", fields.others(), Unit.ITEMS);
    if (endsOpen) {
      notRead.add(
          new NotAudited(
              "end of an RTF that may be cut off", NotAudited.UNKNOWN, Unit.CHARACTERS, true));
    }
    return new Document(Format.RTF, lines.list(), NotAudited.merged(notRead));
  }

  private static void add(List<NotAudited> parts, String what, int size, Unit unit) {
    if (size > 0) {
      parts.add(new NotAudited(what, size, unit, true));
    }
  }

  @Override
  public void processGroupStart() {
    if (outer.size() >= MAX_DEPTH) {
      throw new UnreadableException(Reason.TOO_DEEP);
    }
    outer.push(state);
    if (state.destination() == Command.stylesheet) {
      styles.begin();
    }
  }

  @Override
  public void processGroupEnd() {
    fields.groupEnds(outer.size(), shown);
    if (!shapes.isEmpty() && shapes.peek().depth == outer.size()) {
      shapes.pop();
    }
    State inner = state;
    state = outer.pop();
    if (inner.destination() != state.destination()) {
      ends(inner);
    } else if (state.destination() == Command.stylesheet) {
      styles.end();
    }
  }

  private void ends(State inner) {
    switch (inner.destination()) {
      case pict -> {
        if (inner.use() == Use.CONTAINER) {
          pictures.end(shapeSize(), inner.margin(), !anyText);
          shown++;
        }
      }
      case object -> {
        boolean hasResult = shown > inner.before();
        boolean free = inner.margin() || hasResult;
        pictures.add("object", objectBytes, !free);
      }
      case sv -> property();
      default -> {
        if (MARGIN.contains(inner.destination())) {
          line();
        } else if (ASIDE.contains(inner.destination()) && inner.use() == Use.SHOWN) {
          aside.append('\n');
        }
      }
    }
  }

  private RtfPictures.@Nullable Size shapeSize() {
    Shape shape = shapes.peek();
    return shape == null
        ? null
        : new RtfPictures.Size(
            Math.abs(shape.right - shape.left), Math.abs(shape.bottom - shape.top));
  }

  private void property() {
    Shape shape = shapes.peek();
    if (shape == null) {
      return;
    }
    String value = shape.value.toString();
    switch (shape.name.toString()) {
      case "fillColor" -> shape.fill = fill(value);
      case "fFilled" -> shape.filled = !value.equals("0");
      case WORD_ART -> {
        aside.append(value).append('\n');
        shown += value.length();
      }
      case "pVerticies" -> pictures.add("drawing", value.length(), !state.margin());
      default -> {}
    }
    shape.name.setLength(0);
    shape.value.setLength(0);
  }

  /** A colour as shapes have it: red is the lowest byte. */
  private static @Nullable Rgb fill(String number) {
    if (!number.matches("\\d{1,9}")) {
      return null;
    }
    int value = Integer.parseInt(number);
    return new Rgb(value & 0xff, value >> 8 & 0xff, value >> 16 & 0xff);
  }

  @Override
  public void processBinaryBytes(byte[] data) {
    if (state.destination() == Command.pict) {
      pictures.binary(data.length);
    } else if (state.destination() == Command.objdata) {
      objectBytes += data.length;
    }
  }

  @Override
  public void processString(String string) {
    switch (state.destination()) {
      case colortbl -> string.chars().filter(c -> c == ';').forEach(c -> colors.end());
      case pict -> pictures.hex(string);
      case objdata -> objectBytes += string.length() / 2;
      case annotation ->
          comments += (int) string.codePoints().filter(c -> !Character.isWhitespace(c)).count();
      case fldinst -> fields.instruction(string);
      case sn -> property(string, true);
      case sv -> property(string, false);
      default -> {
        if (state.use() == Use.SHOWN && !outer.isEmpty()) {
          append(string);
        }
      }
    }
  }

  private void property(String string, boolean name) {
    Shape shape = shapes.peek();
    if (shape != null) {
      StringBuilder part = name ? shape.name : shape.value;
      part.append(string);
      if (part.length() > maxText) {
        throw new UnreadableException(Reason.TOO_MUCH_TEXT);
      }
    }
  }

  private void append(String string) {
    if (string.indexOf('\ufffd') >= 0) {
      throw new UnreadableException(Reason.CHARSET);
    }
    Look look = look(state.format());
    if (look != look(state.styled())) {
      look = Look.DOUBTFUL;
    }
    shown += string.isBlank() ? 0 : string.length();
    if (look == Look.SEEN) {
      anyText |= !string.isBlank() && !state.margin();
      (state.aside() ? aside : text).append(string);
    } else {
      unseen.add(look, string);
      if (look == Look.STRUCK) {
        separate();
      }
    }
    if (text.length() + aside.length() > 2L * maxText) {
      throw new UnreadableException(Reason.TOO_MUCH_TEXT);
    }
  }

  /** Words on both sides of a part that is left out stay two words. */
  private void separate() {
    StringBuilder out = state.aside() ? aside : text;
    if (!out.isEmpty() && !Character.isWhitespace(out.charAt(out.length() - 1))) {
      out.append(' ');
    }
  }

  private Look look(RtfFormat format) {
    if (format.invisible()) {
      return Look.INVISIBLE;
    } else if (format.deleted()) {
      return Look.DELETED;
    }
    Look color = colorLook(format);
    return color == Look.SEEN && format.struck() ? Look.STRUCK : color;
  }

  private Look colorLook(RtfFormat format) {
    Rgb color = format.color(colors);
    Rgb behind = format.behind(colors);
    if (color == null) {
      // programs differ in whether they choose a light colour on a dark mark
      return format.markedBlack(colors) ? Look.DOUBTFUL : Look.SEEN;
    }
    boolean known = true;
    if (behind == null && format.tables() > 0) {
      known = format.tables() == 1 && cells.known();
      behind = known ? cells.color(colors) : null;
    }
    Shape shape = shapes.peek();
    if (behind == null && shape != null && shape.filled) {
      behind = shape.fill;
    }
    if (behind == null) {
      behind = Rgb.WHITE;
      known &= !pageColored;
    }
    if (!color.looksLike(behind)) {
      return Look.SEEN;
    }
    return known ? Look.INVISIBLE : Look.DOUBTFUL;
  }

  @Override
  public void processCommand(
      Command command, int parameter, boolean hasParameter, boolean optional) {
    if (command == Command.optionalcommand) {
      // an unknown group that may be left out
      state = state.in(command, Use.SKIPPED);
    } else if (command == Command.nonshppict) {
      state = pictures.count() > 0 ? state.in(command, Use.SKIPPED) : state;
    } else if (command.getCommandType() == CommandType.Destination) {
      begin(command);
    } else if (state.destination() == Command.stylesheet) {
      styles.command(command, parameter, hasParameter);
    } else if (optional) {
      state = state.in(Command.optionalcommand, Use.SKIPPED);
    } else {
      format(command, parameter, hasParameter);
    }
  }

  private void begin(Command destination) {
    boolean skipped = state.use() == Use.SKIPPED;
    state = state.in(destination, skipped ? Use.SKIPPED : use(destination));
    if (skipped) {
      return;
    }
    switch (destination) {
      case colortbl -> colors.begin();
      case pict -> pictures.begin();
      case object -> {
        objectBytes = 0;
        state = state.shapeAfter(shown);
      }
      case field -> fields.begin(outer.size(), shown);
      case shp, shpgrp -> {
        shapes.push(new Shape(outer.size()));
        state = state.shapeAfter(shown);
      }
      case background -> pageColored = true;
      default -> {
        boolean inMargin = MARGIN.contains(destination);
        boolean isAside = ASIDE.contains(destination);
        state = state.placed(inMargin, isAside);
        if (inMargin) {
          line();
        }
      }
    }
  }

  private Use use(Command destination) {
    if (destination == Command.shprslt) {
      // an older form of the same shape
      return shown > state.before() ? Use.SKIPPED : Use.SHOWN;
    }
    if (SHOWN.contains(destination)
        || MARGIN.contains(destination)
        || ASIDE.contains(destination)) {
      return Use.SHOWN;
    }
    boolean formula =
        state.use() == Use.CONTAINER
            && destination.name().startsWith("m")
            && destination != Command.mmathPict;
    return CONTAINERS.contains(destination) || formula ? Use.CONTAINER : Use.SKIPPED;
  }

  private void format(Command command, int parameter, boolean hasParameter) {
    switch (command) {
      case par, row, nestrow, sect, page, column -> {
        add("\n");
        if (state.use() == Use.SHOWN && !state.aside()) {
          endParagraph();
        }
      }
      case line, softline -> add("\n");
      case tab -> add("\t");
      case cell, nestcell, nonbreakingspace -> add(" ");
      case nonbreakinghyphen -> add("-");
      case red -> colors.red(parameter);
      case green -> colors.green(parameter);
      case blue -> colors.blue(parameter);
      case shpleft, shptop, shpright, shpbottom -> place(command, parameter);
      default -> {}
    }
    if (state.destination() == Command.pict || state.destination() == Command.object) {
      pictures.command(command, parameter);
    }
    if (state.use() == Use.SHOWN) {
      cells.command(command, parameter);
    }
    RtfFormat styled = state.styled().after(command, parameter, hasParameter);
    if (command == Command.s || command == Command.cs) {
      styled = styled.and(styles.of(parameter));
    }
    state = state.formatted(state.format().after(command, parameter, hasParameter), styled);
  }

  private void place(Command command, int twips) {
    Shape shape = shapes.peek();
    if (shape == null) {
      return;
    }
    switch (command) {
      case shpleft -> shape.left = twips;
      case shptop -> shape.top = twips;
      case shpright -> shape.right = twips;
      default -> shape.bottom = twips;
    }
  }

  private void add(String layout) {
    if (state.use() == Use.SHOWN && !outer.isEmpty()) {
      (state.aside() ? aside : text).append(layout);
    }
  }

  /** Adds what stands beside the paragraph that ends. */
  private void endParagraph() {
    if (!aside.toString().isBlank()) {
      line();
      text.append(aside);
      line();
    }
    aside.setLength(0);
  }

  private void line() {
    if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
      text.append('\n');
    }
  }
}
