package org.radiologytrust.auth;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Gives cached keys a monotonic time in place of the wall clock: a clock that is set back must not
 * hold old keys, or keep new ones from being fetched, until it has caught up.
 */
final class SteadyKeys implements JWKSetSource<SecurityContext> {
  private final JWKSetSource<SecurityContext> source;
  private final LongSupplier nanos;
  private final long start = System.currentTimeMillis();
  private final long startNanos;

  SteadyKeys(JWKSetSource<SecurityContext> source, LongSupplier nanos) {
    this.source = source;
    this.nanos = nanos;
    this.startNanos = nanos.getAsLong();
  }

  @Override
  public JWKSet getJWKSet(
      JWKSetCacheRefreshEvaluator evaluator, long wallClock, SecurityContext context)
      throws KeySourceException {
    long passed = TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - startNanos);
    return source.getJWKSet(evaluator, start + passed, context);
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
