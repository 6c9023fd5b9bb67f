package org.radiologytrust.journal.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.runtime.DaemonThreads;

/**
 * Transactions on the database. Readers see a consistent snapshot and do not wait for writers. API
 * searches, and health and metrics, have their own connections, so that neither the audits nor the
 * health checks wait for a search.
 */
public final class Db implements AutoCloseable {
  /** How often work is done that failed because of another transaction. */
  private static final int TRIES = 8;

  private static final int PAUSE_MS = 20;

  private final Dialect dialect;
  private final HikariDataSource writer;
  private final HikariDataSource readers;
  private final HikariDataSource watchers;
  private final HikariDataSource searchers;
  private final SearchLimits limits;
  private final Damage damage;
  private final Optional<WholeCheck> check;

  /** Null if the database allows several writers at the same time. */
  private final @Nullable GroupCommit group;

  private final IntakeLoad load = new IntakeLoad(System::nanoTime);
  private final ScheduledThreadPoolExecutor timer = timer();

  /**
   * Opens the connections.
   *
   * @throws JournalException if the database cannot be used
   */
  Db(Dialect dialect, SearchLimits limits) {
    this.dialect = dialect;
    this.limits = limits;
    this.damage = new Damage(dialect.name(), dialect::damaged);
    dialect.prepare();
    List<HikariDataSource> pools = new ArrayList<>();
    try {
      for (Dialect.Use use : Dialect.Use.values()) {
        pools.add(pool(use));
      }
    } catch (RuntimeException e) {
      pools.forEach(HikariDataSource::close);
      timer.shutdownNow();
      throw new JournalException(dialect.cannotOpen(), e);
    }
    writer = pools.get(Dialect.Use.WRITE.ordinal());
    readers = pools.get(Dialect.Use.READ.ordinal());
    watchers = pools.get(Dialect.Use.WATCH.ordinal());
    searchers = pools.get(Dialect.Use.SEARCH.ordinal());
    group = dialect.shared() ? null : new GroupCommit(writer, dialect, damage);
    check = dialect.wholeCheck(damage);
  }

  /**
   * Requires that no damage was found yet. Waits for the check of the whole database, at most so
   * long: that of a large one goes on beside the work.
   *
   * @throws JournalException if the database is damaged
   */
  public void requireWhole(Duration most) {
    check.ifPresent(running -> running.await(most));
    if (damage.isFound()) {
      throw new JournalException(name() + " is damaged: restore a backup (rtl restore)", null);
    }
  }

  /** Whether damage was found since the start. */
  public boolean damaged() {
    return damage.isFound();
  }

  /**
   * Opens an SQLite file.
   *
   * @throws JournalException if it cannot be used
   */
  public static Db sqlite(Path file, SearchLimits limits) {
    return new Db(new SqliteDialect(file), limits);
  }

  /**
   * Opens a database on PostgreSQL.
   *
   * @throws JournalException if it cannot be used
   */
  public static Db postgres(PostgresLogin login, SearchLimits limits) {
    return new Db(new PostgresDialect(login), limits);
  }

  private HikariDataSource pool(Dialect.Use use) {
    HikariConfig config = dialect.connections(use);
    config.setPoolName("journal-" + use.name().toLowerCase(Locale.ROOT));
    config.setMaximumPoolSize(dialect.size(use, limits));
    config.setAutoCommit(false);
    config.setConnectionTimeout(dialect.patience(use, limits).toMillis());
    return new HikariDataSource(config);
  }

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(1, DaemonThreads.named("journal-deadlines"));
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  Dialect dialect() {
    return dialect;
  }

  /** What the journal is called in messages; without a password. */
  public String name() {
    return dialect.name();
  }

  /** Whether several processes may use the journal at the same time. */
  public boolean shared() {
    return dialect.shared();
  }

  /**
   * Gives some of the space that deleted rows have left back to the file system.
   *
   * @return how many bytes; 0 if there is little to give, or the database sees to it by itself
   */
  public long giveBack() {
    return write(dialect::giveBack);
  }

  /**
   * Writes the database anew, so that nothing is left of what was deleted. SQLite overwrites a row
   * that it deletes, but not the copies of it where it moved rows from one page to another.
   *
   * @return false if this database is too large for that, or its server sees to its space itself
   * @throws JournalException if the database refuses
   */
  public boolean rewrite() {
    String sql = dialect.rewrite();
    if (sql.isEmpty() || group == null) {
      return false;
    }
    group.alone(sql);
    return true;
  }

  /**
   * Empties a write-ahead log that has earlier versions of rows, unless a reader needs it.
   *
   * @throws JournalException if the database refuses
   */
  public void emptyLog() {
    dialect.emptyLog();
  }

  /**
   * Runs the work on a write connection and commits. When this throws, nothing is stored. One case
   * differs: PostgreSQL may have committed before the connection broke. So the work must give the
   * same result when it is done twice.
   *
   * @throws JournalException if the database refuses or does not answer
   */
  public <T extends @Nullable Object> T write(Tx.Work<T> work) {
    return group == null ? repeated(work) : group.write(work, false);
  }

  /** Like {@link #write}, for a message whose sender waits: it comes before all other work. */
  public <T extends @Nullable Object> T writeFirst(Tx.Work<T> work) {
    load.message();
    return group == null ? repeated(work) : group.write(work, true);
  }

  /** Waits at most this long while many messages arrive. */
  public void giveWay(Duration most) {
    load.giveWay(most);
  }

  /** How many works wait for the writer; 0 if each has a connection of its own. */
  int waitingWrites() {
    return group == null ? 0 : group.waiting();
  }

  private <T extends @Nullable Object> T repeated(Tx.Work<T> work) {
    for (int left = TRIES; ; left--) {
      try {
        return run(writer, work);
      } catch (JournalException e) {
        if (left == 1
            || !(e.getCause() instanceof SQLException cause && dialect.repeatable(cause))) {
          throw e;
        }
        // of any two that hinder each other, one should be first the next time
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(PAUSE_MS * 1_000_000L));
      }
    }
  }

  public <T extends @Nullable Object> T read(Tx.Work<T> work) {
    return run(readers, work);
  }

  /** Reads on a connection reserved for health and metrics. */
  public <T extends @Nullable Object> T watch(Tx.Work<T> work) {
    return run(watchers, work);
  }

  /**
   * Reads for the FHIR API, within {@link SearchLimits}.
   *
   * @throws SearchBusyException if the search takes too long, or too many run at the same time
   */
  public <T extends @Nullable Object> T search(Tx.Work<T> work) {
    long start = System.nanoTime();
    try {
      return run(
          searchers,
          tx -> {
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            try (Deadline deadline =
                new Deadline(timer, tx.connection(), limits.time().minus(waited))) {
              try {
                return work.in(tx);
              } catch (SQLException e) {
                if (deadline.over()) {
                  throw new SearchBusyException(SearchBusyException.Cause.TOO_SLOW);
                }
                throw e;
              }
            }
          });
    } catch (JournalException e) {
      // no connection became free in time; with a cause, none could be opened
      if (e.getCause() instanceof SQLTransientConnectionException waited
          && waited.getCause() == null) {
        throw new SearchBusyException(SearchBusyException.Cause.TOO_MANY);
      }
      throw e;
    }
  }

  private <T extends @Nullable Object> T run(HikariDataSource pool, Tx.Work<T> work) {
    try (Connection connection = pool.getConnection()) {
      try {
        T result = work.in(new Tx(connection, dialect, null));
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException | Error e) {
        undo(pool, connection, e);
        throw e;
      }
    } catch (SQLException e) {
      damage.look(e);
      throw JournalException.of(e);
    }
  }

  /**
   * When the disk is full, SQLite rolls the transaction back by itself. The driver does not notice,
   * and every later use of this connection fails, even when there is space again. So the connection
   * is replaced.
   */
  private static void undo(HikariDataSource pool, Connection connection, Throwable why) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      why.addSuppressed(e);
      pool.evictConnection(connection);
    }
  }

  @Override
  public void close() {
    check.ifPresent(WholeCheck::close);
    if (group != null) {
      group.close();
    }
    searchers.close();
    watchers.close();
    readers.close();
    writer.close();
    timer.shutdownNow();
  }
}
