package org.radiologytrust.auth;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.VertxWrapper;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes HTTP servers with bounds that Camel has no settings for. Camel takes it from its registry,
 * for both ports; whoever made it closes it.
 */
public final class BoundedVertx extends VertxWrapper {
  private static final Logger LOG = LoggerFactory.getLogger(BoundedVertx.class);

  /** Requests in work: those of one port must not keep the other's from being answered. */
  private static final int WORKERS = 100;

  /** Bytes of a request's first line, or of one field of a form. */
  private static final int LONGEST_LINE = 1 << 16;

  private final int maxConnections;
  private final Duration idle;

  /**
   * @param maxConnections at the same time, of each server; further ones are closed at once
   * @param idle how long nothing may be sent or received on a connection
   */
  public BoundedVertx(int maxConnections, Duration idle) {
    super((VertxInternal) Vertx.vertx(new VertxOptions().setWorkerPoolSize(WORKERS)));
    this.maxConnections = maxConnections;
    this.idle = idle;
  }

  @Override
  public HttpServer createHttpServer(HttpServerOptions options) {
    // The body of a request that asks for HTTP/2 would be read whatever the guard says, into
    // memory, while its login is checked.
    options.setHttp2ClearTextEnabled(false);
    // a search with many identifiers is long, and so is the link to its next page
    options.setMaxInitialLineLength(LONGEST_LINE).setMaxFormAttributeSize(LONGEST_LINE);
    options
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setIdleTimeout((int) Math.min(Integer.MAX_VALUE, idle.toMillis()));
    AtomicInteger open = new AtomicInteger();
    return super.createHttpServer(options)
        .connectionHandler(
            connection -> {
              RequestFraming.addTo(((ConnectionBase) connection).channel().pipeline());
              connection.closeHandler(closed -> open.decrementAndGet());
              if (open.incrementAndGet() > maxConnections) {
                LOG.warn("HTTP connection closed: {} are open already", maxConnections);
                connection.close();
              }
            });
  }
}
