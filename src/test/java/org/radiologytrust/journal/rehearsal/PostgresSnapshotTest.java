package org.radiologytrust.journal.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.PostgresDatabases;
import org.radiologytrust.journal.store.PostgresDialect;
import org.radiologytrust.journal.store.PostgresLogin;
import org.radiologytrust.journal.store.SteadyClock;

@Tag("peers")
@Tag("safety")
class PostgresSnapshotTest extends SnapshotContract {
  private final String database = PostgresDatabases.migrated();

  private PostgresLogin login() {
    return PostgresDatabases.server().journal(database);
  }

  @Override
  protected Journal open(SteadyClock clock) {
    return PostgresDatabases.open(database, clock);
  }

  @Override
  JournalSnapshot snapshot(int most) {
    return JournalSnapshot.of(login(), most);
  }

  private void makeOlder() throws Exception {
    try (Connection connection = new PostgresDialect(login()).connect();
        Statement statement = connection.createStatement()) {
      for (String table : List.of("strength_table", "strength_change", "rests_on")) {
        statement.execute("drop table " + table);
      }
      statement.execute("delete from flyway_schema_history where cast(version as integer) >= 54");
    }
  }

  /** Every row of every table, and how many transactions have changed one since. */
  private List<String> rows() throws Exception {
    try (Connection connection = new PostgresDialect(login()).connect();
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet rs =
          statement.executeQuery(
              "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'"
                  + " order by table_name")) {
        while (rs.next()) {
          tables.add(rs.getString(1));
        }
      }
      List<String> rows = new ArrayList<>(tables);
      for (String table : tables) {
        try (ResultSet rs =
            statement.executeQuery(
                "select t.xmin::text || t::text from " + table + " t order by 1")) {
          while (rs.next()) {
            rows.add(table + rs.getString(1));
          }
        }
      }
      return rows;
    }
  }

  @Test
  void aRehearsalChangesNoRowOfAJournalThatIsOlder() throws Exception {
    audited("A1", "Lungs clear.");
    journal.close();
    makeOlder();
    List<String> before = rows();
    JournalSnapshot snapshot = snapshot(10);
    assertEquals(1, snapshot.rows().size());
    assertEquals(before, rows());
  }
}
