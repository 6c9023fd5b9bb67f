package org.radiologytrust.journal.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Cancels the work of a connection when its time is over, even while a statement is being prepared.
 * The driver's own query time-out only limits the wait for a lock.
 */
final class Deadline implements AutoCloseable {
  private static final long AGAIN_MS = 50;

  private final Statement any;
  private final ScheduledFuture<?> watch;
  private boolean over;
  private boolean closed;

  /**
   * Starts the deadline.
   *
   * @param connection used by nobody else until this deadline is closed
   * @param left time until the work is cancelled
   */
  Deadline(ScheduledThreadPoolExecutor timer, Connection connection, Duration left)
      throws SQLException {
    any = connection.createStatement();
    // repeated: a cancel between two statements does not stop the second one
    watch =
        timer.scheduleWithFixedDelay(
            this::cancel, Math.max(1, left.toMillis()), AGAIN_MS, TimeUnit.MILLISECONDS);
  }

  /**
   * Cancels whatever the connection is doing; it does not matter which of its statements is used.
   */
  private synchronized void cancel() {
    if (closed) {
      return;
    }
    over = true;
    try {
      any.cancel();
    } catch (SQLException e) {
      // the next cancel follows soon
    }
  }

  synchronized boolean over() {
    return over;
  }

  @Override
  public void close() throws SQLException {
    synchronized (this) {
      // from here on, somebody else may use the connection
      closed = true;
    }
    watch.cancel(false);
    any.close();
  }
}
