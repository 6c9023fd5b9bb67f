package org.radiologytrust.journal;

/**
 * What a process needs to agree with the others that use the journal: the time, and signals about
 * their commits.
 *
 * @param threads keep both up to date
 */
record TimeAndSignals(SteadyClock clock, Signals signals, AutoCloseable threads)
    implements AutoCloseable {
  /** Of the only process. */
  static TimeAndSignals alone(SteadyClock clock) {
    return new TimeAndSignals(clock, new Signals(), () -> {});
  }

  /** Of one process of several on PostgreSQL: the time is the database's. */
  static TimeAndSignals shared(Db db, PostgresSignals.Connections connections) {
    DatabaseClock wall = DatabaseClock.of(db);
    PostgresSignals signals = PostgresSignals.start(db, connections);
    return new TimeAndSignals(
        new SteadyClock(wall, System::nanoTime),
        signals.signals(),
        () -> {
          signals.close();
          wall.close();
        });
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
