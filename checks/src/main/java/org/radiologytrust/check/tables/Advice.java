package org.radiologytrust.check.tables;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.radiologytrust.text.mentions.SentenceReading;

/**
 * What a sentence advises.
 *
 * @param kinds of advice.yaml
 * @param intervals after which something is to be done
 * @param certain whether it advises this surely, of now and without a condition
 */
record Advice(
    SentenceReading sentence, Set<String> kinds, List<Interval> intervals, boolean certain) {

  /** A span of time in months; both ends are the same if it is no range. */
  record Interval(double from, double to) {
    /** Weeks are no whole months. */
    private static final double TOLERANCE = 0.3;

    private static final Pattern WRITTEN = Pattern.compile("(\\d+)(?:-(\\d+))? months");

    /** Whether a table's item is an interval, such as {@code 3-6 months}. */
    static boolean written(String item) {
      return WRITTEN.matcher(item).matches();
    }

    /** A table's interval. */
    static Interval of(String item) {
      Matcher m = WRITTEN.matcher(item);
      if (!m.matches()) {
        throw new IllegalArgumentException(item);
      }
      double from = Double.parseDouble(m.group(1));
      return new Interval(from, m.group(2) == null ? from : Double.parseDouble(m.group(2)));
    }

    boolean within(Interval other) {
      return other.from - TOLERANCE <= from && to <= other.to + TOLERANCE;
    }

    boolean meets(Interval other) {
      return from <= other.to + TOLERANCE && other.from - TOLERANCE <= to;
    }
  }

  /** Whether it can be one of a table's items. */
  boolean fits(Set<String> items) {
    return items.stream()
        .anyMatch(
            item ->
                Interval.written(item)
                    ? intervals.stream().anyMatch(i -> i.meets(Interval.of(item)))
                    : kinds.contains(item));
  }

  /** Whether it is surely one of a table's items. */
  boolean is(Set<String> items) {
    return items.stream()
        .anyMatch(
            item ->
                Interval.written(item)
                    ? intervals.stream().anyMatch(i -> i.within(Interval.of(item)))
                    : kinds.contains(item));
  }
}
