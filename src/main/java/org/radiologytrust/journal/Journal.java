package org.radiologytrust.journal;

/**
 * Everything that must survive. Implementations are safe for use by many threads and pass the
 * contract suite {@code JournalContract}.
 */
public interface Journal
    extends Inbox, StudyShelf, JobQueue, ResourceShelf, Outbox, Counters, AutoCloseable {
  @Override
  void close();
}
