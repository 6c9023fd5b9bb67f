package org.radiologytrust.journal;

/**
 * Where this process began to read a feed, so that a record that ends the process is found without
 * a write for each record.
 */
public interface FeedStarts {
  /**
   * This process begins to read here.
   *
   * @return how many starts in a row, this one included, came after a process that died, and began
   *     at this offset
   * @throws JournalException when it cannot be stored
   */
  int begin(String topic, int partition, long offset);

  /** The process ends as it should. */
  void end();
}
