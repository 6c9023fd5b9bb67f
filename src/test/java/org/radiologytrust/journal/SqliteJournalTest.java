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
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
import org.radiologytrust.journal.inbox.Messages;
import org.radiologytrust.journal.results.ResourceStore.Alternative;
import org.radiologytrust.journal.results.ResourceStore.Code;
import org.radiologytrust.journal.results.ResourceStore.Criterion;
import org.radiologytrust.journal.results.ResourceStore.Query;
import org.radiologytrust.journal.results.ResourceStore.Range;
import org.radiologytrust.journal.results.StoredResource;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.JournalFile;
import org.radiologytrust.journal.store.OldTables;
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
    Path old = versionBefore();
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

  /** As version 0.1.0 wrote it: audits without an outcome, and two outcomes of report versions. */
  @Test
  @Tag("safety")
  void outcomesOfTheVersionBeforeAreWorkedOut() throws Exception {
    Path old = versionBefore();
    String lookalike = "Quoted: \"step\":\"alignment\", \"basis\":\"MODEL_WITH_IMAGE\".";
    Report report = SampleRecords.report("A1", lookalike);
    String model = StoredJson.write(SampleRecords.audit(new UUID(0, 1), report, List.of()));
    String checks = StoredJson.write(SampleRecords.checkedOnly(new UUID(0, 2), report));
    // the check replaced the model's only label
    String both = checks.replace("\"models\":[]", "\"models\":[{\"step\":\"alignment\"}]");
    assertNotEquals(checks, both);
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + old)) {
      version(c, "model", "audited", "", checks, model);
      version(c, "checks", "audited", "", model, checks);
      version(c, "both", "audited", "", both);
      version(c, "overtaken", "not_auditable", "superseded before its audit ended");
      version(c, "failed", "not_auditable", "claims: empty answer");
      version(c, "waiting", "awaiting_images", "");
    }
    try (SqlJournal opened = SqlJournal.open(old, steady(), SITE)) {
      assertEquals(
          Map.of("audited", 2L, "checked_only", 1L, "not_auditable", 1L, "superseded", 1L),
          opened.counters().counts().reports());
      assertEquals(1, opened.counters().counts().open().get("awaiting_images"));
    }
    assertEquals(AuditOutcome.AUDITED, stored(model).outcome());
    assertEquals(AuditOutcome.CHECKED_ONLY, stored(checks).outcome());
    assertEquals(AuditOutcome.AUDITED, stored(both).outcome());
    assertEquals(
        AuditOutcome.NOT_AUDITABLE,
        stored(StoredJson.write(SampleRecords.failed(new UUID(0, 3), report, "no text")))
            .outcome());
  }

  /** A journal as version 0.1.0 made it, empty. */
  private Path versionBefore() {
    Path old = folder.resolve("old.db");
    OldTables.migrate(old, "3");
    return old;
  }

  /** The audit as it is read from JSON that names no outcome. */
  private static Audit stored(String json) {
    String before = json.replaceFirst("\"outcome\":\"[A-Z_]+\",", "");
    assertNotEquals(json, before);
    return StoredJson.read(before, Audit.class);
  }

  private static void version(
      Connection c, String id, String state, String reason, String... audits) throws SQLException {
    try (PreparedStatement version =
        c.prepareStatement(
            "insert into report_version values (?, 'HOSP', ?, 1, '', 'FINAL', null, ?, ?, ?,"
                + (reason.startsWith("superseded") ? "1" : "0")
                + ", 0, 0, 5)")) {
      version.setString(1, id);
      version.setString(2, "report of " + id);
      version.setString(3, StoredJson.write(SampleRecords.report("report of " + id, "Text.")));
      version.setString(4, state);
      version.setString(5, reason);
      version.executeUpdate();
    }
    for (int i = 0; i < audits.length; i++) {
      try (PreparedStatement audit =
          c.prepareStatement("insert into audit values (?, ?, 'HOSP', ?, ?, ?, '{}', 6)")) {
        audit.setString(1, id + i);
        audit.setString(2, id);
        audit.setString(3, "report of " + id);
        audit.setInt(4, i + 1);
        audit.setString(5, audits[i]);
        audit.executeUpdate();
      }
    }
  }

  @Test
  void journalOfTheFirstVersionIsTakenOver() throws Exception {
    Path old = folder.resolve("old.db");
    OldTables.migrate(old, "1");
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
    try (SqlJournal opened = SqlJournal.open(old, steady(), SITE)) {
      Messages.QuarantinedMessage held = opened.messages().quarantined(0, 10).get(0);
      assertEquals(2, opened.messages().message(held.id()).orElseThrow().raw().length);
      assertEquals(1, opened.retention().steps(Instant.ofEpochMilli(8), 10));
      assertEquals(1, opened.retention().quarantined(Instant.ofEpochMilli(8), 10));
    }
  }

  /** Version 0.1.0 kept identifiers, and ids of other servers, among the references. */
  @Test
  @Tag("safety")
  void referencesOfAnOlderJournalAreTakenApartFromIdentifiers() throws Exception {
    Path old = versionBefore();
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + old);
        Statement s = c.createStatement()) {
      insert(
          s,
          "logical",
          "\"subject\":{\"identifier\":{\"value\":\"555\"}},"
              + "\"focus\":[{\"identifier\":{\"value\":\"d/1\"}}]",
          "patient|555",
          "patient:identifier|555",
          "focus|d/1",
          "focus:identifier|d/1",
          "value-quantity|56");
      insert(
          s,
          "local",
          "\"subject\":{\"reference\":\"Patient/555\",\"identifier\":{\"value\":\"777\"}},"
              + "\"focus\":[{\"reference\":\"DiagnosticReport/d1/_history/2\"}]",
          "patient|Patient/555",
          "patient|555",
          "patient:identifier|777",
          "focus|DiagnosticReport/d1/_history/2",
          "focus|DiagnosticReport/d1",
          "focus|d1");
      insert(
          s,
          "elsewhere",
          "\"subject\":{\"reference\":\"https://ehr.example/fhir/Patient/555\"}",
          "patient|https://ehr.example/fhir/Patient/555",
          "patient|Patient/555",
          "patient|555");
    }
    try (SqlJournal opened = SqlJournal.open(old, steady(), SITE)) {
      assertEquals(List.of("local"), found(opened, "patient", new Code(null, "555")));
      assertEquals(List.of("local"), found(opened, "patient", new Code(null, "Patient/555")));
      assertEquals(List.of("logical"), found(opened, "patient:identifier", new Code(null, "555")));
      assertEquals(
          List.of("elsewhere"),
          found(opened, "patient", new Code(null, "https://ehr.example/fhir/Patient/555")));
      assertEquals(List.of(), found(opened, "focus", new Code(null, "d/1")));
      assertEquals(List.of("logical"), found(opened, "focus:identifier", new Code(null, "d/1")));
      for (String form : List.of("d1", "DiagnosticReport/d1", "DiagnosticReport/d1/_history/2")) {
        assertEquals(List.of("local"), found(opened, "focus", new Code(null, form)), form);
      }
      assertEquals(List.of("logical"), found(opened, "value-quantity", new Range(56, 57)));
    }
  }

  private static void insert(Statement s, String id, String elements, String... tokens)
      throws SQLException {
    s.executeUpdate(
        "insert into resource values ('Observation', '"
            + id
            + "', 1, 1, '{\"resourceType\":\"Observation\","
            + elements
            + "}')");
    for (String token : tokens) {
      s.executeUpdate(
          "insert into resource_token values ('Observation', '"
              + id
              + "', '"
              + token.replace("|", "', '', '")
              + "')");
    }
  }

  private static List<String> found(Journal opened, String parameter, Alternative value) {
    Criterion criterion = new Criterion(parameter, List.of(value));
    return opened
        .resources()
        .search(new Query("Observation", List.of(criterion), null, null, false, null, 10, false))
        .matches()
        .stream()
        .map(v -> v.resource().id())
        .toList();
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
