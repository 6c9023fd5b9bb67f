package org.radiologytrust.ops;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.Json;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.spi.ModelToXMLDumper;

/**
 * Serves Hawtio's console from the class path under {@code /hawtio} of the management server, and
 * answers the requests that the console sends to its own back end. The guard checks the login.
 */
public final class HawtioConsole {
  private static final String FOLDER = "hawtio-static";

  /** The table of all routes, with their state and counts. */
  private static final String ROUTES = "/hawtio/camel/routes?nid=root-org.apache.camel-rtl-routes";

  /**
   * Removes a login from the page's address: browsers forbid {@code fetch} on such a page and keep
   * the login anyway. The console would begin with a diagram of the routes: it begins with the
   * table.
   */
  private static final String BEFORE =
      "if(new URL(document.URL).username)"
          + "location.replace(location.origin+location.pathname+location.search+location.hash);"
          + "else if(location.pathname==='/hawtio/')history.replaceState(null,'','"
          + ROUTES
          + "')";

  /**
   * The strictest policy that the console works with. It creates styles at run time, and its icons
   * are data URLs.
   */
  private static final String POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self' 'sha256-" + sha256(BEFORE) + "'",
          "style-src 'self' 'unsafe-inline'",
          "img-src 'self' data:",
          "font-src 'self'",
          "connect-src 'self'",
          "base-uri 'self'",
          "form-action 'none'",
          "frame-ancestors 'none'");

  private static final Map<String, String> ANSWERS =
      Map.of(
          "auth/config/login", "[]",
          "auth/config/session-timeout", "0",
          // jolokia-access.xml refuses the data of these pages
          "hawtconfig.json", "{\"disabledRoutes\":[\"/runtime\",\"/jvm-diagnostics\"]}",
          "plugin", "[]",
          "preset-connections", "[]",
          "proxy/enabled", "false",
          "keycloak/enabled", "false");

  private HawtioConsole() {}

  /**
   * Adds the routes of the console.
   *
   * @param port port of the management server, which must have started
   * @throws IllegalStateException when the console is not on the class path
   */
  public static void serve(CamelContext context, int port) {
    Router router =
        VertxPlatformHttpRouter.lookup(
            context, VertxPlatformHttpRouter.getRouterNameFromPort(port));
    context.getCamelContextExtension().addContextPlugin(ModelToXMLDumper.class, new DiagramXml());
    router
        .get("/hawtio")
        .handler(
            c -> {
              // the router matches /hawtio/ as well
              if (c.request().path().equals("/hawtio")) {
                c.redirect("/hawtio/");
              } else {
                c.next();
              }
            });
    router.get("/hawtio/user").handler(c -> json(c, Json.encode(c.user().subject())));
    ANSWERS.forEach((path, body) -> router.get("/hawtio/" + path).handler(c -> json(c, body)));
    String page = page();
    router.get("/hawtio/").handler(c -> html(c, page));
    router.get("/hawtio/index.html").handler(c -> html(c, page));
    // a browser treats the console's workers as documents, so they need the policy, too
    router.get("/hawtio/*").handler(HawtioConsole::allow).handler(StaticHandler.create(FOLDER));
    router
        .get("/hawtio/*")
        .handler(
            c -> {
              // an address inside the console gets the page; a missing file stays missing
              if (c.normalizedPath().contains(".")) {
                c.response().setStatusCode(404).end();
              } else {
                html(c, page);
              }
            });
  }

  private static void allow(RoutingContext c) {
    c.response().putHeader("Content-Security-Policy", POLICY);
    c.next();
  }

  /** The console's page, with the script that runs before it. */
  private static String page() {
    try (InputStream in =
        HawtioConsole.class.getClassLoader().getResourceAsStream(FOLDER + "/index.html")) {
      if (in == null) {
        throw new IllegalStateException("Hawtio's console is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("<head>", "<head><script>" + BEFORE + "</script>");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void html(RoutingContext c, String page) {
    c.response()
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html;charset=UTF-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .end(page);
  }

  private static void json(RoutingContext c, String body) {
    c.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(body);
  }
}
