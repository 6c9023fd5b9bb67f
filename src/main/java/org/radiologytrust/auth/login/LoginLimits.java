package org.radiologytrust.auth.login;

import java.time.Duration;

/**
 * Limits that slow down guessing passwords.
 *
 * @param delay wait before a wrong login is answered
 * @param failures failed logins of one address within the window; passwords from there are then
 *     refused without a check
 * @param window time from the first failure
 * @param remember how long a correct password is not hashed again
 * @param hashes passwords hashed at the same time
 * @param queue most logins that wait to be hashed
 */
public record LoginLimits(
    Duration delay, int failures, Duration window, Duration remember, int hashes, int queue) {}
