package org.radiologytrust.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A cluster under load, the faults of a plan, and then the count. */
final class Round {
  /** So many for each fault that they last to the end. */
  private static final int WITH_IMAGES = 8;

  private static final int PATIENTS = 12;
  private static final int MLLP_SENDERS = 2;
  private static final int EVERY_MILLIS = 1_800;
  private static final Duration SETTLE = Duration.ofMinutes(4);

  private final long seed;
  private final List<Fault> plan;
  private final FaultLog log;
  private final Random random;
  private final List<ReportVersion> withImages;
  private final List<String> problems = new ArrayList<>();
  private int reports;

  private Round(long seed, int faults, Path folder) {
    this.seed = seed;
    this.plan = FaultPlan.of(faults, Cluster.NODES, seed);
    this.log = new FaultLog(folder.resolve("faults.log"));
    this.random = new Random(seed);
    this.withImages =
        IntStream.range(0, WITH_IMAGES * faults).mapToObj(i -> version("IMG" + i)).toList();
  }

  /**
   * Runs it.
   *
   * @param folder an empty folder, for data and logs
   */
  static RoundResult run(long seed, int faults, Path folder) throws Exception {
    Round round = new Round(seed, faults, folder);
    round.log.say("seed " + seed + ", " + faults + " faults, logs in " + folder);
    try (Cluster cluster = new Cluster(folder, round.withImages)) {
      return round.in(cluster);
    }
  }

  private ReportVersion version(String report) {
    return new ReportVersion(report, 1, "PHANTOM-" + random.nextInt(PATIENTS));
  }

  /** Every third has images, as long as there are any. */
  private synchronized ReportVersion fresh() {
    int number = reports++;
    return number % 3 == 0 && number / 3 < withImages.size()
        ? withImages.get(number / 3)
        : version("R" + number);
  }

  private RoundResult in(Cluster cluster) throws Exception {
    Acknowledged acknowledged = new Acknowledged();
    Takeovers takeovers = new Takeovers(cluster.database, log);
    ExecutorService threads = Executors.newCachedThreadPool();
    List<Feed> feeds = new ArrayList<>();
    try {
      Future<?> watch = threads.submit(takeovers);
      for (int i = 0; i < MLLP_SENDERS; i++) {
        feeds.add(new MllpFeed());
      }
      feeds.add(new FhirFeed());
      feeds.add(new KafkaFeed(cluster.kafka.address(), Cluster.TOPIC));
      List<Sender> senders = new ArrayList<>();
      List<Future<?>> sending = new ArrayList<>();
      for (Feed feed : feeds) {
        Sender sender =
            new Sender(
                feed, cluster.nodes, this::fresh, acknowledged, random.nextLong(), EVERY_MILLIS);
        senders.add(sender);
        sending.add(threads.submit(sender));
      }
      new Faults(cluster, takeovers, log).run(plan);
      senders.forEach(Sender::end);
      for (Future<?> one : sending) {
        one.get(SETTLE.toSeconds(), TimeUnit.SECONDS);
      }
      log.say(acknowledged.versions() + " versions acknowledged; waiting until all are done");
      settle(cluster, acknowledged.versions());
      takeovers.end();
      watch.get();
      return result(cluster, acknowledged, takeovers);
    } finally {
      feeds.forEach(Feed::close);
      threads.shutdownNow();
    }
  }

  private void settle(Cluster cluster, int versions) throws Exception {
    long until = System.nanoTime() + SETTLE.toNanos();
    while (true) {
      long there = cluster.database.count("select count(*) from report_version");
      long open =
          cluster.database.count(
              "select count(*) from report_version where state in ('awaiting_images', 'ready',"
                  + " 'auditing')");
      long pending =
          cluster.database.count("select count(*) from delivery where state = 'pending'");
      if (there >= versions && open == 0 && pending == 0) {
        return;
      }
      if (System.nanoTime() > until) {
        problems.add(
            "after %d s: %d versions stored, %d open, %d deliveries pending"
                .formatted(SETTLE.toSeconds(), there, open, pending));
        return;
      }
      Thread.sleep(200);
    }
  }

  private RoundResult result(Cluster cluster, Acknowledged acknowledged, Takeovers takeovers)
      throws Exception {
    Set<String> images = withImages.stream().map(ReportVersion::report).collect(Collectors.toSet());
    Verdict verdict = new Verdict(cluster.database, acknowledged.newest(), images);
    verdict.journal();
    verdict.sink(cluster.fhir.applied());
    problems.addAll(takeovers.problems());
    problems.addAll(verdict.problems());
    for (Node node : cluster.nodes) {
      if (!node.isAlive()) {
        problems.add(node.name() + " has ended by itself; see " + node.log());
      }
    }
    Map<FaultKind, Integer> kinds = new EnumMap<>(FaultKind.class);
    plan.forEach(f -> kinds.merge(f.kind(), 1, Integer::sum));
    RoundResult result =
        new RoundResult(
            seed,
            kinds,
            acknowledged.versions(),
            acknowledged.refusals(),
            verdict.outcomes(),
            verdict.sent(),
            verdict.repeated(),
            takeovers.longest(),
            List.copyOf(problems));
    log.say(result.toString());
    return result;
  }
}
