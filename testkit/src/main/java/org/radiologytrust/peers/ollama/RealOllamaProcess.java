package org.radiologytrust.peers.ollama;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.radiologytrust.feature.FreePorts;

/**
 * The processes of one server: itself and a runner for each loaded model. They are known by their
 * environment, as a runner outlives its server's death and then has another parent.
 */
final class RealOllamaProcess {
  private static final int STOP_SECONDS = 20;
  private static final long POLL_NANOS = 20_000_000L;

  private final Path home;
  private final Map<String, String> settings;
  private final int port;
  private Process server;

  /**
   * @param home an empty folder of its own: models, keys, log
   */
  RealOllamaProcess(Path home, Map<String, String> settings) throws IOException {
    this.home = home;
    this.settings = settings;
    this.port = FreePorts.one();
    Files.createDirectories(models());
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  Path models() {
    return home.resolve("models");
  }

  Path log() {
    return home.resolve("ollama.log");
  }

  void start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(RealOllamaBuild.program().toString(), "serve");
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("OLLAMA_"));
    environment.putAll(settings);
    environment.put("HOME", home.toString());
    environment.put("OLLAMA_HOST", "127.0.0.1:" + port);
    environment.put("OLLAMA_MODELS", models().toString());
    environment.put("OLLAMA_NO_CLOUD", "1");
    server =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
  }

  boolean alive() {
    return server.isAlive();
  }

  /** SIGTERM, and what does not obey is killed. */
  void stop() {
    server.destroy();
    try {
      server.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kill();
  }

  /** SIGKILL for all, the server first, until none is left. */
  void kill() {
    server.destroyForcibly();
    server.onExit().join();
    for (List<ProcessHandle> left = running(); !left.isEmpty(); left = running()) {
      left.forEach(ProcessHandle::destroyForcibly);
      // not waited for: a dead runner stays a zombie where the first process of a container
      // collects none; it has no environment any more
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** Sends all of them a signal, by its name. */
  void signal(String name) throws IOException, InterruptedException {
    for (ProcessHandle process : running()) {
      new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    }
  }

  /** The server and its runners that live. */
  List<ProcessHandle> running() {
    byte[] mark = ("\0OLLAMA_MODELS=" + models() + "\0").getBytes(StandardCharsets.UTF_8);
    String sought = new String(mark, StandardCharsets.ISO_8859_1);
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(process -> environment(process).contains(sought)).toList();
    }
  }

  private static String environment(ProcessHandle process) {
    Path file = Path.of("/proc", String.valueOf(process.pid()), "environ");
    try {
      return "\0" + new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException goneOrNotOurs) {
      return "";
    }
  }

  /** The end of the log, for a failure's message. */
  String tail() {
    try {
      String all = Files.readString(log(), StandardCharsets.ISO_8859_1);
      return all.substring(Math.max(0, all.length() - 2000));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
