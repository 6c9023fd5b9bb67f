package org.radiologytrust.journal.store;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * PostgreSQL 14 or newer. Changes run at {@code read committed}: a statement after a lock sees what
 * the lock's last holder has committed. Reads see one snapshot for the whole transaction.
 */
public final class PostgresDialect implements Dialect {
  private static final int READERS = 4;
  private static final int WATCHERS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration WATCHING = Duration.ofSeconds(3);

  private static final String DEADLOCK = "40P01";

  private static final String NOT_SERIALIZABLE = "40001";

  private final PostgresLogin login;
  private final PostgresConnections connections;

  public PostgresDialect(PostgresLogin login) {
    this.login = login;
    this.connections = new PostgresConnections(login);
  }

  @Override
  public String name() {
    return "the journal on " + login;
  }

  @Override
  public String advice() {
    return "check " + login + " and its disk";
  }

  @Override
  public void prepare() {
    try (Connection connection = connect()) {
      PostgresServerCheck.check(connection, name());
    } catch (SQLException e) {
      throw PostgresServerCheck.refused(login, e);
    }
  }

  @Override
  public String cannotOpen() {
    return "cannot open " + name() + ": check max_connections, and see its log";
  }

  /** A connection of its own. */
  public Connection connect() throws SQLException {
    return connections.open();
  }

  @Override
  public HikariConfig connections(Use use) {
    return connections.pool(use);
  }

  @Override
  public DataSource migrator() {
    return connections.migrator();
  }

  @Override
  public int size(Use use, SearchLimits limits) {
    return switch (use) {
      case WRITE -> login.connections();
      case READ -> READERS;
      case WATCH -> WATCHERS;
      case SEARCH -> limits.parallel();
    };
  }

  /** Shorter than the pause of who asks for health, also while the server is away. */
  @Override
  public Duration patience(Use use, SearchLimits limits) {
    return switch (use) {
      case WRITE, READ -> PATIENCE;
      case WATCH -> WATCHING;
      case SEARCH -> limits.time();
    };
  }

  @Override
  public FluentConfiguration migrations() {
    return Flyway.configure(new MigrationFiles())
        .locations("classpath:db/migration", "classpath:db/postgresql")
        .placeholders(Map.of("bytes", "bytea", "clustered", "", "text", "text collate \"C\""))
        // as long as another node migrates
        .lockRetryCount(-1)
        .loggers("slf4j");
  }

  @Override
  public boolean shared() {
    return true;
  }

  @Override
  public String lock() {
    // unnest keeps the order
    return """
    select pg_advisory_xact_lock(hashtextextended(name, 0))
    from unnest(string_to_array(?, chr(31))) as name
    """;
  }

  @Override
  public boolean repeatable(SQLException e) {
    return DEADLOCK.equals(e.getSQLState()) || NOT_SERIALIZABLE.equals(e.getSQLState());
  }

  /** Its class of errors about damaged data and indexes. */
  @Override
  public boolean damaged(SQLException e) {
    String state = e.getSQLState();
    return state != null && (state.equals("XX001") || state.equals("XX002"));
  }

  /** PostgreSQL refuses NUL and unpaired surrogates. */
  @Override
  public String storable(String text) {
    return StorableText.of(text);
  }

  @Override
  public String key(String text) {
    return StorableText.key(text);
  }

  @Override
  public String skipLocked() {
    return "for update skip locked";
  }

  /** Adds up the changes that {@code row_count} sums. Its autovacuum has the space used again. */
  @Override
  public long giveBack(Tx tx) throws SQLException {
    tx.update(
        """
        with gone as (delete from row_change returning *)
        insert into row_change
          select what, kind, sink, sum(n), sum(repeats) from gone group by what, kind, sink
        """);
    return 0;
  }

  @Override
  public String joinInOrder() {
    return "join";
  }
}
