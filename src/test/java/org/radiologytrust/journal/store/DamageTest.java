package org.radiologytrust.journal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.journal.MigratedFile;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.model.SettableClock;

/** A page of the journal's file that holds something else than SQLite wrote. */
@Tag("safety")
class DamageTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir Path folder;

  /** Overwrites the root page of a table. */
  private static void damage(Path file, String table) throws SQLException, IOException {
    int page;
    int size;
    try (Connection connection = JournalFile.open(file);
        var statement = connection.createStatement()) {
      statement.execute("pragma wal_checkpoint(truncate)");
      try (ResultSet rs =
          statement.executeQuery(
              "select rootpage from sqlite_master where name = '" + table + "'")) {
        rs.next();
        page = rs.getInt(1);
      }
      try (ResultSet rs = statement.executeQuery("pragma page_size")) {
        rs.next();
        size = rs.getInt(1);
      }
    }
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek((page - 1L) * size);
      byte[] other = new byte[size];
      Arrays.fill(other, (byte) 0x5a);
      bytes.write(other);
    }
  }

  /** Nobody reads this table at a start. */
  @Test
  void aStartFails() throws Exception {
    Path file = MigratedFile.in(folder);
    damage(file, "kept_filter");
    JournalException e =
        assertThrows(JournalException.class, () -> SqlJournal.open(file, clock(), "main"));
    assertTrue(e.getMessage().contains("is damaged"), e.getMessage());
  }

  @Test
  void aWholeFileStarts() throws Exception {
    SqlJournal.open(MigratedFile.in(folder), clock(), "main").close();
  }

  private static SteadyClock clock() {
    SettableClock clock = new SettableClock();
    return new SteadyClock(clock, clock::nanos);
  }

  /**
   * A read, and a write in a group with others: readiness fails, and no later success ends that.
   */
  @Test
  void whatIsFoundAtWorkStays() throws Exception {
    for (boolean write : new boolean[] {false, true}) {
      Path file = folder.resolve("journal-" + write + ".db");
      try (Db db = new Db(new SqliteDialect(file), SearchLimits.DEFAULT)) {
        db.requireWhole(LONG);
        db.write(tx -> tx.update("create table journal_clock (probe blob, seen_at integer)"));
        db.write(tx -> tx.update("create table t (name text primary key)"));
        SqlWriteHealth health = new SqlWriteHealth(db, Clock.systemUTC());
        health.probe();
        assertEquals(Optional.empty(), health.problem());
        db.emptyLog();
        damage(file, "t");
        try (Db other = new Db(new SqliteDialect(file), SearchLimits.DEFAULT)) {
          SqlWriteHealth ofOther = new SqlWriteHealth(other, Clock.systemUTC());
          assertThrows(
              JournalException.class,
              () -> {
                if (write) {
                  other.write(tx -> tx.update("insert into t (name) values ('a')"));
                } else {
                  other.read(tx -> tx.list("select name from t", rs -> rs.getString(1)));
                }
              });
          ofOther.probe();
          ofOther.stored(1_000_000);
          assertTrue(ofOther.problem().orElseThrow().contains("is damaged"));
        }
      }
    }
  }

  /** A check of a large file is not waited for, and ends with the journal. */
  @Test
  void aStartWaitsForItOnlySoLong() throws Exception {
    Path file = folder.resolve("journal.db");
    Db db = new Db(new SqliteDialect(file), SearchLimits.DEFAULT);
    db.requireWhole(Duration.ZERO);
    db.close();
    assertFalse(db.damaged());
  }

  @Test
  void otherFailuresAreNoDamage() {
    try (Db db = new Db(new SqliteDialect(folder.resolve("journal.db")), SearchLimits.DEFAULT)) {
      assertThrows(
          JournalException.class, () -> db.write(tx -> tx.update("insert into none values (1)")));
      assertThrows(
          JournalException.class, () -> db.read(tx -> tx.update("insert into none values (1)")));
      assertFalse(db.damaged());
    }
  }
}
