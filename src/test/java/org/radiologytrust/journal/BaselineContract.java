package org.radiologytrust.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.StoredText;

/**
 * A journal that stood at the last migration before the baseline. It was made once by the 66
 * migrations of then, with a row in each table, and kept as SQL: version-96-sqlite.sql and
 * version-96-postgresql.sql. One subclass for each database.
 */
@Tag("safety")
abstract class BaselineContract {
  /** Where texts were not compressed, or without the dictionary. */
  private static final Map<String, String> TEXTS =
      Map.of(
          "audit", "run_id, audit",
          "decision", "id, bundle",
          "delivery", "id || sink, payload",
          "job_step", "run_id || step, result",
          "resource", "type || id, resource");

  /** Of which no row may get lost or change. */
  private static final List<String> KEPT =
      List.of(
          "decision",
          "erasure",
          "erased_rows",
          "erased_delivery",
          "erased_copy",
          "erased_count",
          "erased_mark",
          "erasure_key",
          "strength_change",
          "message",
          "reading_answer",
          "duty_flag",
          "access_log");

  /** What the first start says that it rewrote. */
  private static final Map<String, Long> REWRITTEN =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("audit.audit", 8L),
              Map.entry("audit.bundle", 7L),
              Map.entry("decision.bundle", 2L),
              Map.entry("delivery.payload", 6L),
              Map.entry("job_step.result", 9L),
              Map.entry("patient_key", 2L),
              Map.entry("resource.dated", 4L),
              Map.entry("resource.resource", 7L),
              Map.entry("resource_version.resource", 1L),
              Map.entry("delete from job", 1L),
              Map.entry("delete from job_step", 1L),
              Map.entry("delete from report_version", 1L),
              Map.entry("update decision", 1L),
              Map.entry("update worklist_state", 1L)));

  /** A journal at that migration, for one test. */
  interface Old {
    Connection connect() throws SQLException;

    Db db();

    SqlJournal open();
  }

  /** With the rows of the file. */
  abstract Old old() throws Exception;

  /** A new journal of this version. */
  abstract Old fresh() throws Exception;

  /** Tables, columns, indexes and what else there is, each in one line. */
  abstract Set<String> schema(Connection connection) throws SQLException;

  static List<String> lines(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rs = statement.executeQuery(sql)) {
      List<String> lines = new ArrayList<>();
      while (rs.next()) {
        lines.add(String.valueOf(rs.getString(1)));
      }
      return lines;
    }
  }

  static void execute(Old old, String sql) throws SQLException {
    try (Connection connection = old.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static boolean has(Connection connection, String table, String column)
      throws SQLException {
    try (ResultSet columns =
        connection.getMetaData().getColumns(null, connection.getSchema(), table, column)) {
      return columns.next();
    }
  }

  /** Each text by its key, whatever its form. */
  private static Map<String, String> texts(Old old) throws SQLException {
    Map<String, String> texts = new TreeMap<>();
    try (Connection connection = old.connect()) {
      for (Map.Entry<String, String> one : TEXTS.entrySet()) {
        String table = one.getKey();
        String column = one.getValue().replaceAll(".* ", "");
        boolean plain = has(connection, table, column);
        String sql =
            "select %s, %s_packed from %s"
                .formatted(
                    plain ? one.getValue() : one.getValue().replaceAll("\\w+$", "''"),
                    column,
                    table);
        try (Statement statement = connection.createStatement();
            ResultSet rs = statement.executeQuery(sql)) {
          while (rs.next()) {
            byte[] packed = rs.getBytes(3);
            texts.put(
                table + " " + rs.getString(1),
                packed == null ? rs.getString(2) : OldForm.text(packed));
          }
        }
      }
    }
    // of a sentinel, whose rows are deleted
    texts.remove("job_step s-runclaims");
    return texts;
  }

  /** All columns of all rows that must stay, but for the texts. */
  private static Map<String, List<String>> kept(Old old) throws SQLException {
    Map<String, List<String>> kept = new TreeMap<>();
    try (Connection connection = old.connect();
        Statement statement = connection.createStatement()) {
      for (String table : KEPT) {
        List<String> rows = new ArrayList<>();
        if (!has(connection, table, null)) {
          continue;
        }
        try (ResultSet rs = statement.executeQuery("select * from " + table)) {
          while (rs.next()) {
            Map<String, String> row = new TreeMap<>();
            for (int i = 1; i <= rs.getMetaData().getColumnCount(); i++) {
              String name = rs.getMetaData().getColumnName(i);
              if (!name.startsWith("bundle")) {
                Object value = rs.getObject(i);
                row.put(
                    name,
                    value instanceof byte[] bytes
                        ? new String(bytes, StandardCharsets.ISO_8859_1)
                        : String.valueOf(value));
              }
            }
            // to keep a case said that the flag is right
            row.replace("kind", "learning", "agree");
            rows.add(row.toString());
          }
        }
        kept.put(table, rows.stream().sorted().toList());
      }
    }
    return kept;
  }

  private static Map<String, Long> rewrite(Old old, int batch, Runnable committed) {
    try (Db db = old.db()) {
      return new OldForms(db, batch, committed).run();
    }
  }

  private void requireWhole(Old old, Map<String, List<String>> kept, Map<String, String> texts)
      throws SQLException {
    assertEquals(kept, kept(old));
    assertEquals(texts, texts(old));
    try (SqlJournal opened = old.open()) {
      assertTrue(opened.counters().counts().conserved());
      assertEquals(
          Set.of("A1", "A2", "A3", "A4", "A5", "A6", "A7", "B1", "B2"),
          new TreeSet<>(
              opened.worklist().page(Worklist.Filter.ALL, 0, 100).rows().stream()
                  .map(row -> row.exam().accession())
                  .toList()));
      UUID run = new UUID(0, 3);
      assertEquals(
          "2026-01-03T00:00:00Z",
          opened.resources().read("Observation", run.toString()).orElseThrow().dated().toString());
    }
    try (Connection connection = old.connect();
        Connection other = freshConnection()) {
      assertEquals(
          List.of("0"),
          lines(
              connection,
              "select count(*) from job where version not in (select id from report_version)"));
      assertEquals(
          List.of("0"),
          lines(connection, "select count(*) from report_version where site = 'RTL-SENTINEL'"));
      Set<String> wanted = schema(other);
      Set<String> there = schema(connection);
      Set<String> more = new TreeSet<>(there);
      more.removeAll(wanted);
      wanted.removeAll(there);
      assertEquals(Set.of(), wanted, "a new journal alone has it");
      assertEquals(Set.of(), more, "a journal of the version before alone has it");
      assertEquals(
          List.of("97", "98"),
          lines(connection, "select version from flyway_schema_history order by 1"));
      for (String table : TEXTS.keySet()) {
        String column = TEXTS.get(table).replaceAll(".* ", "");
        assertEquals(
            List.of(),
            lines(
                connection,
                "select 'old' from %s where substr(%s_packed, 1, 1) = %s"
                    .formatted(table, column, firstByte())));
      }
    }
  }

  /** The literal of the first byte of the form without the dictionary. */
  abstract String firstByte();

  private Connection freshConnection() throws SQLException {
    try {
      return fresh().connect();
    } catch (Exception e) {
      throw new SQLException(e);
    }
  }

  @Test
  void rowsOfEarlierVersionsAreRewrittenOnceAndCountedAndNothingIsLost() throws Exception {
    Old old = old();
    Map<String, List<String>> kept = kept(old);
    Map<String, String> texts = texts(old);
    assertEquals(5, kept.get("decision").size() + kept.get("erasure").size());
    assertEquals(REWRITTEN, rewrite(old, 200, () -> {}));
    requireWhole(old, kept, texts);
    assertEquals(Map.of(), rewrite(old, 200, () -> {}), "once");
  }

  /** As a process that is killed after any of its commits, and started again. */
  @Test
  void rewritingGoesOnWhereItWasInterrupted() throws Exception {
    int[] commits = {0};
    rewrite(old(), 3, () -> commits[0]++);
    assertTrue(commits[0] > 30, commits[0] + " commits");
    for (int killed = 1; killed <= commits[0]; killed += step()) {
      Old old = old();
      Map<String, List<String>> kept = kept(old);
      Map<String, String> texts = texts(old);
      int[] left = {killed};
      assertThrows(
          Killed.class,
          () ->
              rewrite(
                  old,
                  3,
                  () -> {
                    if (--left[0] == 0) {
                      throw new Killed();
                    }
                  }));
      assertEquals(REWRITTEN, rewrite(old, 3, () -> {}), "killed after " + killed);
      requireWhole(old, kept, texts);
    }
  }

  /** After each of so many commits it is interrupted. */
  abstract int step();

  @SuppressWarnings("serial")
  private static final class Killed extends RuntimeException {}

  @Test
  void anOlderJournalIsRefusedWithTheCommitThatMigratesItAndNotChanged() throws Exception {
    Old old = old();
    execute(old, "delete from flyway_schema_history where version in ('95', '96')");
    Map<String, String> texts = texts(old);
    JournalException refused = assertThrows(JournalException.class, old::open);
    assertTrue(
        refused
            .getMessage()
            .endsWith(
                "is of an older version: start rtl of commit e53ba10e on it once, then this"
                    + " version"),
        refused.getMessage());
    assertEquals(texts, texts(old));
  }

  @Test
  void aNewJournalBeginsAtTheBaseline() throws Exception {
    try (Connection connection = freshConnection()) {
      assertEquals(
          "97", lines(connection, "select version from flyway_schema_history order by 1").get(0));
    }
  }

  /** Reads both compressed forms. */
  private static final class OldForm {
    static String text(byte[] packed) {
      if (packed[0] != 1) {
        return StoredText.of(packed);
      }
      try (var in =
          new java.util.zip.InflaterInputStream(
              new java.io.ByteArrayInputStream(packed, 1, packed.length - 1),
              new java.util.zip.Inflater(true))) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
