package org.radiologytrust.journal.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads all pages of an SQLite file once. A start waits for the answer for some time. The check of
 * a large file goes on beside the work, and what it finds then ends readiness.
 */
final class WholeCheck implements AutoCloseable {
  private final Path file;
  private final Damage damage;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean closed;
  private volatile @Nullable Statement running;

  private WholeCheck(Path file, Damage damage) {
    this.file = file;
    this.damage = damage;
  }

  static WholeCheck begin(Path file, Damage damage) {
    WholeCheck check = new WholeCheck(file, damage);
    Thread thread = new Thread(check::run, "journal-check");
    thread.setDaemon(true);
    thread.start();
    return check;
  }

  private void run() {
    try (Connection connection = JournalFile.open(file);
        Statement statement = connection.createStatement()) {
      running = statement;
      if (closed) {
        return;
      }
      try (ResultSet rs = statement.executeQuery("pragma quick_check(1)")) {
        if (!rs.next() || !rs.getString(1).equals("ok")) {
          damage.found();
        }
      }
    } catch (SQLException e) {
      damage.look(e);
    } finally {
      running = null;
      ended.countDown();
    }
  }

  /** Waits until the check has ended, at most so long. */
  void await(Duration most) {
    try {
      boolean unused = ended.await(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
    Statement statement = running;
    if (statement != null) {
      try {
        statement.cancel();
      } catch (SQLException e) {
        // it has ended meanwhile
      }
    }
    await(Duration.ofSeconds(5));
  }
}
