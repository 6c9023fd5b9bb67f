package org.radiologytrust.journal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.journal.inbox.IntakeLimits;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.SearchLimits;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.peers.PostgresServer;

/** The database is killed under a node, and comes back. */
@Tag("peers")
class PostgresAwayTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;

  private static Inbox.Incoming message(String key) {
    return SampleMessages.report(key, SampleRecords.report(key, "No effusion."));
  }

  @Test
  @Tag("safety")
  void nothingIsAcknowledgedMeanwhileAndWorkGoesOnByItself() throws Exception {
    try (PostgresServer server = new PostgresServer(folder.resolve("server"));
        SqlJournal journal =
            SqlJournal.open(
                server.journal(PostgresServer.NAME),
                OpenedJournal.SITE,
                SearchLimits.DEFAULT,
                IntakeLimits.DEFAULT)) {
      journal.inbox().receive(message("A1"));
      server.kill();
      assertThrows(JournalException.class, () -> journal.inbox().receive(message("A2")));
      assertThrows(JournalException.class, () -> journal.counters().counts());
      assertThrows(
          JournalException.class,
          () -> journal.resources().read("Observation", "x"),
          "not because of too many searches");
      String problem = journal.writeHealth().problem().orElseThrow();
      assertTrue(problem.contains("check PostgreSQL 127.0.0.1"), problem);
      server.start();
      await()
          .atMost(LONG)
          .untilAsserted(
              () -> {
                journal.writeHealth().probe();
                assertTrue(journal.writeHealth().problem().isEmpty());
              });
      journal.inbox().receive(message("A2"));
      // each pool of connections notices by itself
      await()
          .atMost(LONG)
          .ignoreException(JournalException.class)
          .until(() -> journal.counters().counts().messages().get("parsed") == 2);
      assertEquals(1, journal.writeHealth().notStored().get("hl7"));
    }
  }
}
