package org.radiologytrust.text.measures;

import java.time.LocalDate;
import java.util.Map;
import org.radiologytrust.text.words.WordTokens;

/**
 * A date that a sentence names.
 *
 * @param precision what the text names
 * @param readings the first day of what it can mean, for each order that fits: two for {@code
 *     05/06/2026}, which can be May or June; a date without such doubt has the same day for both
 *     orders, or only the order that fits
 * @param words the words of the sentence
 * @param first first word
 * @param last last word
 */
public record DateMention(
    Precision precision, Map<Order, LocalDate> readings, WordTokens words, int first, int last) {

  /** What a text names: a day, a month or a year. */
  public enum Precision {
    DAY,
    MONTH,
    YEAR
  }

  /** The order of day and month in a date of numbers. */
  public enum Order {
    MONTH_DAY,
    DAY_MONTH
  }

  public DateMention {
    readings = Map.copyOf(readings);
  }

  /** Whether only one order fits. */
  public boolean shows(Order order) {
    return readings.size() == 1 && readings.containsKey(order);
  }

  /** Whether the two orders give two days. */
  public boolean doubtful() {
    return readings.values().stream().distinct().count() > 1;
  }
}
