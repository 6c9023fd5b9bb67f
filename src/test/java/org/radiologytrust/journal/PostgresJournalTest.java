package org.radiologytrust.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.radiologytrust.journal.store.PostgresDialect;
import org.radiologytrust.journal.store.SteadyClock;

@Tag("peers")
class PostgresJournalTest extends JournalContract {
  /** Every count that is kept, and the same counted. */
  private static final String KEPT =
      "select what, kind, sink, n, repeats from row_count where n <> 0";

  private static final String COUNTED =
      """
      select 'message', outcome, '', count(*), sum(repeats) from message group by outcome
      union all select 'report', state, '', count(*), 0 from report_version group by state
      union all select 'delivery', state, sink, count(*), 0 from delivery group by sink, state
      """;

  private final String database = PostgresDatabases.migrated();

  @Override
  protected Journal open(SteadyClock clock) {
    return PostgresDatabases.open(database, clock);
  }

  @AfterEach
  void theCountsAreTheRows() throws SQLException {
    try (Journal journal = PostgresDatabases.open(database, SteadyClock.system());
        Connection connection =
            new PostgresDialect(PostgresDatabases.server().journal(database)).connect()) {
      assertEquals(rows(connection, COUNTED), rows(connection, KEPT));
      journal.retention().giveBack();
      assertEquals(rows(connection, COUNTED), rows(connection, KEPT));
      assertEquals(
          rows(connection, "select what, kind, sink, '', '' from row_count"),
          rows(connection, "select what, kind, sink, '', '' from row_change"),
          "added up");
    }
  }

  private static List<String> rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rs = statement.executeQuery(sql + " order by 1, 2, 3")) {
      List<String> rows = new ArrayList<>();
      while (rs.next()) {
        rows.add(
            String.join(
                " ",
                rs.getString(1),
                rs.getString(2),
                rs.getString(3),
                rs.getString(4),
                rs.getString(5)));
      }
      return rows;
    }
  }
}
