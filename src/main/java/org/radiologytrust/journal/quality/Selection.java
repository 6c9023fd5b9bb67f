package org.radiologytrust.journal.quality;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The reports that figures are about. A report belongs to the month in which its first version was
 * received, by UTC.
 *
 * @param from the first month; {@code null} for no bound
 * @param to the last month; {@code null} for no bound
 * @param site empty for all
 * @param modality of the report as it is now; empty for all
 * @param received when the first version was received; {@code null} for no bound but the months
 */
public record Selection(
    @Nullable YearMonth from,
    @Nullable YearMonth to,
    String site,
    String modality,
    @Nullable Received received) {
  /** From a time to before another one. */
  public record Received(Instant from, Instant to) {}

  public static final Selection ALL = new Selection(null, null, "", "");

  public Selection(@Nullable YearMonth from, @Nullable YearMonth to, String site, String modality) {
    this(from, to, site, modality, null);
  }

  /** The reports of one month. */
  public static Selection of(YearMonth month) {
    return new Selection(month, month, "", "");
  }

  /** The reports whose first version was received from a time to before another one. */
  public static Selection received(Instant from, Instant to) {
    // the months follow from the times, and have an index
    return new Selection(month(from), month(to), "", "", new Received(from, to));
  }

  /** The times when first versions were received; empty for all times. */
  Optional<Received> times() {
    if (received != null || from == null && to == null) {
      return Optional.ofNullable(received);
    }
    return Optional.of(
        new Received(
            from == null ? Instant.EPOCH : begin(from),
            to == null ? Instant.ofEpochMilli(Long.MAX_VALUE) : begin(to.plusMonths(1))));
  }

  private static Instant begin(YearMonth month) {
    return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static YearMonth month(Instant at) {
    return YearMonth.from(at.atZone(ZoneOffset.UTC));
  }
}
