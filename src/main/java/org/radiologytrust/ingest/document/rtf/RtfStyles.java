package org.radiologytrust.ingest.document.rtf;

import com.rtfparserkit.rtf.Command;
import java.util.HashMap;
import java.util.Map;

/**
 * The style sheet of an RTF. By the specification a style's formatting is repeated where the style
 * is used; some programs apply the style itself.
 */
final class RtfStyles {
  private static final int DEEPEST = 20;

  /**
   * A style.
   *
   * @param base number of the style that it is based on
   */
  private record Style(RtfFormat format, int base) {}

  private final Map<Integer, Style> styles = new HashMap<>();
  private int number;
  private int base;
  private RtfFormat format = RtfFormat.PLAIN;

  /** Starts the definition of a style; paragraph style 0 has no command. */
  void begin() {
    number = 0;
    base = -1;
    format = RtfFormat.PLAIN;
  }

  /** Adds a command to the definition. */
  void command(Command command, int parameter, boolean hasParameter) {
    switch (command) {
      case s, cs, ds, ts -> number = parameter;
      case sbasedon -> base = parameter;
      default -> format = format.after(command, parameter, hasParameter);
    }
  }

  void end() {
    styles.put(number, new Style(format, base));
  }

  /** The formatting of a style with that of the styles below it. */
  RtfFormat of(int wanted) {
    RtfFormat all = RtfFormat.PLAIN;
    Style style = styles.get(wanted);
    for (int depth = 0; style != null && depth < DEEPEST; depth++) {
      all = style.format.and(all);
      style = styles.get(style.base);
    }
    return all;
  }
}
