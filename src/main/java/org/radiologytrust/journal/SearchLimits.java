package org.radiologytrust.journal;

import java.time.Duration;

/**
 * What reads from outside may take of the journal, so that they do not hold up its work.
 *
 * @param time of one read, the wait for its turn included
 * @param parallel reads at the same time
 */
public record SearchLimits(Duration time, int parallel) {
  /** The connection pool takes no less. */
  private static final Duration LEAST = Duration.ofMillis(250);

  public static final SearchLimits DEFAULT = new SearchLimits(Duration.ofSeconds(5), 4);

  public SearchLimits {
    if (time.compareTo(LEAST) < 0) {
      throw new IllegalArgumentException("rtl.search.time: must be 250ms or more, such as 5s");
    }
  }
}
