package org.radiologytrust.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The small questions to an Ollama server: which models it has, and what they can. They carry no
 * patient, hence go not through the route that calls the model. Redirects are not followed.
 */
final class OllamaTags {
  private static final int MAX_BODY = 4 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final Duration timeout;

  /**
   * @param timeout longest whole question, the answer's body included
   */
  OllamaTags(Duration timeout) {
    this.http = HttpClient.newBuilder().connectTimeout(timeout).build();
    this.timeout = timeout;
  }

  /** Whoever answers is no model server; the message says what is wrong, without the address. */
  static final class NotOllama extends IOException {
    NotOllama(String message) {
      super(message);
    }
  }

  /**
   * Digests of a server's models by their full names.
   *
   * @throws NotOllama when something else answers
   * @throws IOException when nobody answers in time
   */
  Map<String, String> digests(String server) throws IOException {
    JsonNode models =
        send(HttpRequest.newBuilder(URI.create(server + "/api/tags")).build()).path("models");
    if (!models.isArray()) {
      throw new NotOllama("no list of models");
    }
    Map<String, String> digests = new HashMap<>();
    models.forEach(m -> digests.put(m.path("name").asText(), m.path("digest").asText()));
    return digests;
  }

  /** Whether a model gets images; not when the server does not say so. */
  boolean sees(String server, String model) {
    String question = JSON.createObjectNode().put("model", model).toString();
    try {
      for (JsonNode capability :
          send(HttpRequest.newBuilder(URI.create(server + "/api/show"))
                  .POST(HttpRequest.BodyPublishers.ofString(question))
                  .build())
              .path("capabilities")) {
        if (capability.asText().equals("vision")) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  /** The client's own timeout ends with the response's head, so the whole is timed here. */
  private JsonNode send(HttpRequest request) throws IOException {
    Body body = new Body();
    CompletableFuture<HttpResponse<Void>> sent =
        http.sendAsync(
            request, HttpResponse.BodyHandlers.ofByteArrayConsumer(b -> b.ifPresent(body::add)));
    try {
      int status = sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS).statusCode();
      if (status != 200) {
        throw new NotOllama("status " + status);
      }
      return body.json();
    } catch (JsonProcessingException e) {
      throw new NotOllama("no JSON");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("no answer", e);
    } finally {
      sent.cancel(true);
    }
  }

  /** Keeps no more than its limit, whatever comes. */
  private static final class Body {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    synchronized void add(byte[] more) {
      bytes.write(more, 0, Math.min(more.length, MAX_BODY - bytes.size()));
    }

    synchronized JsonNode json() throws IOException {
      return JSON.readTree(bytes.toString(StandardCharsets.UTF_8));
    }
  }
}
