package org.radiologytrust.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.peers.PostgresServer;

/**
 * Databases for journals, on one server for all tests of this JVM, which ends with it. It does not
 * force its writes to disk: none of these tests ends it.
 */
public final class PostgresDatabases {
  private static final String MIGRATED = "migrated";
  private static final PostgresServer SERVER = start();

  private static int count;

  private PostgresDatabases() {}

  private static PostgresServer start() {
    try {
      Path folder = Files.createTempDirectory("postgres");
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
      PostgresServer server =
          new PostgresServer(
              folder.resolve("server"),
              "fsync=off",
              "max_connections=200",
              "deadlock_timeout=200ms");
      server.createDatabase(MIGRATED);
      SettableClock clock = new SettableClock();
      SqlJournal.open(
              server.journal(MIGRATED), new SteadyClock(clock, clock::nanos), OpenedJournal.SITE)
          .close();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public static PostgresServer server() {
    return SERVER;
  }

  private static synchronized String name() {
    count++;
    return "journal" + count;
  }

  /** A new database without tables. */
  static String empty() {
    return created();
  }

  /** A new database with the tables of an empty journal. */
  public static String migrated() {
    return created("--template=" + MIGRATED);
  }

  private static String created(String... options) {
    String name = name();
    try {
      SERVER.createDatabase(name, options);
      return name;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A copy of a database that may be in use. */
  static String copy(String of) {
    String name = name();
    try {
      SERVER.copyDatabase(of, name);
      return name;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Opens the journal in a database. */
  public static SqlJournal open(String database, SteadyClock clock) {
    return SqlJournal.open(SERVER.journal(database), clock, OpenedJournal.SITE);
  }
}
