package org.radiologytrust.auth;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * Answers HEAD wherever GET is answered. The routes see a GET, with the same login, and Vert.x
 * sends the response without its body.
 */
final class HeadRequests {
  private static final String KEY = HeadRequests.class.getName();

  private HeadRequests() {}

  /**
   * Must be called first for every request.
   *
   * @return true when the request was rerouted as a GET, so that the caller must stop
   */
  static boolean reroutedAsGet(RoutingContext c) {
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

  /** Vert.x writes no body and therefore sets no length. */
  private static void length(HttpServerResponse response) {
    boolean said =
        response.headers().contains(HttpHeaders.CONTENT_LENGTH)
            || response.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    if (!said && !response.isChunked()) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, "" + response.bytesWritten());
    }
  }
}
