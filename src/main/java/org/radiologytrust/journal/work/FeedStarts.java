package org.radiologytrust.journal.work;

import org.radiologytrust.journal.store.JournalException;

/**
 * The position at which each process started to read a partition of a feed. It detects a record
 * that kills the process, without one write per record. Processes that share a journal share the
 * positions, so that a record that kills one process after the other is found too.
 */
public interface FeedStarts {
  /**
   * Stores that this process starts to read at this offset.
   *
   * @return how many processes in a row ended without {@link #end} after they had started at this
   *     offset; a repeated call gives the same
   * @throws JournalException if it cannot be stored
   */
  int begin(String topic, int partition, long offset);

  /**
   * Notes that this process has stored the record at which it started to read. So the record kills
   * no process, even if this one dies before it commits the offset.
   *
   * @throws JournalException if it cannot be stored
   */
  void passed(String topic, int partition);

  /**
   * Notes that this process reads the partition no longer and is alive, so that the next process
   * does not count a death. Does nothing if another process has begun to read it.
   *
   * @throws JournalException if it cannot be stored
   */
  void end(String topic, int partition);

  /**
   * Notes that this process ends normally, like {@link #end(String, int)} for all its partitions.
   */
  void end();
}
