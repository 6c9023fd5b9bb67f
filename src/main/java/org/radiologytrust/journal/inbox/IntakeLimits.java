package org.radiologytrust.journal.inbox;

import java.time.Duration;

/**
 * What the journal expects of the numbers and times of reports, how far it compares them, and who
 * sees what is found in them.
 *
 * @param future how far the clock of a sender may be ahead of this one: a time of release that is
 *     further in the future at its receipt is not used
 * @param reportsOfNumber how many reports may have one accession number; more raise an alarm
 * @param earlier so many of the newest earlier reports an audit rests on; 0: on none
 * @param shadow whether runs are made in shadow mode: what they find is kept apart
 */
public record IntakeLimits(Duration future, int reportsOfNumber, int earlier, boolean shadow) {
  /** More are never read. */
  public static final int MOST_EARLIER = 20;

  public static final IntakeLimits DEFAULT =
      new IntakeLimits(Duration.ofMinutes(5), 10, MOST_EARLIER, false);

  /** The same with another number of earlier reports. */
  public IntakeLimits withEarlier(int most) {
    return new IntakeLimits(future, reportsOfNumber, most, shadow);
  }

  /** The same in shadow mode. */
  public IntakeLimits inShadowMode() {
    return new IntakeLimits(future, reportsOfNumber, earlier, true);
  }
}
