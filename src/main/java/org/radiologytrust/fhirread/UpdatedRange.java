package org.radiologytrust.fhirread;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.param.DateParam;
import ca.uhn.fhir.rest.param.ParamPrefixEnum;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The bounds of {@code _lastUpdated}.
 *
 * @param from inclusive; {@code null} if unbounded
 * @param until exclusive; {@code null} if unbounded
 */
record UpdatedRange(@Nullable Instant from, @Nullable Instant until) {
  static final UpdatedRange ALL = new UpdatedRange(null, null);

  /**
   * The intersection of this range and one more value. A value stands for its whole period (a day,
   * a second). Without an offset it is UTC.
   */
  UpdatedRange and(String value) throws BadRequest {
    // an unescaped plus sign arrives as a blank
    DateParam date = date(value.replace(' ', '+'));
    Instant start;
    Instant end;
    try {
      ZonedDateTime begin = begin(date.getValueAsString());
      start = begin.toInstant();
      end = begin.plus(1, unit(date.getPrecision())).toInstant();
    } catch (DateTimeException e) {
      throw bad();
    }
    ParamPrefixEnum prefix = date.getPrefix() == null ? ParamPrefixEnum.EQUAL : date.getPrefix();
    return switch (prefix) {
      case EQUAL -> later(start).earlier(end);
      case GREATERTHAN_OR_EQUALS -> later(start);
      case GREATERTHAN, STARTS_AFTER -> later(end);
      case LESSTHAN, ENDS_BEFORE -> earlier(start);
      case LESSTHAN_OR_EQUALS -> earlier(end);
      default -> throw BadRequest.unsupported("_lastUpdated: use eq, ge, gt, le or lt");
    };
  }

  private static DateParam date(String value) throws BadRequest {
    try {
      DateParam date = new DateParam(value);
      if (date.getValueAsString() == null || date.getPrecision() == null) {
        throw bad();
      }
      return date;
    } catch (DataFormatException | BaseServerResponseException | IllegalArgumentException e) {
      throw bad();
    }
  }

  private static BadRequest bad() {
    return BadRequest.invalid("_lastUpdated: not a FHIR date or time, such as ge2026-01-31");
  }

  private static ZonedDateTime begin(String value) {
    return switch (value.length()) {
      case 4 -> Year.parse(value).atDay(1).atStartOfDay(ZoneOffset.UTC);
      case 7 -> YearMonth.parse(value).atDay(1).atStartOfDay(ZoneOffset.UTC);
      case 10 -> LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC);
      default ->
          OffsetDateTime.parse(value.matches(".*(Z|[+-]\\d\\d:\\d\\d)") ? value : value + "Z")
              .toZonedDateTime();
    };
  }

  private static ChronoUnit unit(TemporalPrecisionEnum precision) {
    return switch (precision) {
      case YEAR -> ChronoUnit.YEARS;
      case MONTH -> ChronoUnit.MONTHS;
      case DAY -> ChronoUnit.DAYS;
      case MINUTE -> ChronoUnit.MINUTES;
      case SECOND -> ChronoUnit.SECONDS;
      case MILLI -> ChronoUnit.MILLIS;
    };
  }

  private UpdatedRange later(Instant bound) {
    return new UpdatedRange(from == null || bound.isAfter(from) ? bound : from, until);
  }

  private UpdatedRange earlier(Instant bound) {
    return new UpdatedRange(from, until == null || bound.isBefore(until) ? bound : until);
  }
}
