package org.radiologytrust.ingest.dicom;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.radiologytrust.ingest.dicom.DicomStoreException.Kind;
import org.radiologytrust.runtime.Faults;

/** Sends requests to Orthanc with limits for time and size. */
public final class OrthancHttp {
  /**
   * Most tokens of an answer: twice as many as the list of the instances of a study of {@link
   * StudyReader#MAX_INSTANCES} has. A tree of the shortest ones takes a hundred times the memory of
   * their bytes.
   */
  private static final long MAX_TOKENS = 2_000_000;

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxTokenCount(MAX_TOKENS).build())
              .build());

  private final HttpClient client;
  private final String base;
  private final String authorization;
  private final Duration timeout;

  OrthancHttp(
      URI base, String user, String password, Duration timeout, Optional<SSLContext> trust) {
    if (!"http".equals(base.getScheme()) && !"https".equals(base.getScheme())) {
      throw new IllegalArgumentException("Orthanc's URL must start with http or https");
    }
    this.base = base.toString().replaceAll("/+$", "");
    this.authorization =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    this.timeout = timeout;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER);
    trust.ifPresent(builder::sslContext);
    this.client = builder.build();
  }

  public JsonNode json(String path, String what, int limit) throws DicomStoreException {
    return parse(get(path, "application/json", what, limit), what);
  }

  public byte[] get(String path, String accept, String what, int limit) throws DicomStoreException {
    return send(request(path).header("Accept", accept).GET().build(), what, limit);
  }

  JsonNode post(String path, byte[] body, String what, int limit) throws DicomStoreException {
    return post(path, HttpRequest.BodyPublishers.ofByteArray(body), what, limit);
  }

  /** Posts JSON. */
  public JsonNode post(String path, Object body, String what, int limit)
      throws DicomStoreException {
    return post(
        path, JSON.valueToTree(body).toString().getBytes(StandardCharsets.UTF_8), what, limit);
  }

  /**
   * Posts a file, without reading it into memory.
   *
   * @throws java.io.FileNotFoundException if there is no such file
   */
  public JsonNode post(String path, Path file, String what, int limit) throws IOException {
    return post(path, HttpRequest.BodyPublishers.ofFile(file), what, limit);
  }

  private JsonNode post(String path, HttpRequest.BodyPublisher body, String what, int limit)
      throws DicomStoreException {
    return parse(send(request(path).POST(body).build(), what, limit), what);
  }

  public void delete(String path, String what) throws DicomStoreException {
    send(request(path).DELETE().build(), what, OrthancClient.MAX_JSON);
  }

  private static JsonNode parse(byte[] body, String what) throws DicomStoreException {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      // without the cause: Jackson quotes the source, which may contain patient data
      throw new DicomStoreException(Kind.FAILED, "Orthanc returned invalid JSON for " + what);
    } catch (IOException e) {
      throw new DicomStoreException(Kind.FAILED, "Orthanc returned unreadable text for " + what);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(timeout)
        .header("Authorization", authorization);
  }

  private byte[] send(HttpRequest request, String what, int limit) throws DicomStoreException {
    // the request's own time-out ends with the headers; the future's also covers a stalled body
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, head -> new LimitedBody(limit));
    try {
      HttpResponse<byte[]> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() == 200) {
        return response.body();
      }
      throw refused(response.statusCode(), what);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new DicomStoreException(
          Kind.UNREACHABLE,
          "Orthanc did not return " + what + " within " + timeout.toSeconds() + " s");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LimitedBody.TooLong) {
        throw new DicomStoreException(
            Kind.FAILED, "Orthanc returned more than " + limit + " bytes for " + what);
      }
      throw new DicomStoreException(
          Kind.UNREACHABLE, "Orthanc cannot be reached (" + Faults.ofPeer(e) + ")");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DicomStoreException(Kind.UNREACHABLE, "interrupted while requesting " + what);
    }
  }

  private static DicomStoreException refused(int status, String what) {
    return switch (status) {
      case 401, 403 ->
          new DicomStoreException(
              Kind.UNAUTHORIZED, "Orthanc refuses our user or password (HTTP " + status + ")");
      // of a proxy in front of Orthanc, while that restarts
      case 429, 502, 503, 504 ->
          new DicomStoreException(
              Kind.UNREACHABLE, "Orthanc cannot be reached (HTTP " + status + ")");
      case 404 -> new DicomStoreException(Kind.GONE, "Orthanc does not have " + what);
      default ->
          new DicomStoreException(
              Kind.FAILED, "Orthanc answered HTTP " + status + " to the request for " + what);
    };
  }
}
