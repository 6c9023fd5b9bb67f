package org.radiologytrust.llm.server;

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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * Sends small requests to a model server. They hold no patient data, so they do not use the route
 * {@code model-call}. Redirects are not followed.
 */
final class ServerQuestions {
  private static final int MAX_BODY = 4 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final String token;

  /**
   * @param token bearer token; empty for none
   * @param trust the certificates to trust; empty for the JVM's CAs
   */
  ServerQuestions(String token, Optional<SSLContext> trust) {
    this.token = token;
    // not HTTP/2: a server behind uvicorn loses the body of a request that offers HTTP/2
    HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
    trust.ifPresent(builder::sslContext);
    this.http = builder.build();
  }

  /** The response is not the expected one. The message contains neither address nor body. */
  static final class Refused extends IOException {
    private final int status;

    Refused(int status, String message) {
      super(message);
      this.status = status;
    }

    /** The HTTP status; 200 when the body is not the expected one. */
    int status() {
      return status;
    }
  }

  /**
   * Sends a GET request.
   *
   * @param most longest duration, including reading the body
   * @throws Refused when the status is not 200, or the body is not JSON
   * @throws IOException when there is no response in time
   */
  JsonNode get(String url, Duration most) throws IOException {
    return send(HttpRequest.newBuilder(URI.create(url)), most);
  }

  /** Sends a POST request; limits and exceptions are those of {@link #get}. */
  JsonNode post(String url, JsonNode body, Duration most) throws IOException {
    return send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())),
        most);
  }

  /**
   * Sends a request. The client's own timeout ends with the response's head, so this method limits
   * the total time.
   */
  private JsonNode send(HttpRequest.Builder request, Duration most) throws IOException {
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    Body body = new Body();
    CompletableFuture<HttpResponse<Void>> sent =
        http.sendAsync(
            request.build(),
            HttpResponse.BodyHandlers.ofByteArrayConsumer(b -> b.ifPresent(body::add)));
    try {
      int status = sent.get(most.toMillis(), TimeUnit.MILLISECONDS).statusCode();
      if (status != 200) {
        throw new Refused(status, "status " + status);
      }
      return body.json();
    } catch (JsonProcessingException e) {
      throw new Refused(200, "not JSON");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("no answer", e);
    } finally {
      sent.cancel(true);
    }
  }

  /** Collects the body up to a limit. */
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
