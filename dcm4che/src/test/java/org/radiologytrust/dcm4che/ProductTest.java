package org.radiologytrust.dcm4che;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.app.App;
import org.radiologytrust.ingest.dicom.CStore;
import org.radiologytrust.lab.phantom.DicomWriter;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.settings.Settings;
import org.radiologytrust.feature.FreePorts;

/** The whole product with this module, as it is installed. */
class ProductTest {
  private static final String PASSWORD = "test:pass#word=1!";
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  @TempDir private Path folder;
  private final PhantomStudy study = PhantomStudy.chest("ACC1");
  private int port;

  @BeforeEach
  void copyRoutes() throws Exception {
    Path routes = Files.createDirectory(folder.resolve("routes"));
    for (Path from : List.of(Path.of("../routes"), Path.of("routes"))) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(from, "*.yaml")) {
        for (Path file : files) {
          Files.copy(file, routes.resolve(file.getFileName()));
        }
      }
    }
    port = FreePorts.one();
  }

  private App start(String quiet) {
    Map<String, String> own = new HashMap<>();
    own.put("rtl.home", folder.resolve("home").toString());
    own.put("rtl.routes", folder.resolve("routes").toString());
    for (String listener : List.of("mllp", "http", "management")) {
      own.put("rtl." + listener + ".port", "0");
    }
    own.put("rtl.model.wire", "none");
    own.put("rtl.calls.documented", "yes");
    own.put("rtl.audit.poll", "50ms");
    own.put("rtl.images.wait", "1h");
    own.put("rtl.dicom.aet", "RTL");
    own.put("rtl.dicom.port", "" + port);
    own.put("rtl.dicom.min-free", "0");
    own.put("rtl.dicom.quiet", quiet);
    return App.start(Settings.load(null, Map.of(), own), PASSWORD, App.Mode.serve());
  }

  private void send() throws IOException {
    byte[] object =
        DicomWriter.object(study, new short[] {1, 2, 3, 4})
            .words(0x00280010, "US", (short) 2)
            .words(0x00280011, "US", (short) 2)
            .file();
    Path file = Files.write(folder.resolve("image.dcm"), object);
    new CStore("127.0.0.1", port, "CT1", "RTL", DEADLINE).send(List.of(file));
  }

  private static String report() {
    return String.join(
        "\r",
        "MSH|^~\\&|RIS|HOSP|RTL|RTL|20261127080000||ORU^R01|EX1|P|2.5",
        "PID|1||PHANTOM-1^^^HOSP||Phantom^Petra||19610203|F",
        "OBR|1|O1|ACC1|71046^XR CHEST PA|||20260401080000|||||||||||||||||DX|F",
        "OBX|1|TX|R^R||FINDINGS: Clear lungs.~IMPRESSION: Normal chest.||||||F\r");
  }

  private static void deliver(App app, String message) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", app.mllpPort())) {
      String frame = (char) 0x0b + message + (char) 0x1c + "\r";
      socket.getOutputStream().write(frame.getBytes(StandardCharsets.UTF_8));
      InputStream in = socket.getInputStream();
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      for (int b = in.read(); b >= 0 && b != 0x1c; b = in.read()) {
        answer.write(b);
      }
      assertTrue(answer.toString(StandardCharsets.UTF_8).contains("MSA|AA"));
    }
  }

  /** The audits as the FHIR API returns them. */
  private static String audits(App app) throws Exception {
    String login = "operator:" + PASSWORD;
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + app.httpPort() + "/fhir/Observation"))
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private void assertAudited(App app) {
    Awaitility.await()
        .atMost(DEADLINE)
        .until(() -> audits(app).contains("1 of 1 images could be read"));
  }

  @Test
  void aReportIsAuditedWithTheImagesThatWereReceived() throws Exception {
    try (App app = start("1s")) {
      send();
      deliver(app, report());
      assertAudited(app);
    }
  }

  /** The study was open when the process ended, and nobody sends it again. */
  @Test
  void aStudyThatWasNotCompleteIsCompleteAfterARestart() throws Exception {
    try (App app = start("1h")) {
      send();
      deliver(app, report());
    }
    try (App app = start("1s")) {
      assertAudited(app);
    }
  }
}
