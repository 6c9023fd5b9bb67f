package org.radiologytrust.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.radiologytrust.app.App;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.dicom.PrivateOrthanc;
import org.radiologytrust.ingest.document.DocumentLimits;
import org.radiologytrust.ingest.document.read.Documents;
import org.radiologytrust.ingest.hl7.Hl7Settings;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.lab.phantom.Abnormality;
import org.radiologytrust.lab.phantom.DicomWriter;
import org.radiologytrust.lab.phantom.Phantom;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;
import org.radiologytrust.model.Study;
import org.radiologytrust.peers.ollama.OllamaServer;
import org.radiologytrust.settings.Settings;

/**
 * The product with its defaults, a real Orthanc and a model server of equal latency. Each report
 * has a study of its own that Orthanc has before the report comes.
 */
final class BenchSite implements AutoCloseable {
  /** Calls in flight at the model server. */
  static final int SLOTS = 4;

  /** Runs side by side: so many that calls wait for the slots and never slots for calls. */
  private static final int PARALLEL = 2 * SLOTS;

  private static final int LOOK_MILLIS = 10;
  private static final short[] PIXELS =
      Phantom.pixels(
          1,
          List.of(new Abnormality(Abnormality.Kind.PLEURAL_EFFUSION, Abnormality.Side.LEFT, 0.5)));
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SUMMARIES =
      "/fhir/Observation?_summary=count&code=" + Product.CODES + "rtl-observation%7Creport-audit";

  final EqualLatency model = new EqualLatency();
  final Runs runs = new Runs();
  final OllamaServer ollama;
  private final Path folder;
  private final PrivateOrthanc orthanc;
  private final App app;
  private final Product product;
  private int reports;

  /** The images of a study, as DICOM files. */
  @FunctionalInterface
  interface Images {
    Stream<byte[]> of(PhantomStudy study);
  }

  /**
   * Each study has one image.
   *
   * @param studies how many reports there will be, at most
   */
  BenchSite(int studies) throws Exception {
    this(studies, BenchSite::radiograph);
  }

  BenchSite(int studies, Images images) throws Exception {
    folder = Files.createTempDirectory("rtl-bench");
    orthanc = PrivateOrthanc.start(Duration.ofSeconds(1));
    ollama = OllamaServer.ofPair(model);
    app = App.start(settings(), Product.PASSWORD, App.Mode.serve());
    product = new Product(app.mllpPort(), app.httpPort(), app.managementPort(), app);
    runs.start();
    app.camel().getManagementStrategy().addEventNotifier(runs);
    store(studies, images);
  }

  private Settings settings() {
    Map<String, String> own = new HashMap<>();
    own.put("rtl.home", folder.resolve("home").toString());
    own.put("rtl.mllp.port", "0");
    own.put("rtl.http.port", "0");
    own.put("rtl.management.port", "0");
    own.put("rtl.calls.documented", "yes");
    own.put("rtl.orthanc.url", orthanc.httpUrl().toString());
    own.put("rtl.orthanc.user", orthanc.user());
    own.put("rtl.orthanc.password", orthanc.password());
    own.putAll(Product.ollama(ollama.url().toString()));
    own.put("rtl.model.slots", "" + SLOTS);
    own.put("rtl.audit.parallel", "" + PARALLEL);
    // a report has one audit, whose time is measured
    own.put("rtl.audit.text-first", "false");
    return Settings.load(null, Map.of(), own);
  }

  private static Stream<byte[]> radiograph(PhantomStudy study) {
    return Stream.of(DicomWriter.write(study, PIXELS));
  }

  private void store(int studies, Images images) throws IOException, InterruptedException {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < studies; i++) {
      for (byte[] image : images.of(study(i)).toList()) {
        files.add(Files.write(folder.resolve(files.size() + ".dcm"), image));
      }
    }
    orthanc.send(files, Duration.ofMinutes(5));
    for (int i = 0; i < studies; i++) {
      while (!whole(message(i))) {
        Thread.sleep(100);
      }
    }
  }

  private static PhantomStudy study(int number) {
    return PhantomStudy.chest("BENCH-" + number);
  }

  private static String message(int number) {
    return Chest.oru(study(number), "MSG-" + number, "PHANTOM-1", Chest.TEXT, "F", 30);
  }

  private boolean whole(String message) {
    var parsed =
        (Inbox.Parsed)
            Hl7Settings.of(settings())
                .reports(
                    SiteFiles.shipped(),
                    Documents.ofMessages(DocumentLimits.of(settings()), SiteFiles.shipped()))
                .disposition(message.getBytes(StandardCharsets.US_ASCII));
    List<Study> found = app.journal().studies().studiesOf(parsed.first());
    return !found.isEmpty() && found.stream().allMatch(Study::stable);
  }

  /**
   * Sends the next report.
   *
   * @return when it was acknowledged, of {@link System#nanoTime}
   */
  long send() throws IOException {
    String ack = product.mllp(message(reports++));
    long now = System.nanoTime();
    if (!ack.contains("MSA|AA|")) {
      throw new IllegalStateException("not accepted: " + ack.replace('\r', ' '));
    }
    return now;
  }

  /**
   * Waits until the audits of all reports that were sent can be read.
   *
   * @return when they were, of {@link System#nanoTime}
   */
  long readable() throws IOException, InterruptedException {
    while (true) {
      var response = product.get(SUMMARIES);
      long now = System.nanoTime();
      if (JSON.readTree(response.body()).path("total").asInt(-1) == reports) {
        return now;
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  /** A benchmark of audits that failed would be none. */
  void requireAudited() {
    var counts = app.journal().counters().counts();
    if (counts.reports().get("audited") != reports) {
      throw new IllegalStateException(
          counts.reports().get("audited") + " of " + reports + " reports were audited, " + counts);
    }
  }

  @Override
  public void close() throws IOException {
    app.close();
    ollama.close();
    orthanc.close();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
