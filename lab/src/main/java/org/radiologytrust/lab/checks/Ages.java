package org.radiologytrust.lab.checks;

import java.time.LocalDate;
import org.radiologytrust.lab.synth.RandomDraw;

/** Birth dates for ages such as {@code 61y}, {@code 5m}, {@code 3w} or {@code 2d}. */
final class Ages {
  private Ages() {}

  /**
   * A day of birth on which somebody has this age on the day of the study.
   *
   * @throws IllegalArgumentException if the age is not a number with a unit
   */
  static LocalDate birth(String age, LocalDate study, RandomDraw draw) {
    int number = Integer.parseInt(age.substring(0, age.length() - 1));
    return switch (age.charAt(age.length() - 1)) {
      case 'y' -> study.minusYears(number).minusDays(2 + draw.below(360));
      case 'm' -> study.minusMonths(number).minusDays(1 + draw.below(26));
      case 'w' -> study.minusWeeks(number).minusDays(draw.below(6));
      case 'd' -> study.minusDays(number);
      default -> throw new IllegalArgumentException("an age needs the unit y, m, w or d: " + age);
    };
  }
}
