package org.radiologytrust.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.ServeProcess;
import org.radiologytrust.peers.PostgresServer;

/**
 * How many reports a second are acknowledged, on disk, over eight connections: while all of them
 * wait for images, and while the checks of earlier reports run beside. The second as a share of the
 * first holds on any machine. And the size of the journal for each report when all is audited. Ends
 * with 1 when a target is missed.
 */
public final class IntakeBench {
  private static final int CONNECTIONS = 8;
  private static final Duration WARM_UP =
      Duration.ofSeconds(Integer.getInteger("intake.warm-up", 8));
  private static final Duration LENGTH =
      Duration.ofSeconds(Integer.getInteger("intake.seconds", 15));

  /** Reports wait for images, so nothing is audited. */
  private static final Map<String, String> WAITING =
      Map.of("rtl.orthanc.url", "http://127.0.0.1:1");

  private static final double SHARE = 0.5;
  private static final double KIB = 40;

  private final AtomicInteger number = new AtomicInteger();

  private IntakeBench() {}

  public static void main(String[] arguments) throws Exception {
    IntakeBench bench = new IntakeBench();
    if (List.of(arguments).equals(List.of("--journal", "postgresql"))) {
      bench.onPostgres();
      return;
    }
    double alone = bench.measure(WAITING, false).rate;
    Result beside = bench.measure(Map.of(), true);
    System.out.printf(
        Locale.ROOT,
        "%d connections: %.0f ACKs/s while nothing is audited, %.0f while checks run: %.2f times"
            + " (target: at least %.1f)%n",
        CONNECTIONS,
        alone,
        beside.rate,
        beside.rate / alone,
        SHARE);
    System.out.printf(
        Locale.ROOT, "journal: %.1f KiB for each report (target: at most %.0f)%n", beside.kib, KIB);
    System.exit(beside.rate / alone >= SHARE && beside.kib <= KIB ? 0 : 1);
  }

  /** The order of a report's versions allows one such commit at a time, on all nodes together. */
  private void onPostgres() throws Exception {
    try (BenchPostgres postgres = new BenchPostgres()) {
      Map<String, String> settings = new HashMap<>(PostgresServer.settings(postgres.database()));
      settings.putAll(WAITING);
      System.out.printf(
          Locale.ROOT,
          "%d connections: %.0f ACKs/s on PostgreSQL while nothing is audited%n",
          CONNECTIONS,
          measure(settings, false).rate);
    }
  }

  /**
   * @param rate acknowledgements per second
   * @param kib size of the journal for each report when all are audited
   */
  private record Result(double rate, double kib) {}

  private Result measure(Map<String, String> more, boolean settle) throws Exception {
    Path folder = Files.createTempDirectory("rtl-intake");
    Map<String, String> settings = new HashMap<>(Map.of("rtl.images.wait", "1d"));
    settings.putAll(more);
    double rate;
    double sent;
    try (ServeProcess serve =
        ServeProcess.start(
            folder.resolve("home"),
            settings,
            // other tests use only the first of Java's two compilers; in use both work
            Map.of("RTL_LOG_LEVEL", "ERROR", "_JAVA_OPTIONS", "-XX:TieredStopAtLevel=4"),
            ProcessBuilder.Redirect.DISCARD)) {
      int first = number.get();
      send(serve.product(), WARM_UP);
      rate = send(serve.product(), LENGTH);
      sent = number.get() - first;
      if (settle) {
        settled(serve.product());
      }
    }
    double kib = size(folder.resolve("home")) / 1024 / sent;
    delete(folder);
    return new Result(rate, kib);
  }

  private double send(Product product, Duration length) throws Exception {
    ExecutorService senders = Executors.newFixedThreadPool(CONNECTIONS);
    long start = System.nanoTime();
    List<Future<Integer>> all = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      all.add(senders.submit(() -> sendUntil(product, start + length.toNanos())));
    }
    int acknowledged = 0;
    for (Future<Integer> one : all) {
      acknowledged += one.get();
    }
    senders.shutdown();
    return acknowledged / ((System.nanoTime() - start) / 1e9);
  }

  private int sendUntil(Product product, long end) throws IOException {
    int acknowledged = 0;
    try (MllpLine line = new MllpLine(product.mllpPort())) {
      while (System.nanoTime() < end) {
        int n = number.incrementAndGet();
        line.send(
            Chest.oru(PhantomStudy.chest("I" + n), "M" + n, "PHANTOM-" + n, Chest.TEXT, "F", 0));
        acknowledged++;
      }
    }
    return acknowledged;
  }

  private static void settled(Product product) throws Exception {
    double open;
    do {
      Thread.sleep(500);
      open =
          product.metrics().entrySet().stream()
              .filter(m -> m.getKey().startsWith("rtl_reports_open"))
              .mapToDouble(Map.Entry::getValue)
              .sum();
    } while (open > 0);
  }

  private static double size(Path home) throws IOException {
    try (Stream<Path> files = Files.list(home)) {
      return files
          .filter(f -> f.getFileName().toString().startsWith("journal.db"))
          .mapToLong(f -> f.toFile().length())
          .sum();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Boolean.getBoolean("intake.keep")) {
      System.out.println(folder);
      return;
    }
    BenchPostgres.delete(folder);
  }
}
