package org.radiologytrust.auth;

import java.time.Duration;

/**
 * What guessing passwords is held back by.
 *
 * @param delay before a refusal is answered
 * @param failures of one address within a window; further logins from there are not looked at
 * @param window from the first failure on
 * @param remember how long a password that was right is not hashed again
 * @param hashes passwords that are hashed at once
 * @param queue logins that wait for that, at most
 */
public record LoginLimits(
    Duration delay, int failures, Duration window, Duration remember, int hashes, int queue) {}
