package org.radiologytrust.page.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.radiologytrust.model.Strength;
import org.radiologytrust.review.Share;

/**
 * A line over months with its interval, as numbers for an SVG of 420 by 150.
 *
 * @param name of what is shown
 * @param points those that are known, the oldest first
 */
public record MonthChart(String name, List<Point> points) {
  private static final double LEFT = 44;
  private static final double RIGHT = 400;
  private static final double TOP = 18;
  private static final double BOTTOM = 124;

  /** One month. */
  public record Point(String month, Share share) {}

  public MonthChart {
    points = List.copyOf(points);
  }

  /**
   * Reports with a flag that tells.
   *
   * @param rows of months, the oldest first
   */
  static MonthChart told(List<ShownFigures> rows) {
    return new MonthChart(
        "Reports with a flag that tells, of 100",
        rows.stream()
            .filter(row -> row.row().strength() == Strength.TELL && row.flagged().known())
            .map(row -> new Point(row.name(), row.flagged()))
            .toList());
  }

  /** A line needs two points. */
  public boolean drawn() {
    return points.size() > 1;
  }

  /** The number at the top of the scale. */
  public double top() {
    double high = points.stream().mapToDouble(p -> p.share().high()).max().orElse(1);
    for (double top : List.of(1.0, 2.0, 5.0, 10.0, 20.0, 50.0)) {
      if (high <= top) {
        return top;
      }
    }
    return 100;
  }

  public String scale(double part) {
    return Share.number(part * top());
  }

  public String x(int point) {
    return number(LEFT + (RIGHT - LEFT) * point / (points.size() - 1));
  }

  public String y(int point) {
    return number(y(points.get(point).share().value()));
  }

  private double y(double value) {
    return BOTTOM - (BOTTOM - TOP) * value / top();
  }

  public String line() {
    List<String> corners = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      corners.add(x(i) + "," + y(i));
    }
    return String.join(" ", corners);
  }

  /** Along the lower bounds, and back along the upper ones. */
  public String band() {
    List<String> corners = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      corners.add(x(i) + "," + number(y(points.get(i).share().low())));
    }
    for (int i = points.size() - 1; i >= 0; i--) {
      corners.add(x(i) + "," + number(y(points.get(i).share().high())));
    }
    return String.join(" ", corners);
  }

  /** The same for whoever cannot see it. */
  public String words() {
    return points.stream()
        .map(p -> p.month() + " " + p.share().words())
        .collect(Collectors.joining(", ", name + ": ", ""));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
