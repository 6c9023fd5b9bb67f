package org.radiologytrust.auth;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the requests of all HTTP ports together may hold of bodies, from their first byte to the end
 * of the answer. One that finds no place is not read until there is one: its sender waits, and
 * memory stays flat.
 */
public final class Bodies {
  private static final Logger LOG = LoggerFactory.getLogger(Bodies.class);

  /** How many largest bodies are held at the same time, as MLLP does with frames. */
  private static final int LARGEST_BODIES = 3;

  /** Requests that may wait; they cost their heads. */
  private static final int MOST_WAITING = 1000;

  private final long largest;
  private final Duration time;
  private final Deque<Place> queue = new ArrayDeque<>();
  private long held;

  /**
   * @param largest body, in bytes
   * @param time how long a body may take, from when it is read to its last byte
   */
  public Bodies(long largest, Duration time) {
    if (time.toMillis() < 1) {
      throw new IllegalArgumentException("rtl.http.body-time: must be more than 0, such as 60s");
    }
    this.largest = largest;
    this.time = time;
  }

  /** Of one request, from its arrival to its end. */
  private static final class Place {
    private final RoutingContext request;
    private final long bytes;
    private final Context loop;
    private final Runnable admitted;
    private boolean in;
    private boolean over;

    Place(RoutingContext request, long bytes, Runnable admitted) {
      this.request = request;
      this.bytes = bytes;
      this.loop = request.vertx().getOrCreateContext();
      this.admitted = admitted;
    }
  }

  /**
   * To be called on the request's event loop, with the request paused.
   *
   * @param admitted reads the request on; called on the same event loop, as soon as there is a
   *     place
   * @return false when too many wait already
   */
  boolean enter(RoutingContext request, Runnable admitted) {
    if (request.response().closed()) {
      // lost while its login was checked: nothing would tell of its end, and give its place back
      return true;
    }
    long bytes = bytes(request.request());
    if (bytes == 0) {
      admitted.run();
      return true;
    }
    Place place = new Place(request, bytes, admitted);
    synchronized (this) {
      if (queue.size() >= MOST_WAITING) {
        return false;
      }
      queue.add(place);
    }
    request.addEndHandler(ended -> leave(place));
    admit();
    return true;
  }

  /** What it says, which is not exceeded; the most where it does not say. */
  private long bytes(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null) {
      boolean chunked = request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
      boolean streamed =
          request.version() == HttpVersion.HTTP_2
              && !request.method().equals(HttpMethod.GET)
              && !request.method().equals(HttpMethod.HEAD);
      return chunked || streamed ? largest : 0;
    }
    try {
      return Math.max(0, Math.min(largest, Long.parseLong(length.strip())));
    } catch (NumberFormatException e) {
      return largest;
    }
  }

  private void admit() {
    List<Place> next = new ArrayList<>();
    synchronized (this) {
      while (!queue.isEmpty() && held + queue.peek().bytes <= LARGEST_BODIES * largest) {
        Place place = queue.poll();
        place.in = true;
        held += place.bytes;
        next.add(place);
      }
    }
    for (Place place : next) {
      place.loop.runOnContext(
          v -> {
            if (!place.request.response().closed()) {
              watch(place);
              place.admitted.run();
            }
          });
    }
  }

  /** One that comes too slowly must not keep its place. */
  private void watch(Place place) {
    HttpServerRequest request = place.request.request();
    Vertx vertx = place.request.vertx();
    long timer =
        vertx.setTimer(
            time.toMillis(),
            t -> {
              if (!request.isEnded()) {
                LOG.warn("HTTP connection closed: a body was not whole within {}", time);
                // not by the response, whose end nobody would be told
                request.connection().close();
              }
            });
    place.request.addEndHandler(ended -> vertx.cancelTimer(timer));
  }

  private void leave(Place place) {
    synchronized (this) {
      if (place.over) {
        return;
      }
      place.over = true;
      if (place.in) {
        held -= place.bytes;
      } else {
        queue.remove(place);
      }
    }
    admit();
  }
}
