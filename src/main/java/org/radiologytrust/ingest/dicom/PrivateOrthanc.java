package org.radiologytrust.ingest.dicom;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.radiologytrust.feature.FreePorts;

/**
 * Runs a real Orthanc for this process only: temporary folder, free ports, random password. {@link
 * #close} or the end of the JVM kills it and deletes its folder.
 *
 * <p>Orthanc cannot be bound to loopback. It refuses HTTP from other machines, and C-STORE from
 * everyone except {@link #senderAet} on this machine.
 */
public final class PrivateOrthanc implements AutoCloseable {
  private static final String USER = "rtl";
  private static final String AET = "RTL";
  private static final String SENDER_AET = "RTLSEND";
  private static final int STARTS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final List<String> PLUGIN_FOLDERS =
      List.of("/usr/share/orthanc/plugins", "/usr/local/share/orthanc/plugins");

  private static final List<String> PLUGINS = List.of("libOrthancGdcm.so", "libOrthancDicomWeb.so");

  private final Path folder;
  private final Process process;
  private final Thread hook;
  private final String password;
  private final int httpPort;
  private final int dicomPort;
  private final OrthancClient client;

  /** The path of Orthanc; empty if it is not installed. */
  public static Optional<Path> binary() {
    return Binaries.find("Orthanc");
  }

  /**
   * Starts an Orthanc and waits until it answers.
   *
   * @param stableAge time without a new image after which a study is complete; whole seconds
   * @throws IOException if Orthanc is not installed or does not start; the message says what to do
   *     in one line
   */
  public static PrivateOrthanc start(Duration stableAge) throws IOException {
    Path binary =
        binary()
            .orElseThrow(
                () -> new IOException("Orthanc is not installed: install the package orthanc"));
    for (int start = 1; ; start++) {
      PrivateOrthanc orthanc = new PrivateOrthanc(binary, stableAge);
      if (orthanc.answers()) {
        return orthanc;
      }
      boolean ended = !orthanc.process.isAlive();
      orthanc.close();
      // it ends at once if another process has taken its port
      if (!ended || start == STARTS) {
        throw new IOException(
            "Orthanc did not start within "
                + PATIENCE.toSeconds()
                + " s: run '"
                + binary
                + " --version' to see whether it works");
      }
    }
  }

  private PrivateOrthanc(Path binary, Duration stableAge) throws IOException {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    password = HexFormat.of().formatHex(random);
    int[] ports = FreePorts.some(2);
    httpPort = ports[0];
    dicomPort = ports[1];
    folder = Files.createTempDirectory("rtl-orthanc");
    hook = new Thread(this::kill, "orthanc-end");
    Path settings = folder.resolve("orthanc.json");
    Files.write(settings, new ObjectMapper().writeValueAsBytes(settings(stableAge)));
    process =
        new ProcessBuilder(binary.toString(), settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("orthanc.log").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(hook);
    client = new OrthancClient(httpUrl(), USER, password, Duration.ofSeconds(5));
  }

  private Map<String, Object> settings(Duration stableAge) {
    Map<String, Object> settings = new TreeMap<>();
    settings.put("Name", "Radiology Trust Layer");
    settings.put("StorageDirectory", folder.resolve("images").toString());
    settings.put("IndexDirectory", folder.resolve("images").toString());
    settings.put("Plugins", plugins());
    settings.put("BuiltinDecoderTranscoderOrder", "Before");
    settings.put("HttpPort", httpPort);
    settings.put("RemoteAccessAllowed", false);
    settings.put("AuthenticationEnabled", true);
    settings.put("RegisteredUsers", Map.of(USER, password));
    settings.put("DicomAet", AET);
    settings.put("DicomPort", dicomPort);
    settings.put("DicomCheckCalledAet", true);
    settings.put("DicomAlwaysAllowStore", false);
    settings.put("DicomModalities", Map.of("sender", List.of(SENDER_AET, "127.0.0.1", 104)));
    settings.put("DicomCheckModalityHost", true);
    settings.put("OverwriteInstances", false);
    settings.put("StableAge", Math.max(1, stableAge.toSeconds()));
    return settings;
  }

  /** Those that decode, and those by which archives are asked, as far as they are installed. */
  private static List<String> plugins() {
    return PLUGINS.stream()
        .flatMap(
            plugin ->
                PLUGIN_FOLDERS.stream()
                    .map(folder -> Path.of(folder, plugin))
                    .filter(Files::exists)
                    .limit(1))
        .map(Path::toString)
        .toList();
  }

  private boolean answers() throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end && process.isAlive()) {
      try {
        client.changes(0, 1);
        return true;
      } catch (DicomStoreException e) {
        if (e.kind() != DicomStoreException.Kind.UNREACHABLE) {
          return false;
        }
      }
      try {
        TimeUnit.MILLISECONDS.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
  }

  public URI httpUrl() {
    return URI.create("http://127.0.0.1:" + httpPort);
  }

  public String user() {
    return USER;
  }

  public String password() {
    return password;
  }

  public int dicomPort() {
    return dicomPort;
  }

  /** Its own AE title. */
  public String aet() {
    return AET;
  }

  /** The AE title from which it accepts C-STORE. */
  public String senderAet() {
    return SENDER_AET;
  }

  /**
   * Sends DICOM files by C-STORE.
   *
   * @param timeout maximum duration of the association
   * @throws IOException as {@link CStore#send}
   */
  public void send(List<Path> files, Duration timeout) throws IOException {
    new CStore("127.0.0.1", dicomPort, SENDER_AET, AET, timeout).send(files);
  }

  /**
   * Stores a DICOM file over HTTP.
   *
   * @return Orthanc's id of the instance
   * @throws IOException if Orthanc refuses it, e.g. because it is not a DICOM file
   */
  public String store(byte[] dicomFile) throws IOException {
    return client.store(dicomFile);
  }

  @Override
  public void close() {
    kill();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the JVM is ending: the hook is running or about to run
    }
  }

  private void kill() {
    process.destroyForcibly();
    try {
      process.waitFor(5, TimeUnit.SECONDS);
      delete(folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> paths = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      walk.forEach(paths::add);
      Collections.sort(paths, Comparator.reverseOrder());
      for (Path path : paths) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the temporary folder of Orthanc cannot be deleted", e);
    }
  }
}
