package org.radiologytrust.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.ServeProcess;
import org.radiologytrust.peers.PostgresServer;

/**
 * From the acknowledgement of a report to its flag: at five reports a second whose images never
 * come, in an empty journal and with 5,000 reports that wait. The flag is counted when its audit
 * can be read at {@code /fhir}; its row of the worklist is stored in the same commit. The n-th
 * audit is taken for that of the n-th report.
 *
 * <p>Arguments: {@code --journal postgresql}. Ends with 1 when a target is missed.
 */
public final class FirstFlagBench {
  private static final int RATE = 5;
  private static final int REPORTS = Integer.getInteger("first-flag.reports", 300);
  private static final int WAITING = Integer.getInteger("first-flag.waiting", 5000);
  private static final int WARM_UP = 100;
  private static final int LOOK_MILLIS = 20;
  private static final double MEDIAN_MS = 300;
  private static final double P95_MS = 1000;
  private static final String FLAGGED =
      "/fhir/Observation?_summary=count&code=" + Product.CODES + "rtl-observation%7Creport-audit";

  /** Reports wait for images, which never come. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "rtl.orthanc.url", "http://127.0.0.1:1",
          "rtl.images.wait", "1d",
          "rtl.audit.text-first", "true");

  private final ObjectMapper json = new ObjectMapper();
  private final Product product;
  private int reports;

  private FirstFlagBench(Product product) {
    this.product = product;
  }

  public static void main(String[] arguments) throws Exception {
    boolean met;
    if (List.of(arguments).equals(List.of("--journal", "postgresql"))) {
      try (BenchPostgres postgres = new BenchPostgres()) {
        met = run(PostgresServer.settings(postgres.database()));
      }
    } else {
      met = run(Map.of());
    }
    System.exit(met ? 0 : 1);
  }

  private static boolean run(Map<String, String> more) throws Exception {
    Path home = Files.createTempDirectory("rtl-first");
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.putAll(more);
    try (ServeProcess serve =
        ServeProcess.start(
            home,
            settings,
            Map.of("RTL_LOG_LEVEL", "ERROR", "_JAVA_OPTIONS", "-XX:TieredStopAtLevel=4"),
            ProcessBuilder.Redirect.DISCARD)) {
      FirstFlagBench bench = new FirstFlagBench(serve.product());
      bench.fill(WARM_UP);
      System.out.printf("%-34s %8s %8s%n", "ms from ACK to flag", "median", "95 %");
      boolean met = bench.measure("in an empty journal");
      bench.fill(WAITING);
      return bench.measure("with %,d waiting".formatted(WAITING)) && met;
    } finally {
      BenchPostgres.delete(home);
    }
  }

  /** Sends as fast as it goes, and waits until all have their flags. */
  private void fill(int count) throws IOException, InterruptedException {
    try (MllpLine line = new MllpLine(product.mllpPort())) {
      for (int i = 0; i < count; i++) {
        line.send(message(reports++));
      }
    }
    while (flagged() < reports) {
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private boolean measure(String what) throws Exception {
    int first = reports;
    AtomicLongArray acknowledged = new AtomicLongArray(REPORTS);
    Thread sender = new Thread(() -> send(first, acknowledged));
    sender.start();
    double[] times = new double[REPORTS];
    for (int seen = 0; seen < REPORTS; ) {
      int now = flagged() - first;
      long at = System.nanoTime();
      for (; seen < now; seen++) {
        times[seen] = Math.max(0, at - acknowledged.get(seen)) / 1e6;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    sender.join();
    reports += REPORTS;
    requireListed();
    BenchFigures figures = new BenchFigures(times);
    boolean met = figures.median() <= MEDIAN_MS && figures.percentile(95) <= P95_MS;
    System.out.printf(
        Locale.ROOT,
        "%-34s %8.0f %8.0f  %s%n",
        what,
        figures.median(),
        figures.percentile(95),
        met ? "met" : "missed");
    return met;
  }

  private void send(int first, AtomicLongArray acknowledged) {
    long start = System.nanoTime();
    try (MllpLine line = new MllpLine(product.mllpPort())) {
      for (int i = 0; i < REPORTS; i++) {
        LockSupport.parkNanos(start + i * 1_000_000_000L / RATE - System.nanoTime());
        line.send(message(first + i));
        acknowledged.set(i, System.nanoTime());
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String message(int number) {
    String id = "F" + number;
    return Chest.oru(PhantomStudy.chest(id), "M" + number, "PHANTOM-" + number, Chest.TEXT, "F", 0);
  }

  private int flagged() throws IOException, InterruptedException {
    return json.readTree(product.get(FLAGGED).body()).path("total").asInt(-1);
  }

  /** A flag that nobody can see would be none. */
  private void requireListed() throws IOException, InterruptedException {
    double open = product.metrics().get("rtl_worklist_reports{state=\"open\"}");
    double waiting = product.metrics().get("rtl_reports_open{state=\"awaiting_images\"}");
    if (open != reports || waiting != reports) {
      throw new IllegalStateException(
          "%s reports of %s are on the worklist, %s wait for images"
              .formatted(open, reports, waiting));
    }
  }
}
