package org.radiologytrust.operate;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as an operator of the site reads and writes them. */
final class SiteTimes {
  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx");
  private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");

  private final ZoneId zone;
  private final Clock clock;

  SiteTimes(ZoneId zone, Clock clock) {
    this.zone = zone;
    this.clock = clock;
  }

  /** The day at the site. */
  LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), zone);
  }

  /** With offset, such as {@code 2026-04-01T10:42:07.123+02:00}. */
  String shown(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).atZone(zone).format(SHOWN);
  }

  /**
   * Reads a time: {@code 10:42} (today), {@code 2026-04-01}, {@code 2026-04-01T10:42}, with or
   * without offset, or {@code 2h} (that long ago; s, m, h or d).
   *
   * @throws OperationRefused if it is none; the message names the parameter
   */
  Instant read(String parameter, String text) {
    Matcher ago = AGO.matcher(text);
    try {
      if (ago.matches()) {
        long n = Long.parseLong(ago.group(1));
        return clock.instant().minus(ago(n, ago.group(2)));
      }
      if (text.matches("\\d\\d:.*")) {
        return today().atTime(LocalTime.parse(text)).atZone(zone).toInstant();
      }
      if (!text.contains("T")) {
        return LocalDate.parse(text).atStartOfDay(zone).toInstant();
      }
      return text.matches(".*T.*(Z|[+-]\\d\\d:?\\d*)")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDateTime.parse(text).atZone(zone).toInstant();
    } catch (DateTimeException e) {
      throw OperationRefused.invalid(
          parameter + ": write a time such as 10:42, 2026-04-01, 2026-04-01T10:42 or 2h (ago)");
    }
  }

  private static Duration ago(long n, String unit) {
    return switch (unit) {
      case "s" -> Duration.ofSeconds(n);
      case "m" -> Duration.ofMinutes(n);
      case "h" -> Duration.ofHours(n);
      default -> Duration.ofDays(n);
    };
  }
}
