package org.radiologytrust.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.radiologytrust.feature.FreePorts;

/**
 * A real model server on a free loopback port, with a home of its own in a temporary folder: one
 * process, and one more for each loaded model. The process of a model outlives the server that is
 * killed, and then has another parent. So all are found by a variable of their environment.
 */
public abstract class RealServer implements AutoCloseable {
  /** A variable of the environment of each process, with the folder of the server as its value. */
  private static final String MARK = "RTL_PEER_HOME";

  private static final Duration START = Duration.ofSeconds(60);
  private static final int STOP_SECONDS = 20;
  private static final long POLL_NANOS = 20_000_000L;

  private final Path home;
  private final int port;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final AtExit atExit;
  private Process server;

  /**
   * What is started.
   *
   * @param command the program and its arguments
   * @param environment its own variables
   * @param inherited prefix of the variables of this JVM that it must not get
   * @param health path that answers 200 when the server is ready
   */
  public record Launch(
      List<String> command, Map<String, String> environment, String inherited, String health) {}

  /** Starts nothing yet: that is {@link #restart}. */
  protected RealServer(String name) {
    try {
      this.home = Files.createTempDirectory(name);
      this.port = FreePorts.one();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.atExit = new AtExit(name, this::killed);
  }

  protected abstract Launch launch(Path home, int port);

  private void killed() {
    if (server != null) {
      kill();
    }
  }

  protected final Path home() {
    return home;
  }

  /** Base URL, without a slash at its end; the same after a restart. */
  public final URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** What the server prints. */
  public final Path log() {
    return home.resolve("server.log");
  }

  /** Starts it, with the same port and models each time, and waits until it answers. */
  public final void restart() {
    Launch what = launch(home, port);
    ProcessBuilder builder = new ProcessBuilder(what.command());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith(what.inherited()));
    environment.putAll(what.environment());
    environment.put("HOME", home.toString());
    environment.put(MARK, home.toString());
    try {
      server =
          builder
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
      long until = System.nanoTime() + START.toNanos();
      while (!answers(what.health())) {
        if (!server.isAlive() || System.nanoTime() > until) {
          kill();
          throw new IOException(what.command().get(0) + " did not start: " + tail());
        }
        Thread.sleep(50);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private boolean answers(String health) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + health)).timeout(Duration.ofSeconds(5)).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** SIGTERM, and what does not obey is killed. */
  public final void stop() {
    server.destroy();
    try {
      server.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kill();
  }

  /** SIGKILL for all, the server first, until none is left. */
  public final void kill() {
    server.destroyForcibly();
    server.onExit().join();
    for (List<ProcessHandle> left = running(); !left.isEmpty(); left = running()) {
      left.forEach(ProcessHandle::destroyForcibly);
      // not waited for: a dead runner stays a zombie where the first process of a container
      // collects none; it has no environment any more
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** Lets it hang: it takes connections and says nothing, until {@link #thaw}. */
  public final void freeze() {
    signal("STOP");
  }

  public final void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      for (ProcessHandle process : running()) {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Processes that live: the server, and one for each loaded model. */
  public final int processes() {
    return running().size();
  }

  private List<ProcessHandle> running() {
    byte[] mark = ("\0" + MARK + "=" + home + "\0").getBytes(StandardCharsets.UTF_8);
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

  /** Stops it and removes what it wrote. */
  @Override
  public final void close() {
    stop();
    atExit.close();
    try {
      Files.walkFileTree(home, new Remover());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The end of the log, for a failure's message. */
  private String tail() throws IOException {
    String all = Files.readString(log(), StandardCharsets.ISO_8859_1);
    return all.substring(Math.max(0, all.length() - 2000));
  }

  /** Removes a folder with all in it; links are removed, not followed. */
  private static final class Remover extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
