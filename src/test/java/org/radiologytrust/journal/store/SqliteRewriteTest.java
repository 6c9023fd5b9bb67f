package org.radiologytrust.journal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What SQLite leaves of deleted rows in its pages, byte by byte. */
@Tag("safety")
class SqliteRewriteTest {
  private static final int ROWS = 1500;

  @TempDir Path folder;

  private Db open() {
    Db db = new Db(new SqliteDialect(folder.resolve("journal.db")), SearchLimits.DEFAULT);
    db.write(
        tx ->
            tx.update(
                "create table k (version text, value text, pad text, primary key (version, value))"
                    + " without rowid"));
    db.write(tx -> tx.update("create index k_value on k (value)"));
    db.write(tx -> tx.update("create index k_pad on k (pad, value)"));
    return db;
  }

  /** Adds, changes and deletes rows of several sizes; returns what was deleted. */
  private static List<String> worked(Db db, long seed) {
    Random random = new Random(seed);
    List<String> all = new ArrayList<>();
    List<String> deleted = new ArrayList<>();
    db.write(
        tx -> {
          for (int i = 0; i < ROWS; i++) {
            if (!all.isEmpty() && random.nextInt(5) < 2) {
              String gone = all.remove(random.nextInt(all.size()));
              tx.update("delete from k where value = ?", gone);
              deleted.add(gone);
            } else {
              String added = "ZQ%016x".formatted(random.nextLong());
              int pad = new int[] {0, 10, 200, 900}[random.nextInt(4)];
              tx.update(
                  "insert into k (version, value, pad) values (?, ?, ?)",
                  "%016x".formatted(random.nextLong()),
                  added,
                  "p".repeat(pad));
              all.add(added);
            }
            if (!all.isEmpty() && random.nextInt(5) == 0) {
              tx.update(
                  "update k set pad = ? where value = ?",
                  "q".repeat(new int[] {0, 50, 700}[random.nextInt(3)]),
                  all.get(random.nextInt(all.size())));
            }
          }
          return true;
        });
    return deleted;
  }

  private List<String> left(List<String> deleted) throws IOException {
    StringBuilder bytes = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        bytes.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    String all = bytes.toString();
    return deleted.stream().filter(all::contains).toList();
  }

  @Test
  void nothingIsLeftOfWhatWasDeleted() throws Exception {
    try (Db db = open()) {
      List<String> deleted = new ArrayList<>();
      for (long seed = 1; seed <= 4; seed++) {
        deleted.addAll(worked(db, seed));
      }
      db.emptyLog();
      assertFalse(left(deleted).isEmpty(), "secure_delete alone leaves copies");
      assertTrue(db.rewrite());
      db.emptyLog();
      assertEquals(List.of(), left(deleted));
    }
  }

  /** Work that comes meanwhile waits, and is done. */
  @Test
  void othersWriteMeanwhile() throws Exception {
    ExecutorService callers = Executors.newCachedThreadPool();
    try (Db db = open()) {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        String value = "" + i;
        Callable<Boolean> work =
            i % 5 == 0
                ? db::rewrite
                : () ->
                    db.write(
                            tx ->
                                tx.update(
                                    "insert into k (version, value, pad) values ('v', ?, '')",
                                    value))
                        == 1;
        all.add(callers.submit(work));
      }
      for (Future<Boolean> one : all) {
        assertTrue(one.get());
      }
      assertEquals(
          16L,
          db.read(tx -> tx.first("select count(*) from k", rs -> rs.getLong(1))).orElseThrow());
    } finally {
      callers.shutdownNow();
    }
  }
}
