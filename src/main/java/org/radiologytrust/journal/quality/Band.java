package org.radiologytrust.journal.quality;

import java.time.Instant;

/**
 * Within what the figures were when a person accepted the product. Later figures are compared with
 * it.
 *
 * @param wrongHigh wrong flags in 100 reports: the upper bound of the 95 % interval
 * @param rightLow right ones of 100 flags that are right or wrong: the lower bound
 * @param user who accepted it
 */
public record Band(double wrongHigh, double rightLow, String user, Instant at) {}
