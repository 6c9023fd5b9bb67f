package org.radiologytrust.journal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.Rounds;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.peers.PostgresServer;

/**
 * The oldest version that can hold a journal; its programs are those of a Maven artifact. Only
 * {@code ./test long} runs it.
 */
@Tag("peers")
@Tag("rounds")
@EnabledIfSystemProperty(named = Rounds.LONG, matches = "true")
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class Postgres14JournalTest extends JournalContract {
  private static final String PROGRAMS = "/postgres-linux-x86_64.txz";
  private static final String TEST = "test";

  @TempDir static Path folder;
  private static PostgresServer server;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    Path programs = Files.createDirectory(folder.resolve("programs"));
    unpack(programs);
    server = PostgresServer.ofVersion(folder.resolve("server"), programs.resolve("bin"));
    SettableClock clock = new SettableClock();
    journal(PostgresServer.NAME, new SteadyClock(clock, clock::nanos)).close();
  }

  private static void unpack(Path programs) throws IOException, InterruptedException {
    Process tar =
        new ProcessBuilder("tar", "-xJf", "-", "--no-same-owner", "-C", programs.toString())
            .redirectErrorStream(true)
            .start();
    try (InputStream packed = Postgres14JournalTest.class.getResourceAsStream(PROGRAMS);
        OutputStream in = tar.getOutputStream()) {
      packed.transferTo(in);
    }
    if (tar.waitFor() != 0) {
      throw new IOException(new String(tar.getInputStream().readAllBytes()));
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static SqlJournal journal(String database, SteadyClock clock) {
    return SqlJournal.open(server.journal(database), clock, SITE);
  }

  Postgres14JournalTest() throws IOException {
    server.execute("drop database if exists " + TEST + " with (force)");
    server.execute("create database " + TEST + " template " + PostgresServer.NAME);
  }

  @Override
  protected Journal open(SteadyClock clock) {
    return journal(TEST, clock);
  }

  @Test
  void serverIsVersion14() throws Exception {
    String version = server.ask(server.password(), "show server_version");
    assertTrue(version.startsWith("14."), version);
  }
}
