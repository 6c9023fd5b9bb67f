package org.radiologytrust.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.peers.PostgresServer;

/** What a node says about a database that it cannot use. */
@Tag("peers")
class PostgresStartTest {
  private final PostgresServer server = PostgresDatabases.server();

  private String refused(PostgresLogin login) {
    JournalException e =
        assertThrows(
            JournalException.class,
            () -> SqlJournal.open(login, OpenedJournal.SITE, SearchLimits.DEFAULT));
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
  void placeHasNoParameters() {
    PostgresLogin login =
        new PostgresLogin("jdbc:postgresql://a:1,b:2/rtl?sslpassword=secret", "u", "secret", 1);
    assertEquals("PostgreSQL a:1,b:2/rtl", login.toString());
  }
}
