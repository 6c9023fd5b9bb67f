package org.radiologytrust.journal.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.sqlite.SQLiteConfig;

/** Operations on the whole SQLite file of a journal: copy it while it is in use, and check it. */
public final class JournalFile {
  private static final String WAL = "-wal";

  /** For the next file that is written as a whole. */
  private static final String INCREMENTAL = "pragma auto_vacuum = incremental";

  /** The other mode writes one field, so a copy waits its turn among many writers. */
  private static final String PATIENT = "pragma busy_timeout = 60000";

  private JournalFile() {}

  /**
   * Number of rows in a journal.
   *
   * @param messages messages, without repeats
   * @param reports report versions
   * @param pending deliveries that were not sent yet
   */
  public record Contents(long messages, long reports, long audits, long pending) {}

  /**
   * Requires that the file exists.
   *
   * @throws JournalException if it does not
   */
  public static void require(Path journal) {
    if (Files.notExists(journal)) {
      throw new JournalException("there is no journal " + journal + ": check rtl.home", null);
    }
  }

  /** The database file and the files that SQLite keeps next to it. */
  public static List<Path> parts(Path file) {
    return List.of(file, beside(file, WAL), beside(file, "-shm"));
  }

  private static Path beside(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  /** Writes an empty database that can give space back. */
  static void create(Path empty) throws SQLException {
    try (Connection connection = open(empty);
        Statement statement = connection.createStatement()) {
      statement.execute(INCREMENTAL);
      statement.execute("vacuum");
    }
  }

  /**
   * Copies the current state of a journal without its free space. Others may write to it meanwhile.
   *
   * @param to an empty file
   * @throws JournalException if the copy fails
   */
  public static void copy(Path journal, Path to) {
    try (Connection connection = open(journal);
        Statement mode = connection.createStatement();
        PreparedStatement vacuum = connection.prepareStatement("vacuum into ?")) {
      mode.execute(PATIENT);
      mode.execute(INCREMENTAL);
      vacuum.setString(1, to.toString());
      vacuum.execute();
      sync(to);
    } catch (SQLException | IOException e) {
      throw new JournalException("the journal " + journal + " cannot be copied to " + to, e);
    }
  }

  /**
   * Copies the current state of a journal by a connection that can only read: not a byte of the
   * journal changes, also where nobody uses it. Others may write to it meanwhile.
   *
   * @param to an empty file
   * @throws JournalException if the copy fails
   */
  public static void snapshot(Path journal, Path to) {
    SQLiteConfig reads = new SQLiteConfig();
    reads.setReadOnly(true);
    try (Connection connection = reads.createConnection(url(journal));
        PreparedStatement vacuum = connection.prepareStatement("vacuum into ?")) {
      vacuum.setString(1, to.toString());
      vacuum.execute();
    } catch (SQLException e) {
      throw new JournalException("the journal " + journal + " cannot be copied to " + to, e);
    }
  }

  /** Forces a file's content to disk. */
  public static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /**
   * Whether some commits are only in the write-ahead log, not in the file itself. A copy of the
   * file alone would lack them.
   */
  public static boolean isUnfinished(Path file) {
    try {
      return Files.exists(beside(file, WAL)) && Files.size(beside(file, WAL)) > 0;
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * Moves the write-ahead log into the file and empties it, unless a reader needs it.
   *
   * @throws JournalException if the file cannot be used
   */
  static void emptyLog(Path file) {
    try (Connection connection = open(file);
        Statement statement = connection.createStatement()) {
      statement.execute("pragma wal_checkpoint(truncate)");
    } catch (SQLException e) {
      throw JournalException.of(e);
    }
  }

  /**
   * Checks a whole journal that no process uses.
   *
   * @throws JournalException if it is damaged, not a journal, or from a newer version or one before
   *     the baseline
   */
  public static Contents check(Path file) {
    Contents contents;
    try (Connection connection = open(file);
        Statement statement = connection.createStatement()) {
      try (ResultSet rs = statement.executeQuery("pragma integrity_check")) {
        if (!rs.next() || !rs.getString(1).equals("ok")) {
          throw new JournalException(file + " is damaged: use another copy", null);
        }
      }
      contents =
          new Contents(
              count(statement, "message"),
              count(statement, "report_version"),
              count(statement, "audit"),
              count(statement, "delivery where state = 'pending'"));
      Standing.isBefore(connection, file.toString());
    } catch (SQLException e) {
      throw new JournalException(file + " is not a journal or is damaged: use another copy", e);
    }
    try {
      migrations()
          .dataSource(url(file), null, null)
          // one that stands before the baseline is fine: the next start brings it there
          .ignoreMigrationPatterns("*:pending", "*:missing")
          .load()
          .validate();
    } catch (FlywayException e) {
      throw new JournalException(
          file + " was written by a newer version: use that version's rtl", e);
    }
    return contents;
  }

  /** Whether the tables of a journal that no process uses are of this version. */
  public static boolean isCurrent(Path file) {
    return migrations().dataSource(url(file), null, null).load().info().pending().length == 0;
  }

  private static long count(Statement statement, String from) throws SQLException {
    try (ResultSet rs = statement.executeQuery("select count(*) from " + from)) {
      rs.next();
      return rs.getLong(1);
    }
  }

  /** The migrations of every SQLite file. */
  static FluentConfiguration migrations() {
    return Flyway.configure(new MigrationFiles())
        .locations("classpath:db/migration", "classpath:db/sqlite")
        // in one commit: no other process works on the file
        .group(true)
        .placeholders(Map.of("bytes", "blob", "clustered", "without rowid", "text", "text"))
        .loggers("slf4j");
  }

  public static Connection open(Path file) throws SQLException {
    return DriverManager.getConnection(url(file));
  }

  static String url(Path file) {
    return "jdbc:sqlite:" + file + "?busy_timeout=5000";
  }
}
