package org.radiologytrust.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.radiologytrust.journal.store.PostgresLogin;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.ServeProcess;
import org.radiologytrust.peers.PostgresServer;
import org.radiologytrust.peers.ollama.OllamaServer;

/**
 * How much more two nodes audit than one, on one PostgreSQL, with a model server that answers each
 * call after the same time and takes any number of calls at once. Ends with 1 when it is less than
 * 1.8 times.
 */
public final class NodesBench {
  private static final int REPORTS = Integer.getInteger("nodes.reports", 160);
  private static final int WARM_UP = 24;
  private static final int SLOTS = 4;
  private static final Duration LATENCY = Duration.ofMillis(Integer.getInteger("nodes.ms", 1000));
  private static final double TARGET = 1.8;

  private final Path folder = Files.createTempDirectory("rtl-nodes");
  private final OllamaServer ollama;
  private int sent;

  private NodesBench() throws IOException {
    EqualLatency model = new EqualLatency();
    model.set(LATENCY);
    ollama = OllamaServer.ofPair(model).forgetful();
  }

  public static void main(String[] arguments) throws Exception {
    NodesBench bench = new NodesBench();
    Targets targets = new Targets();
    Targets.head();
    try (BenchPostgres postgres = new BenchPostgres()) {
      double one = bench.audits(1, postgres.database());
      double two = bench.audits(2, postgres.database());
      Targets.note("audits an hour, one node", one * 3600);
      Targets.note("audits an hour, two nodes", two * 3600);
      targets.least("two nodes on one PostgreSQL, times one", two / one, TARGET);
    } finally {
      bench.ollama.close();
      BenchPostgres.delete(bench.folder);
    }
    targets.exit();
  }

  /** Audits per second of so many nodes. */
  private double audits(int count, PostgresLogin login) throws Exception {
    List<ServeProcess> nodes = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        nodes.add(start(count + "-" + i, login));
      }
      Product first = nodes.get(0).product();
      send(first, WARM_UP);
      await(first, WARM_UP);
      long start = System.nanoTime();
      send(first, REPORTS);
      await(first, WARM_UP + REPORTS);
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf("  %d nodes: %d reports in %.1f s%n", count, REPORTS, seconds);
      return REPORTS / seconds;
    } finally {
      for (ServeProcess node : nodes) {
        node.close();
      }
    }
  }

  private ServeProcess start(String name, PostgresLogin login) throws IOException {
    Map<String, String> settings = new HashMap<>(PostgresServer.settings(login));
    settings.putAll(Product.ollama(ollama.url().toString()));
    settings.put("rtl.model.slots", "" + SLOTS);
    settings.put("rtl.audit.parallel", "" + SLOTS);
    return ServeProcess.start(
        folder.resolve(name),
        settings,
        Map.of("RTL_LOG_LEVEL", "WARN"),
        ProcessBuilder.Redirect.appendTo(folder.resolve(name + ".log").toFile()));
  }

  private void send(Product node, int reports) throws IOException {
    for (int i = 0; i < reports; i++) {
      sent++;
      String ack =
          node.mllp(Chest.oru(PhantomStudy.chest("N" + sent), "N" + sent, "P", Chest.TEXT, "F", 0));
      if (!ack.contains("MSA|AA")) {
        throw new IOException("not accepted: " + ack.replace('\r', ' '));
      }
    }
  }

  private static void await(Product node, int reports) throws Exception {
    while (ended(node) < reports) {
      Thread.sleep(100);
    }
  }

  private static double ended(Product node) throws Exception {
    Map<String, Double> metrics = node.metrics();
    if (metrics.get("rtl_reports_total{outcome=\"not_auditable\"}") > 0) {
      throw new IOException("an audit failed");
    }
    return metrics.entrySet().stream()
        .filter(metric -> metric.getKey().startsWith("rtl_reports_total"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }
}
