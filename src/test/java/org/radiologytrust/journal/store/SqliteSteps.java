package org.radiologytrust.journal.store;

import java.util.concurrent.atomic.AtomicLong;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;

/** Counts the work of SQLite's writer, in thousands of its steps: no clock has a say. */
public final class SqliteSteps {
  private static final int STEPS = 1000;

  private SqliteSteps() {}

  /** Counts from now on. */
  public static AtomicLong of(Db db) {
    AtomicLong steps = new AtomicLong();
    db.write(
        tx -> {
          ProgressHandler.setHandler(
              tx.connection().unwrap(SQLiteConnection.class),
              STEPS,
              new ProgressHandler() {
                @Override
                protected int progress() {
                  steps.incrementAndGet();
                  return 0;
                }
              });
          return true;
        });
    return steps;
  }
}
