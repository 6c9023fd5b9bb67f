package org.radiologytrust.review;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The value of a field of a message or an image, as people say it. */
public final class FieldWords {
  private static final Pattern DAY = Pattern.compile("(\\d{4})-?(\\d{2})-?(\\d{2})(?:T?\\d.*)?");
  private static final DateTimeFormatter WORDS =
      DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);

  private static final Map<String, String> CODES =
      Map.of(
          "L", "left", "R", "right", "B", "both sides", "F", "female", "M", "male", "O", "other");

  private FieldWords() {}

  /** Such as {@code 15 Jan 1966} or {@code left}; empty for words of the sender. */
  public static Optional<String> of(String value) {
    String code = value.strip();
    Matcher day = DAY.matcher(code);
    if (!day.matches()) {
      return Optional.ofNullable(CODES.get(code));
    }
    try {
      return Optional.of(
          WORDS.format(
              LocalDate.of(
                  Integer.parseInt(day.group(1)),
                  Integer.parseInt(day.group(2)),
                  Integer.parseInt(day.group(3)))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
