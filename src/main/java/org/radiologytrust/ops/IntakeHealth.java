package org.radiologytrust.ops;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.radiologytrust.journal.store.WriteHealth;

/**
 * Answers a load balancer that asks whether this node takes messages: 200 while the journal can be
 * written, else 503. Readiness is another question: when a model server is away, no node is ready,
 * but all of them take messages.
 */
public final class IntakeHealth {
  /** Path at the management server, beside Camel's {@code live} and {@code ready}. */
  static final String PATH = "/observe/health/intake";

  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final CamelContext camel;
  private final WriteHealth journal;

  private IntakeHealth(CamelContext camel, WriteHealth journal) {
    this.camel = camel;
    this.journal = journal;
  }

  /**
   * Adds the path.
   *
   * @param port port of the management server, which must have started
   */
  public static void serve(CamelContext camel, int port, WriteHealth journal) {
    IntakeHealth health = new IntakeHealth(camel, journal);
    VertxPlatformHttpRouter.lookup(camel, VertxPlatformHttpRouter.getRouterNameFromPort(port))
        .get(PATH)
        .handler(health::answer);
  }

  private void answer(RoutingContext c) {
    // a node that stops sends its clients away before it closes its ports
    boolean up = camel.isStarted() && journal.problem().isEmpty();
    c.response()
        .setStatusCode(up ? OK : UNAVAILABLE)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end("{\"status\":\"" + (up ? "UP" : "DOWN") + "\"}");
  }
}
