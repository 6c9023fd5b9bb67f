package org.radiologytrust.pipeline;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;

/**
 * Hides the patient in what goes into a prompt: names, numbers, dates and telephone numbers become
 * X, letter by letter, so that every span still holds.
 */
final class Mask {
  /** Dates in any order of their parts, months by name, and runs of five digits or more. */
  private static final Pattern DATES_AND_NUMBERS =
      Pattern.compile(
          "\\b\\d{1,4}[-/.]\\d{1,2}[-/.]\\d{2,4}\\b"
              + "|\\b\\d{1,2}[. -]?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*[., -]{1,2}\\d{2,4}\\b"
              + "|\\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \\d{1,2}(?:st|nd|rd|th)?,? \\d{4}\\b"
              + "|\\(?\\d{3}\\)?[- ]?\\d{3}-\\d{4}\\b"
              + "|\\b[A-Za-z]{0,6}\\d{5,}\\b",
          Pattern.CASE_INSENSITIVE);

  private final Pattern known;

  Mask(Report report) {
    List<String> terms = new ArrayList<>();
    Patient patient = report.patient();
    for (String name : (patient.familyName() + " " + patient.givenName()).split("[\\s^,]+")) {
      terms.add(name);
    }
    for (Identifier identifier : patient.identifiers()) {
      terms.add(identifier.value());
    }
    terms.addAll(report.order().accessionNumbers());
    terms.add(report.order().fillerOrderNumber());
    terms.add(report.order().placerOrderNumber());
    if (patient.birthDate() != null) {
      terms.addAll(written(patient.birthDate()));
    }
    List<String> quoted =
        terms.stream()
            // a single letter is an initial, or any letter
            .filter(t -> t.codePointCount(0, t.length()) > 1)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .toList();
    known =
        quoted.isEmpty()
            ? null
            : Pattern.compile(
                "(?<![\\p{L}\\p{N}])(?:" + String.join("|", quoted) + ")(?![\\p{L}\\p{N}])",
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  private static List<String> written(LocalDate date) {
    return List.of("yyyyMMdd", "d MMMM yyyy", "MMMM d, yyyy", "MMddyyyy").stream()
        .map(pattern -> date.format(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)))
        .toList();
  }

  /** The text with the same number of code points, nothing of the patient in it. */
  String apply(String text) {
    String masked = DATES_AND_NUMBERS.matcher(text).replaceAll(m -> crosses(m.group()));
    return known == null ? masked : known.matcher(masked).replaceAll(m -> crosses(m.group()));
  }

  private static String crosses(String hidden) {
    StringBuilder out = new StringBuilder(hidden.length());
    hidden.codePoints().forEach(c -> out.appendCodePoint(Character.isLetterOrDigit(c) ? 'X' : c));
    return out.toString();
  }
}
