package org.radiologytrust.ingest.document;

import com.rtfparserkit.parser.RtfListenerAdaptor;
import com.rtfparserkit.rtf.Command;
import com.rtfparserkit.rtf.CommandType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.radiologytrust.ingest.document.Unreadable.Reason;
import org.radiologytrust.model.NotAudited;

/** Collects the text that an RTF shows. Other text in it is only counted. */
final class RtfText extends RtfListenerAdaptor {
  private static final int MAX_DEPTH = 500;

  /** Groups whose text is shown. All other groups hold fonts, pictures, properties. */
  private static final Set<Command> SHOWN =
      Set.of(
          Command.rtf,
          Command.pntext,
          Command.listtext,
          Command.field,
          Command.fldrslt,
          Command.header,
          Command.headerl,
          Command.headerr,
          Command.headerf,
          Command.footer,
          Command.footerl,
          Command.footerr,
          Command.footerf,
          Command.footnote,
          Command.shptxt,
          Command.dptxbxtext,
          Command.result,
          Command.shprslt);

  /**
   * What is in force in a group.
   *
   * @param destination the kind of the group
   * @param known whether the group and those around it are shown
   * @param hidden whether the text is formatted as hidden or deleted
   * @param color number of the text's colour
   */
  private record State(Command destination, boolean known, boolean hidden, int color) {
    State in(Command other, boolean shown) {
      return new State(other, shown, hidden, color);
    }

    State hidden(boolean now) {
      return new State(destination, known, now, color);
    }

    State colored(int now) {
      return new State(destination, known, hidden, now);
    }
  }

  private final int maxText;
  private final StringBuilder text = new StringBuilder();
  private final Deque<State> outer = new ArrayDeque<>();
  private State state = new State(Command.rtf, true, false, 0);

  // the table of colours: which of them are white
  private final List<Boolean> whites = new ArrayList<>();
  private int least = 255;
  private boolean named;
  private boolean backgrounds;

  private int hidden;

  RtfText(int maxText) {
    this.maxText = maxText;
  }

  /** The document, after its end. */
  Document document() {
    Lines lines = new Lines(maxText);
    lines.text(text.toString(), null);
    List<NotAudited> notRead = new ArrayList<>();
    if (hidden > 0) {
      notRead.add(NotAudited.other("hidden text of an RTF", hidden, NotAudited.Unit.CHARACTERS));
    }
    return new Document(Format.RTF, lines.list(), notRead);
  }

  @Override
  public void processGroupStart() {
    if (outer.size() >= MAX_DEPTH) {
      throw new UnreadableException(Reason.TOO_DEEP);
    }
    outer.push(state);
  }

  @Override
  public void processGroupEnd() {
    state = outer.pop();
  }

  @Override
  public void processString(String string) {
    if (state.destination() == Command.colortbl) {
      string.chars().filter(c -> c == ';').forEach(c -> endColor());
    } else if (state.known() && !outer.isEmpty()) {
      append(string);
    }
  }

  private void endColor() {
    whites.add(named && least >= 240);
    least = 255;
    named = false;
  }

  private void append(String string) {
    if (string.indexOf('\ufffd') >= 0) {
      throw new UnreadableException(Reason.CHARSET);
    }
    int color = state.color();
    boolean isWhite = color > 0 && color < whites.size() && whites.get(color) && !backgrounds;
    if (state.hidden() || isWhite) {
      hidden += (int) string.codePoints().filter(c -> !Character.isWhitespace(c)).count();
    } else {
      text.append(string);
    }
    if (text.length() > 2L * maxText) {
      throw new UnreadableException(Reason.TOO_MUCH_TEXT);
    }
  }

  @Override
  public void processCommand(
      Command command, int parameter, boolean hasParameter, boolean optional) {
    boolean on = !hasParameter || parameter != 0;
    if (command == Command.optionalcommand) {
      // an unknown group that may be left out
      state = state.in(command, false);
    } else if (command.getCommandType() == CommandType.Destination) {
      state = state.in(command, state.known() && SHOWN.contains(command));
    } else if (optional) {
      state = state.in(Command.optionalcommand, false);
    } else {
      format(command, parameter, on);
    }
  }

  private void format(Command command, int parameter, boolean on) {
    switch (command) {
      case par, line, row, nestrow, sect, page, column, softline -> add("\n");
      case tab -> add("\t");
      case cell, nestcell, nonbreakingspace -> add(" ");
      case nonbreakinghyphen -> add("-");
      case v, deleted, webhidden -> state = state.hidden(on);
      case plain -> state = state.hidden(false).colored(0);
      case cf -> state = state.colored(parameter);
      case cb, cbpat, chcbpat, clcbpat, highlight -> backgrounds |= parameter > 0;
      case red, green, blue -> {
        named = true;
        least = Math.min(least, parameter);
      }
      default -> {}
    }
  }

  private void add(String layout) {
    if (state.known() && !outer.isEmpty()) {
      text.append(layout);
    }
  }
}
