package org.radiologytrust.ingest.ehr;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.conn.ClientConnectionManager;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.entity.ContentType;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.params.HttpParams;
import org.apache.http.protocol.HttpContext;
import org.apache.http.util.EntityUtils;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.document.MediaType;
import org.radiologytrust.retry.RetryAfter;
import org.radiologytrust.runtime.DaemonThreads;
import org.radiologytrust.runtime.Faults;
import org.radiologytrust.runtime.StrictHttp;

/**
 * The HTTP client under HAPI's. It logs in, follows no redirect, keeps no cookie, repeats nothing
 * by itself, and reads each answer completely before it returns it, with limits for time and size.
 *
 * <p>A success returns a page of JSON whose resources are wrapped by {@link PageEntries}. Anything
 * else is an {@link EhrFailure}: HAPI's own exceptions quote the answer.
 */
final class EhrHttp extends CloseableHttpClient {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** A server that asks for more is asked again after this time. */
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private static final ContentType JSON =
      ContentType.create("application/fhir+json", StandardCharsets.UTF_8);

  private static final int MAX_CONNECTIONS = 4;

  private final CloseableHttpClient client;
  private final ScheduledThreadPoolExecutor watch;
  private final String login;
  private final EhrSettings.Limits limits;
  private final Clock clock;
  private volatile boolean closed;
  private volatile Instant notBefore = Instant.MIN;
  private volatile @Nullable Instant serverTime;

  EhrHttp(EhrSettings settings, Clock clock) {
    this.login = settings.login().header();
    this.limits = settings.limits();
    this.clock = clock;
    this.watch = new ScheduledThreadPoolExecutor(1, DaemonThreads.named("fhir-reports-timeout"));
    watch.setRemoveOnCancelPolicy(true);
    this.client = client(settings);
  }

  private static CloseableHttpClient client(EhrSettings settings) {
    Duration timeout = settings.limits().timeout();
    Duration connect = timeout.compareTo(CONNECT) < 0 ? timeout : CONNECT;
    return StrictHttp.builder(settings.trust(), connect, timeout)
        .setMaxConnTotal(MAX_CONNECTIONS)
        .setMaxConnPerRoute(MAX_CONNECTIONS)
        .build();
  }

  /** The time before which the server wants no request; in the past if it did not ask. */
  Instant notBefore() {
    return notBefore;
  }

  /** Whether the process stops: then a request ends at once, and its failure means nothing. */
  boolean isClosed() {
    return closed;
  }

  /** The server's clock in its last answer; empty if it gave none. */
  Optional<Instant> serverTime() {
    return Optional.ofNullable(serverTime);
  }

  @Override
  protected CloseableHttpResponse doExecute(
      HttpHost target, HttpRequest request, HttpContext context) throws IOException {
    request.setHeader("Accept", "application/fhir+json, application/json;q=0.9");
    // HAPI servers answer a search that they have answered in the last minute from memory
    request.setHeader("Cache-Control", "no-cache");
    if (!login.isEmpty()) {
      request.setHeader("Authorization", login);
    }
    AtomicBoolean late = new AtomicBoolean();
    ScheduledFuture<?> timeout =
        watch.schedule(
            () -> {
              late.set(true);
              ((HttpUriRequest) request).abort();
            },
            limits.timeout().toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      boolean page = !(request instanceof ResourceRequest);
      return read(client.execute(target, request, context), page);
    } catch (EhrFailure e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw late.get()
          ? new EhrFailure("the FHIR server did not send a page within rtl.fhir.reports.timeout")
          : new EhrFailure(
              "the FHIR server cannot be reached, or closed the connection ("
                  + Faults.ofPeer(e)
                  + "); check rtl.fhir.reports.url");
    } finally {
      timeout.cancel(false);
    }
  }

  /**
   * A request for one resource as it is.
   *
   * @see #resource
   */
  private static final class ResourceRequest extends HttpGet {
    ResourceRequest(String address) {
      super(address);
    }
  }

  /**
   * Reads one resource, with the same login and limits as a page.
   *
   * @param address at the configured server
   * @throws EhrFailure if there is none, or the server fails
   */
  Resource resource(String address) throws EhrFailure {
    try (CloseableHttpResponse response = execute(new ResourceRequest(address))) {
      byte[] body = EntityUtils.toByteArray(response.getEntity());
      return new Resource(header(response, "Content-Type"), body);
    } catch (EhrFailure e) {
      throw e;
    } catch (IOException e) {
      throw new EhrFailure("an answer of the FHIR server could not be read");
    }
  }

  /**
   * A resource.
   *
   * @param type the media type, as the server says it; may be empty
   */
  record Resource(String type, byte[] body) {}

  /** Reads the answer and returns the connection to the pool, or closes it after a failure. */
  private CloseableHttpResponse read(CloseableHttpResponse response, boolean page)
      throws IOException {
    boolean complete = false;
    try {
      int status = response.getStatusLine().getStatusCode();
      serverTime = date(header(response, "Date"));
      if (status == 429 || status == 503) {
        Duration pause = RetryAfter.wait(header(response, "Retry-After"), clock.instant());
        notBefore =
            clock.instant().plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
      }
      if (status != 200) {
        throw EhrFailure.status(status);
      }
      if (!MediaType.of(header(response, "Content-Type")).isR4()) {
        throw new EhrFailure(
            "the FHIR server answers in another version of FHIR than 4.0; set rtl.fhir.reports.url"
                + " to its address for R4",
            true);
      }
      byte[] body = body(response.getEntity());
      response.setEntity(
          page ? new ByteArrayEntity(wrapped(body), JSON) : new ByteArrayEntity(body));
      complete = true;
      return response;
    } finally {
      if (!complete) {
        response.close();
      }
    }
  }

  private byte[] body(@Nullable HttpEntity entity) throws IOException {
    if (entity == null) {
      return new byte[0];
    }
    // decompressed; a page that says its length is refused unread
    if (entity.getContentLength() > limits.maxReply()) {
      throw tooLong();
    }
    // not closed after a failure: closing would read a reply without end to its end
    InputStream in = entity.getContent();
    byte[] page = in.readNBytes(limits.maxReply());
    if (page.length == limits.maxReply() && in.read() >= 0) {
      throw tooLong();
    }
    in.close();
    return page;
  }

  private static EhrFailure tooLong() {
    return new EhrFailure(
        "an answer of the FHIR server is larger than rtl.fhir.reports.max-reply: raise it, or lower"
            + " rtl.fhir.reports.count",
        true);
  }

  private static byte[] wrapped(byte[] page) throws EhrFailure {
    try {
      return PageEntries.wrapped(page);
    } catch (IOException e) {
      throw new EhrFailure(
          "the FHIR server answered the search with something else than a Bundle in JSON; check"
              + " rtl.fhir.reports.url");
    }
  }

  private static String header(CloseableHttpResponse response, String name) {
    Header header = response.getFirstHeader(name);
    return header == null || header.getValue() == null ? "" : header.getValue().strip();
  }

  private static @Nullable Instant date(String header) {
    try {
      return ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  @Override
  public void close() {
    closed = true;
    watch.shutdownNow();
    try {
      client.close();
    } catch (IOException e) {
      // its connections are closed all the same
    }
  }

  @Override
  @Deprecated
  public HttpParams getParams() {
    return client.getParams();
  }

  @Override
  @Deprecated
  public ClientConnectionManager getConnectionManager() {
    return client.getConnectionManager();
  }
}
