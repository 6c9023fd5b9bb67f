package org.radiologytrust.auth;

import io.netty.channel.ChannelPipeline;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.VertxWrapper;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.feature.ConnectionPlaces;

/**
 * Creates HTTP servers with limits that Camel has no settings for. Camel finds it in its registry
 * and uses it for both ports; its creator closes it.
 */
final class BoundedVertx extends VertxWrapper {
  /** Threads for the requests of routes and pages, of both ports. */
  private static final int REQUESTS = 100;

  /** Threads for everything else, such as metrics, which must not wait for requests. */
  private static final int OTHERS = 20;

  /** Limit of a request's first line and of one form field, bytes. */
  private static final int LONGEST_LINE = 1 << 16;

  private final IntFunction<ConnectionPlaces> places;
  private final Duration headerTime;
  private final Duration idle;
  private final WorkerExecutor requests;

  /**
   * @param places by port: for the connections of its server
   * @param headerTime longest time until the header of a request is complete
   * @param idle longest time without a byte on a connection
   */
  BoundedVertx(IntFunction<ConnectionPlaces> places, Duration headerTime, Duration idle) {
    super((VertxInternal) Vertx.vertx(new VertxOptions().setWorkerPoolSize(OTHERS)));
    this.places = places;
    this.headerTime = headerTime;
    this.idle = idle;
    this.requests = createSharedWorkerExecutor("requests", REQUESTS);
  }

  /**
   * Camel's routes and our pages call this one. Camel's handler of metrics calls another, and so
   * has threads that no request holds.
   */
  @Override
  public <T> Future<@Nullable T> executeBlocking(Callable<T> work, boolean ordered) {
    return requests.executeBlocking(work, ordered);
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
    return super.createHttpServer(options)
        .connectionHandler(
            connection -> {
              ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
              RequestFraming.addTo(pipeline);
              RequestWatch.addTo(
                  pipeline, places.apply(connection.localAddress().port()), headerTime);
            });
  }
}
