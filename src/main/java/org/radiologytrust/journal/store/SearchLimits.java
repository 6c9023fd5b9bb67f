package org.radiologytrust.journal.store;

import java.time.Duration;

/**
 * Limits for reads by the API, so that they do not delay the audits.
 *
 * @param time maximum duration of one read, including the wait for a connection; at least 250 ms
 * @param parallel maximum number of reads at the same time
 */
public record SearchLimits(Duration time, int parallel) {
  /** The minimum of the connection pool. */
  private static final Duration LEAST = Duration.ofMillis(250);

  public static final SearchLimits DEFAULT = new SearchLimits(Duration.ofSeconds(5), 4);

  public SearchLimits {
    if (time.compareTo(LEAST) < 0) {
      throw new IllegalArgumentException("rtl.search.time: must be 250ms or more, such as 5s");
    }
  }
}
