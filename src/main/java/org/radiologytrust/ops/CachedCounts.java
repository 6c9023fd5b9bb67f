package org.radiologytrust.ops;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.search.Counters;

/** The journal's counts, cached for a second, so that attributes read together add up. */
final class CachedCounts implements Supplier<Counters.Counts> {
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final Counters counters;
  private final Clock clock;
  private Instant looked = Instant.MIN;
  private Counters.@Nullable Counts counts;

  CachedCounts(Counters counters, Clock clock) {
    this.counters = counters;
    this.clock = clock;
  }

  @Override
  public synchronized Counters.Counts get() {
    Instant now = clock.instant();
    if (counts == null || now.isBefore(looked) || !now.isBefore(looked.plus(FRESH))) {
      counts = OperatorCall.withSafeErrors(counters::counts);
      looked = now;
    }
    return counts;
  }
}
