package org.radiologytrust.journal;

/**
 * The position at which each process started to read a feed. It detects a record that kills the
 * process, without one write per record.
 */
public interface FeedStarts {
  /**
   * Stores that this process starts to read at this offset.
   *
   * @return how many processes in a row died after they had started at this offset
   * @throws JournalException if it cannot be stored
   */
  int begin(String topic, int partition, long offset);

  /** Notes that the process ends normally, so that the next start does not count a death. */
  void end();
}
