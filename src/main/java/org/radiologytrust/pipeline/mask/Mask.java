package org.radiologytrust.pipeline.mask;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.text.words.CharacterKinds;
import org.radiologytrust.text.words.CleanText;

/**
 * Hides the patient in text for a prompt. It replaces each letter and digit of names, identifiers,
 * dates and telephone numbers by X, so that every span remains valid. The text must be a {@link
 * CleanText}.
 */
final class Mask implements UnaryOperator<String> {
  static final String MONTH =
      "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
          + "|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\\b\\.?";

  /**
   * Dates in any order, dates with month names, telephone numbers, and runs of five or more digits.
   */
  private static final Pattern DATES_AND_NUMBERS =
      Pattern.compile(
          "\\b\\d{1,4}[-/.]\\d{1,2}[-/.]\\d{2,4}\\b"
              + ("|\\b\\d{1,2}(?:st|nd|rd|th)?[. -]{0,2}(?:of )?" + MONTH + "[, -]{1,2}\\d{2,4}\\b")
              + ("|\\b" + MONTH + " (?:the )?\\d{1,2}(?:st|nd|rd|th)?,? \\d{4}\\b")
              + "|\\(?\\d{3}\\)?[- ]?\\d{3}-\\d{4}\\b"
              + "|\\b(?:[A-Za-z]{1,6}[-/])?[A-Za-z]{0,6}\\d{5,}(?:[-/][A-Za-z\\d]{1,6})?\\b",
          Pattern.CASE_INSENSITIVE);

  private final @Nullable Pattern known;

  Mask(Report report, NameWords words) {
    Patient patient = report.patient();
    Order order = report.order();
    List<String> terms = new ArrayList<>();
    Stream.of(
            patient.identifiers().stream().map(Identifier::value),
            order.accessionNumbers().stream(),
            Stream.of(order.fillerOrderNumber(), order.placerOrderNumber()))
        .flatMap(numbers -> numbers)
        .map(number -> CleanText.of(number).text())
        .filter(Mask::identifying)
        // longest first, because one may begin with another
        .sorted(Comparator.comparingInt(String::length).reversed())
        .forEach(number -> terms.add("(?iu:" + Pattern.quote(number) + ")"));
    terms.addAll(new NamePatterns(patient, words).patterns());
    if (patient.birthDate() != null) {
      written(patient.birthDate()).forEach(date -> terms.add("(?i:" + Pattern.quote(date) + ")"));
    }
    known =
        terms.isEmpty()
            ? null
            : Pattern.compile(
                "(?<![\\p{L}\\p{N}])(?:" + String.join("|", terms) + ")(?![\\p{L}\\p{N}\\p{M}])");
  }

  /** Whether a number is long enough to hide. An order number 12 would hide "12 mm". */
  private static boolean identifying(String number) {
    return number.codePointCount(0, number.length()) >= 4
        && number.codePoints().anyMatch(Character::isDigit);
  }

  private static List<String> written(LocalDate date) {
    return Stream.of("yyyyMMdd", "d MMMM yyyy", "MMMM d, yyyy", "MMddyyyy", "MMMM yyyy")
        .map(pattern -> date.format(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)))
        .toList();
  }

  /** The masked text. It has the same number of code points. */
  @Override
  public String apply(String text) {
    String masked = known == null ? text : known.matcher(text).replaceAll(m -> crosses(m.group()));
    return DATES_AND_NUMBERS.matcher(masked).replaceAll(m -> crosses(m.group()));
  }

  /** As a replacement for a regular expression: X for each letter and digit. */
  static String crosses(String hidden) {
    StringBuilder out = new StringBuilder(hidden.length());
    hidden.codePoints().forEach(c -> out.appendCodePoint(CharacterKinds.partOfWord(c) ? 'X' : c));
    return Matcher.quoteReplacement(out.toString());
  }
}
