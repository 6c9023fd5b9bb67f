package org.radiologytrust.auth.login;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Ages cached keys by a monotonic clock instead of the wall clock. If the wall clock is set back,
 * old keys would otherwise stay in the cache until it catches up.
 */
final class MonotonicKeySource implements JWKSetSource<SecurityContext> {
  private final JWKSetSource<SecurityContext> source;
  private final LongSupplier nanos;
  private final long start = System.currentTimeMillis();
  private final long startNanos;

  MonotonicKeySource(JWKSetSource<SecurityContext> source, LongSupplier nanos) {
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
