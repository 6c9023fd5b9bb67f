package org.radiologytrust.page.door;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Times as the pages show them, in the time zone of the server. */
public final class Times {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);

  private Times() {}

  /** The time of day, such as {@code 10:42}. */
  public static String time(Instant at) {
    return local(at).format(TIME);
  }

  /** The day, such as {@code 1 Apr 2026}. */
  public static String date(Instant at) {
    return local(at).format(DATE);
  }

  public static String date(LocalDate day) {
    return day.format(DATE);
  }

  /** Day and time, such as {@code 1 Apr 2026 10:42}. */
  public static String dateTime(Instant at) {
    return date(at) + " " + time(at);
  }

  /** Day and time with seconds, such as {@code 1 Apr 2026 10:42:07}. */
  public static String exact(Instant at) {
    return date(at) + " " + local(at).format(SECONDS);
  }

  /** The time of day alone if it is today, else day and time. */
  public static String when(Instant at, Instant now) {
    return local(at).toLocalDate().equals(local(now).toLocalDate()) ? time(at) : dateTime(at);
  }

  /** Such as {@code at 10:42}, or {@code on 1 Apr 2026 10:42} for another day. */
  public static String at(Instant at, Instant now) {
    String when = when(at, now);
    return (when.contains(" ") ? "on " : "at ") + when;
  }

  /** How long ago something was, in one unit that is rounded down, such as {@code 54 min}. */
  public static String age(Instant at, Instant now) {
    long minutes = Math.max(0, Duration.between(at, now).toMinutes());
    if (minutes < 60) {
      return minutes + " min";
    }
    long hours = minutes / 60;
    return hours < 48 ? hours + " h" : hours / 24 + " days";
  }

  /** As a field of a form has a time, such as {@code 2026-04-01T10:42}. */
  public static String field(Instant at) {
    return local(at).toLocalDateTime().truncatedTo(ChronoUnit.MINUTES).toString();
  }

  /** The time in a field of a form; empty if it is none. */
  public static Optional<Instant> ofField(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static ZonedDateTime local(Instant at) {
    return at.atZone(ZoneId.systemDefault());
  }
}
