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
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.radiologytrust.peers.RealServer;
import org.radiologytrust.peers.llama.SmallPair;

/**
 * A real Ollama on a free loopback port, with a home and models of its own in a temporary folder.
 * Models are linked, not copied: creating one takes a moment. Tests that use it are tagged {@code
 * peers}: where it cannot be built they fail.
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
public final class RealOllama extends RealServer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int parallel;
  private final int models;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  private RealOllama(int parallel, int models) {
    super("real-ollama");
    this.parallel = parallel;
    this.models = models;
    restart();
  }

  @Override
  protected Launch launch(Path home, int port) {
    return new Launch(
        List.of(RealOllamaBuild.program().toString(), "serve"),
        Map.of(
            "OLLAMA_HOST", "127.0.0.1:" + port,
            "OLLAMA_MODELS", models().toString(),
            "OLLAMA_NO_CLOUD", "1",
            "OLLAMA_NUM_PARALLEL", String.valueOf(parallel),
            "OLLAMA_MAX_LOADED_MODELS", String.valueOf(models)),
        "OLLAMA_",
        "/api/version");
  }

  private Path models() {
    return home().resolve("models");
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
    return new RealOllama(parallel, models);
  }

  /** Creates a model of Gemma 3 270M, a base model: text only, template {@code {{ .Prompt }}}. */
  public void createGemma(String name) {
    create(name, SmallPair.model(SmallPair.PLAIN));
  }

  /**
   * Creates a model as its Modelfile and {@code PARAMETER num_thread 1} would.
   *
   * @param folder has the model's GGUF files and its Modelfile, and lives as long as the server
   */
  public void create(String name, Path folder) {
    ObjectNode body = JSON.createObjectNode().put("model", name).put("stream", false);
    ObjectNode files = body.putObject("files");
    try (DirectoryStream<Path> ggufs = Files.newDirectoryStream(folder, "*.gguf")) {
      Path blobs = Files.createDirectories(models().resolve("blobs"));
      for (Path gguf : ggufs) {
        String hash = RealOllamaBuild.hash(gguf);
        Path blob = blobs.resolve("sha256-" + hash);
        if (!Files.exists(blob)) {
          Files.createSymbolicLink(blob, gguf.toAbsolutePath());
        }
        files.put(gguf.getFileName().toString(), "sha256:" + hash);
      }
      body.put("template", template(Files.readString(folder.resolve("Modelfile"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    body.putObject("parameters").put("num_thread", 1);
    String status = done("POST", "/api/create", body).path("status").asText();
    if (!status.equals("success")) {
      throw new IllegalStateException("not created: " + status);
    }
  }

  private static String template(String modelfile) {
    String quotes = "\"\"\"";
    int from = modelfile.indexOf("TEMPLATE " + quotes) + ("TEMPLATE " + quotes).length();
    return modelfile.substring(from, modelfile.indexOf(quotes, from));
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
}
