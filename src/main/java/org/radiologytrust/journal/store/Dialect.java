package org.radiologytrust.journal.store;

import com.zaxxer.hikari.HikariConfig;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** All that differs between the databases that can hold a journal. */
interface Dialect extends Syntax {
  /** What a pool of connections is for. */
  enum Use {
    /** Transactions that change something. */
    WRITE,
    /** Reads of the stages. */
    READ,
    /** Health and metrics. */
    WATCH,
    /** Reads of the API and the review page. */
    SEARCH
  }

  /** What the journal is called in messages; without a password. */
  String name();

  /** What the operator has to check when a write failed. */
  String advice();

  /**
   * Prepares the database before the first connection of a pool.
   *
   * @throws JournalException if it cannot be used; the message says why and what to do
   */
  void prepare();

  /** The message for a database that was prepared but cannot be opened. */
  String cannotOpen();

  /** Connections for this use; size, name and patience are still to be set. */
  HikariConfig connections(Use use);

  /** The number of connections for this use. */
  int size(Use use, SearchLimits limits);

  /** How long to wait for a connection of this use. */
  Duration patience(Use use, SearchLimits limits);

  /** Connections for migrations, apart from those of the pools. */
  DataSource migrator();

  /** Migrations of this database; the source of connections is still to be set. */
  FluentConfiguration migrations();

  /**
   * Whether the work failed because of another transaction at the same time, and may succeed now.
   */
  boolean repeatable(SQLException e);

  /**
   * Gives some of the space that deleted rows have left back to the file system.
   *
   * @return how many bytes; 0 if there is little to give, or the database sees to it by itself
   */
  long giveBack(Tx tx) throws SQLException;

  /** Whether a failure says that the database itself is damaged. */
  boolean damaged(SQLException e);

  /** Begins to look for damage in the whole database, if the server does not see to it itself. */
  default Optional<WholeCheck> wholeCheck(Damage damage) {
    return Optional.empty();
  }

  /**
   * The statement that writes the whole database anew, without what deleted rows left in it; empty
   * if there is none, or it would take too long while others wait.
   */
  default String rewrite() {
    return "";
  }

  /** Empties a write-ahead log that has earlier versions of rows, unless a reader needs it. */
  default void emptyLog() {}
}
