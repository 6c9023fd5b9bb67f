package org.radiologytrust.cli.base;

import java.util.ArrayList;
import java.util.List;

/** Wraps text for a terminal. */
public final class LineWrapper {
  /** Columns of the narrowest terminal. */
  public static final int WIDTH = 80;

  private LineWrapper() {}

  /**
   * @param mark precedes the text; further lines are indented by its width
   * @return at least one line, none longer than the width
   */
  public static List<String> lines(String text, String mark, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(mark);
    for (String word : text.strip().split("\\s+")) {
      String rest = word;
      if (line.length() > mark.length() && line.length() + 1 + rest.length() > width) {
        lines.add(line.toString());
        line = new StringBuilder(" ".repeat(mark.length()));
      }
      line.append(line.length() > mark.length() ? " " : "");
      while (line.length() + rest.length() > width) {
        int room = width - line.length();
        lines.add(line + rest.substring(0, room));
        rest = rest.substring(room);
        line = new StringBuilder(" ".repeat(mark.length()));
      }
      line.append(rest);
    }
    lines.add(line.toString());
    return lines;
  }
}
