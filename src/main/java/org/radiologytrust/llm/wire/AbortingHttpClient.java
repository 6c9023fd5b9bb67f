package org.radiologytrust.llm.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Makes the HTTP client drop its connection when a response's stream is closed before its end.
 * Otherwise the client would first read the rest in order to reuse the connection, but an endless
 * answer has no end, and the model server stops generating only when the connection is closed.
 *
 * <p>The connection is also dropped in two other cases. First, when the response's head does not
 * arrive in time: the client's own timeout restarts with every byte and does not cover sending, so
 * a server that hangs could hold the call forever. Second, when the waiting thread is interrupted:
 * a read from a socket does not notice that, and a stopped run must release its slot at the server.
 */
public final class AbortingHttpClient implements HttpClientConfigurer {
  /** Interval at which interrupts are checked. */
  private static final long LOOK_MILLIS = 100;

  private final ScheduledExecutorService watch;
  private final Duration head;

  /**
   * @param watch runs the deadlines
   * @param head longest wait from the start of the request to the end of the response's head
   */
  public AbortingHttpClient(ScheduledExecutorService watch, Duration head) {
    this.watch = watch;
    this.head = head;
  }

  @Override
  public void configureHttpClient(HttpClientBuilder builder) {
    // a redirect would take the bearer token and the images to another host
    builder.disableAutomaticRetries().disableRedirectHandling();
    builder.addExecInterceptorFirst("abort-on-close", this::proceed);
  }

  private ClassicHttpResponse proceed(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    AtomicBoolean late = new AtomicBoolean();
    ScheduledFuture<?> limit =
        watch.schedule(
            () -> {
              late.set(true);
              scope.execRuntime.discardEndpoint();
            },
            head.toMillis(),
            TimeUnit.MILLISECONDS);
    ScheduledFuture<?> look = lookForInterrupt(scope.execRuntime);
    @Nullable ClassicHttpResponse response = null;
    try {
      response = chain.proceed(request, scope);
    } catch (IOException | RuntimeException e) {
      // after a dropped connection the client throws one or the other
      if (late.get()) {
        throw new SocketTimeoutException("the response did not begin in time");
      }
      throw e;
    } finally {
      limit.cancel(false);
      if (response == null || response.getEntity() == null) {
        look.cancel(false);
      }
    }
    if (response.getEntity() != null) {
      response.setEntity(new Entity(response.getEntity(), scope.execRuntime, look));
    }
    return response;
  }

  private ScheduledFuture<?> lookForInterrupt(ExecRuntime connection) {
    Thread waits = Thread.currentThread();
    return watch.scheduleWithFixedDelay(
        () -> {
          if (waits.isInterrupted()) {
            connection.discardEndpoint();
          }
        },
        LOOK_MILLIS,
        LOOK_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  private static final class Entity extends HttpEntityWrapper {
    private final ExecRuntime connection;
    private final ScheduledFuture<?> look;

    Entity(HttpEntity entity, ExecRuntime connection, ScheduledFuture<?> look) {
      super(entity);
      this.connection = connection;
      this.look = look;
    }

    @Override
    public InputStream getContent() throws IOException {
      return new Stream(super.getContent(), connection, look);
    }
  }

  private static final class Stream extends FilterInputStream {
    private final ExecRuntime connection;
    private final ScheduledFuture<?> look;
    private boolean ended;

    Stream(InputStream in, ExecRuntime connection, ScheduledFuture<?> look) {
      super(in);
      this.connection = connection;
      this.look = look;
    }

    @Override
    public int read() throws IOException {
      int b = in.read();
      ended |= b < 0;
      return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int n = in.read(bytes, offset, length);
      ended |= n < 0;
      return n;
    }

    @Override
    public void close() throws IOException {
      look.cancel(false);
      if (ended) {
        in.close();
      } else {
        connection.discardEndpoint();
      }
    }
  }
}
