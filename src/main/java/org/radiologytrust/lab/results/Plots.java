package org.radiologytrust.lab.results;

import java.util.List;

/** Plots as SVG that stands in the page. Text in them is no smaller than 9 units of 360. */
final class Plots {
  private static final int WIDTH = 360;
  private static final int ROW = 24;
  private static final double LEFT = 40;
  private static final double RIGHT = 224;

  private Plots() {}

  /** A dot and its interval for each condition. */
  static String intervals(Metric metric, List<Figures.OfCondition> conditions) {
    double most = metric.unit().percent() ? 1 : 0;
    for (Figures.OfCondition c : conditions) {
      Estimate e = c.all(metric);
      if (e.known() && !metric.unit().percent()) {
        most = Math.max(most, e.high() == null ? e.value() : e.high());
      }
    }
    double end = metric.unit().percent() ? 1 : roundUp(most);
    int height = ROW * conditions.size() + 26;
    StringBuilder s = svg(WIDTH, height, metric.title() + ", one row for each condition");
    double bottom = height - 20;
    for (int tick = 0; tick <= 4; tick++) {
      double x = LEFT + (RIGHT - LEFT) * tick / 4;
      s.append(line(x, 4, x, bottom, "stroke=\"#d5d9de\""));
      if (tick % 2 == 0) {
        s.append(text(x, height - 6, "middle", "tick", tick(metric, end * tick / 4)));
      }
    }
    for (int i = 0; i < conditions.size(); i++) {
      Figures.OfCondition c = conditions.get(i);
      Estimate e = c.all(metric);
      Mark mark = new Mark(i);
      double y = 4 + ROW * (i + 0.5);
      s.append(mark.at(8, y, 5)).append(text(20, y + 4, "start", "", c.letter()));
      if (!e.known()) {
        s.append(text(RIGHT + 12, y + 4, "start", "tick", "none (n = 0)"));
        continue;
      }
      if (e.low() != null) {
        double low = x(e.low(), end);
        double high = x(e.high(), end);
        s.append(line(low, y, high, y, mark.line()));
        String cap = "stroke=\"" + mark.colour() + "\" stroke-width=\"2\"";
        s.append(line(low, y - 4, low, y + 4, cap)).append(line(high, y - 4, high, y + 4, cap));
      }
      s.append(mark.at(x(e.value(), end), y, 5));
      s.append(
          text(
              RIGHT + 12,
              y + 4,
              "start",
              "",
              NumberFormats.value(metric, e.value())
                  + " "
                  + NumberFormats.interval(metric, e, ", ", "†")));
    }
    return s.append("</svg>").toString();
  }

  private static double x(double value, double end) {
    return LEFT + (RIGHT - LEFT) * Math.max(0, Math.min(1, value / end));
  }

  /** Share of right labels over confidence; beneath, how many labels there are. */
  static String reliability(Figures.OfCondition c, int place) {
    double left = 40;
    double side = 250;
    double top = 8;
    double base = top + side + 72;
    StringBuilder s = svg(300, 354, "Share of right labels by confidence, condition " + c.letter());
    for (int tick = 0; tick <= 4; tick++) {
      double x = left + side * tick / 4;
      double y = top + side - side * tick / 4;
      s.append(line(x, top, x, top + side, "stroke=\"#e6e9ed\""));
      s.append(line(left, y, left + side, y, "stroke=\"#e6e9ed\""));
      if (tick % 2 == 0) {
        s.append(text(left - 5, y + 4, "end", "tick", String.valueOf(25 * tick)));
        // the last one would reach over the edge
        s.append(
            text(x, base + 14, tick == 4 ? "end" : "middle", "tick", String.valueOf(25 * tick)));
      }
    }
    s.append(
        line(left, top + side, left + side, top, "stroke=\"#4f5963\" stroke-dasharray=\"4 4\""));
    int most = c.bins().stream().mapToInt(Bin::n).max().orElse(0);
    StringBuilder path = new StringBuilder();
    StringBuilder points = new StringBuilder();
    Mark mark = new Mark(place);
    for (int b = 0; b < c.bins().size(); b++) {
      Bin bin = c.bins().get(b);
      if (bin.n() == 0) {
        continue;
      }
      double x = left + side * bin.confidence();
      double y = top + side - side * bin.right();
      path.append(Mark.f(path.length() == 0 ? "M%.1f %.1f" : "L%.1f %.1f", x, y));
      points.append(mark.at(x, y, 5));
      double height = Math.max(1, 44.0 * bin.n() / most);
      double from = left + side * b / c.bins().size();
      s.append(
          Mark.f(
              "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"#c9ced4\"/>",
              from + 1, base - height, side / c.bins().size() - 2, height));
      s.append(
          text(
              from + side / c.bins().size() / 2,
              base - height - 3,
              "middle",
              "count",
              shortly(bin.n())));
    }
    s.append(line(left, base, left + side, base, "stroke=\"#4f5963\""));
    s.append("<path fill=\"none\" d=\"").append(path).append("\" ").append(mark.line());
    return s.append("/>").append(points).append("</svg>").toString();
  }

  private static String shortly(int n) {
    return n < 10_000 ? String.valueOf(n) : n / 1000 + "k";
  }

  private static String tick(Metric metric, double value) {
    return metric.unit().percent()
        ? NumberFormats.decimals(100 * value, 0)
        : NumberFormats.decimals(value, value == Math.rint(value) ? 0 : 2);
  }

  /** 1, 2 or 5 with zeros. */
  static double roundUp(double most) {
    if (most <= 0) {
      return 1;
    }
    double ten = Math.pow(10, Math.floor(Math.log10(most)));
    for (double step : new double[] {1, 2, 5}) {
      if (most <= step * ten) {
        return step * ten;
      }
    }
    return 10 * ten;
  }

  private static StringBuilder svg(int width, int height, String label) {
    return new StringBuilder()
        .append("<svg viewBox=\"0 0 ")
        .append(width)
        .append(' ')
        .append(height)
        .append("\" role=\"img\" aria-label=\"")
        .append(Html.attribute(label))
        .append("\">");
  }

  private static String line(double x1, double y1, double x2, double y2, String paint) {
    return Mark.f("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" ", x1, y1, x2, y2)
        + paint
        + "/>";
  }

  private static String text(double x, double y, String anchor, String kind, String text) {
    return Mark.f("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"", x, y, anchor)
        + (kind.isEmpty() ? "" : " class=\"" + kind + "\"")
        + ">"
        + Html.attribute(text)
        + "</text>";
  }
}
