package org.radiologytrust.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.journal.inbox.IntakeLimits;
import org.radiologytrust.journal.reviews.BulkAudits;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.JournalFile;
import org.radiologytrust.journal.store.PostgresLogin;
import org.radiologytrust.journal.store.SearchLimits;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.model.SampleRecords;

/** A journal of SQLite moves to PostgreSQL whole, or not at all. */
@Tag("peers")
@Tag("safety")
class JournalCopyTest {
  /** More than the rows of one commit. */
  private static final int REPORTS = 620;

  /** Too long for an index of PostgreSQL, even compressed. */
  private static final String LONG =
      new Random(28)
          .ints(9000, 'A', 'Z')
          .mapToObj(Character::toString)
          .collect(Collectors.joining());

  private static final JournalCopy.Progress QUIET = (table, rows) -> {};

  @TempDir static Path folder;
  private static Path file;

  private final String database = PostgresDatabases.empty();
  private final PostgresLogin login = PostgresDatabases.server().journal(database);

  @BeforeAll
  static void fill() throws SQLException {
    file = folder.resolve("journal.db");
    try (SqlJournal journal = SqlJournal.open(file, SteadyClock.system(), OpenedJournal.SITE)) {
      BulkAudits.load(journal, REPORTS);
      journal
          .inbox()
          .receive(SampleMessages.report("A1", SampleRecords.report("A1", "No effusion.")));
      journal.inbox().receive(quarantined(LONG));
      journal.feedCursors().store("orthanc", "42");
    }
    // as an older version stored it
    execute("update worklist set family_name = 'Do' || char(0) || 'e' where family_name = 'Doe'");
  }

  private static Inbox.Incoming quarantined(String key) {
    return SampleMessages.message(OpenedJournal.SITE, key, new Inbox.Quarantined("PID-3 is empty"));
  }

  private static void execute(String sql) throws SQLException {
    try (Connection journal = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = journal.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private Map<String, JournalCopy.Verified> copy(JournalCopy.Progress progress) {
    Map<String, JournalCopy.Verified> tables = new HashMap<>();
    JournalCopy.copy(file, login, progress).forEach(table -> tables.put(table.table(), table));
    return tables;
  }

  private SqlJournal open() {
    return SqlJournal.open(login, OpenedJournal.SITE, SearchLimits.DEFAULT, IntakeLimits.DEFAULT);
  }

  private String refused(JournalCopy.Progress progress) {
    String message = assertThrows(JournalException.class, () -> copy(progress)).getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  private static void read(SqlJournal journal) {
    assertEquals(1, journal.counters().counts().messages().get("quarantined"));
    assertEquals(
        REPORTS, journal.counters().counts().reports().values().stream().mapToLong(n -> n).sum());
    assertEquals("42", journal.feedCursors().cursor("orthanc"));
    assertEquals(1, journal.jobs().awaitingImages(journal.clock().instant(), 10).size());
  }

  @Test
  void theCopyIsTheSameJournal() {
    Map<String, JournalCopy.Verified> tables = copy(QUIET);
    assertEquals(REPORTS, tables.get("audit").rows());
    assertEquals(REPORTS + 1, tables.get("worklist").rows());
    assertEquals(2, tables.get("message").rows());
    assertEquals(64, tables.get("message").sha256().length());
    try (SqlJournal sqlite =
            SqlJournal.open(copyOfFile(), SteadyClock.system(), OpenedJournal.SITE);
        SqlJournal postgres = open()) {
      read(sqlite);
      read(postgres);
      assertEquals(sqlite.counters().counts(), postgres.counters().counts());
      // the product goes on: the same message is a repeat
      assertEquals(
          Inbox.Outcome.DUPLICATE,
          postgres
              .inbox()
              .receive(SampleMessages.report("A1", SampleRecords.report("A1", "No effusion.")))
              .outcome());
      postgres.inbox().receive(quarantined(LONG));
      assertEquals(1, postgres.messages().quarantined(0, 10).size());
    }
  }

  private static Path copyOfFile() {
    Path copy = folder.resolve("copy" + System.nanoTime() + ".db");
    JournalFile.copy(file, copy);
    return copy;
  }

  @Test
  void anInterruptedCopyIsResumedAndNoNodeStartsBefore() {
    Set<String> before = new HashSet<>();
    IllegalStateException killed = new IllegalStateException("killed");
    assertEquals(
        killed,
        assertThrows(
            IllegalStateException.class,
            () ->
                copy(
                    (table, rows) -> {
                      before.add(table);
                      if (table.equals("report_version")) {
                        assertTrue(rows < REPORTS, "within the table");
                        throw killed;
                      }
                    })));
    assertTrue(before.contains("audit"));
    String refused = assertThrows(JournalException.class, this::open).getMessage();
    assertTrue(refused.contains("unfinished copy"), refused);
    Map<String, Long> first = new HashMap<>();
    assertEquals(REPORTS + 1, copy(first::putIfAbsent).get("report_version").rows());
    assertEquals(REPORTS + 1L, first.get("report_version"), "the rest in one commit");
    try (SqlJournal postgres = open()) {
      read(postgres);
    }
  }

  @Test
  void aFinishedCopyIsNotRepeated() {
    copy(QUIET);
    assertEquals(Map.of(), copy(QUIET));
  }

  @Test
  void rowsThatDifferAreFound() {
    AtomicBoolean changed = new AtomicBoolean();
    String refused =
        refused(
            (table, rows) -> {
              if (table.equals("worklist") && !changed.getAndSet(true)) {
                inTarget("update audit set ordinal = ordinal + 1000 where ordinal = 7");
              }
            });
    assertTrue(refused.contains("table audit differs"), refused);
    assertThrows(JournalException.class, this::open);
  }

  private void inTarget(String sql) {
    try (Connection target =
            DriverManager.getConnection(login.url(), login.user(), login.password());
        Statement statement = target.createStatement()) {
      assertEquals(1, statement.executeUpdate(sql));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aDatabaseWithRowsIsRefused() {
    try (SqlJournal used = open()) {
      used.feedCursors().store("orthanc", "1");
      assertTrue(refused(QUIET).contains("in use"));
    }
    assertTrue(refused(QUIET).contains("is not empty (table feed)"));
  }

  @Test
  void theCopyOfAnotherJournalIsRefused() throws Exception {
    copy(QUIET);
    Path other = Files.createDirectories(folder.resolve("other")).resolve("journal.db");
    SqlJournal.open(other, SteadyClock.system(), OpenedJournal.SITE).close();
    String refused =
        assertThrows(JournalException.class, () -> JournalCopy.copy(other, login, QUIET))
            .getMessage();
    assertTrue(refused.contains("another journal"), refused);
  }

  @Test
  void aJournalThatWasUsedMeanwhileIsAnother() {
    Path used = copyOfFile();
    assertThrows(
        IllegalStateException.class,
        () ->
            JournalCopy.copy(
                used,
                login,
                (table, rows) -> {
                  throw new IllegalStateException("killed");
                }));
    SqlJournal.open(used, SteadyClock.system(), OpenedJournal.SITE).close();
    String refused =
        assertThrows(JournalException.class, () -> JournalCopy.copy(used, login, QUIET))
            .getMessage();
    assertTrue(refused.contains("was used since"), refused);
  }

  @Test
  void thereMustBeAJournal() {
    Path none = folder.resolve("none.db");
    String refused =
        assertThrows(JournalException.class, () -> JournalCopy.copy(none, login, QUIET))
            .getMessage();
    assertTrue(refused.contains("there is no journal"), refused);
  }
}
