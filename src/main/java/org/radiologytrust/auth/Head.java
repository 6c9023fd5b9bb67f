package org.radiologytrust.auth;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * HEAD, wherever GET is answered: the routes see a GET, with all that it asks of a login, and
 * Vert.x sends the answer without its body.
 */
final class Head {
  private static final String KEY = Head.class.getName();

  private Head() {}

  /**
   * To be called first at every request.
   *
   * @return true: the request begins again, as a GET
   */
  static boolean takenAsGet(RoutingContext c) {
    HttpServerRequest request = c.request();
    String path = request.path();
    if (request.method().equals(HttpMethod.HEAD) && path != null && path.startsWith("/")) {
      c.put(KEY, true);
      c.reroute(HttpMethod.GET, request.query() == null ? path : path + "?" + request.query());
      return true;
    }
    if (c.get(KEY) != null) {
      c.addHeadersEndHandler(sent -> length(c.response()));
    }
    return false;
  }

  /** Vert.x leaves the length out, since it writes no body. */
  private static void length(HttpServerResponse response) {
    boolean said =
        response.headers().contains(HttpHeaders.CONTENT_LENGTH)
            || response.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    if (!said && !response.isChunked()) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, "" + response.bytesWritten());
    }
  }
}
