package org.radiologytrust.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.radiologytrust.journal.ClaimLoop;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.PostgresLogin;
import org.radiologytrust.journal.SearchLimits;
import org.radiologytrust.journal.SqlJournal;

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
  private static final double SHARE = 0.8;
  private static final double FLAT = 1.2;

  private final PostgresLogin login;
  private final Journal journal;

  private ClaimBench(PostgresLogin login, Journal journal) {
    this.login = login;
    this.journal = journal;
  }

  private static Journal open(PostgresLogin login) {
    return SqlJournal.open(login, "main", new SearchLimits(Duration.ofSeconds(5), 4));
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
        ClaimLoop.load(shortQueue, (2 * ROUNDS + 2) * PER_ROUND);
        ClaimBench bench = new ClaimBench(many, longQueue);
        bench.share(targets, 1);
        bench.share(targets, 4);
        double slow = bench.seconds(1);
        double fast = new ClaimBench(few, shortQueue).seconds(1);
        targets.most(
            "a claim with " + RUNS + " runs queued, times one with few", slow / fast, FLAT);
      }
    }
    targets.exit();
  }

  /** Both loops take turns, so that what else the machine does slows both. */
  private void share(Targets targets, int threads) throws Exception {
    double[] journals = new double[ROUNDS];
    double[] bares = new double[ROUNDS];
    for (int i = -1; i < ROUNDS; i++) {
      double product = time(threads, () -> ClaimLoop.journal(journal, PER_ROUND / threads));
      double bare = time(threads, () -> ClaimLoop.bare(login, PER_ROUND / threads));
      if (i >= 0) {
        journals[i] = PER_ROUND / product;
        bares[i] = PER_ROUND / bare;
      }
    }
    double product = new BenchFigures(journals).median();
    double bare = new BenchFigures(bares).median();
    Targets.note("claims a second of the journal, " + threads + " threads", product);
    Targets.note("claims a second of a bare loop, " + threads + " threads", bare);
    targets.least("the journal's claims, times the bare loop's", product / bare, SHARE);
  }

  private double seconds(int threads) throws Exception {
    double[] all = new double[ROUNDS];
    for (int i = -1; i < ROUNDS; i++) {
      double one = time(threads, () -> ClaimLoop.journal(journal, PER_ROUND));
      if (i >= 0) {
        all[i] = one;
      }
    }
    return new BenchFigures(all).median();
  }

  /** What each thread does. */
  private interface Work {
    void run() throws Exception;
  }

  private static double time(int threads, Work work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      long start = System.nanoTime();
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        all.add(
            pool.submit(
                () -> {
                  work.run();
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
