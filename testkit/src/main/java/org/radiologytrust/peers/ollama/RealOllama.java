package org.radiologytrust.peers.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Map;
import org.radiologytrust.peers.AtExit;

/**
 * A real Ollama 0.24.0 on a free loopback port, with a home and models of its own in a temporary
 * folder. Models are linked, not copied: creating one takes a moment. Tests that use it are tagged
 * {@code peers}: where it cannot be built they fail.
 *
 * <pre>{@code
 * try (RealOllama ollama = RealOllama.start()) {
 *   ollama.createGemma("gemma");
 *   ... ollama.url() ... ollama.kill(); ollama.restart(); ...
 * }
 * }</pre>
 *
 * Models run with one thread: two collapse as soon as other work disturbs them. Generates some 10
 * to 20 tokens a second: ask for few.
 */
public final class RealOllama implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path home;
  private final RealOllamaProcess process;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private AtExit atExit;

  private RealOllama(int parallel, int models) throws IOException {
    this.home = Files.createTempDirectory("real-ollama");
    this.process =
        new RealOllamaProcess(
            home,
            Map.of(
                "OLLAMA_NUM_PARALLEL",
                String.valueOf(parallel),
                "OLLAMA_MAX_LOADED_MODELS",
                String.valueOf(models)));
  }

  /** One call at a time, two models loaded. */
  public static RealOllama start() {
    return start(1, 2);
  }

  /**
   * @param parallel calls to one model at a time
   * @param models most models loaded at once
   */
  public static RealOllama start(int parallel, int models) {
    try {
      RealOllama ollama = new RealOllama(parallel, models);
      ollama.restart();
      ollama.atExit = new AtExit("real-ollama", ollama.process::kill);
      return ollama;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Base URL, without a slash at its end; the same after a restart. */
  public URI url() {
    return process.url();
  }

  /** What the server prints. */
  public Path log() {
    return process.log();
  }

  /** Starts it again with the same port and models, and waits until it answers. */
  public void restart() {
    try {
      process.start();
      long until = System.nanoTime() + START.toNanos();
      while (!answers()) {
        if (!process.alive() || System.nanoTime() > until) {
          process.kill();
          throw new IOException("Ollama did not start: " + process.tail());
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

  /** SIGTERM, and waits for the end. */
  public void stop() {
    process.stop();
  }

  /** kill -9 of the server and its runners. */
  public void kill() {
    process.kill();
  }

  /** Lets it hang: it takes connections and says nothing, until {@link #thaw}. */
  public void freeze() {
    signal("STOP");
  }

  public void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      process.signal(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Processes that live: the server, and a runner for each loaded model. */
  public int processes() {
    return process.running().size();
  }

  /** Creates a model of Gemma 3 270M, a base model: text only, template {@code {{ .Prompt }}}. */
  public void createGemma(String name) {
    create(name, RealOllamaBuild.gemma());
  }

  /**
   * Creates a model as {@code FROM gguf}, {@code TEMPLATE """{{ .Prompt }}"""} and {@code PARAMETER
   * num_thread 1} would.
   *
   * @param gguf a file that lives as long as the server
   */
  public void create(String name, Path gguf) {
    create(name, gguf, "{{ .Prompt }}");
  }

  /** The same with another template. */
  public void create(String name, Path gguf, String template) {
    String hash = RealOllamaBuild.hash(gguf);
    try {
      Path blobs = Files.createDirectories(process.models().resolve("blobs"));
      Path blob = blobs.resolve("sha256-" + hash);
      if (!Files.exists(blob)) {
        Files.createSymbolicLink(blob, gguf.toAbsolutePath());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ObjectNode body = JSON.createObjectNode().put("model", name).put("stream", false);
    body.putObject("files").put("model.gguf", "sha256:" + hash);
    body.put("template", template).putObject("parameters").put("num_thread", 1);
    String status = done("POST", "/api/create", body).path("status").asText();
    if (!status.equals("success")) {
      throw new IllegalStateException("not created: " + status);
    }
  }

  /** The digest by which the server itself tells a model; empty when it has none. */
  public String digest(String name) {
    for (JsonNode model : done("GET", "/api/tags", JSON.createObjectNode()).path("models")) {
      if (model.path("name").asText().equals(name + ":latest")) {
        return model.path("digest").asText();
      }
    }
    return "";
  }

  /** Deletes a model; the file that it was made of stays. */
  public void delete(String name) {
    done("DELETE", "/api/delete", JSON.createObjectNode().put("model", name));
  }

  /** Stops it and removes what it wrote. */
  @Override
  public void close() {
    process.stop();
    atExit.close();
    try {
      Files.walkFileTree(home, new Remover());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean answers() throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + "/api/version"))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private JsonNode done(String method, String path, JsonNode body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .timeout(Duration.ofMinutes(2))
            .method(method, HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException(path + ": " + response.statusCode() + " " + response.body());
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
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
