package org.radiologytrust.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.auth.users.Account;
import org.radiologytrust.auth.users.Operator;
import org.radiologytrust.auth.users.Passwords;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.auth.users.UsersTable;
import org.radiologytrust.journal.PostgresDatabases;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.logins.SharedUsers;
import org.radiologytrust.journal.store.SteadyClock;

/** Users, and the first of them, in the database of several nodes. */
@Tag("peers")
class PostgresOperatorTest {
  private static final String PASSWORD = "Größe: 日本 😀, \\ = #1";

  private final SqlJournal journal =
      PostgresDatabases.open(PostgresDatabases.migrated(), SteadyClock.system());
  private final SharedUsers table = journal.shared().orElseThrow().users();
  private final UsersTable users = new UsersTable(table);
  @TempDir Path one;
  @TempDir Path two;

  @AfterEach
  void close() {
    journal.close();
  }

  private boolean verifies(String password) {
    Account account = users.read().get("operator");
    return account.role() == Role.OPERATOR && Passwords.verify(account.hash(), password);
  }

  @Test
  void usersAreAddedChangedAndRemoved() throws Exception {
    assertTrue(users.read().isEmpty());
    assertTrue(users.put("Jürgen Grün 李", Role.VIEWER, PASSWORD));
    assertTrue(users.put("anna", Role.REVIEWER, "password"));
    assertEquals(List.of("Jürgen Grün 李", "anna"), List.copyOf(users.read().keySet()));
    assertTrue(Passwords.verify(users.read().get("Jürgen Grün 李").hash(), PASSWORD));
    assertFalse(users.put("anna", Role.OPERATOR, "another one"));
    assertEquals(Role.OPERATOR, users.read().get("anna").role());
    assertTrue(Passwords.verify(users.read().get("anna").hash(), "another one"));
    // typed as two code points
    assertTrue(users.remove("Ju\u0308rgen Gru\u0308n 李"));
    assertFalse(users.remove("Jürgen Grün 李"));
    assertThrows(IllegalArgumentException.class, () -> users.put("a:b", Role.VIEWER, PASSWORD));
    assertThrows(IllegalArgumentException.class, () -> users.put("b", Role.VIEWER, "short"));
    assertEquals(1, users.read().size());
  }

  @Test
  void aFullNameStaysWhenRoleAndPasswordChange() throws Exception {
    users.put("jdoe", Role.VIEWER, PASSWORD, "Jane Doe");
    assertEquals("Jane Doe", users.read().get("jdoe").fullName());
    assertFalse(users.put("jdoe", Role.REVIEWER, "another one"));
    assertEquals("Jane Doe", users.read().get("jdoe").fullName());
    long before = table.revision();
    assertTrue(users.name("jdoe", ""));
    assertEquals("", users.read().get("jdoe").fullName());
    assertTrue(table.revision() > before, "nodes learn of it");
    assertFalse(users.name("nobody", "Jane Doe"));
  }

  @Test
  void userWithARoleOfANewerVersionIsLeftOut() {
    table.put(new SharedUsers.User("anna", "future", Passwords.NOBODY, ""));
    table.put(new SharedUsers.User("berta", "viewer", Passwords.NOBODY, ""));
    assertEquals(List.of("berta"), List.copyOf(users.read().keySet()));
  }

  @Test
  void noChangeIsLostWhereSeveralMakeThem() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    long before = table.revision();
    for (int i = 0; i < 40; i++) {
      Account account = new Account("user " + i % 20, Role.VIEWER, Passwords.NOBODY);
      threads.submit(() -> users.put(account));
    }
    threads.shutdown();
    assertTrue(threads.awaitTermination(60, TimeUnit.SECONDS));
    assertEquals(20, users.read().size());
    assertEquals(before + 40, table.revision());
  }

  @Test
  void veryFirstNodeGeneratesThePassword() throws Exception {
    Operator made = Operator.in(users, one, null);
    assertEquals(Optional.of(one.resolve("operator-password")), made.passwordFile());
    assertTrue(verifies(made.password().orElseThrow()));
    assertEquals(made, Operator.in(users, one, ""), "made once");
    Operator other = Operator.in(users, two, null);
    assertEquals(new Operator(Optional.empty(), Optional.empty()), other);
    assertTrue(verifies(made.password().orElseThrow()));
    assertFalse(Files.exists(two.resolve("operator-password")));
  }

  @Test
  void givenPasswordReplacesTheOldOneOnAllNodes() throws Exception {
    Operator made = Operator.in(users, one, null);
    assertEquals(Optional.of(PASSWORD), Operator.in(users, two, PASSWORD).password());
    assertTrue(verifies(PASSWORD));
    long revision = table.revision();
    assertEquals(Optional.of(PASSWORD), Operator.in(users, one, PASSWORD).password());
    assertEquals(revision, table.revision(), "the same password changes nothing");
    // the file with the first one sets nothing back
    Operator again = Operator.in(users, one, null);
    assertEquals(Optional.empty(), again.password());
    assertFalse(verifies(made.password().orElseThrow()));
    assertTrue(verifies(PASSWORD));
    assertThrows(IllegalArgumentException.class, () -> Operator.in(users, one, "short"));
  }

  @Test
  void nodeThatComesFromSqliteKeepsItsPassword() throws Exception {
    Operator before = Operator.in(one, null);
    assertEquals(before, Operator.in(users, one, null));
    assertTrue(verifies(before.password().orElseThrow()));
  }
}
