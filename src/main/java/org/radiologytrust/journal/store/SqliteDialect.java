package org.radiologytrust.journal.store;

import com.zaxxer.hikari.HikariConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;

/**
 * SQLite in one file, with a write-ahead log and {@code synchronous=FULL}: a commit is on disk when
 * it returns (weaker settings lost commits when the process was killed). There is one write
 * connection: SQLite allows one writer at a time.
 */
final class SqliteDialect implements Dialect {
  private static final int READERS = 4;
  private static final int WATCHERS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The largest file that is written anew while messages wait: it takes seconds. */
  private static final long REWRITTEN = 1L << 30;

  /** Deleted data must not stay readable in free pages of the file. */
  private static final String SECURE_DELETE = "&secure_delete=true";

  /** An extended result code has the primary one in its last byte. */
  private static final int PRIMARY_CODE = 0xff;

  private final Path file;
  private final String url;

  SqliteDialect(Path file) {
    this.file = file;
    // otherwise the driver prepares and runs a statement after each insert, for a key that nobody
    // asks for
    this.url =
        JournalFile.url(file) + "&journal_mode=WAL&synchronous=FULL&jdbc.get_generated_keys=false";
  }

  @Override
  public String name() {
    return "the journal " + file;
  }

  @Override
  public String advice() {
    return "check the disk of rtl.home";
  }

  @Override
  public void prepare() {
    try {
      if (Files.notExists(file)) {
        // it contains reports: only the owner may read it
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        JournalFile.create(file);
      }
    } catch (IOException | SQLException e) {
      throw new JournalException("cannot create the journal " + file + ": check the folder", e);
    }
  }

  @Override
  public String cannotOpen() {
    return "cannot open the journal " + file + ": not an SQLite file, or damaged";
  }

  @Override
  public HikariConfig connections(Use use) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(use == Use.WRITE ? url + SECURE_DELETE : url);
    return config;
  }

  @Override
  public int size(Use use, SearchLimits limits) {
    return switch (use) {
      case WRITE -> 1;
      case READ -> READERS;
      case WATCH -> WATCHERS;
      case SEARCH -> limits.parallel();
    };
  }

  @Override
  public Duration patience(Use use, SearchLimits limits) {
    return use == Use.SEARCH ? limits.time() : PATIENCE;
  }

  @Override
  public DataSource migrator() {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl(url + SECURE_DELETE);
    return source;
  }

  @Override
  public FluentConfiguration migrations() {
    return JournalFile.migrations();
  }

  @Override
  public boolean shared() {
    return false;
  }

  @Override
  public String lock() {
    return "";
  }

  @Override
  public boolean damaged(SQLException e) {
    int primary = e.getErrorCode() & PRIMARY_CODE;
    return primary == SQLiteErrorCode.SQLITE_CORRUPT.code
        || primary == SQLiteErrorCode.SQLITE_NOTADB.code;
  }

  @Override
  public Optional<WholeCheck> wholeCheck(Damage damage) {
    return Optional.of(WholeCheck.begin(file, damage));
  }

  @Override
  public boolean repeatable(SQLException e) {
    return false;
  }

  /** SQLite has no word for half of a surrogate pair; NUL it takes. */
  @Override
  public String storable(String text) {
    return StorableText.hasUnpaired(text) ? StorableText.of(text) : text;
  }

  @Override
  public String key(String text) {
    return StorableText.hasUnpaired(text) ? StorableText.key(text) : text;
  }

  @Override
  public String skipLocked() {
    return "";
  }

  @Override
  public long giveBack(Tx tx) throws SQLException {
    return FreePages.giveBack(tx);
  }

  @Override
  public String rewrite() {
    try {
      return Files.size(file) <= REWRITTEN ? "vacuum" : "";
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void emptyLog() {
    JournalFile.emptyLog(file);
  }

  /** SQLite has no statistics from which it could choose an order. */
  @Override
  public String joinInOrder() {
    return "cross join";
  }
}
