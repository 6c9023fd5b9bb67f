package org.radiologytrust.auth.login;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.radiologytrust.journal.logins.SharedFailures;

/**
 * Counts the failed logins at all nodes. What other nodes counted is known after the next {@link
 * #exchange}; without the database, each node counts for itself.
 */
final class ClusterFailures implements FailedLogins {
  /** Most addresses of one exchange. */
  private static final int ADDRESSES = 10_000;

  private final SharedFailures table;
  private final LoginLimits limits;
  private final Clock clock;
  private final LocalFailures local;
  private Map<String, Integer> fresh = new HashMap<>();
  private volatile Set<String> refused = Set.of();

  ClusterFailures(SharedFailures table, LoginLimits limits, Clock clock) {
    this.table = table;
    this.limits = limits;
    this.clock = clock;
    this.local = new LocalFailures(limits);
  }

  @Override
  public boolean tooMany(String address) {
    return refused.contains(address) || local.tooMany(address);
  }

  @Override
  public boolean add(String address) {
    synchronized (this) {
      if (fresh.size() < ADDRESSES || fresh.containsKey(address)) {
        fresh.merge(address, 1, Integer::sum);
      }
    }
    return local.add(address) && !refused.contains(address);
  }

  /**
   * Tells the other nodes what this one has counted, and asks for what they have.
   *
   * @throws org.radiologytrust.journal.store.JournalException when the database refuses
   */
  void exchange() {
    Instant now = clock.instant();
    Instant oldest = now.minus(limits.window());
    Map<String, Integer> counted = taken();
    if (!counted.isEmpty()) {
      table.add(counted, oldest, now);
    }
    refused = Set.copyOf(table.addresses(limits.failures(), oldest));
  }

  private synchronized Map<String, Integer> taken() {
    Map<String, Integer> counted = fresh;
    fresh = new HashMap<>();
    return counted;
  }
}
