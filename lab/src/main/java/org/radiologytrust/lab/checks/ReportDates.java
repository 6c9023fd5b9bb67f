package org.radiologytrust.lab.checks;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the latest date that a report names, so that the study is not made before it. Of 03/04/2022
 * it takes the later reading, and of a month the last day.
 */
final class ReportDates {
  private static final Pattern NUMBERS =
      Pattern.compile("(?<![\\d.])(\\d{1,2}) ?([/.-]) ?(\\d{1,2}) ?\\2 ?((?:19|20)\\d\\d)(?!\\d)");
  private static final Pattern SHORT =
      Pattern.compile("(?<!\\d)(\\d{1,2})([/-])(\\d{1,2})\\2(\\d\\d)(?!\\d)");
  private static final Pattern ISO =
      Pattern.compile("(?<!\\d)((?:19|20)\\d\\d)-(\\d{1,2})-(\\d{1,2})(?!\\d)");
  private static final Pattern MONTH =
      Pattern.compile(
          Arrays.stream(Month.values())
                  .map(m -> m.getDisplayName(TextStyle.FULL, Locale.ENGLISH))
                  .map(name -> name.substring(0, 3) + "(?:" + name.substring(3) + ")?")
                  .collect(
                      Collectors.joining("|", "(?i)\\b(", ")\\.? (?:\\d{1,2}(?:st|nd|rd|th)?,? )?"))
              + "((?:19|20)\\d\\d)\\b");

  /** Years of two digits from this one on are of the last century. */
  private static final int CENTURY = 50;

  private ReportDates() {}

  static Optional<LocalDate> latest(String report) {
    return Stream.of(
            NUMBERS
                .matcher(report)
                .results()
                .flatMap(m -> either(number(m.group(4)), m.group(1), m.group(3))),
            SHORT
                .matcher(report)
                .results()
                .flatMap(m -> date(century(number(m.group(4))), m.group(1), m.group(3)).stream()),
            ISO.matcher(report)
                .results()
                .flatMap(m -> date(number(m.group(1)), m.group(2), m.group(3)).stream()),
            MONTH.matcher(report).results().map(m -> month(m.group(1), number(m.group(2)))))
        .flatMap(dates -> dates)
        .max(LocalDate::compareTo);
  }

  private static Stream<LocalDate> either(int year, String first, String second) {
    return Stream.of(date(year, first, second), date(year, second, first))
        .flatMap(Optional::stream);
  }

  private static Optional<LocalDate> date(int year, String month, String day) {
    try {
      return Optional.of(LocalDate.of(year, number(month), number(day)));
    } catch (DateTimeException e) {
      return Optional.empty(); // looks like a date and is none
    }
  }

  private static LocalDate month(String name, int year) {
    String begin = name.substring(0, 3).toUpperCase(Locale.ROOT);
    for (Month month : Month.values()) {
      if (month.name().startsWith(begin)) {
        return YearMonth.of(year, month).atEndOfMonth();
      }
    }
    throw new IllegalArgumentException("no month begins with " + begin);
  }

  private static int century(int year) {
    return year >= CENTURY ? 1900 + year : 2000 + year;
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }
}
