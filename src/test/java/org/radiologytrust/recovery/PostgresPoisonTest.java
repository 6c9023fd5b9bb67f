package org.radiologytrust.recovery;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.radiologytrust.Rounds;
import org.radiologytrust.peers.PostgresServer;

/** With the journal on PostgreSQL, which is frozen, killed or restarted in each round. */
@Tag("rounds")
@Tag("peers")
@Tag("safety")
class PostgresPoisonTest extends PoisonContract {
  private static final int ROUNDS = Rounds.of(1, 100);
  private static final int LONGEST_AWAY_MS = 3000;

  private PostgresServer server;

  PostgresPoisonTest() {
    super(ROUNDS);
  }

  /**
   * The end of a process counts against the report only if no other run was in progress. In each
   * round one may be: it waits for the database that was taken away.
   */
  @Override
  int mostAlone() {
    return super.mostAlone() + ROUNDS;
  }

  @BeforeEach
  void server() throws Exception {
    server = new PostgresServer(folder.resolve("server"));
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Override
  Map<String, String> journal() {
    return server.settings(PostgresServer.NAME);
  }

  @Override
  Connection connect() throws SQLException {
    return server.connect(PostgresServer.NAME);
  }

  @Override
  void disturb(Random random) throws Exception {
    int how = random.nextInt(3);
    switch (how) {
      case 0 -> server.pause();
      case 1 -> server.kill();
      default -> server.stop();
    }
    Thread.sleep(random.nextInt(LONGEST_AWAY_MS));
    if (how == 0) {
      server.resume();
    } else {
      server.start();
    }
  }
}
