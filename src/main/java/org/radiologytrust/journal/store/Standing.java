package org.radiologytrust.journal.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** How far the tables of a journal were migrated. */
final class Standing {
  /** The migration that makes all tables of a new journal. */
  static final int BASELINE = 97;

  private static final int BEFORE = 96;

  /** The last commit that has the migrations before the baseline. */
  private static final String COMMIT = "e53ba10e";

  private Standing() {}

  /**
   * Whether a journal stands at the last migration before the baseline.
   *
   * @throws JournalException if it is older
   */
  static boolean isBefore(Connection connection, String name) throws SQLException {
    int reached = reached(connection);
    if (reached > 0 && reached < BEFORE) {
      throw new JournalException(
          name
              + " is of an older version: start rtl of commit "
              + COMMIT
              + " on it once, then this version",
          null);
    }
    return reached == BEFORE;
  }

  /** The number of the newest migration; 0 where no table is. */
  private static int reached(Connection connection) throws SQLException {
    try (ResultSet tables =
        connection
            .getMetaData()
            .getTables(null, connection.getSchema(), "flyway_schema_history", null)) {
      if (!tables.next()) {
        return 0;
      }
    }
    int reached = 0;
    try (Statement statement = connection.createStatement();
        ResultSet rs =
            statement.executeQuery(
                "select version from flyway_schema_history where success and version is not null")) {
      while (rs.next()) {
        reached = Math.max(reached, Integer.parseInt(rs.getString(1)));
      }
    }
    return reached;
  }
}
