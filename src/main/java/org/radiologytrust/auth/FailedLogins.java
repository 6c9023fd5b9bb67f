package org.radiologytrust.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the failed logins of each IP address within a time window. */
final class FailedLogins {
  private static final int ADDRESSES = 10_000;

  private final int most;
  private final Cache<String, AtomicInteger> counts;

  FailedLogins(int most, Duration window) {
    this.most = most;
    this.counts = Caffeine.newBuilder().maximumSize(ADDRESSES).expireAfterWrite(window).build();
  }

  boolean tooMany(String address) {
    AtomicInteger count = counts.getIfPresent(address);
    return count != null && count.get() >= most;
  }

  /**
   * Counts one failure.
   *
   * @return whether the count is still within the limit
   */
  boolean add(String address) {
    return counts.get(address, a -> new AtomicInteger()).incrementAndGet() <= most;
  }
}
