package org.radiologytrust.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.process.Home;
import org.radiologytrust.settings.Settings;

/** What a copy of the journal is, and what is not taken for one. */
class BackupsTest {
  @TempDir Path folder;

  private Path home(String name) {
    return folder.resolve(name);
  }

  private Backups backups(String home) {
    Settings settings = Settings.load(null, Map.of(), Map.of("rtl.home", home(home).toString()));
    return new Backups(settings, Clock.systemUTC());
  }

  private SqlJournal journal(String home) throws Exception {
    Files.createDirectories(home(home));
    return SqlJournal.open(home(home).resolve("journal.db"), SteadyClock.system(), "main");
  }

  private static void send(SqlJournal journal, String body) {
    Inbox.Quarantined held = new Inbox.Quarantined("PID-3 is empty");
    journal.inbox().receive(SampleMessages.message("main", body, held));
  }

  private String refused(Runnable call) {
    String message = assertThrows(JournalException.class, call::run).getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  private List<String> files(Path of) throws Exception {
    try (Stream<Path> files = Files.list(of)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void copyOfAJournalInUseIsWholeForItsOwnerAloneAndNeverOverwritten() throws Exception {
    Path file = folder.resolve("copy.db");
    try (SqlJournal journal = journal("a")) {
      send(journal, "one");
      // not in the file yet, but in the log beside it
      assertEquals(1, backups("a").backup(file).messages());
      send(journal, "two");
      byte[] before = Files.readAllBytes(file);
      assertTrue(refused(() -> backups("a").backup(file)).contains("name another file"));
      assertEquals(before.length, Files.size(file));
    }
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(List.of("a", "copy.db"), files(folder), "nothing is left beside it");
    assertTrue(refused(() -> backups("nowhere").backup(folder.resolve("x"))).contains("rtl.home"));
    assertFalse(Files.exists(home("nowhere")));
    assertTrue(
        refused(() -> backups("a").backup(folder.resolve("no/folder/x"))).contains("folder"));
  }

  @Test
  void copyIsRestoredWhereNothingIsAndElseMovesTheJournalAsideOnlyWhenTold() throws Exception {
    Path file = folder.resolve("copy.db");
    try (SqlJournal journal = journal("a")) {
      send(journal, "one");
      backups("a").backup(file);
    }
    Backups.Restored restored = backups("b").restore(file, false);
    assertEquals(1, restored.contents().messages());
    assertNull(restored.aside());
    try (SqlJournal journal = journal("b")) {
      assertEquals(1, journal.messages().quarantined(0, 10).size());
      send(journal, "two");
    }
    assertTrue(refused(() -> backups("b").restore(file, false)).contains("--replace"));
    Path aside = backups("b").restore(file, true).aside();
    try (SqlJournal journal = journal("b")) {
      assertEquals(1, journal.messages().quarantined(0, 10).size());
    }
    try (SqlJournal old = SqlJournal.open(aside, SteadyClock.system(), "main")) {
      assertEquals(2, old.messages().quarantined(0, 10).size());
    }
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(home("b").resolve("journal.db"))));
  }

  @Test
  void logThatLiesAboutIsNeverTakenForThatOfTheRestoredJournal() throws Exception {
    Path file = folder.resolve("copy.db");
    try (SqlJournal journal = journal("a")) {
      backups("a").backup(file);
    }
    Files.createDirectories(home("b"));
    Files.write(home("b").resolve("journal.db-wal"), new byte[4096]);
    assertTrue(refused(() -> backups("b").restore(file, false)).contains("--replace"));
    backups("b").restore(file, true);
    assertFalse(Files.exists(home("b").resolve("journal.db-wal")));
  }

  @Test
  void nothingIsRestoredWhileTheProductRuns() throws Exception {
    Path file = folder.resolve("copy.db");
    try (SqlJournal journal = journal("a")) {
      backups("a").backup(file);
    }
    try (Home running = Home.take(home("a"))) {
      Settings.Wrong e = assertThrows(Settings.Wrong.class, () -> backups("a").restore(file, true));
      assertTrue(e.getMessage().contains("another process uses"), e.getMessage());
    }
  }

  @Test
  void whatIsNoWholeJournalOfThisVersionIsRefusedAndChangesNothing() throws Exception {
    Path good = folder.resolve("good.db");
    try (SqlJournal journal = journal("a")) {
      for (int i = 0; i < 200; i++) {
        send(journal, "a message of some length ".repeat(40) + i);
      }
      backups("a").backup(good);
      Path live = home("a").resolve("journal.db");
      assertTrue(refused(() -> backups("b").restore(live, false)).contains("rtl backup"));
    }
    Path text = Files.writeString(folder.resolve("text"), "no database at all ".repeat(100));
    assertTrue(refused(() -> backups("b").restore(text, false)).contains("not a journal"));
    Path empty = Files.createFile(folder.resolve("empty"));
    assertTrue(refused(() -> backups("b").restore(empty, false)).contains("not a journal"));
    byte[] bytes = Files.readAllBytes(good);
    java.util.Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 9000, (byte) 7);
    Path damaged = Files.write(folder.resolve("damaged"), bytes);
    assertTrue(refused(() -> backups("b").restore(damaged, false)).contains("damaged"));
    Path half = Files.write(folder.resolve("half"), java.util.Arrays.copyOf(bytes, 20_000));
    assertTrue(refused(() -> backups("b").restore(half, false)).contains("damaged"));
    Path newer = Files.copy(good, folder.resolve("newer"));
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + newer);
        Statement s = c.createStatement()) {
      s.executeUpdate(
          "insert into flyway_schema_history select 99, '99', 'later', type, 'V99__later.sql', 1,"
              + " installed_by, installed_on, 1, success from flyway_schema_history limit 1");
    }
    assertTrue(refused(() -> backups("b").restore(newer, false)).contains("newer version"));
    assertTrue(
        refused(() -> backups("b").restore(folder.resolve("no"), false))
            .contains("does not exist"));
    assertEquals(List.of("lock"), files(home("b")));
    backups("b").restore(good, false);
  }
}
