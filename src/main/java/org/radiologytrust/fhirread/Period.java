package org.radiologytrust.fhirread;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.param.DateParam;
import ca.uhn.fhir.rest.param.ParamPrefixEnum;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.radiologytrust.journal.results.ResourceStore.Range;

/**
 * A date or time of a search: it stands for its whole period (a day, a second). Without an offset
 * it is UTC.
 *
 * @param start inclusive
 * @param end exclusive
 */
record Period(ParamPrefixEnum prefix, Instant start, Instant end) {
  /** FHIR recommends a tenth of the time between the value and now. */
  private static final int APPROXIMATE = 10;

  /**
   * @param shown the parameter's name, for errors
   */
  static Period of(String shown, String value) throws BadRequest {
    // an unescaped plus sign arrives as a blank
    DateParam date = date(shown, value.strip().replace(' ', '+'));
    try {
      ZonedDateTime begin = begin(date.getValueAsString());
      return new Period(
          date.getPrefix() == null ? ParamPrefixEnum.EQUAL : date.getPrefix(),
          begin.toInstant(),
          begin.plus(1, unit(date.getPrecision())).toInstant());
    } catch (DateTimeException e) {
      throw bad(shown);
    }
  }

  /** The times that match, as milliseconds since the epoch. */
  List<Range> ranges(Instant now) {
    return switch (prefix) {
      case EQUAL -> List.of(new Range(start.toEpochMilli(), end.toEpochMilli()));
      case NOT_EQUAL -> List.of(before(start), from(end));
      case GREATERTHAN_OR_EQUALS -> List.of(from(start));
      case GREATERTHAN, STARTS_AFTER -> List.of(from(end));
      case LESSTHAN, ENDS_BEFORE -> List.of(before(start));
      case LESSTHAN_OR_EQUALS -> List.of(before(end));
      case APPROXIMATE -> {
        Duration around = Duration.between(start, now).abs().dividedBy(APPROXIMATE);
        yield List.of(
            new Range(start.minus(around).toEpochMilli(), end.plus(around).toEpochMilli()));
      }
    };
  }

  private static Range before(Instant end) {
    return new Range(-Double.MAX_VALUE, end.toEpochMilli());
  }

  private static Range from(Instant start) {
    return new Range(start.toEpochMilli(), Double.MAX_VALUE);
  }

  private static DateParam date(String shown, String value) throws BadRequest {
    try {
      DateParam date = new DateParam(value);
      if (date.getValueAsString() == null || date.getPrecision() == null) {
        throw bad(shown);
      }
      return date;
    } catch (DataFormatException | BaseServerResponseException | IllegalArgumentException e) {
      throw bad(shown);
    }
  }

  private static BadRequest bad(String shown) {
    return BadRequest.invalid(shown + ": not a FHIR date or time, such as ge2026-01-31");
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
}
