package org.radiologytrust.journal.quality;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Strength;

/**
 * The figures of one group of flags that have one strength. Its verdicts are those of the worklist.
 *
 * @param group the check, modality, site, month (such as 202611) or author; empty for all, and
 *     where a report names none
 * @param reports that were checked; those on which the check did not finish are left out
 * @param flags each counted once
 * @param flagged reports with at least one of these flags
 */
public record FigureRow(
    String group,
    Strength strength,
    int reports,
    int flags,
    int flagged,
    Judged judged,
    Agreed agreed,
    Delay delay) {
  /** Flags by their verdict. */
  public record Judged(int right, int wrong, int notImportant) {
    public int all() {
      return right + wrong + notImportant;
    }
  }

  /**
   * What became of the flags that people agreed with.
   *
   * @param corrected a later version no longer has what was flagged
   * @param left somebody left the report as it is
   * @param unclear nothing can be said
   * @param all these, and those that are still to be corrected
   */
  public record Agreed(int corrected, int left, int unclear, int all) {}

  /**
   * From the audit to the first decision.
   *
   * @param half the median; {@code null} if there is no decision
   * @param most nine in ten are at most this; {@code null} if there is no decision
   */
  public record Delay(@Nullable Duration half, @Nullable Duration most) {}
}
