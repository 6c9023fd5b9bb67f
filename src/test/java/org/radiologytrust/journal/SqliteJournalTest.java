package org.radiologytrust.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.journal.inbox.IntakeLimits;
import org.radiologytrust.journal.results.StoredResource;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.JournalFile;
import org.radiologytrust.journal.store.SearchBusyException;
import org.radiologytrust.journal.store.SearchLimits;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditOutcome;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.SampleRecords;

@Tag("long")
class SqliteJournalTest extends JournalContract {
  @TempDir Path folder;

  @Override
  protected Journal open(SteadyClock clock) {
    return SqlJournal.open(MigratedFile.in(folder), clock, SITE);
  }

  @Test
  void fileIsForItsOwnerAlone() throws Exception {
    Path made = folder.resolve("made.db");
    SqlJournal.open(made, steady(), SITE).close();
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
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
        assertThrows(JournalException.class, () -> SqlJournal.open(wrong, steady(), SITE));
    assertTrue(e.getMessage().contains("wrong.db"), e.getMessage());
  }

  @Test
  @Tag("safety")
  void aJournalOfANewerVersionIsNamedAndNotChanged() throws Exception {
    Path newer = folder.resolve("newer.db");
    SqlJournal.open(newer, steady(), SITE).close();
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + newer);
        Statement s = c.createStatement()) {
      s.executeUpdate("alter table message add column later text");
      s.executeUpdate(NEWER_VERSION);
    }
    byte[] before = Files.readAllBytes(newer);
    JournalException e =
        assertThrows(JournalException.class, () -> SqlJournal.open(newer, steady(), SITE));
    assertEquals(
        "the journal " + newer + " was written by a newer version: use that version's rtl",
        e.getMessage());
    assertArrayEquals(before, Files.readAllBytes(newer));
    assertFalse(JournalFile.isUnfinished(newer));
  }

  /** A crash may leave half of a write at the end of the log. */
  @Test
  @Tag("safety")
  void aTornTailOfTheLogLosesNothingThatWasCommittedBefore() throws Exception {
    for (int i = 0; i < 5; i++) {
      ignore("k" + i, "message " + i);
    }
    byte[] log = Files.readAllBytes(folder.resolve("journal.db-wal"));
    byte[] half = Arrays.copyOf(log, log.length + 2000);
    System.arraycopy(log, log.length - 3000, half, log.length, 2000);
    assertEquals(5, ignored(half));
    assertEquals(4, ignored(Arrays.copyOf(log, log.length - 2000)));
  }

  private void ignore(String key, String message) {
    byte[] raw = message.getBytes(StandardCharsets.UTF_8);
    journal
        .inbox()
        .receive(
            new Inbox.Incoming(
                "hl7", SITE, key, raw, new Inbox.Ignored("no radiology"), (o, r) -> new byte[0]));
  }

  /** How many messages the journal has when its log is this. */
  private long ignored(byte[] log) throws Exception {
    Path copy = Files.createTempDirectory(folder, "torn").resolve("journal.db");
    Files.copy(folder.resolve("journal.db"), copy);
    Files.write(copy.resolveSibling("journal.db-wal"), log);
    try (SqlJournal opened = SqlJournal.open(copy, steady(), SITE)) {
      return opened.counters().counts().messages().get("ignored");
    }
  }

  @Test
  void whatRetentionTookOutCannotBeReadFromTheFileAnyMore() throws Exception {
    ignore("k1", "Petra Phantom, ".repeat(2000));
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

  /** Until the commit, what it takes out is in memory. */
  @Test
  void aCommitTakesOutFewLargeMessages() throws Exception {
    for (String key : List.of("k1", "k2", "k3")) {
      ignore(key, "x".repeat(7 << 20));
    }
    Instant later = clock.instant().plusSeconds(1);
    assertEquals(2, journal.retention().messages(later, 10));
    assertEquals(1, journal.retention().messages(later, 10));
    assertEquals(0, journal.retention().messages(later, 10));
  }

  @Test
  void whatRetentionTookOutMakesTheFileSmaller() throws Exception {
    ignore("k1", "x".repeat(24 << 20));
    journal.retention().messages(clock.instant().plusSeconds(1), 10);
    long given = 0;
    for (long next = journal.retention().giveBack(); next > 0; ) {
      given += next;
      next = journal.retention().giveBack();
    }
    assertTrue(given > 12 << 20, given + " bytes");
    journal.close();
    long size = Files.size(folder.resolve("journal.db"));
    assertTrue(size < 12 << 20, size + " bytes");
    openFirst();
  }

  /** A file of an older version cannot give space back before it was written anew. */
  @Test
  void aRestoredBackupOfAnOlderJournalCanGiveSpaceBack() throws Exception {
    Path old = folder.resolve("old.db");
    SqliteBaselineTest.write(old);
    assertEquals(0, autoVacuum(old));
    Path backup = folder.resolve("backup.db");
    JournalFile.copy(old, backup);
    assertEquals(2, autoVacuum(backup));
    try (SqlJournal opened = SqlJournal.open(old, steady(), SITE)) {
      assertEquals(0, opened.retention().giveBack());
    }
  }

  private static int autoVacuum(Path file) throws SQLException {
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file);
        var rs = c.createStatement().executeQuery("pragma auto_vacuum")) {
      return rs.getInt(1);
    }
  }

  /** Audits of version 0.1.0 name none. */
  @Test
  @Tag("safety")
  void theOutcomeOfAnAuditThatNamesNoneIsWorkedOut() {
    String lookalike = "Quoted: \"step\":\"alignment\", \"basis\":\"MODEL_WITH_IMAGE\".";
    Report report = SampleRecords.report("A1", lookalike);
    String model = StoredJson.write(SampleRecords.audit(new UUID(0, 1), report, List.of()));
    String checks = StoredJson.write(SampleRecords.checkedOnly(new UUID(0, 2), report));
    // the check replaced the model's only label
    String both = checks.replace("\"models\":[]", "\"models\":[{\"step\":\"alignment\"}]");
    assertNotEquals(checks, both);
    assertEquals(AuditOutcome.AUDITED, stored(model).outcome());
    assertEquals(AuditOutcome.CHECKED_ONLY, stored(checks).outcome());
    assertEquals(AuditOutcome.AUDITED, stored(both).outcome());
    assertEquals(
        AuditOutcome.NOT_AUDITABLE,
        stored(StoredJson.write(SampleRecords.failed(new UUID(0, 3), report, "no text")))
            .outcome());
  }

  /** The audit as it is read from JSON that names no outcome. */
  private static Audit stored(String json) {
    String before = json.replaceFirst("\"outcome\":\"[A-Z_]+\",", "");
    assertNotEquals(json, before);
    return StoredJson.read(before, Audit.class);
  }

  /** The driver's own time-out does not end a statement. */
  @Test
  @Tag("safety")
  void aSearchThatTakesTooLongIsEndedAndNobodyWaitsForIt() throws Exception {
    journal.close();
    SearchLimits limits = new SearchLimits(Duration.ofMillis(300), 1);
    Path file = folder.resolve("journal.db");
    try (SqlJournal opened = SqlJournal.open(file, steady(), SITE, limits, IntakeLimits.DEFAULT)) {
      opened.resources().put(List.of(new StoredResource("Observation", "o", "{}", List.of())));
      Db db = opened.db();
      Tx.Work<Long> endless =
          tx ->
              tx.first(
                      "with recursive n(i) as (select 1 union all select i + 1 from n)"
                          + " select count(*) from n",
                      rs -> rs.getLong(1))
                  .orElseThrow();
      ExecutorService pool = Executors.newFixedThreadPool(2);
      try {
        CountDownLatch begun = new CountDownLatch(1);
        Future<Long> slow =
            pool.submit(
                () ->
                    db.search(
                        tx -> {
                          begun.countDown();
                          return endless.in(tx);
                        }));
        begun.await();
        assertEquals(0, opened.counters().counts().received(), "who watches does not wait");
        assertEquals(1, db.read(tx -> tx.list("select 1", rs -> 1)).size(), "nor do the stages");
        assertEquals(SearchBusyException.Cause.TOO_SLOW, cause(slow));
      } finally {
        pool.shutdownNow();
      }
      assertTrue(opened.resources().read("Observation", "o").isPresent(), "its place is free");
    }
    openFirst();
  }

  @Test
  @Tag("safety")
  void aSearchWhoseTurnDoesNotComeIsTurnedAway() throws Exception {
    journal.close();
    SearchLimits limits = new SearchLimits(Duration.ofMillis(300), 1);
    Path file = folder.resolve("journal.db");
    try (SqlJournal opened = SqlJournal.open(file, steady(), SITE, limits, IntakeLimits.DEFAULT)) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch end = new CountDownLatch(1);
      ExecutorService pool = Executors.newFixedThreadPool(2);
      try {
        Future<Integer> first =
            pool.submit(
                () ->
                    opened
                        .db()
                        .search(
                            tx -> {
                              begun.countDown();
                              awaits(end);
                              return 1;
                            }));
        begun.await();
        Future<?> second = pool.submit(() -> opened.resources().read("Observation", "o"));
        assertEquals(SearchBusyException.Cause.TOO_MANY, cause(second));
        end.countDown();
        assertEquals(1, first.get());
      } finally {
        end.countDown();
        pool.shutdownNow();
      }
    }
    openFirst();
  }

  private static void awaits(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static SearchBusyException.Cause cause(Future<?> search) {
    ExecutionException e = assertThrows(ExecutionException.class, search::get);
    return ((SearchBusyException) e.getCause()).why();
  }
}
