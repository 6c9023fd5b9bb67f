package org.radiologytrust.auth.login;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.auth.users.Account;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.auth.users.UserStore;
import org.radiologytrust.auth.users.Users;
import org.radiologytrust.auth.users.UsersTable;
import org.radiologytrust.journal.PostgresDatabases;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.logins.Shared;
import org.radiologytrust.journal.store.PostgresLogin;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.session.Right;
import org.radiologytrust.session.Session;
import org.radiologytrust.session.Visitor.Absence;

/** Sessions in the database of several nodes. */
@Tag("peers")
@Tag("safety")
class PostgresSessionsTest extends BrowserSessionsContract {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final String database = PostgresDatabases.migrated();
  private final SqlJournal journal = PostgresDatabases.open(database, SteadyClock.system());
  private final Shared shared = journal.shared().orElseThrow();

  @AfterEach
  void closeJournal() {
    journal.close();
  }

  @Override
  UserStore users() {
    return new UsersTable(shared.users());
  }

  @Override
  LoginState state(Clock clock) {
    return new Node(new ClusterLogins(shared, LOGINS, LIMITS, clock));
  }

  @Override
  void settle(LoginState state) {
    ((Node) state).logins().exchange();
  }

  /** What would run on another thread runs at once. */
  private record Node(ClusterLogins logins) implements LoginState {
    @Override
    public Users users() {
      return logins.users();
    }

    @Override
    public FailedLogins failures() {
      return logins.failures();
    }

    @Override
    public SessionStore sessions() {
      return logins.sessions();
    }

    @Override
    public Executor executor() {
      return Runnable::run;
    }

    @Override
    public void close() {
      logins.close();
    }
  }

  @Test
  void sessionOutlivesTheProcessThatBeganIt() throws Exception {
    Session session = begin();
    restart();
    assertEquals("anna", visitor(session.id()).name());
    assertEquals(session.token(), visitor(session.id()).session().orElseThrow().token());
  }

  @Test
  void whoReadsTheTablesCannotUseASession() throws Exception {
    Session session = begin();
    PostgresLogin login = PostgresDatabases.server().journal(database);
    try (Connection connection =
            DriverManager.getConnection(login.url(), login.user(), login.password());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select login_session::text from login_session")) {
      assertTrue(rows.next());
      String row = rows.getString(1);
      assertTrue(row.contains("anna"), row);
      assertFalse(row.contains(session.id().substring(session.id().lastIndexOf('.') + 1)), row);
      assertFalse(row.contains(session.token()), row);
      assertFalse(rows.next());
    }
  }

  @Test
  void sessionOfAnotherKindOfJournalWasEndedByTheRestart() {
    String id = begin().id().replace("database", "AAAAAAAA");
    assertEquals(Absence.RESTARTED, visitor(id).absence());
  }

  @Test
  void nodeLearnsOfAChangeByItself() throws Exception {
    Session session = begin();
    users().put(new Account("anna", Role.VIEWER, account().hash()));
    await()
        .atMost(LONG)
        .until(() -> visitor(session.id()).rights().equals(Set.of(Right.READ_AUDITS)));
    users().remove("anna");
    await().atMost(LONG).until(() -> visitor(session.id()).absence() == Absence.ENDED);
  }

  private Account account() throws Exception {
    return users().read().get("anna");
  }

  @Test
  void oldSessionsAreRemoved() {
    SettableClock clock = new SettableClock();
    Instant begun = clock.instant();
    try (ClusterLogins node = new ClusterLogins(shared, LOGINS, LIMITS, clock)) {
      Session session = new Session("an id", "anna", "a token", begun);
      node.sessions().add(new SessionStore.Open(session, "a hash"), LIMITS);
      clock.advance(LIMITS.longest().minusSeconds(1));
      node.exchange();
      assertTrue(node.sessions().find("an id").isPresent());
      clock.advance(Duration.ofSeconds(1));
      node.exchange();
      assertTrue(node.sessions().find("an id").isEmpty());
    }
  }

  @Test
  void failedLoginsAtAllNodesCountTogether() {
    SettableClock clock = new SettableClock();
    try (ClusterLogins one = new ClusterLogins(shared, LOGINS, LIMITS, clock);
        ClusterLogins two = new ClusterLogins(shared, LOGINS, LIMITS, clock)) {
      assertTrue(one.failures().add("192.0.2.7"));
      assertTrue(two.failures().add("192.0.2.7"));
      for (ClusterLogins node : List.of(one, two, one)) {
        node.exchange();
      }
      assertFalse(one.failures().tooMany("192.0.2.7"));
      assertTrue(two.failures().add("192.0.2.7"));
      two.exchange();
      one.exchange();
      assertTrue(one.failures().tooMany("192.0.2.7"));
      assertFalse(one.failures().add("192.0.2.7"), "is beyond the limit");
      assertFalse(one.failures().tooMany("192.0.2.8"));
    }
    try (ClusterLogins later = new ClusterLogins(shared, LOGINS, LIMITS, clock)) {
      later.exchange();
      assertTrue(later.failures().tooMany("192.0.2.7"));
      clock.advance(LOGINS.window());
      later.exchange();
      assertFalse(later.failures().tooMany("192.0.2.7"));
      later.failures().add("192.0.2.7");
      later.exchange();
      assertFalse(later.failures().tooMany("192.0.2.7"), "a new window begins");
    }
  }
}
