package org.radiologytrust.journal.inbox;

import java.time.Duration;

/**
 * What the journal expects of the numbers and times of reports.
 *
 * @param future how far the clock of a sender may be ahead of this one: a time of release that is
 *     further in the future at its receipt is not used
 * @param reportsOfNumber how many reports may have one accession number; more raise an alarm
 */
public record IntakeLimits(Duration future, int reportsOfNumber) {
  public static final IntakeLimits DEFAULT = new IntakeLimits(Duration.ofMinutes(5), 10);
}
