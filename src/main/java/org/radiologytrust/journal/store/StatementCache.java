package org.radiologytrust.journal.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Prepared statements of one connection, kept for their next use: SQLite needs longer to prepare
 * most statements than to run them. For one thread.
 */
final class StatementCache {
  private static final int MOST = 200;

  private final Connection connection;

  /** The one that was not used for the longest time comes first. */
  private final Map<String, PreparedStatement> idle = new LinkedHashMap<>();

  StatementCache(Connection connection) {
    this.connection = connection;
  }

  /** What is done with a statement. */
  interface Use<T> {
    T of(PreparedStatement statement) throws SQLException;
  }

  /** Nobody else has the statement meanwhile. One that fails is not kept. */
  <T> T use(String sql, Use<T> use) throws SQLException {
    PreparedStatement kept = idle.remove(sql);
    PreparedStatement statement = kept == null ? connection.prepareStatement(sql) : kept;
    T result;
    try {
      result = use.of(statement);
    } catch (SQLException | RuntimeException | Error e) {
      statement.close();
      throw e;
    }
    keep(sql, statement);
    return result;
  }

  private void keep(String sql, PreparedStatement statement) throws SQLException {
    // it must not keep a message in memory
    statement.clearParameters();
    PreparedStatement other = idle.put(sql, statement);
    if (other != null) {
      other.close();
    }
    if (idle.size() > MOST) {
      Iterator<PreparedStatement> oldest = idle.values().iterator();
      PreparedStatement least = oldest.next();
      oldest.remove();
      least.close();
    }
  }
}
