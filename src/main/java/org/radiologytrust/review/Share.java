package org.radiologytrust.review;

import java.util.Locale;

/**
 * A share with Wilson's 95 % interval, in words.
 *
 * @param hits from 0 to {@code of}
 * @param of 0 if there is nothing to count
 */
public record Share(int hits, int of) {
  private static final double HUNDRED = 100;

  public boolean known() {
    return of > 0;
  }

  /** Of 100. */
  public double value() {
    return HUNDRED * hits / of;
  }

  public Wilson wilson() {
    return Wilson.of(hits, of);
  }

  /** Of 100. */
  public double low() {
    return HUNDRED * wilson().low();
  }

  /** Of 100. */
  public double high() {
    return HUNDRED * wilson().high();
  }

  /** Such as {@code 86}, of 100; empty if there is nothing to count. */
  public String words() {
    return known() ? number(value()) : "";
  }

  /** Such as {@code 78 to 91}, of 100; empty if there is nothing to count. */
  public String interval() {
    return known() ? number(low()) + " to " + number(high()) : "";
  }

  /** In whole numbers, such as {@code 24 %, 13 to 39}. */
  public String percent() {
    return "%d %%, %d to %d".formatted(Math.round(value()), Math.round(low()), Math.round(high()));
  }

  /** With two digits, as far as they are not zero. */
  public static String number(double value) {
    String format = value == 0 || value >= 9.95 ? "%.0f" : value >= 0.995 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
