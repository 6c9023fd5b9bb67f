package org.radiologytrust.auth.login;

import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies who a token is from and for, and its times. The library's verifier takes a token that
 * was issued in the future, and one that never ends; whoever stole such a token could use it for
 * ever.
 */
final class TokenTimes extends DefaultJWTClaimsVerifier<SecurityContext> {
  private static final int SKEW_SECONDS = 30;

  private final Duration longest;

  TokenTimes(TokenRules rules) {
    super(
        rules.audience(),
        new JWTClaimsSet.Builder().issuer(rules.issuer()).build(),
        Set.of("exp", "sub"));
    setMaxClockSkew(SKEW_SECONDS);
    this.longest = rules.longest();
  }

  @Override
  public void verify(JWTClaimsSet claims, @Nullable SecurityContext context)
      throws BadJWTException {
    super.verify(claims, context);
    Instant soon = currentTime().toInstant().plusSeconds(SKEW_SECONDS);
    if (isAfter(claims.getIssueTime(), soon)) {
      throw new BadJWTException("JWT issued in the future");
    }
    if (isAfter(claims.getExpirationTime(), soon.plus(longest))) {
      throw new BadJWTException("JWT expires too late");
    }
  }

  private static boolean isAfter(@Nullable Date date, Instant limit) {
    return date != null && date.toInstant().isAfter(limit);
  }
}
