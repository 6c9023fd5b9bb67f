package org.radiologytrust;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.radiologytrust.ingest.dicom.PrivateOrthanc;
import org.radiologytrust.peers.FhirServer;
import org.radiologytrust.peers.PrometheusServer;
import org.radiologytrust.peers.RealOllama;
import org.radiologytrust.peers.SmallPair;

/**
 * What docker-compose.yml starts, from Debian's and Maven's packages: Orthanc, a real Ollama with
 * the small pair, a FHIR server, Prometheus, and the product between them. {@code ./test peers}.
 */
public final class Peers implements AutoCloseable {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final PrivateOrthanc orthanc;
  private final RealOllama ollama;
  private final FhirServer fhir;
  private final Product product;
  private final PrometheusServer prometheus;

  /**
   * @param folder for what they keep
   */
  public Peers(Path folder) throws Exception {
    try {
      orthanc = opened(PrivateOrthanc.start(Duration.ofSeconds(1)));
      ollama = opened(RealOllama.start(1, 2));
      SmallPair.create(ollama);
      fhir = opened(new FhirServer());
      Map<String, String> settings =
          Product.peers(orthanc, ollama.url(), SmallPair.BASE, SmallPair.LORA);
      settings.put("rtl.fhir.server", fhir.url().toString());
      settings.put("rtl.fhir.unresolved", "logical");
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

  PrivateOrthanc orthanc() {
    return orthanc;
  }

  FhirServer fhir() {
    return fhir;
  }

  Product product() {
    return product;
  }

  PrometheusServer prometheus() {
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
        Ollama      %s, models %s and %s
        FHIR server %s
        Prometheus  %s
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
        peers.ollama.url(),
        SmallPair.BASE,
        SmallPair.LORA,
        peers.fhir.url(),
        peers.prometheus.url(),
        folder);
    Thread.currentThread().join();
  }
}
