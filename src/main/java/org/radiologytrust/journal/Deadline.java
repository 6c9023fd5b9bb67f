package org.radiologytrust.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends what a connection does once its time is over, also while a statement is being prepared. The
 * driver's own query time-out only bounds the wait for a lock.
 */
final class Deadline implements AutoCloseable {
  private static final long AGAIN_MS = 50;

  private final Statement any;
  private final ScheduledFuture<?> watch;
  private boolean over;
  private boolean closed;

  /**
   * @param connection that nobody else uses until this is closed
   */
  Deadline(ScheduledThreadPoolExecutor timer, Connection connection, Duration left)
      throws SQLException {
    any = connection.createStatement();
    // again and again: what is cancelled between two statements does not end the second
    watch =
        timer.scheduleWithFixedDelay(
            this::cancel, Math.max(1, left.toMillis()), AGAIN_MS, TimeUnit.MILLISECONDS);
  }

  /** Cancels all that the connection does, whichever of its statements is asked. */
  private synchronized void cancel() {
    if (closed) {
      return;
    }
    over = true;
    try {
      any.cancel();
    } catch (SQLException e) {
      // asked again soon
    }
  }

  synchronized boolean over() {
    return over;
  }

  @Override
  public void close() throws SQLException {
    synchronized (this) {
      // after this the connection may be another's
      closed = true;
    }
    watch.cancel(false);
    any.close();
  }
}
