package org.radiologytrust.bench;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.MultipliedAudits;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.inbox.IntakeLimits;
import org.radiologytrust.journal.store.PostgresLogin;
import org.radiologytrust.journal.store.SearchLimits;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.ServeProcess;
import org.radiologytrust.peers.PostgresServer;

/**
 * What a report costs, from its message to its audit by the checks, when 100, 10,000 and 200,000
 * audits are stored: on SQLite and on PostgreSQL. The three journals take turns, so that what else
 * the machine does slows all of them. {@code --journal postgresql} leaves SQLite out. Ends with 1
 * when a large journal takes more than 1.2 times as long as the small one.
 */
public final class SizeBench {
  private static final int FIRST = 100;
  private static final int MOST = Integer.getInteger("size.most", 200_000);
  private static final List<Integer> SIZES = List.of(FIRST, MOST / 20, MOST);
  private static final int ROUNDS = Integer.getInteger("size.rounds", 15);
  private static final int WARM_UP = 5;
  private static final int PER_ROUND = 20;
  private static final double FLAT = 1.2;

  private final Path folder;
  private final Optional<BenchPostgres> postgres;
  private final Targets targets;
  private int sent;

  private SizeBench(Path folder, Optional<BenchPostgres> postgres, Targets targets) {
    this.folder = folder;
    this.postgres = postgres;
    this.targets = targets;
  }

  public static void main(String[] arguments) throws Exception {
    Targets targets = new Targets();
    Targets.head();
    Path folder = Files.createTempDirectory("rtl-size");
    try {
      if (!List.of(arguments).equals(List.of("--journal", "postgresql"))) {
        new SizeBench(folder.resolve("sqlite"), Optional.empty(), targets).run("SQLite");
      }
      try (BenchPostgres postgres = new BenchPostgres()) {
        new SizeBench(folder.resolve("postgresql"), Optional.of(postgres), targets)
            .run("PostgreSQL");
      }
    } finally {
      BenchPostgres.delete(folder);
    }
    targets.exit();
  }

  /**
   * A journal of one size.
   *
   * @param login empty for SQLite in the home
   */
  private record Site(int size, Path home, Optional<PostgresLogin> login) {
    Map<String, String> settings() {
      Map<String, String> settings = new HashMap<>();
      login.ifPresent(at -> settings.putAll(PostgresServer.settings(at)));
      return settings;
    }

    /** To be copied into: one statement takes minutes. */
    Journal open() {
      SearchLimits limits = new SearchLimits(Duration.ofSeconds(5), 4);
      return login.isPresent()
          ? SqlJournal.open(patient(login.get()), "main", limits, IntakeLimits.DEFAULT)
          : SqlJournal.open(home.resolve("journal.db"), SteadyClock.system(), "main");
    }

    private static PostgresLogin patient(PostgresLogin login) {
      return new PostgresLogin(
          login.url() + "?socketTimeout=0", login.user(), login.password(), login.connections());
    }
  }

  private void run(String database) throws Exception {
    List<Site> sites = new ArrayList<>();
    for (int size : SIZES) {
      sites.add(load(size));
    }
    List<ServeProcess> serving = new ArrayList<>();
    try {
      for (Site site : sites) {
        serving.add(start(site));
      }
      double[][] millis = new double[sites.size()][ROUNDS];
      double[][] processor = new double[sites.size()][ROUNDS];
      for (int round = -WARM_UP; round < ROUNDS; round++) {
        for (int i = 0; i < sites.size(); i++) {
          ServeProcess serve = serving.get(i);
          double used = processorMillis(serve);
          long start = System.nanoTime();
          audit(serve.product(), PER_ROUND);
          if (round >= 0) {
            millis[i][round] = (System.nanoTime() - start) / 1e6 / PER_ROUND;
            processor[i][round] = (processorMillis(serve) - used) / PER_ROUND;
          }
        }
      }
      report(database, millis, processor);
    } finally {
      for (ServeProcess serve : serving) {
        serve.close();
      }
    }
  }

  private void report(String database, double[][] millis, double[][] processor) {
    double small = new BenchFigures(millis[0]).median();
    for (int i = 0; i < SIZES.size(); i++) {
      String what = database + ", " + SIZES.get(i) + " audits: ";
      double median = new BenchFigures(millis[i]).median();
      Targets.note(what + "ms a report", median);
      Targets.note(what + "processor, ms", new BenchFigures(processor[i]).median());
      if (i > 0) {
        targets.most(what + "times " + FIRST + " audits", median / small, FLAT);
      }
    }
  }

  /** Audits some reports and copies them. */
  private Site load(int size) throws Exception {
    Site site =
        new Site(
            size,
            Files.createDirectories(folder.resolve("" + size)),
            postgres.isPresent() ? Optional.of(postgres.get().database()) : Optional.empty());
    long start = System.nanoTime();
    try (ServeProcess serve = start(site)) {
      audit(serve.product(), FIRST);
    }
    if (size > FIRST) {
      try (Journal journal = site.open()) {
        MultipliedAudits.multiply(journal, size / FIRST - 1);
      }
    }
    System.out.printf(
        "  a journal of %d audits, made in %.0f s%n", size, (System.nanoTime() - start) / 1e9);
    return site;
  }

  private ServeProcess start(Site site) throws IOException {
    return ServeProcess.start(
        site.home,
        site.settings(),
        Map.of("RTL_LOG_LEVEL", "WARN", "RTL_JAVA_OPTS", "-Xmx512m"),
        ProcessBuilder.Redirect.appendTo(folder.resolve(site.size + ".log").toFile()));
  }

  /** Sends so many reports and waits for their audits. */
  private void audit(Product product, int reports) throws Exception {
    int first = sent + 1;
    for (int i = 0; i < reports; i++) {
      sent++;
      String ack =
          product.mllp(
              Chest.oru(
                  PhantomStudy.chest("S" + sent), "S" + sent, "P" + sent, Chest.TEXT, "F", 0));
      if (!ack.contains("MSA|AA")) {
        throw new IOException("not accepted: " + ack.replace('\r', ' '));
      }
    }
    for (int i = first; i <= sent; i++) {
      while (!isAudited(product, "S" + i)) {
        Thread.sleep(5);
      }
    }
  }

  /** Not from the metrics: they count all that is stored. */
  private static boolean isAudited(Product product, String accession) throws Exception {
    HttpResponse<String> found =
        product.get("/fhir/Observation?_total=none&_count=1&focus.identifier=" + accession);
    return found.body().contains("fullUrl");
  }

  /** Processor time of the product's process. */
  private static double processorMillis(ServeProcess serve) {
    return ProcessHandle.of(serve.pid())
        .flatMap(handle -> handle.info().totalCpuDuration())
        .orElseThrow()
        .toMillis();
  }
}
