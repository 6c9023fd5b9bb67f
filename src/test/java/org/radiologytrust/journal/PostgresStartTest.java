package org.radiologytrust.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.inbox.IntakeLimits;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.PostgresDialect;
import org.radiologytrust.journal.store.PostgresLogin;
import org.radiologytrust.journal.store.SearchLimits;
import org.radiologytrust.peers.PostgresServer;

/** What a node says about a database that it cannot use. */
@Tag("peers")
class PostgresStartTest {
  private final PostgresServer server = PostgresDatabases.server();

  private String refused(PostgresLogin login) {
    JournalException e =
        assertThrows(
            JournalException.class,
            () ->
                SqlJournal.open(
                    login, OpenedJournal.SITE, SearchLimits.DEFAULT, IntakeLimits.DEFAULT));
    assertFalse(e.getMessage().contains("secret"), e.getMessage());
    assertNull(e.getCause(), "the driver's words may quote the URL");
    return e.getMessage();
  }

  private PostgresLogin login(String address, String database, String password) {
    return new PostgresLogin(
        "jdbc:postgresql://" + address + "/" + database, PostgresServer.NAME, password, 2);
  }

  @Test
  @Tag("safety")
  void wrongPasswordIsNamedAndNotShown() {
    String said = refused(login(server.address(), PostgresServer.NAME, "secret"));
    assertTrue(said.contains("check rtl.journal.user, rtl.journal.password"), said);
    assertTrue(said.contains("SQLSTATE 28P01"), said);
  }

  @Test
  void serverThatIsAwayIsNamed() {
    String said = refused(login("127.0.0.1:1", "rtl", "secret"));
    assertTrue(said.contains("PostgreSQL 127.0.0.1:1/rtl: it cannot be reached"), said);
  }

  @Test
  void databaseThatIsMissingIsNamed() {
    String said = refused(login(server.address(), "nowhere", server.password()));
    assertTrue(said.contains("there is no such database"), said);
  }

  @Test
  void otherEncodingIsRefused() {
    String latin = PostgresDatabases.empty("encoding 'LATIN1' locale 'C' template template0");
    String said = refused(server.journal(latin));
    assertTrue(said.contains("the encoding LATIN1: create one with UTF8"), said);
  }

  @Test
  @Tag("safety")
  void databaseThatMayLoseCommitsIsRefused() throws Exception {
    String careless = PostgresDatabases.empty();
    server.execute("alter database " + careless + " set synchronous_commit = off");
    String said = refused(server.journal(careless));
    assertTrue(said.contains("synchronous_commit is off: a commit could be lost"), said);
  }

  @Test
  @Tag("safety")
  void databaseOfANewerVersionIsNamedAndNotChanged() throws Exception {
    PostgresLogin login = server.journal(PostgresDatabases.migrated());
    try (Connection connection = new PostgresDialect(login).connect();
        Statement statement = connection.createStatement()) {
      // each start of a version that knows the tables makes it a text
      statement.executeUpdate("alter table message add column later varchar(10)");
      statement.executeUpdate(OpenedJournal.NEWER_VERSION);
      List<String> before = tables(statement);
      String said = refused(login);
      assertTrue(said.endsWith("was written by a newer version: use that version's rtl"), said);
      assertEquals(
          said, assertThrows(JournalException.class, () -> SqlJournal.check(login)).getMessage());
      assertEquals(before, tables(statement));
    }
  }

  /** Columns, migrations, and the time that each start and stop continues. */
  private static List<String> tables(Statement statement) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet rs =
        statement.executeQuery(
            """
            select concat_ws(' ', table_name, column_name, data_type, column_default)
              from information_schema.columns where table_schema = current_schema()
            union all select concat_ws(' ', version, checksum, installed_on)
              from flyway_schema_history
            union all select concat_ws(' ', seen_at, xmin) from journal_clock
            order by 1
            """)) {
      while (rs.next()) {
        tables.add(rs.getString(1));
      }
    }
    return tables;
  }

  @Test
  void placeHasNoParameters() {
    PostgresLogin login =
        new PostgresLogin("jdbc:postgresql://a:1,b:2/rtl?sslpassword=secret", "u", "secret", 1);
    assertEquals("PostgreSQL a:1,b:2/rtl", login.toString());
  }
}
