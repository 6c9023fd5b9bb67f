package org.radiologytrust.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.radiologytrust.chaos.Relay;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.results.Outbox.Delivery;
import org.radiologytrust.journal.results.StoredResource;
import org.radiologytrust.journal.search.Counters;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.PackedText;
import org.radiologytrust.journal.store.PostgresLogin;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.peers.PostgresServer;

/** The database commits, and the connection breaks before the node has read the answer. */
@Tag("peers")
@Tag("safety")
class PostgresLostAnswersTest {
  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final String SINK = "fhir";

  /** How the protocol says that a commit is on disk. */
  private static final String COMMITTED = "COMMIT\0";

  private static final String CONNECTION_FAILURE = "08006";

  private final SettableClock clock = new SettableClock();
  private final String database = PostgresDatabases.migrated();
  private final URI address = URI.create("tcp://" + PostgresDatabases.server().address());
  private final Relay relay = new Relay(address.getHost(), address.getPort());
  private final SqlJournal node = open("127.0.0.1:" + relay.port());
  private final SqlJournal other = open(PostgresDatabases.server().address());

  private SqlJournal open(String host) {
    PostgresLogin login =
        new PostgresLogin(
            "jdbc:postgresql://" + host + "/" + database,
            PostgresServer.NAME,
            PostgresDatabases.server().password(),
            2);
    return SqlJournal.open(login, new SteadyClock(clock, clock::nanos), OpenedJournal.SITE);
  }

  @AfterEach
  void close() {
    other.close();
    node.close();
    relay.close();
  }

  /** The write is committed, but the node does not learn it. */
  private void lost(Executable write) {
    relay.loseAnswer(COMMITTED);
    JournalException e = assertThrows(JournalException.class, write);
    assertEquals(CONNECTION_FAILURE, ((SQLException) e.getCause()).getSQLState());
  }

  private static Inbox.Incoming message() {
    byte[] raw = "A1".getBytes(StandardCharsets.UTF_8);
    Inbox.Parsed parsed = new Inbox.Parsed(SampleRecords.report("A1", "No effusion."));
    return new Inbox.Incoming(
        "hl7",
        "HOSP",
        "k1",
        raw,
        parsed,
        (outcome, reason) -> outcome.code().getBytes(StandardCharsets.UTF_8));
  }

  private UUID queued() {
    node.inbox().receive(message());
    UUID version = node.jobs().awaitingImages(clock.instant(), 1).get(0).version();
    assertTrue(node.jobs().queue(version, version, List.of(), "", false));
    return version;
  }

  private long count(String table) {
    return other
        .db()
        .read(tx -> tx.first("select count(*) from " + table, rs -> rs.getLong(1)))
        .orElseThrow();
  }

  @Test
  void aMessageThatIsSentAgainIsStoredOnce() {
    lost(() -> node.inbox().receive(message()));
    assertEquals(1, node.writeHealth().notStored().get("hl7"), "its sender got no ACK");
    for (SqlJournal next : List.of(node, other)) {
      Inbox.Receipt again = next.inbox().receive(message());
      assertEquals(Outcome.DUPLICATE, again.outcome());
      assertArrayEquals("parsed".getBytes(StandardCharsets.UTF_8), again.reply());
    }
    assertEquals(1, count("message"));
    assertEquals(1, count("report_version"));
    Counters.Counts counts = other.counters().counts();
    assertEquals(1, counts.messages().get("parsed"));
    assertEquals(2, counts.messages().get("duplicate"));
    assertTrue(counts.conserved());
  }

  @Test
  void aQueuedRunIsQueuedOnce() {
    node.inbox().receive(message());
    UUID version = node.jobs().awaitingImages(clock.instant(), 1).get(0).version();
    lost(() -> node.jobs().queue(version, version, List.of(), "", false));
    node.jobs().queue(version, version, List.of(), "", false);
    other.jobs().queue(version, UUID.randomUUID(), List.of(), "", false);
    assertEquals(1, count("job"));
    assertEquals(version, other.jobs().claim(LEASE).orElseThrow().runId());
  }

  @Test
  void aClaimedRunIsFreeAfterItsLease() {
    UUID run = queued();
    lost(() -> node.jobs().claim(LEASE));
    clock.advance(LEASE.minusMillis(1));
    assertEquals(Optional.empty(), node.jobs().claim(LEASE), "another node could be working on it");
    assertEquals(Optional.empty(), other.jobs().claim(LEASE));
    clock.advance(Duration.ofMillis(1));
    other.jobs().endLost(2, "no more");
    Job job = other.jobs().claimAlone(LEASE, 0, true).orElseThrow();
    assertEquals(run, job.runId());
    assertEquals(Optional.empty(), node.jobs().claim(LEASE));
    assertEquals(
        Optional.empty(), node.jobs().claimAlone(LEASE, 0, true), "claimed once at a time");
    assertTrue(finish(other, job));
    assertEquals(1, count("audit"));
  }

  private static boolean finish(SqlJournal at, Job job) {
    StoredResource resource =
        new StoredResource("Observation", job.runId().toString(), "{}", List.of());
    return at.jobs()
        .finish(
            job,
            SampleRecords.audit(job.runId(), job.report(), List.of()),
            JobQueue.Publishing.of("{}", List.of(resource)),
            List.of(SINK, "kafka"));
  }

  @Test
  void aFinishedRunHasOneAuditAndItsDeliveries() {
    queued();
    Job job = node.jobs().claim(LEASE).orElseThrow();
    lost(() -> node.jobs().storeStep(job, "claims", "{}"));
    assertTrue(node.jobs().storeStep(job, "claims", "{}"));
    lost(() -> finish(node, job));
    assertTrue(finish(node, job), "this claim has ended the run");
    clock.advance(LEASE);
    assertEquals(Optional.empty(), other.jobs().claim(LEASE), "it has ended");
    assertEquals(1, count("audit"));
    assertEquals(1, count("resource"));
    assertEquals(2, count("delivery"));
    assertEquals(1, Deliveries.due(other, SINK).size());
    assertEquals(1, Deliveries.due(other, "kafka").size());
    assertEquals(1, other.counters().counts().reports().get("audited"));
    assertTrue(other.counters().counts().conserved());
  }

  /** The run may go on at another node before the node that postponed it tries again. */
  @Test
  void aPostponedRunIsNotTakenFromItsNextClaim() {
    queued();
    Job job = node.jobs().claim(LEASE).orElseThrow();
    lost(() -> node.jobs().postpone(job, Duration.ZERO, true));
    Job next = other.jobs().claim(LEASE).orElseThrow();
    assertEquals(1, next.attempts());
    node.jobs().postpone(job, Duration.ZERO, true);
    node.jobs().release(job);
    assertEquals(Optional.empty(), node.jobs().claim(LEASE));
    assertTrue(finish(other, next));
    assertEquals(1, count("audit"));
  }

  private Delivery due() {
    queued();
    assertTrue(finish(node, node.jobs().claim(LEASE).orElseThrow()));
    return node.outbox().claim(SINK, LEASE).orElseThrow();
  }

  @Test
  void aClaimedDeliveryIsDueAfterItsLease() {
    Delivery first = due();
    node.outbox().release(first);
    lost(() -> node.outbox().claim(SINK, LEASE));
    clock.advance(LEASE.minusMillis(1));
    assertEquals(Optional.empty(), other.outbox().claim(SINK, LEASE));
    clock.advance(Duration.ofMillis(1));
    assertEquals(first.id(), other.outbox().claim(SINK, LEASE).orElseThrow().id());
    assertEquals(Optional.empty(), node.outbox().claim(SINK, LEASE), "one node sends it");
  }

  @Test
  void aPreparedPayloadIsTheOneThatIsSent() {
    Delivery delivery = due();
    lost(() -> node.outbox().prepared(delivery, "first"));
    node.outbox().release(delivery);
    assertEquals("first", other.outbox().claim(SINK, LEASE).orElseThrow().payload());
    node.outbox().prepared(delivery, "second");
    clock.advance(LEASE);
    assertEquals("first", node.outbox().claim(SINK, LEASE).orElseThrow().payload());
  }

  @Test
  void aSentDeliveryStaysSent() {
    Delivery delivery = due();
    node.outbox().prepared(delivery, "payload");
    lost(() -> node.outbox().sent(delivery));
    assertEquals("sent 1 payload", end(delivery));
    // what a node may still do that does not know it
    node.outbox().sent(delivery);
    node.outbox().retry(delivery, Duration.ZERO, "no answer");
    node.outbox().rebuild(delivery, Duration.ZERO, "no answer");
    node.outbox().dead(delivery, "no answer");
    node.outbox().prepared(delivery, "another");
    node.outbox().release(delivery);
    assertEquals("sent 1 payload", end(delivery));
    clock.advance(LEASE);
    assertEquals(Optional.empty(), node.outbox().claim(SINK, LEASE));
    assertEquals(Optional.empty(), other.outbox().claim(SINK, LEASE));
  }

  /** State, attempts and payload. */
  private String end(Delivery delivery) {
    return other
        .db()
        .read(
            tx ->
                tx.first(
                    "select state, attempts, payload_packed from delivery"
                        + " where id = ? and sink = ?",
                    rs ->
                        rs.getString(1) + " " + rs.getInt(2) + " " + PackedText.read(rs, "payload"),
                    delivery.id().toString(),
                    delivery.sink()))
        .orElseThrow();
  }
}
