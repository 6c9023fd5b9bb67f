package org.radiologytrust.journal;

import java.time.Instant;

/**
 * Deletes data that no longer needs to be stored, in batches. Audits, resources, report versions,
 * counts and the keys that identify repeats stay.
 */
public interface Retention {
  /**
   * Removes the bytes of messages received before this time that became a report whose audit has
   * ended, or were ignored or duplicate. These messages cannot be replayed afterwards.
   *
   * @return how many messages, at most {@code limit}; fewer if they are large
   */
  int messages(Instant before, int limit);

  /**
   * Removes the bytes of messages in quarantine that were received before this time. They cannot be
   * released afterwards.
   *
   * @return how many messages, at most {@code limit}; fewer if they are large
   */
  int quarantined(Instant before, int limit);

  /**
   * Deletes the step results, which quote the report, of runs that ended before this time.
   *
   * @return how many runs, at most {@code limit}
   */
  int steps(Instant before, int limit);

  /**
   * Deletes flags of reports that were checked before they were signed, and that were kept before
   * this time: no signed report has come.
   *
   * @return how many flags, at most {@code limit}
   */
  int draftFlags(Instant before, int limit);

  /**
   * Gives some of the space that was deleted back to the file system. Some is kept for new rows.
   *
   * @return how many bytes; 0 if there is no more to give
   */
  long giveBack();
}
