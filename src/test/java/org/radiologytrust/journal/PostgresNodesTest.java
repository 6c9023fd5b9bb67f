package org.radiologytrust.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.results.StoredResource;
import org.radiologytrust.journal.search.Counters;
import org.radiologytrust.journal.store.Locks;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;

/** Two nodes, as journals in one process, change the same rows of one database. */
@Tag("peers")
class PostgresNodesTest {
  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final int THREADS = 8;

  private static final String LOCK_WAITS =
      """
      select count(*) from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'
      """;

  private final List<SqlJournal> nodes = new ArrayList<>();
  private String database = "";

  private SqlJournal open(String database) {
    return PostgresDatabases.open(database, SteadyClock.system());
  }

  private void openTwo() {
    database = PostgresDatabases.migrated();
    nodes.add(open(database));
    nodes.add(open(database));
  }

  @AfterEach
  void close() {
    nodes.forEach(SqlJournal::close);
  }

  /** Runs the work in many threads, half of them on each node, and waits for all. */
  private <T> List<T> everywhere(Work<T> work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<T>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        all.add(() -> work.on(nodes.get(thread % nodes.size()), thread));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> done : pool.invokeAll(all)) {
        results.add(done.get());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }

  private interface Work<T> {
    T on(SqlJournal node, int thread) throws Exception;
  }

  private List<Long> numbers(String sql) {
    return nodes.get(0).db().read(tx -> tx.list(sql, rs -> rs.getLong(1)));
  }

  @Test
  @Tag("safety")
  void nodesThatStartAtOnceMigrateOnce() throws Exception {
    String database = PostgresDatabases.empty();
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<SqlJournal>> starting = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        starting.add(pool.submit(() -> open(database)));
      }
      for (Future<SqlJournal> started : starting) {
        nodes.add(started.get());
      }
    } finally {
      pool.shutdownNow();
    }
    assertEquals(
        List.of(),
        numbers("select count(*) from flyway_schema_history group by version having count(*) > 1"));
  }

  /** Their lengths would be enforced, and their order would be that of a language. */
  @Test
  void noColumnHasALengthOrALanguage() {
    openTwo();
    assertEquals(
        List.of(0L),
        numbers(
            """
            select count(*) from information_schema.columns
            where table_schema = current_schema() and data_type = 'character varying'
              and table_name <> 'flyway_schema_history'
            """));
  }

  @Test
  @Tag("safety")
  void versionsOfOneReportAreNumberedInOneOrder() throws Exception {
    openTwo();
    int each = 10;
    everywhere(
        (node, thread) -> {
          for (int i = 0; i < each; i++) {
            node.inbox().receive(version(thread * each + i));
          }
          return null;
        });
    List<Long> numbers = numbers("select seq from report_version order by seq");
    assertEquals(LongStream.rangeClosed(1, numbers.size()).boxed().toList(), numbers);
    assertEquals(
        List.of((long) numbers.size() - 1),
        numbers("select count(*) from report_version where superseded = 1"));
    Counters.Counts counts = nodes.get(1).counters().counts();
    assertEquals(THREADS * each, counts.received());
    assertTrue(counts.conserved());
  }

  /** Without a time of issue, so that each that comes is newer than those before. */
  private static Inbox.Incoming version(int number) {
    return SampleMessages.report(
        "k" + number,
        SampleRecords.report(
            "HOSP", "A1", "MRN1", "No effusion " + number, ReportStatus.FINAL, null));
  }

  @Test
  @Tag("safety")
  void oneMessageAtTwoNodesIsStoredOnce() throws Exception {
    openTwo();
    for (int i = 0; i < 20; i++) {
      int number = i;
      List<Outcome> outcomes =
          everywhere((node, thread) -> node.inbox().receive(version(number)).outcome());
      assertEquals(1, outcomes.stream().filter(Outcome.PARSED::equals).count());
      assertEquals(THREADS - 1, outcomes.stream().filter(Outcome.DUPLICATE::equals).count());
    }
  }

  /** Corrections come while the versions before are queued, claimed and finished. */
  @Test
  @Tag("safety")
  void intakeAuditsAndDeliveriesAtOnceKeepOrderAndCounts() throws Exception {
    openTwo();
    int reports = 12;
    everywhere(
        (node, thread) -> {
          for (int i = 0; i < reports; i++) {
            Report report =
                SampleRecords.report(
                    "HOSP", "A" + i, "MRN1", "No effusion " + thread, ReportStatus.FINAL, null);
            node.inbox().receive(SampleMessages.report("k" + i + "-" + thread, report));
            for (JobQueue.Waiting w : node.jobs().awaitingImages(node.clock().instant(), 5)) {
              UUID run =
                  UUID.nameUUIDFromBytes(w.version().toString().getBytes(StandardCharsets.UTF_8));
              node.jobs().queue(w.version(), run, List.of(), "", false);
            }
            finishOne(node);
          }
          return null;
        });
    for (JobQueue.Waiting w :
        nodes.get(0).jobs().awaitingImages(nodes.get(0).clock().instant(), 99)) {
      nodes.get(0).jobs().queue(w.version(), UUID.randomUUID(), List.of(), "", false);
    }
    everywhere(
        (node, thread) -> {
          while (finishOne(node)) {}
          return null;
        });
    Counters.Counts counts = nodes.get(0).counters().counts();
    assertTrue(counts.conserved());
    assertEquals(reports * THREADS, counts.received());
    assertEquals(0, counts.open().values().stream().mapToLong(n -> n).sum());
    assertEquals(
        List.of(), numbers("select ordinal from audit group by ordinal having count(*) > 1"));
    assertEquals(
        List.of(),
        numbers("select last_updated from resource group by last_updated having count(*) > 1"),
        "each commit has a time of its own");
    assertEquals(
        List.of((long) reports), numbers("select reports from worklist_value where kind = 'site'"));
    assertEquals(
        List.of((long) reports),
        numbers(
            """
            select count(*) from audit a join report_version v on v.id = a.version
            where v.superseded = 0
            """),
        "the newest version of each report");
  }

  private static boolean finishOne(SqlJournal node) {
    Optional<JobQueue.Job> job = node.jobs().claim(LEASE);
    if (job.isPresent()) {
      Report report = job.get().report();
      String id = job.get().runId().toString();
      StoredResource resource = new StoredResource("Observation", id, "{}", List.of());
      node.jobs()
          .finish(
              job.get(),
              SampleRecords.audit(job.get().runId(), report, List.of()),
              JobQueue.Publishing.of("{}", List.of(resource)),
              List.of("fhir"));
    }
    return job.isPresent();
  }

  /** Another node claims the run while this one is between two statements of its write. */
  @Test
  @Tag("safety")
  void aClaimMeanwhileKeepsTheEarlierClaimFromWriting() throws Exception {
    openTwo();
    SqlJournal node = nodes.get(0);
    JobQueue.Job first = claimed(1);
    assertEquals(false, afterClaim(first, () -> node.jobs().storeStep(first, "claims", "{}")));
    assertEquals(List.of(0L), numbers("select count(*) from job_step"));
    JobQueue.Job second = claimed(2);
    afterClaim(
        second,
        () -> {
          node.jobs().abandon(second, "it died too often");
          return true;
        });
    assertEquals(List.of(2L), numbers("select count(*) from job where state = 'running'"));
    assertEquals(
        List.of(2L), numbers("select count(*) from report_version where state = 'auditing'"));
  }

  private JobQueue.Job claimed(int number) {
    SqlJournal node = nodes.get(0);
    Report report = SampleRecords.report("A" + number, "No effusion.");
    node.inbox().receive(SampleMessages.report("k" + number, report));
    JobQueue.Waiting waiting = node.jobs().awaitingImages(node.clock().instant(), 1).get(0);
    node.jobs().queue(waiting.version(), UUID.randomUUID(), List.of(), "", false);
    return node.jobs().claim(LEASE).orElseThrow();
  }

  /** Has the write wait for a claim of the same run that is not committed yet. */
  private <T> T afterClaim(JobQueue.Job job, Callable<T> write) throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try (Connection other = PostgresDatabases.server().connect(database)) {
      other.setAutoCommit(false);
      try (Statement claim = other.createStatement()) {
        claim.executeUpdate(
            "update job set claim = claim + 1 where run_id = '" + job.runId() + "'");
        Future<T> written = pool.submit(write);
        while (numbers(LOCK_WAITS).equals(List.of(0L)) && !written.isDone()) {
          Thread.sleep(10);
        }
        other.commit();
        return written.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  /** Two transactions that wait for each other: the database ends one, which is done again. */
  @Test
  void workThatADeadlockEndedIsDoneAgain() throws Exception {
    openTwo();
    nodes
        .get(0)
        .db()
        .write(
            tx -> tx.update("insert into feed (name, cursor_value) values ('a', '0'), ('b', '0')"));
    CountDownLatch both = new CountDownLatch(2);
    everywhere(
        (node, thread) ->
            thread < 2
                ? node.db()
                    .write(
                        tx -> {
                          grow(tx, thread == 0 ? "a" : "b");
                          both.countDown();
                          await(both);
                          return grow(tx, thread == 0 ? "b" : "a");
                        })
                : 0);
    assertEquals("0++", nodes.get(0).feedCursors().cursor("a"));
    assertEquals("0++", nodes.get(0).feedCursors().cursor("b"));
  }

  private static int grow(Tx tx, String feed) throws SQLException {
    return tx.update("update feed set cursor_value = cursor_value || '+' where name = ?", feed);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A node that stands still inside a transaction must not stop the others. */
  @Test
  @Tag("safety")
  void aNodeThatStandsStillLosesItsLocks() throws Exception {
    openTwo();
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      Future<?> standing =
          pool.submit(
              () ->
                  nodes
                      .get(0)
                      .db()
                      .write(
                          tx -> {
                            Locks.order(tx);
                            nodes.get(1).inbox().receive(version(1));
                            return tx.update("update journal_clock set seen_at = 5");
                          }));
      assertThrows(ExecutionException.class, standing::get);
    } finally {
      pool.shutdownNow();
    }
    assertEquals(1, nodes.get(1).counters().counts().received());
    assertTrue(IntStream.range(0, 8).allMatch(i -> works(nodes.get(0), i + 2)), "its connections");
  }

  private static boolean works(SqlJournal node, int number) {
    return node.inbox().receive(version(number)).outcome() == Outcome.PARSED;
  }
}
