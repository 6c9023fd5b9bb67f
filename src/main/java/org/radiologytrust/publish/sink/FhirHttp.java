package org.radiologytrust.publish.sink;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.radiologytrust.publish.fhir.DeliveryProblem;
import org.radiologytrust.retry.RetryVerdict.Kind;
import org.radiologytrust.runtime.Faults;

/**
 * Calls the FHIR server over plain HTTP. HAPI's client repeats a dropped POST by itself; camel-fhir
 * builds on it, drops Retry-After and puts identifiers into URLs. Redirects are not followed, so
 * only the configured server is called.
 */
final class FhirHttp {
  private static final String JSON = "application/fhir+json";
  private static final String FORM = "application/x-www-form-urlencoded";

  private final FhirSettings settings;
  private final String base;
  private final HttpClient client;

  FhirHttp(FhirSettings settings) {
    this.settings = settings;
    this.base = settings.server().toString().replaceFirst("/+$", "");
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.connectTimeout());
    settings.trust().ifPresent(builder::sslContext);
    this.client = builder.build();
  }

  /**
   * @param path resource type and id, or {@code metadata}
   */
  FhirReply get(String path) throws DeliveryProblem {
    return send(request("/" + path).GET());
  }

  /**
   * Searches by POST, so that no URL log holds the identifier. Bypasses caches: HAPI repeats the
   * first result of a search for a minute, even an empty one.
   */
  FhirReply searchByIdentifier(String type, String token, int count) throws DeliveryProblem {
    String form =
        "identifier=" + URLEncoder.encode(token, StandardCharsets.UTF_8) + "&_count=" + count;
    return send(
        request("/" + type + "/_search")
            .header("Content-Type", FORM)
            .header("Prefer", "handling=strict")
            .header("Cache-Control", "no-cache")
            .POST(BodyPublishers.ofString(form)));
  }

  FhirReply transaction(String bundle) throws DeliveryProblem {
    return send(
        request("")
            .header("Content-Type", JSON + "; charset=UTF-8")
            .header("Prefer", "return=minimal")
            .POST(BodyPublishers.ofString(bundle)));
  }

  FhirReply put(String path, String resource) throws DeliveryProblem {
    return send(
        request("/" + path)
            .header("Content-Type", JSON + "; charset=UTF-8")
            .header("Prefer", "return=minimal")
            .PUT(BodyPublishers.ofString(resource)));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).header("Accept", JSON);
    String login = settings.login().header();
    return login.isEmpty() ? request : request.header("Authorization", login);
  }

  private FhirReply send(HttpRequest.Builder request) throws DeliveryProblem {
    CompletableFuture<HttpResponse<byte[]>> future =
        client.sendAsync(
            request.build(), info -> new FhirReplySubscriber(settings.maxReplyBytes()));
    try {
      HttpResponse<byte[]> response =
          future.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
      String retryAfter = response.headers().firstValue("Retry-After").orElse("");
      return new FhirReply(response.statusCode(), retryAfter, response.body());
    } catch (TimeoutException e) {
      future.cancel(true);
      throw new DeliveryProblem(Kind.AWAY, "the FHIR server did not answer in time");
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw new DeliveryProblem(Kind.STOPPED, "stopped while waiting for the FHIR server");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() instanceof IOException io ? io : e;
      throw new DeliveryProblem(
          Kind.AWAY,
          "the FHIR server cannot be reached, or closed the connection ("
              + Faults.ofPeer(cause)
              + ")");
    }
  }
}
