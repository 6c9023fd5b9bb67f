package org.radiologytrust.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.inbox.IntakeLimits;
import org.radiologytrust.journal.store.PostgresLogin;
import org.radiologytrust.journal.store.SearchLimits;
import org.radiologytrust.journal.work.ClaimLoop;

/**
 * Claims of due runs a second on PostgreSQL, against the same statement in a bare JDBC loop, by one
 * thread and by four, with many runs in the queue. The journal's claim also marks the report as
 * being audited and reads it. Ends with 1 when it has less than 0.8 of the bare loop's speed, or
 * when a long queue slows it down.
 */
public final class ClaimBench {
  private static final int RUNS = Integer.getInteger("claims.runs", 20_000);
  private static final int ROUNDS = 7;
  private static final int PER_ROUND = 200;

  /** Enough for all rounds. */
  private static final int FEW = 2 * (ROUNDS + 1) * PER_ROUND;

  private static final double SHARE = 0.8;
  private static final double FLAT = 1.2;

  private final PostgresLogin login;
  private final Journal journal;

  private ClaimBench(PostgresLogin login, Journal journal) {
    this.login = login;
    this.journal = journal;
  }

  private static Journal open(PostgresLogin login) {
    return SqlJournal.open(
        login, "main", new SearchLimits(Duration.ofSeconds(5), 4), IntakeLimits.DEFAULT);
  }

  public static void main(String[] arguments) throws Exception {
    Targets targets = new Targets();
    Targets.head();
    try (BenchPostgres postgres = new BenchPostgres()) {
      PostgresLogin many = postgres.database();
      PostgresLogin few = postgres.database();
      try (Journal longQueue = open(many);
          Journal shortQueue = open(few)) {
        ClaimLoop.load(longQueue, RUNS);
        ClaimLoop.load(shortQueue, FEW);
        ClaimBench bench = new ClaimBench(many, longQueue);
        queues(targets, longQueue, shortQueue);
        bench.share(targets, 1);
        bench.share(targets, 4);
      }
    }
    targets.exit();
  }

  /** Both loops take turns, so that what else the machine does slows both. */
  private void share(Targets targets, int threads) throws Exception {
    double[] journals = new double[ROUNDS];
    double[] bares = new double[ROUNDS];
    int each = PER_ROUND / threads;
    try (BareLoops loops = new BareLoops(login, threads)) {
      for (int i = -1; i < ROUNDS; i++) {
        double product = time(threads, thread -> ClaimLoop.journal(journal, each));
        double bare = time(threads, thread -> loops.get(thread).claim(each));
        if (i >= 0) {
          journals[i] = PER_ROUND / product;
          bares[i] = PER_ROUND / bare;
        }
      }
    }
    double product = new BenchFigures(journals).median();
    double bare = new BenchFigures(bares).median();
    Targets.note("claims a second of the journal, threads: " + threads, product);
    Targets.note("claims a second of a bare loop, threads: " + threads, bare);
    targets.least(
        "the journal's claims, times the bare loop's, threads: " + threads, product / bare, SHARE);
  }

  /**
   * A bare loop for each thread, open before the time is taken, as the journal's connections are.
   */
  private static final class BareLoops implements AutoCloseable {
    private final List<ClaimLoop.Bare> loops = new ArrayList<>();

    BareLoops(PostgresLogin login, int threads) throws SQLException {
      for (int i = 0; i < threads; i++) {
        loops.add(new ClaimLoop.Bare(login));
      }
    }

    ClaimLoop.Bare get(int thread) {
      return loops.get(thread);
    }

    @Override
    public void close() throws SQLException {
      for (ClaimLoop.Bare loop : loops) {
        loop.close();
      }
    }
  }

  /** Both queues take turns, too. */
  private static void queues(Targets targets, Journal many, Journal few) throws Exception {
    double[] slow = new double[ROUNDS];
    double[] fast = new double[ROUNDS];
    for (int i = -1; i < ROUNDS; i++) {
      double one = time(1, thread -> ClaimLoop.journal(many, PER_ROUND));
      double other = time(1, thread -> ClaimLoop.journal(few, PER_ROUND));
      if (i >= 0) {
        slow[i] = one;
        fast[i] = other;
      }
    }
    targets.most(
        "a claim with " + RUNS + " runs queued, times one with " + FEW,
        new BenchFigures(slow).median() / new BenchFigures(fast).median(),
        FLAT);
  }

  /** What each thread does. */
  private interface Work {
    void run(int thread) throws Exception;
  }

  private static double time(int threads, Work work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      long start = System.nanoTime();
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        all.add(
            pool.submit(
                () -> {
                  work.run(thread);
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
      return (System.nanoTime() - start) / 1e9;
    } finally {
      pool.shutdownNow();
    }
  }
}
