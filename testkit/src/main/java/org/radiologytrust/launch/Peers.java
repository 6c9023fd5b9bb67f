package org.radiologytrust.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.radiologytrust.ingest.dicom.PrivateOrthanc;
import org.radiologytrust.peers.KafkaBroker;
import org.radiologytrust.peers.PostgresServer;
import org.radiologytrust.peers.PrometheusServer;
import org.radiologytrust.peers.fhir.FhirServer;
import org.radiologytrust.peers.llama.RealLlama;
import org.radiologytrust.peers.llama.SmallPair;

/**
 * What docker-compose.yml starts, from Debian's and Maven's packages: Orthanc, a real llama-server
 * with the small pair, a FHIR server, PostgreSQL, Kafka, Prometheus, and the product between them.
 * {@code ./test peers}.
 *
 * <p>Grafana is in neither. The FHIR server keeps all in memory, so nobody uses the PostgreSQL: it
 * shows that Debian's starts and takes the login that the container's has.
 */
public final class Peers implements AutoCloseable {
  public static final String REPORTS = "rtl.reports";
  public static final String AUDITS = "rtl.audits";

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final PrivateOrthanc orthanc;
  private final RealLlama llama;
  private final FhirServer fhir;
  private final PostgresServer postgres;
  private final KafkaBroker kafka;
  private final Product product;
  private final PrometheusServer prometheus;

  /**
   * @param folder for what they keep
   */
  public Peers(Path folder) throws Exception {
    try {
      orthanc = opened(PrivateOrthanc.start(Duration.ofSeconds(1)));
      llama = opened(RealLlama.start());
      fhir = opened(new FhirServer());
      postgres = opened(new PostgresServer(folder.resolve("postgres")));
      kafka = opened(new KafkaBroker(Files.createDirectory(folder.resolve("kafka"))));
      kafka.topics(REPORTS, AUDITS);
      Map<String, String> settings = Product.smallPair(orthanc, llama);
      settings.put("rtl.fhir.server", fhir.url().toString());
      settings.put("rtl.fhir.unresolved", "logical");
      settings.putAll(Product.kafka(kafka, REPORTS, AUDITS));
      product = opened(Product.start(folder.resolve("home"), settings));
      prometheus =
          opened(new PrometheusServer(folder.resolve("prometheus"), product.managementPort()));
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  private <T extends AutoCloseable> T opened(T peer) {
    opened.push(peer);
    return peer;
  }

  public PrivateOrthanc orthanc() {
    return orthanc;
  }

  public FhirServer fhir() {
    return fhir;
  }

  public PostgresServer postgres() {
    return postgres;
  }

  public KafkaBroker kafka() {
    return kafka;
  }

  public Product product() {
    return product;
  }

  public PrometheusServer prometheus() {
    return prometheus;
  }

  @Override
  public void close() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  /** Runs until it is told to stop: each peer ends with this JVM by itself. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("rtl-peers");
    Peers peers = new Peers(folder);
    PrivateOrthanc orthanc = peers.orthanc;
    System.out.printf(
        """
        rtl         MLLP 127.0.0.1:%d, http://127.0.0.1:%d/fhir, http://127.0.0.1:%d/hawtio/
                    user operator, password %s
        Orthanc     %s, user %s, password %s
                    DICOM 127.0.0.1:%d, called %s, calling %s
        llama-server %s, models %s and %s
        FHIR server %s, in memory: it does not use the PostgreSQL
        PostgreSQL  %s, database and user %s, password %s
        Kafka       %s, SASL_SSL, user %s, password %s, trusted %s
                    topics %s and %s
        Prometheus  %s
        Grafana     not here: neither Debian nor Maven has it
        Ctrl-C ends all; what they keep is in %s
        """,
        peers.product.mllpPort(),
        peers.product.httpPort(),
        peers.product.managementPort(),
        Product.PASSWORD,
        orthanc.httpUrl(),
        orthanc.user(),
        orthanc.password(),
        orthanc.dicomPort(),
        orthanc.aet(),
        orthanc.senderAet(),
        peers.llama.url(),
        SmallPair.BASE,
        SmallPair.LORA,
        peers.fhir.url(),
        peers.postgres.address(),
        PostgresServer.NAME,
        peers.postgres.password(),
        peers.kafka.secureAddress(),
        KafkaBroker.USER,
        KafkaBroker.PASSWORD,
        peers.kafka.trusted(),
        REPORTS,
        AUDITS,
        peers.prometheus.url(),
        folder);
    Thread.currentThread().join();
  }
}
