package org.radiologytrust.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteJournalTest extends JournalContract {
  @TempDir Path folder;

  @Override
  Journal open(Clock clock) {
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
        assertThrows(JournalException.class, () -> SqliteJournal.open(wrong, clock, SITE));
    assertTrue(e.getMessage().contains("wrong.db"), e.getMessage());
  }
}
