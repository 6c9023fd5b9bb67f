package org.radiologytrust.retry;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** The HTTP header Retry-After (RFC 9110, 10.2.3). */
public final class RetryAfter {
  private RetryAfter() {}

  /**
   * The requested wait: seconds or an HTTP date; zero if it is neither or in the past.
   *
   * @param header the header's value; empty if there is none
   */
  public static Duration wait(String header, Instant now) {
    if (header.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(header));
    }
    try {
      ZonedDateTime date = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration wait = Duration.between(now, date.toInstant());
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException e) {
      return Duration.ZERO;
    }
  }
}
