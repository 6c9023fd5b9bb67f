package org.radiologytrust.journal;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * PostgreSQL 14 or newer. Changes run at {@code read committed}: a statement after a lock sees what
 * the lock's last holder has committed. Reads see one snapshot for the whole transaction.
 */
final class PostgresDialect implements Dialect {
  private static final int READERS = 4;
  private static final int WATCHERS = 2;
  private static final int KEPT_OPEN = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration WATCHING = Duration.ofSeconds(3);

  private static final String DEADLOCK = "40P01";
  private static final String NOT_SERIALIZABLE = "40001";

  /**
   * The server ends the session of a node that stands still inside a transaction: others wait for
   * its locks. It also bounds the wait for a lock.
   */
  private static final String OPTIONS =
      "-c idle_in_transaction_session_timeout=10s -c lock_timeout=20s";

  private final PostgresLogin login;

  PostgresDialect(PostgresLogin login) {
    this.login = login;
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
    return "cannot open " + name();
  }

  /** A connection of its own. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(login.url(), properties());
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("user", login.user());
    properties.setProperty("password", login.password());
    properties.setProperty("ApplicationName", "rtl");
    properties.setProperty("connectTimeout", "5");
    // a cut network must not hold a thread for ever
    properties.setProperty("socketTimeout", "60");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("options", OPTIONS);
    // of several hosts, the one that can be written; also after a failover
    properties.setProperty("targetServerType", "primary");
    return properties;
  }

  @Override
  public HikariConfig connections(Use use) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(login.url());
    config.setDataSourceProperties(properties());
    config.setMinimumIdle(KEPT_OPEN);
    config.setReadOnly(use != Use.WRITE);
    config.setTransactionIsolation(
        use == Use.WRITE ? "TRANSACTION_READ_COMMITTED" : "TRANSACTION_REPEATABLE_READ");
    return config;
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
    return Flyway.configure()
        .locations("classpath:db/migration", "classpath:db/postgresql")
        .placeholders(Map.of("bytes", "bytea", "clustered", "", "text", "text collate \"C\""))
        .loggers("slf4j");
  }

  @Override
  public boolean shared() {
    return true;
  }

  @Override
  public void lock(Db.Tx tx, String name) throws SQLException {
    tx.list("select pg_advisory_xact_lock(hashtextextended(?, 0))", rs -> true, name);
  }

  @Override
  public boolean repeatable(SQLException e) {
    return DEADLOCK.equals(e.getSQLState()) || NOT_SERIALIZABLE.equals(e.getSQLState());
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

  /** Its autovacuum has the space used again. */
  @Override
  public long giveBack(Db.Tx tx) {
    return 0;
  }

  @Override
  public String joinInOrder() {
    return "join";
  }
}
