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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * Small questions to a model server. They carry no patient, hence go not through the route that
 * calls the model. Redirects are not followed.
 */
final class ServerQuestions {
  private static final int MAX_BODY = 4 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final String token;

  /**
   * @param token bearer token; empty = none
   * @param trust whose certificates are taken; empty = those of the JVM's CAs
   */
  ServerQuestions(String token, Optional<SSLContext> trust) {
    this.token = token;
    // not HTTP/2: a server behind uvicorn loses the body of a request that offers it
    HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
    trust.ifPresent(builder::sslContext);
    this.http = builder.build();
  }

  /** Another answer than the one asked for; the message has neither address nor body. */
  static final class Refused extends IOException {
    private final int status;

    Refused(int status, String message) {
      super(message);
      this.status = status;
    }

    /** HTTP status; 200 where the body was not what was asked for. */
    int status() {
      return status;
    }
  }

  /**
   * @param most longest whole question, the answer's body included
   * @throws Refused when the answer is not 200, or no JSON
   * @throws IOException when nobody answers in time
   */
  JsonNode get(String url, Duration most) throws IOException {
    return send(HttpRequest.newBuilder(URI.create(url)), most);
  }

  /** The same with a body. */
  JsonNode post(String url, JsonNode body, Duration most) throws IOException {
    return send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())),
        most);
  }

  /** The client's own timeout ends with the response's head, so the whole is timed here. */
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
      throw new Refused(200, "no JSON");
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
