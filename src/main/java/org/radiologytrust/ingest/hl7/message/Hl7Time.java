package org.radiologytrust.ingest.hl7.message;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads and writes HL7 dates and times: {@code YYYY[MM[DD[HH[MM[SS[.S...]]]]]][+ZZZZ]}. */
public final class Hl7Time {
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4})(\\d\\d)(\\d\\d)(?:(\\d\\d)(?:(\\d\\d)(?:(\\d\\d)(?:\\.\\d{1,9})?)?)?)?"
              + "([+-]\\d{4})?");

  private static final DateTimeFormatter WRITTEN = DateTimeFormatter.ofPattern("yyyyMMddHHmmssZ");

  private Hl7Time() {}

  /** A time as HL7 writes it, to the second, with the offset of the zone. */
  public static String written(Instant time, ZoneId zone) {
    return WRITTEN.format(time.atZone(zone));
  }

  /**
   * The instant, to the second. A date without a time is its midnight.
   *
   * @param zone time zone if the value has no offset
   * @return null if the value is not a time, or is less precise than a day
   */
  public static @Nullable Instant instant(String value, ZoneId zone) {
    Matcher time = TIME.matcher(value);
    if (!time.matches()) {
      return null;
    }
    try {
      LocalDateTime local =
          LocalDateTime.of(
              number(time, 1),
              number(time, 2),
              number(time, 3),
              number(time, 4),
              number(time, 5),
              number(time, 6));
      ZoneId where = time.group(7) == null ? zone : ZoneOffset.of(time.group(7));
      return local.atZone(where).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** The date; null if the value is not a date, or is less precise than a day. */
  public static @Nullable LocalDate date(String value) {
    Matcher time = TIME.matcher(value);
    if (!time.matches()) {
      return null;
    }
    try {
      return LocalDate.of(number(time, 1), number(time, 2), number(time, 3));
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static int number(Matcher time, int group) {
    return time.group(group) == null ? 0 : Integer.parseInt(time.group(group));
  }
}
