package org.radiologytrust.page;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The map at the edge of the text: one tick for each flagged place. Heights are thousandths of the
 * map, estimated from the lines of the text.
 */
record TextMap(List<Tick> ticks) {
  private static final int HEIGHT = 1000;

  /** About how many characters a line of the column holds. */
  private static final int LINE = 46;

  /** About how many lines the pane holds; a shorter text does not fill it. */
  private static final int PANE = 19;

  /**
   * A tick.
   *
   * @param kind class name: r for needs review, p for compared words, empty for uncertain
   * @param flags numbers of the flags that these words are compared with; empty for a flagged place
   * @param shown whether it belongs to the flag in hand, or always shows
   */
  record Tick(String kind, int y, int height, String flags, boolean shown) {}

  static final TextMap NONE = new TextMap(List.of());

  TextMap {
    ticks = List.copyOf(ticks);
  }

  static TextMap of(ReportPoints text, List<TextMark> marks, int inHand) {
    int[] lines = lines(text);
    int all = Math.max(PANE, lines[text.length()] + 1);
    List<Tick> ticks = new ArrayList<>();
    for (TextMark mark : marks) {
      if (mark.places().isEmpty() || !text.has(mark.span())) {
        continue;
      }
      int y = Math.min(HEIGHT - 12, lines[mark.span().start()] * HEIGHT / all);
      if (mark.kind() == TextMark.Kind.COMPARED) {
        String flags =
            mark.places().stream()
                .map(place -> String.valueOf(place.flag().number()))
                .collect(Collectors.joining(" "));
        boolean shown = mark.places().stream().anyMatch(p -> p.flag().number() == inHand);
        ticks.add(new Tick("p", y, 6, flags, shown));
      } else {
        boolean review = mark.sign().code().equals("review");
        ticks.add(new Tick(review ? "r" : "", y, review ? 12 : 6, "", true));
      }
    }
    return new TextMap(ticks);
  }

  /** The number of the line on the screen for each code point. */
  private static int[] lines(ReportPoints text) {
    int[] lines = new int[text.length() + 1];
    int line = 0;
    int column = 0;
    int utf16 = 0;
    for (int point = 0; point < text.length(); point++) {
      lines[point] = line;
      int c = text.text().codePointAt(utf16);
      utf16 += Character.charCount(c);
      column++;
      if (c == '\n' || column == LINE) {
        line++;
        column = 0;
      }
    }
    lines[text.length()] = line;
    return lines;
  }
}
