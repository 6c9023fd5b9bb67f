package org.radiologytrust.auth.login;

import java.net.URL;
import java.time.Duration;
import java.util.Set;

/**
 * Which bearer tokens of one issuer are accepted, and what they may do.
 *
 * @param keys URL of the issuer's JWK set: a file, https, or http on loopback
 * @param issuer required value of {@code iss}
 * @param audience value that {@code aud} must contain
 * @param roles name of the claim with the roles, or a path to it with dots; not used where there
 *     are callers
 * @param callers client ids ({@code azp}) of programs, each of which may have reports checked and
 *     nothing else; empty for an issuer of this site, whose tokens name their roles
 * @param refetch shortest time between two fetches of the keys
 * @param longest longest time from now until a token's end ({@code exp})
 */
public record TokenRules(
    URL keys,
    String issuer,
    String audience,
    String roles,
    Set<String> callers,
    Duration refetch,
    Duration longest) {
  public TokenRules {
    callers = Set.copyOf(callers);
  }
}
