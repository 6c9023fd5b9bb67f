package org.radiologytrust.journal;

import java.time.Instant;

/**
 * Takes out what need not be kept any longer, a batch at a time. Audits, resources, report versions
 * and counts stay, and so does what a repeat is known by.
 */
public interface Retention {
  /**
   * Empties messages that came before then and became a report whose audit has ended, or were
   * ignored or duplicate. They cannot be replayed any more.
   *
   * @return how many, at most {@code limit}
   */
  int messages(Instant before, int limit);

  /** The same for messages in quarantine. They cannot be released any more. */
  int quarantined(Instant before, int limit);

  /**
   * Takes out the step results, which quote the report, of runs that ended before then.
   *
   * @return of how many runs, at most {@code limit}
   */
  int steps(Instant before, int limit);
}
