package org.radiologytrust.journal;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.stream.Stream;
import org.radiologytrust.journal.inbox.IntakeLimits;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.peers.PostgresServer;

/**
 * Databases for journals, on one server for all tests of this JVM, which ends with it. The server
 * forces its writes to disk, as the journal requires, on a disk in memory if there is one.
 */
public final class PostgresDatabases {
  private static final String MIGRATED = "migrated";
  private static final Path MEMORY = Path.of("/dev/shm");

  /** More than one test uses. */
  private static final int KEPT = 20;

  private static final PostgresServer SERVER = start();
  private static final Deque<String> NAMES = new ArrayDeque<>();

  private static int count;

  private PostgresDatabases() {}

  private static PostgresServer start() {
    try {
      Path folder =
          Files.isWritable(MEMORY)
              ? Files.createTempDirectory(MEMORY, "postgres")
              : Files.createTempDirectory("postgres");
      PostgresServer server =
          PostgresServer.forMany(
              folder.resolve("server"), "max_connections=200", "deadlock_timeout=200ms");
      server.createDatabase(MIGRATED);
      SettableClock clock = new SettableClock();
      SqlJournal.open(
              server.journal(MIGRATED), new SteadyClock(clock, clock::nanos), OpenedJournal.SITE)
          .close();
      // memory must be given back
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(server, folder)));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void delete(PostgresServer server, Path folder) {
    server.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static PostgresServer server() {
    return SERVER;
  }

  private static synchronized String name() throws IOException {
    while (NAMES.size() >= KEPT) {
      SERVER.execute("drop database " + NAMES.remove() + " with (force)");
    }
    count++;
    NAMES.add("journal" + count);
    return NAMES.getLast();
  }

  /** A new database without tables; the options are those of {@code create database}. */
  static String empty(String... options) {
    try {
      String name = name();
      SERVER.execute("create database " + name + " " + String.join(" ", options));
      return name;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new database with the tables of an empty journal. */
  public static String migrated() {
    return empty("template " + MIGRATED);
  }

  /** A copy of a database that may be in use. */
  public static String copy(String of) {
    String copy = empty();
    try {
      SERVER.copyDatabase(of, copy);
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Opens the journal in a database. */
  public static SqlJournal open(String database, SteadyClock clock) {
    return open(database, clock, IntakeLimits.DEFAULT);
  }

  /** The same with limits for reports. */
  public static SqlJournal open(String database, SteadyClock clock, IntakeLimits limits) {
    return SqlJournal.open(SERVER.journal(database), clock, OpenedJournal.SITE, limits);
  }
}
