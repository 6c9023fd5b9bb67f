package org.radiologytrust.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.JournalFile;
import org.radiologytrust.journal.store.Migrations;
import org.radiologytrust.journal.store.PostgresDialect;
import org.radiologytrust.journal.store.PostgresLogin;
import org.radiologytrust.journal.store.SearchLimits;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.model.Texts;

/**
 * Copies a journal from SQLite into an empty database on PostgreSQL, and compares count and hash of
 * every table. An interrupted copy is resumed. Nothing may use either of them meanwhile; no node
 * starts on the database before the copy is verified.
 */
public final class JournalCopy {
  /** Tables with a row that a migration inserts. */
  private static final Set<String> FILLED_BY_MIGRATIONS = Set.of("journal_clock", "worklist_state");

  /** A commit has at most so many rows, and about so many bytes. */
  private static final int ROWS = 500;

  private static final long BYTES = 8L << 20;

  /** Sessions of a process that has just ended are seen for a moment. */
  private static final int LOOKS = 50;

  private static final int LOOK_MILLIS = 200;

  private final Connection source;
  private final Connection target;
  private final String place;
  private final Progress progress;
  private final List<CopiedTable> tables = new ArrayList<>();

  private JournalCopy(Connection source, Connection target, String place, Progress progress) {
    this.source = source;
    this.target = target;
    this.place = place;
    this.progress = progress;
  }

  /** Is told how far the copy is. */
  @FunctionalInterface
  public interface Progress {
    /**
     * @param rows how many are in the target
     */
    void rows(String table, long rows);
  }

  /**
   * A table whose rows are the same in both databases.
   *
   * @param sha256 sum of the SHA-256 of its rows, modulo 2^256
   */
  public record Verified(String table, long rows, String sha256) {}

  /**
   * Copies the journal.
   *
   * @param file the SQLite file, which no process uses; one of an older version is migrated
   * @return the tables by name; empty if an earlier copy of this journal was finished
   * @throws JournalException if it cannot be copied; the message says what to do
   */
  public static List<Verified> copy(Path file, PostgresLogin login, Progress progress) {
    JournalFile.require(file);
    JournalFile.check(file);
    update(file);
    PostgresDialect dialect = new PostgresDialect(login);
    dialect.prepare();
    try (Connection source = JournalFile.open(file);
        Connection target = dialect.connect()) {
      target.setAutoCommit(false);
      JournalCopy copy = new JournalCopy(source, target, dialect.name(), progress);
      copy.requireNoOther();
      try (Db db = Db.postgres(login, SearchLimits.DEFAULT)) {
        Migrations.migrate(db);
      }
      return copy.run();
    } catch (SQLException e) {
      throw new JournalException(
          "the copy was interrupted (SQL state " + e.getSQLState() + "): run it again to resume",
          e);
    }
  }

  /**
   * Brings the tables of a journal that no process uses to this version. Changes nothing if they
   * are of this version.
   *
   * @throws JournalException if it cannot be migrated
   */
  private static void update(Path file) {
    if (!JournalFile.isCurrent(file)) {
      // this also fills new tables
      SqlJournal.open(file, SteadyClock.system(), "").close();
    }
  }

  private List<Verified> run() throws SQLException {
    for (String name : tablesOfSource()) {
      tables.add(CopiedTable.of(source, target, name));
    }
    // to count a large source takes longer than the server lets a transaction stand still
    target.commit();
    if (!begin()) {
      return List.of();
    }
    Map<String, Long> copied = copied();
    for (CopiedTable table : tables) {
      copy(table, copied.getOrDefault(table.name(), 0L));
    }
    List<Verified> verified = new ArrayList<>();
    for (CopiedTable table : tables) {
      verified.add(verify(table));
    }
    execute("update journal_copy set verified_at = extract(epoch from clock_timestamp()) * 1000");
    target.commit();
    return verified;
  }

  private void requireNoOther() throws SQLException {
    for (int looks = LOOKS; others(); looks--) {
      if (looks == 0) {
        throw new JournalException(place + " is in use: end all nodes and other sessions", null);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new JournalException("the copy was interrupted: run it again to resume", e);
      }
    }
  }

  private boolean others() throws SQLException {
    try (Statement statement = target.createStatement();
        ResultSet rs =
            statement.executeQuery(
                """
                select 1 from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid()
                  and backend_type = 'client backend'
                """)) {
      boolean others = rs.next();
      target.commit();
      return others;
    }
  }

  private List<String> tablesOfSource() throws SQLException {
    return texts(
        source,
        """
        select name from sqlite_master where type = 'table' and name not like 'sqlite%'
          and name <> 'flyway_schema_history' order by name
        """);
  }

  /** Whether there is something to do: begins a copy, or finds an unfinished one. */
  private boolean begin() throws SQLException {
    String id = fingerprint();
    List<String> begun = texts(target, "select source from journal_copy");
    if (begun.isEmpty()) {
      requireEmpty();
      for (String name : FILLED_BY_MIGRATIONS) {
        execute("delete from " + name);
      }
      execute(
          """
          insert into journal_copy (source, started_at)
          values ('%s', extract(epoch from clock_timestamp()) * 1000)
          """
              .formatted(id));
      target.commit();
    } else if (!begun.equals(List.of(id))) {
      throw new JournalException(
          place
              + " holds a copy of another journal, or this one was used since: use an empty"
              + " database",
          null);
    }
    boolean unfinished =
        !texts(target, "select source from journal_copy where verified_at is null").isEmpty();
    target.commit();
    return unfinished;
  }

  private void requireEmpty() throws SQLException {
    for (CopiedTable table : tables) {
      if (!FILLED_BY_MIGRATIONS.contains(table.name())
          && !texts(target, "select 'row' from " + table.name() + " limit 1").isEmpty()) {
        throw new JournalException(
            place + " is not empty (table " + table.name() + "): use an empty database", null);
      }
    }
  }

  /** Changes whenever a process uses the source: each one stores its time. */
  private String fingerprint() throws SQLException {
    StringBuilder all = new StringBuilder();
    all.append(texts(source, "select installed_on || checksum from flyway_schema_history"));
    all.append(texts(source, "select seen_at from journal_clock"));
    for (CopiedTable table : tables) {
      all.append(table.name());
      all.append(texts(source, "select count(*) from " + table.name()));
    }
    return Texts.sha256(all.toString());
  }

  private Map<String, Long> copied() throws SQLException {
    Map<String, Long> rows = new HashMap<>();
    try (Statement statement = target.createStatement();
        ResultSet rs = statement.executeQuery("select name, rows_copied from journal_copy_table")) {
      while (rs.next()) {
        rows.put(rs.getString("name"), rs.getLong("rows_copied"));
      }
    }
    return rows;
  }

  /** Copies all rows but the first ones; each commit says how far it is. */
  private void copy(CopiedTable table, long first) throws SQLException {
    try (PreparedStatement select = source.prepareStatement(table.selectFromSource());
        PreparedStatement insert = target.prepareStatement(table.insert())) {
      select.setLong(1, first);
      long rows = first;
      try (ResultSet rs = select.executeQuery()) {
        long bytes = 0;
        boolean more = rs.next();
        while (more) {
          bytes += table.bind(rs, insert);
          insert.addBatch();
          rows++;
          more = rs.next();
          if (!more || rows % ROWS == 0 || bytes > BYTES) {
            insert.executeBatch();
            copied(table, rows);
            progress.rows(table.name(), rows);
            bytes = 0;
          }
        }
      }
    }
  }

  private void copied(CopiedTable table, long rows) throws SQLException {
    try (PreparedStatement update =
        target.prepareStatement(
            """
            insert into journal_copy_table (name, rows_copied) values (?, ?)
            on conflict (name) do update set rows_copied = excluded.rows_copied
            """)) {
      update.setString(1, table.name());
      update.setLong(2, rows);
      update.executeUpdate();
    }
    target.commit();
  }

  private Verified verify(CopiedTable table) throws SQLException {
    RowsHash here = table.hash(source);
    RowsHash there = table.hash(target);
    // otherwise the first queries would be planned for an empty table
    execute("analyze " + table.name());
    target.commit();
    if (!here.same(there)) {
      throw new JournalException(
          "the table "
              + table.name()
              + " differs after the copy: "
              + here.rows()
              + " rows here, "
              + there.rows()
              + " there; use an empty database and copy again",
          null);
    }
    progress.rows(table.name(), here.rows());
    return new Verified(table.name(), here.rows(), here.hash());
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = target.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> texts(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rs = statement.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (rs.next()) {
        texts.add(String.valueOf(rs.getString(1)));
      }
      return texts;
    }
  }
}
