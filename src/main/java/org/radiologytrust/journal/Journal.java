package org.radiologytrust.journal;

/**
 * Everything that must survive, behind one store. Its parts are safe for use by many threads; a
 * method of theirs that returns has committed to disk. Implementations pass the contract suite
 * {@code JournalContract}.
 */
public interface Journal extends AutoCloseable {
  Inbox inbox();

  Messages messages();

  StudyStore studies();

  JobQueue jobs();

  ResourceStore resources();

  Outbox outbox();

  DeadLetters deadLetters();

  Counters counters();

  Retention retention();

  FeedStarts feedStarts();

  WriteHealth writeHealth();

  /** The time of what it stores, which every wait goes by. */
  SteadyClock clock();

  /** Raised after commits. */
  Signals signals();

  @Override
  void close();
}
