package org.radiologytrust.journal.rehearsal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.store.JournalFile;
import org.radiologytrust.journal.store.SteadyClock;

class SqliteSnapshotTest extends SnapshotContract {
  @TempDir Path folder;
  @TempDir Path copies;

  private int copied;

  private Path file() {
    return folder.resolve("journal.db");
  }

  @Override
  protected Journal open(SteadyClock clock) {
    return SqlJournal.open(file(), clock, SITE);
  }

  @Override
  JournalSnapshot snapshot(int most) throws Exception {
    return JournalSnapshot.of(file(), Files.createFile(copies.resolve(copied++ + ".db")), most);
  }

  /** As a newer version finds it, whose tables the journal does not have yet. */
  private void makeOlder() throws Exception {
    try (Connection connection = JournalFile.open(file());
        Statement statement = connection.createStatement()) {
      for (String table : List.of("strength_table", "strength_change", "rests_on")) {
        statement.execute("drop table " + table);
      }
      statement.execute("delete from flyway_schema_history where cast(version as integer) >= 54");
    }
  }

  private Map<String, byte[]> bytes() throws Exception {
    try (Stream<Path> all = Files.list(folder)) {
      return all.collect(
          Collectors.toMap(
              path -> path.getFileName().toString(),
              path -> {
                try {
                  return Files.readAllBytes(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }));
    }
  }

  @Test
  void aRehearsalChangesNoByteOfAJournalThatNobodyUsesAndThatIsOlder() throws Exception {
    audited("A1", "Lungs clear.");
    journal.close();
    makeOlder();
    Map<String, byte[]> before = bytes();
    assertEquals(Set.of("journal.db"), before.keySet());
    JournalSnapshot snapshot = snapshot(10);
    assertEquals(1, snapshot.rows().size());
    assertArrayEquals(before.get("journal.db"), bytes().get("journal.db"));
    // as it was before: for the end of the test
    Files.delete(file());
    journal = open(steady());
  }
}
