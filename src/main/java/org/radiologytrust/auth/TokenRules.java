package org.radiologytrust.auth;

import java.net.URL;
import java.time.Duration;

/**
 * Which bearer tokens are taken.
 *
 * @param keys of the issuer, as a JWK set: a file's URL, https, or http on loopback
 * @param issuer the {@code iss} that they must have
 * @param audience that must be in their {@code aud}
 * @param roles claim with the roles, or a path to it with dots
 * @param refetch least time between two looks at the keys
 */
public record TokenRules(
    URL keys, String issuer, String audience, String roles, Duration refetch) {}
