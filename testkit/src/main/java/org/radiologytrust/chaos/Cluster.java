package org.radiologytrust.chaos;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.radiologytrust.feature.FreePorts;
import org.radiologytrust.ingest.dicom.PrivateOrthanc;
import org.radiologytrust.lab.phantom.Abnormality;
import org.radiologytrust.lab.phantom.DicomWriter;
import org.radiologytrust.lab.phantom.Phantom;
import org.radiologytrust.launch.Product;
import org.radiologytrust.peers.KafkaBroker;
import org.radiologytrust.peers.PostgresServer;
import org.radiologytrust.peers.fhir.FhirServer;
import org.radiologytrust.peers.ollama.OllamaServer;

/** Three nodes on one PostgreSQL with all that they work with. */
final class Cluster implements AutoCloseable {
  static final int NODES = 3;
  static final String TOPIC = "reports";
  static final int PARTITIONS = 6;
  private static final String JOURNAL = "journal";
  private static final Duration STUDIES = Duration.ofMinutes(5);

  final PostgresServer postgres;
  final KafkaBroker kafka;
  final FhirServer fhir;
  final List<Node> nodes = new ArrayList<>();
  final Database database;
  private final PrivateOrthanc orthanc;
  private final OllamaServer ollama;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /**
   * Returns when all nodes serve.
   *
   * @param folder for everything
   * @param withImages versions whose studies are there before
   */
  Cluster(Path folder, List<ReportVersion> withImages) throws Exception {
    try {
      postgres = opened(new PostgresServer(folder.resolve("postgres"), "max_connections=200"));
      postgres.createDatabase(JOURNAL);
      database = new Database(postgres.journal(JOURNAL));
      kafka = opened(new KafkaBroker(Files.createDirectory(folder.resolve("kafka"))));
      kafka.partitioned(TOPIC, PARTITIONS);
      orthanc = opened(PrivateOrthanc.start(Duration.ofSeconds(1)));
      short[] pixels = effusion();
      for (ReportVersion version : withImages) {
        orthanc.store(DicomWriter.write(version.study(), pixels));
      }
      fhir = opened(new FhirServer());
      ollama = opened(OllamaServer.ofPair(new SlowModel()).forgetful());
      int[] ports = FreePorts.some(3 * NODES);
      for (int i = 0; i < NODES; i++) {
        int[] own = {ports[3 * i], ports[3 * i + 1], ports[3 * i + 2]};
        nodes.add(opened(node("node-" + i, folder, own)));
      }
      all(Node::start);
      long until = System.nanoTime() + STUDIES.toNanos();
      while (database.count("select count(*) from study") < withImages.size()) {
        if (System.nanoTime() > until) {
          throw new IOException("the studies do not come");
        }
        Thread.sleep(100);
      }
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  private static short[] effusion() {
    return Phantom.pixels(
        1, List.of(new Abnormality(Abnormality.Kind.PLEURAL_EFFUSION, Abnormality.Side.LEFT, 0.5)));
  }

  private <T extends AutoCloseable> T opened(T peer) {
    opened.push(peer);
    return peer;
  }

  private Node node(String name, Path folder, int[] ports) throws IOException {
    Relay database = relay(postgres.address());
    URI server = ollama.url();
    Relay model = relay(server.getHost() + ":" + server.getPort());
    Map<String, String> settings = new HashMap<>(postgres.settings(JOURNAL));
    settings.put(
        "rtl.journal.url", "jdbc:postgresql://127.0.0.1:" + database.port() + "/" + JOURNAL);
    settings.put("rtl.kafka.brokers", kafka.address());
    settings.put("rtl.kafka.reports", TOPIC);
    settings.put("rtl.orthanc.url", orthanc.httpUrl().toString());
    settings.put("rtl.orthanc.user", orthanc.user());
    settings.put("rtl.orthanc.password", orthanc.password());
    settings.put("rtl.images.wait", "1s");
    settings.put("rtl.audit.text-first", "true");
    settings.putAll(Product.ollama("http://127.0.0.1:" + model.port()));
    settings.put("rtl.model.slots", "4");
    settings.put("rtl.audit.parallel", "4");
    settings.put("rtl.fhir.server", fhir.url().toString());
    settings.put("rtl.fhir.unresolved", "logical");
    Path home = Files.createDirectory(folder.resolve(name));
    return new Node(name, home, settings, ports, List.of(database, model));
  }

  private Relay relay(String address) {
    int colon = address.lastIndexOf(':');
    return new Relay(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
  }

  /** What is done with a node. */
  interface NodeWork {
    void on(Node node) throws Exception;
  }

  /** Does it with all nodes at the same time. */
  void all(NodeWork work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(NODES);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (Node node : nodes) {
        done.add(
            threads.submit(
                () -> {
                  work.on(node);
                  return null;
                }));
      }
      for (Future<?> one : done) {
        one.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  @Override
  public void close() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }
}
