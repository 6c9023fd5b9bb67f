package org.radiologytrust.ops;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * Serves Hawtio's console under {@code /hawtio} of the management server, from the class path. What
 * the console asks its own back end is answered here; the login is the server's Basic.
 */
public final class HawtioConsole {
  private static final Map<String, String> ANSWERS =
      Map.of(
          "auth/config/login", "[]",
          "auth/config/session-timeout", "0",
          "plugin", "[]",
          "preset-connections", "[]",
          "proxy/enabled", "false",
          "keycloak/enabled", "false");

  private HawtioConsole() {}

  /**
   * @param port of the management server, which has started
   */
  public static void serve(CamelContext context, int port) {
    Router router =
        VertxPlatformHttpRouter.lookup(
            context, VertxPlatformHttpRouter.getRouterNameFromPort(port));
    router.get("/hawtio").handler(c -> c.redirect("/hawtio/"));
    router.get("/hawtio/user").handler(c -> json(c, "\"" + Operator.NAME + "\""));
    ANSWERS.forEach((path, body) -> router.get("/hawtio/" + path).handler(c -> json(c, body)));
    router
        .get("/hawtio/*")
        .handler(StaticHandler.create("hawtio-static").setIndexPage("index.html"));
    router
        .get("/hawtio/*")
        .handler(
            c -> {
              // the console's own addresses; a file that is missing stays missing
              if (c.normalizedPath().contains(".")) {
                c.response().setStatusCode(404).end();
              } else {
                c.reroute("/hawtio/index.html");
              }
            });
  }

  private static void json(RoutingContext c, String body) {
    c.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(body);
  }
}
