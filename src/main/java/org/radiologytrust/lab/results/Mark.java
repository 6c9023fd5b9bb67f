package org.radiologytrust.lab.results;

import java.util.List;
import java.util.Locale;

/**
 * How plots show a condition: by letter, shape and line, and by a colour of Okabe and Ito, which
 * those who do not see all colours tell apart as well.
 */
final class Mark {
  private static final List<String> COLOURS =
      List.of("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000");
  private static final List<String> DASHES = List.of("", "6 3", "2 2", "8 3 2 3", "1 3", "10 4");
  private static final int SHAPES = 6;

  private final int place;

  /**
   * @param place of the condition, from 0
   */
  Mark(int place) {
    this.place = place;
  }

  String colour() {
    return COLOURS.get(place % COLOURS.size());
  }

  /** Attributes of a line. */
  String line() {
    String dash = DASHES.get(place % DASHES.size());
    return "stroke=\""
        + colour()
        + "\" stroke-width=\"2\""
        + (dash.isEmpty() ? "" : " stroke-dasharray=\"" + dash + "\"");
  }

  /** The shape around a point. */
  String at(double x, double y, double r) {
    String paint = " fill=\"" + colour() + "\" stroke=\"#fff\" stroke-width=\"1\"/>";
    return switch (place % SHAPES) {
      case 0 -> f("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"", x, y, r) + paint;
      case 1 ->
          f(
                  "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"",
                  x - .9 * r, y - .9 * r, 1.8 * r, 1.8 * r)
              + paint;
      case 2 ->
          polygon(paint, x, y - 1.2 * r, x + 1.15 * r, y + .85 * r, x - 1.15 * r, y + .85 * r);
      case 3 -> polygon(paint, x, y - 1.3 * r, x + 1.3 * r, y, x, y + 1.3 * r, x - 1.3 * r, y);
      case 4 ->
          polygon(paint, x, y + 1.2 * r, x + 1.15 * r, y - .85 * r, x - 1.15 * r, y - .85 * r);
      default -> {
        double a = .45 * r;
        double b = 1.2 * r;
        yield polygon(
            paint, x - a, y - b, x + a, y - b, x + a, y - a, x + b, y - a, x + b, y + a, x + a,
            y + a, x + a, y + b, x - a, y + b, x - a, y + a, x - b, y + a, x - b, y - a, x - a,
            y - a);
      }
    };
  }

  /** The shape alone, for text. */
  String key() {
    return "<svg class=\"key\" viewBox=\"0 0 16 16\" aria-hidden=\"true\">"
        + at(8, 8, 5.2)
        + "</svg>";
  }

  private static String polygon(String paint, double... points) {
    StringBuilder s = new StringBuilder("<polygon points=\"");
    for (int i = 0; i < points.length; i += 2) {
      s.append(f(i == 0 ? "%.1f,%.1f" : " %.1f,%.1f", points[i], points[i + 1]));
    }
    return s + "\"" + paint;
  }

  static String f(String format, Object... args) {
    return String.format(Locale.ROOT, format, args);
  }
}
