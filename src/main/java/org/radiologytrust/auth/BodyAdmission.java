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
import org.radiologytrust.session.BodyRoom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds the memory for request bodies over all HTTP ports. A request counts from the first byte of
 * its body to the end of its response, or until {@link BodyRoom#leave}. A request without room is
 * not read until there is room, so its sender waits.
 */
public final class BodyAdmission {
  private static final Logger LOG = LoggerFactory.getLogger(BodyAdmission.class);

  /** Room, as a multiple of the largest body; MLLP uses the same for frames. */
  private static final int LARGEST_BODIES = 3;

  /** Requests that may wait; each keeps its headers in memory. */
  private static final int MOST_WAITING = 1000;

  private final long largest;
  private final Duration time;
  private final Deque<Place> queue = new ArrayDeque<>();
  private long held;

  /**
   * @param largest largest body, bytes
   * @param time longest time for reading one body
   */
  public BodyAdmission(long largest, Duration time) {
    if (time.toMillis() < 1) {
      throw new IllegalArgumentException("rtl.http.body-time: must be more than 0, such as 60s");
    }
    this.largest = largest;
    this.time = time;
  }

  /** One request, from its arrival to its end. */
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
   * Must be called on the request's event loop, with the request paused.
   *
   * @param admitted resumes the request; called on the same event loop as soon as there is room
   * @return false when too many requests wait already
   */
  boolean enter(RoutingContext request, Runnable admitted) {
    if (request.response().closed()) {
      // closed while its login was checked: no end handler would run and release its room
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
    BodyRoom.taken(request, () -> leave(place));
    admit();
    return true;
  }

  /** The announced length, which HTTP enforces; the largest body when none is announced. */
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

  /** Closes the connection of a body that arrives too slowly. */
  private void watch(Place place) {
    HttpServerRequest request = place.request.request();
    Vertx vertx = place.request.vertx();
    long timer =
        vertx.setTimer(
            time.toMillis(),
            t -> {
              if (!request.isEnded()) {
                LOG.warn("HTTP connection closed: a body was not complete within {}", time);
                // closing by the response would call no end handler
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
