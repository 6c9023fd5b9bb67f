package org.radiologytrust.journal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.runtime.DaemonThreads;

/**
 * Transactions on the database. Readers see a consistent snapshot and do not wait for writers. API
 * searches, and health and metrics, have their own connections, so that neither the audits nor the
 * health checks wait for a search.
 */
final class Db implements AutoCloseable {
  /** How often work is done that failed because of another transaction. */
  private static final int TRIES = 8;

  private static final int PAUSE_MS = 20;

  private final Dialect dialect;
  private final HikariDataSource writer;
  private final HikariDataSource readers;
  private final HikariDataSource watchers;
  private final HikariDataSource searchers;
  private final SearchLimits limits;

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
    group = dialect.shared() ? null : new GroupCommit(writer, dialect);
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

  DataSource dataSource() {
    return writer;
  }

  Dialect dialect() {
    return dialect;
  }

  /** Work to run inside one transaction. It may be run again when another one was in its way. */
  @FunctionalInterface
  interface Work<T extends @Nullable Object> {
    T in(Tx tx) throws SQLException;
  }

  /**
   * Runs the work on a write connection and commits. When this throws, nothing is stored. One case
   * differs: PostgreSQL may have committed before the connection broke. So the work must give the
   * same result when it is done twice.
   *
   * @throws JournalException if the database refuses or does not answer
   */
  <T extends @Nullable Object> T write(Work<T> work) {
    return group == null ? repeated(work) : group.write(work, false);
  }

  /** Like {@link #write}, for a message whose sender waits: it comes before all other work. */
  <T extends @Nullable Object> T writeFirst(Work<T> work) {
    load.message();
    return group == null ? repeated(work) : group.write(work, true);
  }

  /** Waits at most this long while many messages arrive. */
  void giveWay(Duration most) {
    load.giveWay(most);
  }

  /** How many works wait for the writer; 0 if each has a connection of its own. */
  int waitingWrites() {
    return group == null ? 0 : group.waiting();
  }

  private <T extends @Nullable Object> T repeated(Work<T> work) {
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

  <T extends @Nullable Object> T read(Work<T> work) {
    return run(readers, work);
  }

  /** Reads on a connection reserved for health and metrics. */
  <T extends @Nullable Object> T watch(Work<T> work) {
    return run(watchers, work);
  }

  /**
   * Reads for the FHIR API, within {@link SearchLimits}.
   *
   * @throws SearchBusyException if the search takes too long, or too many run at the same time
   */
  <T extends @Nullable Object> T search(Work<T> work) {
    long start = System.nanoTime();
    try {
      return run(
          searchers,
          tx -> {
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            try (Deadline deadline =
                new Deadline(timer, tx.connection, limits.time().minus(waited))) {
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

  private <T extends @Nullable Object> T run(HikariDataSource pool, Work<T> work) {
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
      throw failed(e);
    }
  }

  static JournalException failed(SQLException e) {
    return new JournalException("the journal's database failed: " + state(e), e);
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

  /** Only the driver's error code: its message may quote values. */
  private static String state(SQLException e) {
    return "SQL error " + e.getErrorCode() + ", state " + e.getSQLState();
  }

  @Override
  public void close() {
    if (group != null) {
      group.close();
    }
    searchers.close();
    watchers.close();
    readers.close();
    writer.close();
    timer.shutdownNow();
  }

  /** The values of a statement whose first ones come from elsewhere. */
  static @Nullable Object[] values(@Nullable Object[] first, Object... then) {
    return Stream.concat(Stream.of(first), Stream.of(then)).toArray();
  }

  /** Maps one row. */
  @FunctionalInterface
  interface Row<T extends @Nullable Object> {
    T of(ResultSet rs) throws SQLException;
  }

  /** Statements of one transaction. */
  static final class Tx {
    private final Connection connection;
    private final Dialect dialect;
    private final @Nullable StatementCache cache;

    Tx(Connection connection, Dialect dialect, @Nullable StatementCache cache) {
      this.connection = connection;
      this.dialect = dialect;
      this.cache = cache;
    }

    Dialect dialect() {
      return dialect;
    }

    /** A text of any length for an indexed column. */
    String key(String text) {
      return dialect.key(text);
    }

    /** Holds a lock until the end of the transaction; in the order of {@link Locks}. */
    void lock(String name) throws SQLException {
      locks(List.of(name));
    }

    /** Holds several locks, taken in the order of the list. */
    void locks(List<String> names) throws SQLException {
      dialect.lock(this, names);
    }

    int update(String sql, @Nullable Object... values) throws SQLException {
      return prepared(
          sql,
          statement -> {
            bind(statement, values);
            return statement.executeUpdate();
          });
    }

    <T> List<T> list(String sql, Row<T> row, Object... values) throws SQLException {
      return prepared(
          sql,
          statement -> {
            bind(statement, values);
            return rows(statement, row);
          });
    }

    /**
     * Runs a statement to its end that gives rows without columns; a prepared one stops at the
     * first.
     */
    void execute(String sql) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.executeUpdate(sql);
      }
    }

    private static <T> List<T> rows(PreparedStatement statement, Row<T> row) throws SQLException {
      try (ResultSet rs = statement.executeQuery()) {
        List<T> rows = new ArrayList<>();
        while (rs.next()) {
          rows.add(row.of(rs));
        }
        return rows;
      }
    }

    private <T> T prepared(String sql, StatementCache.Use<T> use) throws SQLException {
      if (cache != null) {
        return cache.use(sql, use);
      }
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        return use.of(statement);
      }
    }

    <T> Optional<T> first(String sql, Row<T> row, Object... values) throws SQLException {
      return list(sql, row, values).stream().findFirst();
    }

    private void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
      for (int i = 0; i < values.length; i++) {
        if (values[i] instanceof byte[] bytes) {
          statement.setBytes(i + 1, bytes);
        } else if (values[i] instanceof String text) {
          statement.setString(i + 1, dialect.storable(text));
        } else {
          statement.setObject(i + 1, values[i]);
        }
      }
    }
  }
}
