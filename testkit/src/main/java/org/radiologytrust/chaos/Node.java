package org.radiologytrust.chaos;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.radiologytrust.launch.LinuxCommand;
import org.radiologytrust.launch.ServeProcess;

/**
 * {@code rtl serve} as one of several, at the same ports after each start. libfaketime decides what
 * time it has; the product knows nothing of that.
 */
final class Node implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(120);

  private final String name;
  private final Path folder;
  private final Map<String, String> settings;
  private final int mllpPort;
  private final int httpPort;
  private final Relay database;
  private final Relay model;
  private volatile ServeProcess process;

  /** Ends it with this JVM. */
  private final Thread exit = new Thread(this::end);

  /**
   * @param settings beside those of its name and ports
   * @param database between it and the database; closed with it
   * @param model between it and the model server; closed with it
   */
  Node(String name, Path folder, Map<String, String> settings, int[] ports, List<Relay> relays) {
    this.name = name;
    this.folder = folder;
    this.mllpPort = ports[0];
    this.httpPort = ports[1];
    this.database = relays.get(0);
    this.model = relays.get(1);
    this.settings = new HashMap<>(settings);
    this.settings.putAll(
        Map.of(
            "rtl.node.name", name,
            "rtl.mllp.port", "" + mllpPort,
            "rtl.http.port", "" + httpPort,
            "rtl.management.port", "" + ports[2]));
    Runtime.getRuntime().addShutdownHook(exit);
  }

  String name() {
    return name;
  }

  int mllpPort() {
    return mllpPort;
  }

  int httpPort() {
    return httpPort;
  }

  Relay database() {
    return database;
  }

  Relay model() {
    return model;
  }

  /** Returns when it serves. Tries again while it cannot start, as Kubernetes does. */
  void start() throws IOException, InterruptedException {
    clock(Duration.ZERO);
    long until = System.nanoTime() + START.toNanos();
    while (true) {
      try {
        process =
            ServeProcess.start(
                folder.resolve("home"),
                settings,
                environment(),
                ProcessBuilder.Redirect.appendTo(log().toFile()));
        return;
      } catch (IOException e) {
        if (System.nanoTime() > until) {
          throw new IOException(name + " does not start; see " + log(), e);
        }
        Thread.sleep(500);
      }
    }
  }

  /** Returns when it takes messages again. */
  void awaitIntake() {
    await()
        .atMost(START)
        .ignoreException(IOException.class)
        .until(
            () ->
                process
                        .product()
                        .anonymous(process.product().managementPort(), "/observe/health/intake")
                        .statusCode()
                    == 200);
  }

  Path log() {
    return folder.resolve("log");
  }

  private Map<String, String> environment() throws IOException {
    return Map.of(
        "JDK_JAVA_OPTIONS", "-Xmx320m -XX:+UseSerialGC",
        "LD_PRELOAD", fakeTime().toString(),
        "FAKETIME_TIMESTAMP_FILE", clock().toString(),
        "FAKETIME_CACHE_DURATION", "1",
        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
        // with it the JVM's waiting threads wake up all the time
        "FAKETIME_FORCE_MONOTONIC_FIX", "0",
        "NO_FAKE_STAT", "1");
  }

  /** Debian's library is in a folder that is named after the processor. */
  private static Path fakeTime() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
      return folders
          .map(f -> f.resolve("faketime/libfaketimeMT.so.1"))
          .filter(Files::exists)
          .findFirst()
          .orElseThrow(
              () -> new IOException("libfaketime is missing: apt-get install libfaketime"));
    }
  }

  private Path clock() {
    return folder.resolve("clock").toAbsolutePath();
  }

  /** Sets its clock off, within a second. */
  void clock(Duration off) throws IOException {
    Path next = Files.writeString(folder.resolve("clock.new"), "%+d".formatted(off.toSeconds()));
    Files.move(next, clock(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  void kill() throws IOException, InterruptedException {
    long pid = process.pid();
    process.kill();
    // what libfaketime leaves behind when its process is killed
    Files.deleteIfExists(Path.of("/dev/shm/faketime_shm_" + pid));
    Files.deleteIfExists(Path.of("/dev/shm/sem.faketime_sem_" + pid));
  }

  void pause() throws IOException {
    LinuxCommand.output("kill", "-STOP", "" + process.pid());
  }

  void resume() throws IOException {
    LinuxCommand.output("kill", "-CONT", "" + process.pid());
  }

  /** SIGTERM; returns when it has ended. */
  void stop() throws Exception {
    process.close();
  }

  /** Whether its process runs. */
  boolean isAlive() {
    return process != null && process.isAlive();
  }

  private void end() {
    try {
      if (isAlive()) {
        kill();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    database.close();
    model.close();
    end();
    Runtime.getRuntime().removeShutdownHook(exit);
  }
}
