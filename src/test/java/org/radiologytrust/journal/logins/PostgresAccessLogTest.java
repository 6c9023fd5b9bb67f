package org.radiologytrust.journal.logins;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.PostgresDatabases;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.SteadyClock;

/** The access log of several nodes. */
@Tag("peers")
@Tag("safety")
class PostgresAccessLogTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  private final String database = PostgresDatabases.migrated();
  private final SqlJournal journal = PostgresDatabases.open(database, SteadyClock.system());
  private final SharedAccesses table = journal.shared().orElseThrow().accesses();

  @AfterEach
  void close() {
    journal.close();
  }

  private static Access access(String user, String id) {
    return new Access(TIME, user, "open", "Report", List.of(), List.of(id));
  }

  private List<String> lines() {
    return OpenedJournal.db(journal)
        .read(
            tx ->
                tx.list(
                    "select username, line from access_log where read_at = ? order by number",
                    rs -> rs.getString(1) + " " + rs.getString(2),
                    TIME.toEpochMilli()));
  }

  private void change(String sql) {
    OpenedJournal.db(journal).write(tx -> tx.update(sql));
  }

  private static String line(String user, String id) {
    return "%s {\"time\":\"2026-01-02T03:04:05Z\",\"user\":\"%s\",\"kind\":\"open\",\"type\":\"Report\",\"parameters\":[],\"ids\":[\"%s\"]}"
        .formatted(user, user, id);
  }

  @Test
  void readsAreStoredSoonAndAtTheEnd() {
    try (AccessLog log = AccessLog.open(table, 10_000)) {
      log.accept(access("jdoe", "a"));
      await().atMost(LONG).until(() -> lines().equals(List.of(line("jdoe", "a"))));
      log.accept(access("Größe 李", "b"));
    }
    assertEquals(List.of(line("jdoe", "a"), line("Größe 李", "b")), lines());
  }

  @Test
  void nodesShareTheTable() {
    try (SqlJournal other = PostgresDatabases.open(database, SteadyClock.system());
        AccessLog one = AccessLog.open(table, 10_000_000);
        AccessLog two = AccessLog.open(other.shared().orElseThrow().accesses(), 10_000_000)) {
      IntStream.range(0, 3000).parallel().forEach(i -> one.accept(access("anna", "" + i)));
      IntStream.range(0, 3000).parallel().forEach(i -> two.accept(access("berta", "" + i)));
    }
    assertEquals(6000, lines().stream().distinct().count());
    assertEquals(6000, lines().size());
  }

  @Test
  void lineThatIsWrittenAgainIsStoredOnce() {
    // as after a commit whose answer was lost
    List<AccessStore.Line> lines =
        List.of(
            new AccessStore.Line(0, TIME, "anna", "one", 4),
            new AccessStore.Line(1, TIME, "anna", "two", 4));
    table.write(lines.subList(0, 1));
    table.write(lines);
    assertEquals(List.of("anna one", "anna two"), lines());
  }

  @Test
  void nameThatTheDatabaseRefusesHoldsNothingUp() {
    try (AccessLog log = AccessLog.open(table, 10_000)) {
      log.accept(access("a\u0000b\ud800", "a"));
      log.accept(access("jdoe", "b"));
    }
    assertEquals(2, lines().size());
    assertTrue(lines().get(0).startsWith("a\ufffdb\ufffd "), lines()::toString);
  }

  @Test
  void whatCannotBeWrittenWaitsAndThenNothingMoreIsTaken() {
    try (AccessLog log = AccessLog.open(table, 250)) {
      change("alter table access_log rename to away");
      log.accept(access("jdoe", "a"));
      log.accept(access("jdoe", "b"));
      await().atMost(LONG).until(() -> log.problem().isPresent());
      assertTrue(log.problem().get().contains("rtl.access.log"), log.problem()::get);
      assertThrows(JournalException.class, () -> log.accept(access("jdoe", "c")));
      change("alter table away rename to access_log");
      await().atMost(LONG).until(() -> log.problem().isEmpty());
      log.accept(access("jdoe", "d"));
    }
    assertEquals(List.of(line("jdoe", "a"), line("jdoe", "b"), line("jdoe", "d")), lines());
  }
}
