package org.radiologytrust.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.radiologytrust.journal.store.PostgresLogin;
import org.radiologytrust.peers.PostgresServer;

/**
 * A PostgreSQL for journals, with its defaults but for the memory: like a real one, it forces each
 * commit to disk.
 */
final class BenchPostgres implements AutoCloseable {
  private final Path folder;
  private final PostgresServer server;
  private int databases;

  BenchPostgres() throws IOException, InterruptedException {
    folder = Files.createTempDirectory("rtl-postgres");
    server =
        new PostgresServer(folder.resolve("server"), "shared_buffers=512MB", "max_wal_size=4GB");
  }

  /** A new, empty database. */
  PostgresLogin database() throws IOException, InterruptedException {
    databases++;
    server.createDatabase("journal" + databases);
    return server.journal("journal" + databases);
  }

  /** Deletes a folder with all that is in it. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> inner = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : inner) {
        Files.deleteIfExists(path);
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    delete(folder);
  }
}
