package org.radiologytrust.ingest.dicom;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.radiologytrust.feature.FreePorts;

/** A real Orthanc by config/orthanc.json: but for folder, ports and senders as the site gets it. */
final class SiteOrthanc implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path log;
  private final Path out;
  private final Process process;
  private final int httpPort;
  private final int dicomPort;

  /**
   * @param senders content of DicomModalities
   * @param password value of RTL_ORTHANC_PASSWORD; {@code null} = not set
   */
  SiteOrthanc(Path folder, String senders, String password) throws IOException {
    int[] ports = FreePorts.some(2);
    httpPort = ports[0];
    dicomPort = ports[1];
    String shipped = Files.readString(Path.of("config/orthanc.json"));
    Path settings = folder.resolve("orthanc.json");
    Files.writeString(
        settings,
        changed(
            changed(
                changed(
                    changed(shipped, "/var/lib/orthanc/db", folder.resolve("db").toString()),
                    "\"HttpPort\": 8042",
                    "\"HttpPort\": " + httpPort),
                "\"DicomPort\": 4242",
                "\"DicomPort\": " + dicomPort),
            "\"DicomModalities\": {}",
            "\"DicomModalities\": {" + senders + "}"));
    log = folder.resolve("Orthanc.log");
    out = folder.resolve("out");
    Path binary = PrivateOrthanc.binary().orElseThrow(() -> new IOException("no Orthanc"));
    ProcessBuilder builder =
        new ProcessBuilder(binary.toString(), "--logdir=" + folder, settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().remove("RTL_ORTHANC_PASSWORD");
    if (password != null) {
      builder.environment().put("RTL_ORTHANC_PASSWORD", password);
    }
    process = builder.start();
  }

  private static String changed(String text, String from, String to) {
    assertTrue(text.contains(from), from);
    return text.replace(from, to);
  }

  OrthancClient client(String user, String password) {
    return new OrthancClient(
        URI.create("http://127.0.0.1:" + httpPort), user, password, Duration.ofSeconds(5));
  }

  /** Waits until it answers, whatever; false when it ended instead. */
  boolean up() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
        return false;
      }
      try {
        client("rtl", "").changes(0, 1);
        return true;
      } catch (DicomStoreException e) {
        if (e.kind() != DicomStoreException.Kind.UNREACHABLE) {
          return true;
        }
      }
    }
    throw new AssertionError("neither up nor ended");
  }

  CStore sender(String calling, String called) {
    return new CStore("127.0.0.1", dicomPort, calling, called, Duration.ofSeconds(20));
  }

  /** Where it writes its log. */
  Path logFile() {
    return log;
  }

  /** All that it said. */
  String log() throws IOException {
    return Files.readString(out) + (Files.exists(log) ? Files.readString(log) : "");
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
