package org.radiologytrust.lab.checks;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the latest date that a report names as month, day and year. */
final class ReportDates {
  private static final Pattern DATE =
      Pattern.compile("(?<!\\d)(\\d{1,2})([/-])(\\d{1,2})\\2((?:19|20)?\\d\\d)(?!\\d)");

  /** Years of two digits from this on are of the last century. */
  private static final int CENTURY = 50;

  private ReportDates() {}

  static Optional<LocalDate> latest(String report) {
    LocalDate latest = null;
    Matcher m = DATE.matcher(report);
    while (m.find()) {
      int year = Integer.parseInt(m.group(4));
      int full = year > 99 ? year : year >= CENTURY ? 1900 + year : 2000 + year;
      try {
        LocalDate date =
            LocalDate.of(full, Integer.parseInt(m.group(1)), Integer.parseInt(m.group(3)));
        latest = latest == null || date.isAfter(latest) ? date : latest;
      } catch (DateTimeException e) {
        continue; // looks like a date and is none
      }
    }
    return Optional.ofNullable(latest);
  }
}
