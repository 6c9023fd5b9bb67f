package org.radiologytrust.journal;

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
import org.flywaydb.core.api.FlywayException;

/** The SQLite file of a journal as a whole: copied while it is in use, and looked at. */
public final class JournalFile {
  private static final String WAL = "-wal";

  private JournalFile() {}

  /**
   * What a journal holds.
   *
   * @param messages messages, without repeats
   * @param reports versions of reports
   * @param pending deliveries that are still to be sent
   */
  public record Contents(long messages, long reports, long audits, long pending) {}

  /**
   * @throws JournalException when there is none
   */
  public static void require(Path journal) {
    if (Files.notExists(journal)) {
      throw new JournalException("there is no journal " + journal + ": set rtl.home", null);
    }
  }

  /** The file, and those that SQLite has beside it. */
  public static List<Path> parts(Path file) {
    return List.of(file, beside(file, WAL), beside(file, "-shm"));
  }

  private static Path beside(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  /**
   * Copies a journal as it is at this moment, while others may write to it, without its free space.
   *
   * @param to an empty file
   * @throws JournalException when that does not work
   */
  public static void copy(Path journal, Path to) {
    try (Connection connection = open(journal);
        PreparedStatement vacuum = connection.prepareStatement("vacuum into ?")) {
      vacuum.setString(1, to.toString());
      vacuum.execute();
      sync(to);
    } catch (SQLException | IOException e) {
      throw new JournalException("the journal " + journal + " cannot be copied to " + to, e);
    }
  }

  /** Has a file written through to the disk. */
  public static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Whether commits lie beside the file that are not in it: a copy of it alone lacks them. */
  public static boolean isUnfinished(Path file) {
    try {
      return Files.exists(beside(file, WAL)) && Files.size(beside(file, WAL)) > 0;
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * Reads a journal that nobody uses from end to end.
   *
   * @throws JournalException when it is damaged, no journal, or one of a newer version
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
    } catch (SQLException e) {
      throw new JournalException(file + " is no journal, or damaged: use another copy", e);
    }
    try {
      SqliteJournal.migrations()
          .dataSource(url(file), null, null)
          // of an older version is well: it is migrated at the start
          .ignoreMigrationPatterns("*:pending")
          .load()
          .validate();
    } catch (FlywayException e) {
      throw new JournalException(
          file + " was made by another, newer version: use that version's rtl", e);
    }
    return contents;
  }

  private static long count(Statement statement, String from) throws SQLException {
    try (ResultSet rs = statement.executeQuery("select count(*) from " + from)) {
      rs.next();
      return rs.getLong(1);
    }
  }

  private static Connection open(Path file) throws SQLException {
    return DriverManager.getConnection(url(file));
  }

  static String url(Path file) {
    return "jdbc:sqlite:" + file + "?busy_timeout=5000";
  }
}
