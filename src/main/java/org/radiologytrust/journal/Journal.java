package org.radiologytrust.journal;

import java.util.Map;
import java.util.Optional;

/**
 * The durable store of everything that must survive a crash. Its parts are thread-safe. A method
 * that returns has committed to disk. Every implementation passes the contract tests {@code
 * JournalContract} and {@code ReviewsContract}.
 */
public interface Journal extends AutoCloseable {
  Inbox inbox();

  /** How often messages raised each alarm since the process started. */
  Map<IntakeAlarm, Long> intakeAlarms();

  Messages messages();

  StudyStore studies();

  JobQueue jobs();

  ResourceStore resources();

  Worklist worklist();

  Reviews reviews();

  Outbox outbox();

  DeadLetters deadLetters();

  Lookup lookup();

  Counters counters();

  Retention retention();

  FeedCursors feedCursors();

  FeedStarts feedStarts();

  NodeLeases leases();

  WriteHealth writeHealth();

  /** What nodes share beside the journal; empty where only one process can use the journal. */
  Optional<Shared> shared();

  /** The clock for all stored times and all waits. */
  SteadyClock clock();

  /** Signals that are raised after commits. */
  Signals signals();

  @Override
  void close();
}
