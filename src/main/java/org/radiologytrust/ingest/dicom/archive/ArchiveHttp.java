package org.radiologytrust.ingest.dicom.archive;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.apache.http.Header;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;
import org.radiologytrust.retry.RetryAfter;
import org.radiologytrust.retry.RetryVerdict.Kind;
import org.radiologytrust.runtime.DaemonThreads;
import org.radiologytrust.runtime.Faults;
import org.radiologytrust.runtime.StrictHttp;
import org.radiologytrust.settings.FhirLogin;

/**
 * Requests to an archive. It logs in, follows no redirect, keeps no cookie, and hands on the body
 * as it comes, with a limit for silence and one for the whole answer.
 */
final class ArchiveHttp implements AutoCloseable {
  private final CloseableHttpClient client;
  private final ScheduledThreadPoolExecutor watch;
  private final String base;
  private final String login;

  /**
   * @param base without a slash at its end
   * @param silence how long the archive may be silent
   */
  ArchiveHttp(String base, FhirLogin login, Optional<SSLContext> trust, Duration silence) {
    this.base = base;
    this.login = login.header();
    this.client = StrictHttp.builder(trust, silence, silence).disableContentCompression().build();
    this.watch = new ScheduledThreadPoolExecutor(1, DaemonThreads.named("archive-timeout"));
    watch.setRemoveOnCancelPolicy(true);
  }

  /** Reads an answer. */
  @FunctionalInterface
  interface Body<T> {
    /**
     * @param contentType as the archive says it; may be empty
     * @param in is empty if there is no content; it need not be read to its end
     */
    T read(String contentType, InputStream in) throws IOException;
  }

  /**
   * Sends a GET request.
   *
   * @param path after the base; begins with a slash
   * @param longest time for the whole answer
   * @throws ArchiveException if there is no answer, or not one of success
   */
  <T> T get(String path, String accept, Duration longest, Body<T> body) throws ArchiveException {
    HttpGet request = new HttpGet(base + path);
    request.setHeader("Accept", accept);
    if (!login.isEmpty()) {
      request.setHeader("Authorization", login);
    }
    AtomicBoolean late = new AtomicBoolean();
    ScheduledFuture<?> end =
        watch.schedule(
            () -> {
              late.set(true);
              request.abort();
            },
            longest.toMillis(),
            TimeUnit.MILLISECONDS);
    try (CloseableHttpResponse response = client.execute(request)) {
      int status = response.getStatusLine().getStatusCode();
      if (status != 200 && status != 204) {
        throw refused(status, header(response, "Retry-After"));
      }
      InputStream in =
          response.getEntity() == null
              ? InputStream.nullInputStream()
              : response.getEntity().getContent();
      T read = body.read(header(response, "Content-Type"), in);
      // closing the content would read an answer without end to its end
      request.abort();
      return read;
    } catch (ArchiveException e) {
      request.abort();
      throw e;
    } catch (IOException | RuntimeException e) {
      request.abort();
      throw failed(e, late.get());
    } finally {
      end.cancel(false);
    }
  }

  private static ArchiveException failed(Exception e, boolean late) {
    if (late) {
      return new ArchiveException(
          Kind.LATER, "it did not give the answer within rtl.images.archive.study-time");
    }
    if (e instanceof MultipartParts.TooLong) {
      return new ArchiveException(
          Kind.NEVER, "it gave more bytes than rtl.images.archive.max-object allows");
    }
    if (e instanceof SocketTimeoutException) {
      return new ArchiveException(
          Kind.AWAY, "it was silent for longer than rtl.images.archive.timeout");
    }
    return new ArchiveException(
        Kind.AWAY,
        "it cannot be reached, or closed the connection before the end of its answer ("
            + Faults.ofPeer(e)
            + ")");
  }

  private static ArchiveException refused(int status, String retryAfter) {
    String http = " (HTTP " + status + ")";
    if (status >= 300 && status < 400) {
      return new ArchiveException(
          Kind.MEND, "it redirects" + http + ": set rtl.images.archive.url to the address itself");
    }
    return switch (status) {
      case 401, 403 ->
          new ArchiveException(
              Kind.MEND,
              "it refuses our log-in" + http + ": correct rtl.images.archive.user or .token");
      case 404, 410 -> new ArchiveException(Kind.LATER, "it does not have the study" + http);
      case 406, 415 ->
          new ArchiveException(Kind.MEND, "it does not give DICOM as it stores it" + http);
      case 429, 502, 503, 504 ->
          new ArchiveException(
              Kind.AWAY, "it is not available" + http, RetryAfter.wait(retryAfter, Instant.now()));
      default -> new ArchiveException(Kind.LATER, "it answered with an error" + http);
    };
  }

  private static String header(CloseableHttpResponse response, String name) {
    Header header = response.getFirstHeader(name);
    return header == null || header.getValue() == null ? "" : header.getValue().strip();
  }

  @Override
  public void close() {
    watch.shutdownNow();
    try {
      client.close();
    } catch (IOException e) {
      // its connections are closed all the same
    }
  }
}
