package org.radiologytrust.chaos;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.journal.store.PostgresLogin;

/** Reads the journal's tables, without a relay between. */
final class Database {
  private static final int TRIES = 120;

  private final PostgresLogin login;

  Database(PostgresLogin login) {
    this.login = login;
  }

  /** Rows of texts. */
  List<List<String>> rows(String sql, String... values) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(login.url(), login.user(), login.password());
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      try (ResultSet rs = statement.executeQuery()) {
        ResultSetMetaData columns = rs.getMetaData();
        List<List<String>> rows = new ArrayList<>();
        while (rs.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= columns.getColumnCount(); i++) {
            row.add(String.valueOf(rs.getString(i)));
          }
          rows.add(row);
        }
        return rows;
      }
    }
  }

  /** The first column of the only row; waits while the database is away. */
  long count(String sql) throws SQLException, InterruptedException {
    for (int i = 0; ; i++) {
      try {
        return Long.parseLong(rows(sql).get(0).get(0));
      } catch (SQLException away) {
        if (i == TRIES) {
          throw away;
        }
        Thread.sleep(500);
      }
    }
  }
}
