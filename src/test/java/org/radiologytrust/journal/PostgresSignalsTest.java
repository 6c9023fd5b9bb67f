package org.radiologytrust.journal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.journal.inbox.IntakeLimits;
import org.radiologytrust.journal.store.SearchLimits;
import org.radiologytrust.journal.store.Signal;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.peers.PostgresServer;

/** Two nodes on one journal: the one learns what the other has committed. */
@Tag("peers")
class PostgresSignalsTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final PostgresServer server = PostgresDatabases.server();
  private final String database = PostgresDatabases.migrated();
  private final SqlJournal here = open();
  private final SqlJournal there = open();

  private SqlJournal open() {
    return SqlJournal.open(
        server.journal(database), OpenedJournal.SITE, SearchLimits.DEFAULT, IntakeLimits.DEFAULT);
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  /** The first signal comes from the start of the other node's listening. */
  private static long listening(Signal signal) {
    await().atMost(LONG).until(() -> signal.count() > 0);
    return signal.count();
  }

  private void send(String id) {
    here.inbox()
        .receive(
            SampleMessages.message(
                OpenedJournal.SITE, id, new Inbox.Parsed(SampleRecords.report(id, "Clear."))));
  }

  @Test
  void aCommitWakesTheOtherNode() {
    long seen = listening(there.signals().reports());
    send("A1");
    await().atMost(LONG).until(() -> there.signals().reports().count() > seen);
    long queued = listening(there.signals().runs());
    UUID version = there.jobs().awaitingImages(there.clock().instant(), 1).get(0).version();
    here.jobs().queue(version, UUID.randomUUID(), List.of(), "", true);
    await().atMost(LONG).until(() -> there.signals().runs().count() > queued);
  }

  @Test
  void aNodeDoesNotWakeItselfTwice() throws Exception {
    listening(here.signals().reports());
    long seen = here.signals().reports().count();
    long other = listening(there.signals().reports());
    send("A1");
    await().atMost(LONG).until(() -> there.signals().reports().count() > other);
    // a notification of the other node comes after our own
    there.signals().reports().raise();
    await().atMost(LONG).until(() -> here.signals().reports().count() > seen + 1);
    assertEquals(seen + 2, here.signals().reports().count());
  }

  @Test
  void aLostConnectionIsOpenedAgain() throws Exception {
    long before = listening(there.signals().reports());
    server.ask(
        server.password(),
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '"
            + database
            + "'");
    // whoever listens again looks once at everything
    await().atMost(LONG).until(() -> there.signals().reports().count() > before);
    long seen = there.signals().reports().count();
    await().atMost(LONG).ignoreExceptions().until(() -> stored("A1"));
    await().atMost(LONG).until(() -> there.signals().reports().count() > seen);
  }

  private boolean stored(String id) {
    send(id);
    return true;
  }

  @Test
  void bothHaveTheTimeOfTheDatabase() throws Exception {
    double seconds =
        Double.parseDouble(
            server.ask(server.password(), "select extract(epoch from clock_timestamp())"));
    for (SqlJournal journal : new SqlJournal[] {here, there}) {
      double off = journal.clock().millis() / 1000.0 - seconds;
      // the question to the server lies between
      assertTrue(off > -1 && off < LONG.toSeconds(), off + " s");
    }
  }
}
