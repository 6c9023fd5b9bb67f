package org.radiologytrust.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteJournalTest extends JournalContract {
  @TempDir Path folder;

  @Override
  Journal open(SteadyClock clock) {
    return SqliteJournal.open(folder.resolve("journal.db"), clock, SITE);
  }

  @Test
  void fileIsForItsOwnerAlone() throws Exception {
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("journal.db"))));
  }

  @Test
  void writesAheadAndSyncsEveryCommit() throws Exception {
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal.db"));
        var rs = c.createStatement().executeQuery("pragma journal_mode")) {
      assertEquals("wal", rs.getString(1));
    }
  }

  @Test
  void fileThatIsNoDatabaseIsNamed() throws Exception {
    Path wrong = folder.resolve("wrong.db");
    Files.writeString(
        wrong, "this is no database, but long enough to be looked at by SQLite".repeat(20));
    JournalException e =
        assertThrows(JournalException.class, () -> SqliteJournal.open(wrong, steady(), SITE));
    assertTrue(e.getMessage().contains("wrong.db"), e.getMessage());
  }

  @Test
  void whatRetentionTookOutCannotBeReadFromTheFileAnyMore() throws Exception {
    byte[] raw = "Petra Phantom, ".repeat(2000).getBytes(StandardCharsets.UTF_8);
    journal
        .inbox()
        .receive(
            new Inbox.Incoming(
                "hl7", SITE, "k1", raw, new Inbox.Ignored("no radiology"), (o, r) -> new byte[0]));
    assertEquals(1, journal.retention().messages(clock.instant().plusSeconds(1), 10));
    journal.close();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertFalse(bytes.contains("Petra"), file.toString());
      }
    }
    openFirst();
  }

  @Test
  void journalOfTheFirstVersionIsTakenOver() throws Exception {
    Path old = folder.resolve("old.db");
    SqliteJournal.migrations()
        .dataSource("jdbc:sqlite:" + old, null, null)
        .target("1")
        .load()
        .migrate();
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + old);
        Statement s = c.createStatement()) {
      s.executeUpdate(
          "insert into message values ('hl7', 'HOSP', 'k1', '"
              + "a".repeat(64)
              + "', x'4142',"
              + " 5, 'quarantined', 'PID-3 is empty', x'43', 0)");
      s.executeUpdate(
          "insert into job values ('r1', 'v1', '[]', '', 'dropped', 0, 0, 0, 0, null, 7)");
      s.executeUpdate("insert into job_step values ('r1', 'claims', '{}')");
    }
    try (SqliteJournal opened = SqliteJournal.open(old, steady(), SITE)) {
      Messages.Held held = opened.messages().quarantined(0, 10).get(0);
      assertEquals(2, opened.messages().message(held.id()).orElseThrow().raw().length);
      assertEquals(1, opened.retention().steps(Instant.ofEpochMilli(8), 10));
      assertEquals(1, opened.retention().quarantined(Instant.ofEpochMilli(8), 10));
    }
  }
}
