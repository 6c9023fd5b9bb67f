package org.radiologytrust.notify;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import org.radiologytrust.retry.RetryVerdict.Kind;
import org.radiologytrust.runtime.Faults;

/**
 * Posts signed messages. Only the URLs of the settings are called: redirects are not followed, and
 * of an answer only the status is read. What fails is tried again later, so that one webhook that
 * is away or wrong holds up no other.
 */
final class Webhook {
  private static final String ALGORITHM = "HmacSHA256";

  private final HttpClient client;
  private final byte[] secret;
  private final Duration timeout;
  private final Clock clock;

  /**
   * @param timeout for a request and its answer
   * @param trust the trusted CAs; empty means those of the JVM
   */
  Webhook(String secret, Duration timeout, Optional<SSLContext> trust, Clock clock) {
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
    this.timeout = timeout;
    this.clock = clock;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout);
    trust.ifPresent(builder::sslContext);
    this.client = builder.build();
  }

  /**
   * Returns once the webhook has accepted the message.
   *
   * @param body JSON
   */
  void post(URI url, String body) throws NotSent {
    String timestamp = "" + clock.instant().getEpochSecond();
    int status =
        status(
            HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .header("X-RTL-Timestamp", timestamp)
                .header("X-RTL-Signature", "sha256=" + signature(timestamp + "." + body))
                .POST(BodyPublishers.ofString(body))
                .build());
    if (status < 200 || status > 299) {
      throw new NotSent(
          Kind.LATER,
          "the webhook answered "
              + status
              + (status / 100 == 3 ? "; redirects are not followed: check rtl.notify.to" : ""));
    }
  }

  /** HMAC-SHA256 in hexadecimal. */
  private String signature(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has " + ALGORITHM, e);
    }
  }

  /** Asks without a message whether anything answers. Says what is wrong; empty when nothing is. */
  Optional<String> problem(URI url) {
    try {
      HttpRequest.Builder head = HttpRequest.newBuilder(url);
      status(head.method("HEAD", BodyPublishers.noBody()).build());
      return Optional.empty();
    } catch (NotSent e) {
      return Optional.of(e.getMessage());
    }
  }

  private int status(HttpRequest request) throws NotSent {
    CompletableFuture<HttpResponse<InputStream>> future =
        client.sendAsync(request, BodyHandlers.ofInputStream());
    try {
      HttpResponse<InputStream> response = future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      // the rest may never end
      response.body().close();
      return response.statusCode();
    } catch (TimeoutException e) {
      future.cancel(true);
      throw new NotSent(Kind.LATER, "the webhook did not answer in time");
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw new NotSent(Kind.STOPPED, "stopped while waiting for the webhook");
    } catch (ExecutionException | IOException e) {
      throw new NotSent(
          Kind.LATER,
          "the webhook cannot be reached, or closed the connection (" + Faults.ofPeer(e) + ")");
    }
  }
}
