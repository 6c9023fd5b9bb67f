package org.radiologytrust.journal.quality;

import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * The reports that figures are about. A report belongs to the month in which its first version was
 * received, by UTC.
 *
 * @param from the first month; {@code null} for no bound
 * @param to the last month; {@code null} for no bound
 * @param site empty for all
 * @param modality of the report as it is now; empty for all
 */
public record Selection(
    @Nullable YearMonth from, @Nullable YearMonth to, String site, String modality) {
  public static final Selection ALL = new Selection(null, null, "", "");

  /** The reports of one month. */
  public static Selection of(YearMonth month) {
    return new Selection(month, month, "", "");
  }
}
