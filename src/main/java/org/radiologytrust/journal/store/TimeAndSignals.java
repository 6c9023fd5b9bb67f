package org.radiologytrust.journal.store;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process needs to agree with the others that use the journal: the time, and signals about
 * their commits.
 *
 * @param threads keep both up to date
 */
public record TimeAndSignals(SteadyClock clock, Signals signals, AutoCloseable threads)
    implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SteadyClock.class);

  /** Smaller differences are normal: a killed process stored its last time a few seconds before. */
  private static final Duration AHEAD = Duration.ofSeconds(2);

  /** Of the only process. */
  public static TimeAndSignals alone(SteadyClock clock) {
    return new TimeAndSignals(clock, new Signals(), () -> {});
  }

  /** Of one process of several on PostgreSQL: the time is the database's. */
  public static TimeAndSignals shared(Db db, PostgresLogin login) {
    DatabaseClock wall = DatabaseClock.of(db);
    PostgresSignals signals = PostgresSignals.start(db, new PostgresConnections(login)::open);
    return new TimeAndSignals(
        new SteadyClock(wall, System::nanoTime),
        signals.signals(),
        () -> {
          signals.close();
          wall.close();
        });
  }

  /**
   * Has the clock continue from the last time that the journal stored.
   *
   * @throws JournalException if that cannot be read
   */
  public void continueFrom(Db db) {
    try {
      db.read(tx -> tx.first("select seen_at from journal_clock", rs -> rs.getLong(1)))
          .map(Instant::ofEpochMilli)
          .ifPresent(clock::notBefore);
    } catch (JournalException e) {
      throw new JournalException("cannot read " + db.name(), e);
    }
    if (clock.ahead().compareTo(AHEAD) > 0) {
      LOG.warn(
          "the clock was set back: the journal's last time is {} s ahead of it; new times"
              + " continue from there, and nothing is delayed",
          clock.ahead().toSeconds());
    }
  }

  @Override
  public void close() {
    try {
      threads.close();
    } catch (Exception e) {
      throw new IllegalStateException("closing does not fail", e);
    }
  }
}
