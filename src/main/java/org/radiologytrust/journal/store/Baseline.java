package org.radiologytrust.journal.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.flywaydb.core.api.MigrationInfo;
import org.jspecify.annotations.Nullable;

/**
 * The step of a journal from the last migration before the baseline to the baseline. One process
 * alone takes it. It may be interrupted at any time and is resumed by the next start: it ends with
 * one transaction, and before that the tables are those of the version before.
 */
public final class Baseline implements AutoCloseable {
  /** Counts what was rewritten; dropped at the end. */
  private static final String REWRITTEN = "baseline_rewritten";

  /** None of their rows may get lost. */
  private static final List<String> KEPT =
      List.of(
          "decision",
          "access_log",
          "erasure",
          "erased_rows",
          "erased_delivery",
          "erased_copy",
          "erased_count",
          "erased_mark",
          "erasure_key",
          "strength_change");

  private static final String LOCK = "select pg_advisory_lock(hashtextextended('baseline', 0))";

  /** Nodes and commands of the version before; this version has another name. */
  private static final String OLD_SESSIONS =
      """
      select 1 from pg_stat_activity
      where datname = current_database() and application_name = 'rtl' limit 1
      """;

  /** Sessions of a process that has just ended are seen for a moment. */
  private static final int LOOKS = 10;

  private static final int LOOK_MILLIS = 200;

  private final Db db;
  private final @Nullable Connection locked;
  private final boolean due;

  private Baseline(Db db, @Nullable Connection locked, boolean due) {
    this.db = db;
    this.locked = locked;
    this.due = due;
  }

  /**
   * Begins the step, or goes on with it. Waits while another node takes it.
   *
   * @throws JournalException if the journal is of an older version, or an older node uses it
   */
  public static Baseline take(Db db) {
    if (!isDue(db)) {
      return new Baseline(db, null, false);
    }
    if (!db.shared()) {
      return new Baseline(db, null, true).begun();
    }
    Connection connection = null;
    try {
      connection = db.dialect().migrator().getConnection();
      try (Statement statement = connection.createStatement()) {
        statement.execute(LOCK);
      }
      return new Baseline(db, connection, isDue(db)).begun();
    } catch (SQLException e) {
      close(connection);
      throw JournalException.of(e);
    } catch (RuntimeException e) {
      close(connection);
      throw e;
    }
  }

  private Baseline begun() {
    if (due) {
      requireNoOldNode();
      db.write(
          tx -> {
            tx.execute(
                "create table if not exists "
                    + REWRITTEN
                    + " (name text primary key, n bigint not null)");
            return null;
          });
    }
    return this;
  }

  private static boolean isDue(Db db) {
    return db.read(tx -> Standing.isBefore(tx.connection(), db.name()));
  }

  /** Whether the step is to be taken. */
  public boolean isDue() {
    return due;
  }

  /** Such a node would store what this version does not read. */
  private void requireNoOldNode() {
    for (int looks = LOOKS; db.shared() && hasOldNode(); looks--) {
      if (looks == 0) {
        throw new JournalException(
            db.name()
                + " is used by nodes of the version before: end them all, then start this version",
            null);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new JournalException("the start was interrupted", e);
      }
    }
  }

  private boolean hasOldNode() {
    return db.read(tx -> tx.first(OLD_SESSIONS, rs -> 1)).isPresent();
  }

  /** Counts rows in the transaction that rewrites them. */
  public void count(Tx tx, String what, int rows) throws SQLException {
    if (rows > 0) {
      tx.update(
          """
          insert into %s (name, n) values (?, ?)
          on conflict (name) do update set n = %s.n + excluded.n
          """
              .formatted(REWRITTEN, REWRITTEN),
          what,
          rows);
    }
  }

  /** Whether a table has a column, which an interrupted step may have dropped. */
  public boolean hasColumn(String table, String column) {
    return db.read(
        tx -> {
          try (ResultSet columns =
              tx.connection()
                  .getMetaData()
                  .getColumns(null, tx.connection().getSchema(), table, column)) {
            return columns.next();
          }
        });
  }

  /** Drops a column. A node of the version before could not write a row of this table after it. */
  public void drop(String table, String column) {
    db.write(
        tx -> {
          tx.execute("alter table " + table + " drop column " + column);
          return null;
        });
    // SQLite writes the table anew
    db.emptyLog();
  }

  /**
   * Drops what no code knows any more, and says that the journal stands at the baseline.
   *
   * @return how many rows of what were rewritten, by all starts together
   * @throws JournalException if a row that must stay would be lost: then nothing is changed
   */
  public Map<String, Long> finish() {
    requireNoOldNode();
    int checksum = checksum();
    return db.write(
        tx -> {
          Map<String, Long> rewritten = counts(tx, REWRITTEN);
          Map<String, Long> before = kept(tx);
          for (String statement : statements(db.shared())) {
            int rows = tx.update(statement);
            if (rows > 0 && statement.matches("(?s)(update|delete from) .*")) {
              rewritten.merge(
                  statement.replaceFirst("(?s)(update|delete from) (\\w+).*", "$1 $2"),
                  (long) rows,
                  Long::sum);
            }
          }
          Map<String, Long> after = kept(tx);
          if (!after.equals(before)) {
            throw new JournalException(
                "the baseline would lose rows: before " + before + ", after " + after, null);
          }
          tx.execute("drop table " + REWRITTEN);
          tx.execute("delete from flyway_schema_history");
          tx.update(
              """
              insert into flyway_schema_history (installed_rank, version, description, type, script,
                checksum, installed_by, execution_time, success)
              values (1, ?, 'baseline', 'SQL', ?, ?, 'baseline', 0, true)
              """,
              Integer.toString(Standing.BASELINE),
              "V" + Standing.BASELINE + "__baseline.sql",
              checksum);
          return rewritten;
        });
  }

  private int checksum() {
    Predicate<MigrationInfo> baseline =
        m -> m.getScript().startsWith("V" + Standing.BASELINE + "__");
    return Arrays.stream(
            db.dialect().migrations().dataSource(db.dialect().migrator()).load().info().pending())
        .filter(baseline)
        .findFirst()
        .map(MigrationInfo::getChecksum)
        .orElseThrow();
  }

  private static Map<String, Long> kept(Tx tx) throws SQLException {
    Map<String, Long> kept = new TreeMap<>();
    for (String table : KEPT) {
      if (tx.hasTable(table)) {
        kept.put(
            table, tx.first("select count(*) from " + table, rs -> rs.getLong(1)).orElseThrow());
      }
    }
    return kept;
  }

  private static Map<String, Long> counts(Tx tx, String table) throws SQLException {
    Map<String, Long> counts = new TreeMap<>();
    tx.list(
        "select name, n from " + table, rs -> counts.put(rs.getString("name"), rs.getLong("n")));
    return counts;
  }

  /** What the journal gets from the version before, besides what code rewrites. */
  private static List<String> statements(boolean postgres) {
    List<String> all = new ArrayList<>(statements("from-96.sql"));
    if (postgres) {
      all.addAll(statements("from-96-postgresql.sql"));
    }
    return all;
  }

  private static List<String> statements(String file) {
    try (InputStream in = Baseline.class.getResourceAsStream("/db/" + file)) {
      String sql =
          new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(sql.replaceAll("--.*", "").split(";"))
          .map(String::strip)
          .filter(statement -> !statement.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(@Nullable Connection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      throw JournalException.of(e);
    }
  }

  /** Lets other nodes go on. */
  @Override
  public void close() {
    close(locked);
  }
}
