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
 * Creates HTTP servers with limits that Camel has no settings for. Camel finds it in its registry
 * and uses it for both ports; its creator closes it.
 */
public final class BoundedVertx extends VertxWrapper {
  private static final Logger LOG = LoggerFactory.getLogger(BoundedVertx.class);

  /** Worker threads for both ports: enough that a busy port does not block the other. */
  private static final int WORKERS = 100;

  /** Limit of a request's first line and of one form field, bytes. */
  private static final int LONGEST_LINE = 1 << 16;

  private final int maxConnections;
  private final Duration idle;

  /**
   * @param maxConnections open connections of each server; further ones are closed at once
   * @param idle longest time without a byte on a connection
   */
  public BoundedVertx(int maxConnections, Duration idle) {
    super((VertxInternal) Vertx.vertx(new VertxOptions().setWorkerPoolSize(WORKERS)));
    this.maxConnections = maxConnections;
    this.idle = idle;
  }

  @Override
  public HttpServer createHttpServer(HttpServerOptions options) {
    // With the HTTP/2 upgrade, Vert.x reads the body into memory before the guard has decided.
    options.setHttp2ClearTextEnabled(false);
    // searches with many identifiers, and links to their next page, are long
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
