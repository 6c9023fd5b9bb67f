package org.radiologytrust.bench;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.radiologytrust.ingest.dicom.PrivateOrthanc;
import org.radiologytrust.lab.phantom.Abnormality;
import org.radiologytrust.lab.phantom.DicomWriter;
import org.radiologytrust.lab.phantom.Phantom;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.ModelAnswers;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.ServeProcess;
import org.radiologytrust.peers.PostgresServer;
import org.radiologytrust.peers.ollama.OllamaServer;

/**
 * A day's traffic of a hospital in a quarter of an hour: 20,000 messages over MLLP, evenly, of
 * which 9,000 bring a report and 9,000 are of a laboratory, and 2,000 studies by C-STORE to a real
 * Orthanc; the model is a stub that answers at once. Then: did the counts add up, did the heap and
 * the backlog stay flat, how large is the journal? Ends with 1 when not.
 */
public final class Day {
  private static final int SENDERS = 4;

  /** Of each twenty messages: eight new reports, two of them with a study, and a correction. */
  private static final int ROUND = 20;

  private static final int NEW = 8;
  private static final int WITH_STUDY = 2;
  private static final Duration SAMPLE = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final double FLAT = 1.15;

  /** Reports in progress that are no backlog: each waits for its images for a second or two. */
  private static final double FEW_SECONDS = 10;

  private final DayOptions options;
  private final int messages;
  private final Optional<BenchPostgres> postgres;
  private final Path folder;
  private final PrivateOrthanc orthanc;
  private final OllamaServer ollama;
  private final ServeProcess serve;
  private final Product product;
  private final short[] pixels =
      Phantom.pixels(
          1,
          List.of(new Abnormality(Abnormality.Kind.PLEURAL_EFFUSION, Abnormality.Side.LEFT, 0.5)));
  private final List<Double> heap = new ArrayList<>();
  private final List<Double> backlog = new ArrayList<>();
  private volatile boolean sending = true;

  private Day(DayOptions options) throws Exception {
    this.options = options;
    messages = (int) (options.reports() * ROUND / (NEW + 1)) / ROUND * ROUND;
    postgres = options.postgres() ? Optional.of(new BenchPostgres()) : Optional.empty();
    folder = Files.createTempDirectory("rtl-day");
    orthanc = PrivateOrthanc.start(Duration.ofSeconds(1));
    ollama = OllamaServer.ofPair(ModelAnswers::of).forgetful();
    Map<String, String> settings =
        Product.peers(orthanc, ollama.url(), "medgemma:4b", "rtl-medgemma");
    settings.put("rtl.images.wait", "5s");
    settings.put("rtl.model.slots", "4");
    settings.put("rtl.audit.parallel", "4");
    if (postgres.isPresent()) {
      settings.putAll(PostgresServer.settings(postgres.get().database()));
    }
    serve =
        ServeProcess.start(
            folder.resolve("home"),
            settings,
            Map.of("RTL_LOG_LEVEL", "WARN"),
            ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
    product = serve.product();
  }

  public static void main(String[] arguments) throws Exception {
    Day day = new Day(DayOptions.of(arguments));
    boolean fine;
    try {
      fine = day.run();
    } finally {
      day.serve.close();
      day.ollama.close();
      day.orthanc.close();
      if (day.postgres.isPresent()) {
        day.postgres.get().close();
      }
    }
    System.exit(fine ? 0 : 1);
  }

  private boolean run() throws Exception {
    Thread watch = new Thread(this::watch, "watch");
    watch.start();
    long start = System.nanoTime();
    ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
    List<Future<?>> all = new ArrayList<>();
    for (int s = 0; s < SENDERS; s++) {
      int sender = s;
      all.add(senders.submit(() -> send(sender, start)));
    }
    for (Future<?> one : all) {
      one.get();
    }
    senders.shutdown();
    double sent = seconds(start);
    Map<String, Double> end = settled();
    double audited = seconds(start);
    sending = false;
    watch.join();
    return report(end, sent, audited);
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  /** Whole rounds, so that a report and what follows it come in their order. */
  private Void send(int sender, long start) throws Exception {
    for (int round = sender; round < messages / ROUND; round += SENDERS) {
      store(round);
      for (int i = 0; i < ROUND; i++) {
        long due = start + options.length().toNanos() * ((long) round * ROUND + i) / messages;
        long wait = due - System.nanoTime();
        if (wait > 0) {
          Thread.sleep(wait / 1_000_000);
        }
        String ack = product.mllp(message(round, i));
        if (ack.contains("MSA|AA") == (i == ROUND - 1)) {
          throw new IOException("message " + i + " of a round was answered otherwise");
        }
      }
    }
    return null;
  }

  private static PhantomStudy study(int round, int i) {
    return PhantomStudy.chest("D" + round + "N" + i);
  }

  private void store(int round) throws IOException, InterruptedException {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < WITH_STUDY; i++) {
      Path file = folder.resolve(round + "-" + i + ".dcm");
      Files.write(file, DicomWriter.write(study(round, i), pixels));
      files.add(file);
    }
    orthanc.send(files, Duration.ofSeconds(60));
    for (Path file : files) {
      Files.delete(file);
    }
  }

  private static String message(int round, int i) {
    String id = "R" + round + "M" + i;
    if (i < NEW) {
      return Chest.oru(study(round, i), id, "PHANTOM-1", Chest.TEXT, "F", 0);
    }
    if (i == NEW) {
      String corrected = Chest.TEXT.replace("left", "right");
      return Chest.oru(study(round, 0), id, "PHANTOM-1", corrected, "C", 1);
    }
    if (i == NEW + 1) {
      return Chest.oru(study(round, 1), "R" + round + "M1", "PHANTOM-1", Chest.TEXT, "F", 0);
    }
    String other = Chest.oru(study(round, i), id, "PHANTOM-1", Chest.TEXT, "F", 0);
    return i == ROUND - 1
        ? other.replaceAll("(?s)OBX.*", "OBX|1|TX|18748-4^Report^LN||\r")
        : other.replace("||DX|", "||CH|").replace("18748-4^Report^LN", "2345-7^Glucose^LN");
  }

  /** The counts when nothing is on its way any more. */
  private Map<String, Double> settled() throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Map<String, Double> metrics = product.metrics();
      double open = sum(metrics, "rtl_reports_open");
      if (open == 0 || System.nanoTime() > end) {
        return metrics;
      }
      Thread.sleep(1000);
    }
  }

  private static double sum(Map<String, Double> metrics, String name) {
    return metrics.entrySet().stream()
        .filter(m -> m.getKey().startsWith(name + "{"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  /** Live heap in MiB, after a collection, four times a minute. */
  private void watch() {
    try {
      VirtualMachine machine = VirtualMachine.attach(String.valueOf(serve.pid()));
      String address = machine.startLocalManagementAgent();
      machine.detach();
      try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address))) {
        MBeanServerConnection server = connector.getMBeanServerConnection();
        MemoryMXBean memory =
            ManagementFactory.newPlatformMXBeanProxy(
                server, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
        while (sending) {
          Thread.sleep(SAMPLE.toMillis());
          memory.gc();
          heap.add(memory.getHeapMemoryUsage().getUsed() / 1048576.0);
          backlog.add(sum(product.metrics(), "rtl_reports_open"));
        }
      }
    } catch (Exception e) {
      throw new IllegalStateException("the heap cannot be watched", e);
    }
  }

  private boolean report(Map<String, Double> end, double sent, double audited) throws IOException {
    double received = sum(end, "rtl_messages_total");
    double parsed = end.get("rtl_messages_total{outcome=\"parsed\"}");
    double ended = sum(end, "rtl_reports_total");
    double left = sum(end, "rtl_reports_open");
    boolean conserved = received == messages && parsed == ended && left == 0;
    System.out.printf(
        Locale.ROOT,
        "%d messages sent in %.0f s, all audited after %.0f s; load at the end %.1f%n",
        messages,
        sent,
        audited,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    end.forEach(
        (name, n) -> {
          if (name.startsWith("rtl_messages_total") || name.startsWith("rtl_reports")) {
            System.out.printf(Locale.ROOT, "  %-52s %8.0f%n", name, n);
          }
        });
    System.out.println("counts " + (conserved ? "add up" : "DO NOT ADD UP"));
    int third = heap.size() / 3;
    double early = median(heap.subList(third, 2 * third));
    double late = median(heap.subList(2 * third, heap.size()));
    boolean flat = late / early <= FLAT;
    System.out.printf(
        Locale.ROOT,
        "live heap: %.0f MiB in the second third, %.0f in the last: %.2f times (target: at most"
            + " %.2f)%n",
        early,
        late,
        late / early,
        FLAT);
    double most = FEW_SECONDS * options.rate();
    double open = median(backlog.subList(2 * third, backlog.size()));
    boolean kept = open <= most;
    System.out.printf(
        Locale.ROOT,
        "reports in progress: %.0f in the second third, %.0f in the last (target: at most %.0f)%n",
        median(backlog.subList(third, 2 * third)),
        open,
        most);
    if (postgres.isEmpty()) {
      double bytes = size();
      System.out.printf(
          Locale.ROOT,
          "journal: %.0f MiB, %.1f KiB for each report version, %.1f KiB for each message%n",
          bytes / 1048576,
          bytes / 1024 / parsed,
          bytes / 1024 / received);
    }
    return conserved && flat && kept;
  }

  /** Not a number of none, which is no target met. */
  private static double median(List<Double> values) {
    return values.isEmpty()
        ? Double.NaN
        : new BenchFigures(values.stream().mapToDouble(v -> v).toArray()).median();
  }

  private double size() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("home"))) {
      return files
          .filter(f -> f.getFileName().toString().startsWith("journal.db"))
          .mapToLong(f -> f.toFile().length())
          .sum();
    }
  }
}
