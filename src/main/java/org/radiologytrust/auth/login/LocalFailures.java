package org.radiologytrust.auth.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the failed logins at this process. */
final class LocalFailures implements FailedLogins {
  private static final int ADDRESSES = 10_000;

  private final int most;
  private final Cache<String, AtomicInteger> counts;

  LocalFailures(LoginLimits limits) {
    this.most = limits.failures();
    this.counts =
        Caffeine.newBuilder().maximumSize(ADDRESSES).expireAfterWrite(limits.window()).build();
  }

  @Override
  public boolean tooMany(String address) {
    AtomicInteger count = counts.getIfPresent(address);
    return count != null && count.get() >= most;
  }

  @Override
  public boolean add(String address) {
    return counts.get(address, a -> new AtomicInteger()).incrementAndGet() <= most;
  }
}
