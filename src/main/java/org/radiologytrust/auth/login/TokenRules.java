package org.radiologytrust.auth.login;

import java.net.URL;
import java.time.Duration;

/**
 * Which bearer tokens are accepted.
 *
 * @param keys URL of the issuer's JWK set: a file, https, or http on loopback
 * @param issuer required value of {@code iss}
 * @param audience value that {@code aud} must contain
 * @param roles name of the claim with the roles, or a path to it with dots
 * @param refetch shortest time between two fetches of the keys
 */
public record TokenRules(
    URL keys, String issuer, String audience, String roles, Duration refetch) {}
