package org.radiologytrust.journal.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Statements of one transaction. */
public final class Tx {
  /** Work to run inside one transaction. It may be run again when another one was in its way. */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    T in(Tx tx) throws SQLException;
  }

  /** Maps one row. */
  @FunctionalInterface
  public interface Row<T extends @Nullable Object> {
    T of(ResultSet rs) throws SQLException;
  }

  private final Connection connection;
  private final Syntax syntax;
  private final @Nullable StatementCache cache;

  Tx(Connection connection, Syntax syntax, @Nullable StatementCache cache) {
    this.connection = connection;
    this.syntax = syntax;
    this.cache = cache;
  }

  Connection connection() {
    return connection;
  }

  /** Whether several processes may use the journal at the same time. */
  public boolean shared() {
    return syntax.shared();
  }

  /** As {@link Syntax#skipLocked}. */
  public String skipLocked() {
    return syntax.skipLocked();
  }

  /** As {@link Syntax#joinInOrder}. */
  public String joinInOrder() {
    return syntax.joinInOrder();
  }

  /** A text of any length for an indexed column. */
  public String key(String text) {
    return syntax.key(text);
  }

  /** Holds a lock until the end of the transaction; in the order of {@link Locks}. */
  void lock(String name) throws SQLException {
    locks(List.of(name));
  }

  /** Holds several locks, taken in the order of the list. */
  void locks(List<String> names) throws SQLException {
    String lock = syntax.lock();
    if (!lock.isEmpty()) {
      list(lock, rs -> true, String.join(Syntax.SEPARATOR, names));
    }
  }

  public int update(String sql, @Nullable Object... values) throws SQLException {
    return prepared(
        sql,
        statement -> {
          bind(statement, values);
          return statement.executeUpdate();
        });
  }

  public <T> List<T> list(String sql, Row<T> row, Object... values) throws SQLException {
    return prepared(
        sql,
        statement -> {
          bind(statement, values);
          return rows(statement, row);
        });
  }

  /**
   * Runs a statement to its end that gives rows without columns; a prepared one stops at the first.
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

  public <T> Optional<T> first(String sql, Row<T> row, Object... values) throws SQLException {
    return list(sql, row, values).stream().findFirst();
  }

  /** Whether the journal has a table: one of an older version may lack it. */
  public boolean hasTable(String name) throws SQLException {
    try (ResultSet tables =
        connection.getMetaData().getTables(null, connection.getSchema(), name, null)) {
      return tables.next();
    }
  }

  /** The values of a statement whose first ones come from elsewhere. */
  public static @Nullable Object[] values(@Nullable Object[] first, Object... then) {
    return Stream.concat(Stream.of(first), Stream.of(then)).toArray();
  }

  private void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      if (values[i] instanceof byte[] bytes) {
        statement.setBytes(i + 1, bytes);
      } else if (values[i] instanceof String text) {
        statement.setString(i + 1, syntax.storable(text));
      } else {
        statement.setObject(i + 1, values[i]);
      }
    }
  }
}
