package org.radiologytrust.ops;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/**
 * Health at the management server, in the form of Camel's. Camel's own runs the checks while the
 * client waits, and refuses clients that do not accept JSON.
 */
final class HealthPages {
  private static final String HEALTH = "/observe/health";
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  /** Clients give up after a second or more. */
  private static final Duration WAIT = Duration.ofMillis(800);

  private final CamelContext camel;
  private final HealthLooks looks;

  private HealthPages(CamelContext camel, HealthLooks looks) {
    this.camel = camel;
    this.looks = looks;
  }

  /**
   * Adds the paths.
   *
   * @param port port of the management server, which must have started
   */
  static void serve(CamelContext camel, int port, Clock clock) {
    HealthLooks looks =
        new HealthLooks(
            () -> HealthCheckHelper.invokeReadiness(camel, "full"),
            clock,
            camel.getExecutorServiceManager().newSingleThreadExecutor(camel, "health"));
    looks.ask(WAIT);
    HealthPages pages = new HealthPages(camel, looks);
    Router router =
        VertxPlatformHttpRouter.lookup(camel, VertxPlatformHttpRouter.getRouterNameFromPort(port));
    for (String path : List.of(HEALTH, HEALTH + "/ready")) {
      router.get(path).handler(pages::ready);
    }
    router.get(HEALTH + "/live").handler(pages::live);
  }

  private void ready(RoutingContext c) {
    Future.fromCompletionStage(looks.ask(WAIT), c.vertx().getOrCreateContext())
        .onSuccess(answer -> answer(c, answer));
  }

  private void answer(RoutingContext c, HealthLooks.Answer answer) {
    boolean data = "true".equals(c.request().getParam("data"));
    JsonArray checks = new JsonArray();
    answer
        .problem()
        .ifPresent(problem -> checks.add(check("checks", HealthCheck.State.DOWN, problem)));
    answer.results().forEach(result -> checks.add(json(result, data)));
    JsonObject all = status(answer.isUp() && camel.isStarted());
    all.put("checks", checks);
    end(c, all);
  }

  private static JsonObject check(String name, HealthCheck.State state, String message) {
    JsonObject check = new JsonObject();
    check.put("name", name);
    check.put("status", state.name());
    if (!message.isEmpty()) {
      check.put("message", message);
    }
    return check;
  }

  private static JsonObject json(HealthCheck.Result result, boolean data) {
    JsonObject check =
        check(result.getCheck().getId(), result.getState(), result.getMessage().orElse(""));
    if (data && !result.getDetails().isEmpty()) {
      check.put("data", new JsonObject(new TreeMap<>(result.getDetails())));
    }
    return check;
  }

  /** Whether this process should go on: a peer that is away is no reason to restart it. */
  private void live(RoutingContext c) {
    end(c, status(camel.isStarted()));
  }

  private static JsonObject status(boolean up) {
    JsonObject status = new JsonObject();
    status.put("status", up ? "UP" : "DOWN");
    return status;
  }

  private static void end(RoutingContext c, JsonObject answer) {
    c.response()
        .setStatusCode("UP".equals(answer.get("status")) ? OK : UNAVAILABLE)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(answer.toJson());
  }
}
