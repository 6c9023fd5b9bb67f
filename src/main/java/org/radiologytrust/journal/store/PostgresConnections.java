package org.radiologytrust.journal.store;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections to PostgreSQL, with what bounds their waits. */
final class PostgresConnections {
  private static final int KEPT_OPEN = 2;
  private static final String CONNECT_SECONDS = "5";

  /** A cut network must not hold a thread for ever. */
  private static final String SOCKET_SECONDS = "60";

  /**
   * The server ends the session of a node that stands still inside a transaction: others wait for
   * its locks. It also bounds the wait for a lock.
   */
  private static final String BOUNDS =
      "-c idle_in_transaction_session_timeout=10s -c lock_timeout=20s";

  /** Of several hosts, the one that can be written; also after a failover. */
  private static final String PRIMARY = "primary";

  /** Not that of versions before the baseline, by which {@link Baseline} knows their nodes. */
  private static final String NAME = "radiology-trust-layer";

  private final PostgresLogin login;

  PostgresConnections(PostgresLogin login) {
    this.login = login;
  }

  /** A connection of its own, outside the pools. */
  Connection open() throws SQLException {
    return DriverManager.getConnection(login.url(), properties());
  }

  HikariConfig pool(Dialect.Use use) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(login.url());
    config.setDataSourceProperties(properties());
    config.setMinimumIdle(KEPT_OPEN);
    config.setReadOnly(use != Dialect.Use.WRITE);
    config.setTransactionIsolation(
        use == Dialect.Use.WRITE ? "TRANSACTION_READ_COMMITTED" : "TRANSACTION_REPEATABLE_READ");
    return config;
  }

  /**
   * For migrations, which may take long and wait for those of another node. The driver's own data
   * source would write all its parameters into the URL of a connection. Flyway searches that URL
   * for passwords, which then takes half a second.
   */
  DataSource migrator() {
    Properties unbounded = properties();
    unbounded.remove("socketTimeout");
    unbounded.remove("options");
    return new PGSimpleDataSource() {
      @Override
      public Connection getConnection() throws SQLException {
        return DriverManager.getConnection(login.url(), unbounded);
      }
    };
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("user", login.user());
    properties.setProperty("password", login.password());
    properties.setProperty("ApplicationName", NAME);
    properties.setProperty("connectTimeout", CONNECT_SECONDS);
    properties.setProperty("socketTimeout", SOCKET_SECONDS);
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("options", BOUNDS);
    properties.setProperty("targetServerType", PRIMARY);
    return properties;
  }
}
