package org.radiologytrust.auth.login;

import java.time.Duration;
import java.time.Instant;

/**
 * Limits of the sessions of people in a browser.
 *
 * @param idle longest time without a key or a click
 * @param longest longest time of one log-in
 * @param ofOneUser most sessions of one user; the one that was not used for the longest time makes
 *     room
 */
public record SessionLimits(Duration idle, Duration longest, int ofOneUser) {
  /** Whether a session has reached its longest time. */
  boolean old(Instant begun, Instant now) {
    return !begun.plus(longest).isAfter(now);
  }
}
