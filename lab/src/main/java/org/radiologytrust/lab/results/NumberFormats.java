package org.radiologytrust.lab.results;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Formats numbers for tables and pages. */
final class NumberFormats {
  private NumberFormats() {}

  /** Percent and seconds with one decimal, without the unit. */
  static String value(Metric metric, Double value) {
    return switch (metric.unit()) {
      case SHARE, PERCENT -> percent(value);
      case SECONDS -> decimals(value, value < 10 ? 2 : 1);
      case TOKENS -> decimals(value, 0);
    };
  }

  /** {@code %} or {@code s}; empty for tokens. */
  static String unit(Metric metric) {
    return switch (metric.unit()) {
      case SHARE, PERCENT -> "%";
      case SECONDS -> "s";
      case TOKENS -> "";
    };
  }

  /** The metric's title with its unit. */
  static String title(Metric metric) {
    String unit = unit(metric);
    return unit.isEmpty() ? metric.title() : metric.title() + ", " + unit;
  }

  /** Value, unit and interval of a known estimate. */
  static String full(Metric metric, Estimate e) {
    return Stream.of(value(metric, e.value()), unit(metric), interval(metric, e, ", ", "†"))
        .filter(s -> !s.isEmpty())
        .collect(Collectors.joining(" "));
  }

  /** Such as {@code [81.0, 95.2]}, with the dagger for Wilson's interval; empty for none. */
  static String interval(Metric metric, Estimate e, String separator, String dagger) {
    return e.low() == null
        ? ""
        : "["
            + value(metric, e.low())
            + separator
            + value(metric, e.high())
            + "]"
            + (e.interval() == Estimate.Interval.WILSON ? dagger : "");
  }

  /** A share as a percentage. */
  static String percent(double share) {
    return decimals(100 * share, 1);
  }

  /** Percentage points, with a plus sign for a positive difference. */
  static String points(double difference) {
    String number = percent(difference);
    return difference > 0 && !number.equals("0.0") ? "+" + number : number;
  }

  static String p(double p) {
    return p < 0.001 ? "< 0.001" : decimals(p, 3);
  }

  static String decimals(double value, int decimals) {
    String number = String.format(Locale.ROOT, "%." + decimals + "f", value);
    // "-0.0" becomes "0.0"
    return number.matches("-0(\\.0*)?") ? number.substring(1) : number;
  }
}
