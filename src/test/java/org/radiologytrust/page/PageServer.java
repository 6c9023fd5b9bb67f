package org.radiologytrust.page;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.radiologytrust.session.Logins;
import org.radiologytrust.session.Right;
import org.radiologytrust.session.Session;
import org.radiologytrust.session.Visitor;

/** Serves pages on loopback. The header {@code User} logs in; who is called vera may only read. */
final class PageServer implements AutoCloseable {
  static final String VIEWER = "vera";
  private static final int MAX_FORM = 64 * 1024;
  private static final Set<Right> READS = EnumSet.of(Right.READ_AUDITS);
  private static final Set<Right> DECIDES = EnumSet.of(Right.READ_AUDITS, Right.DECIDE);

  private final Vertx vertx = Vertx.vertx();
  // as browsers do without TLS
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpServer server;

  PageServer(PagePart... parts) throws Exception {
    Router router = Router.router(vertx);
    router
        .route()
        .handler(
            c -> {
              String user = c.request().getHeader("User");
              c.put(Visitor.KEY, user == null ? nobody() : visitor(user));
              c.next();
            });
    PageRouter pages = new PageRouter(router, logins(), MAX_FORM);
    for (PagePart part : parts) {
      part.routes(pages);
    }
    pages.end();
    server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
  }

  private static Visitor nobody() {
    return Visitor.nobody(Visitor.Absence.NONE);
  }

  private static Visitor visitor(String user) {
    Session session = new Session("id-" + user, user, token(user), Instant.now());
    return new Visitor(
        user, user.equals(VIEWER) ? READS : DECIDES, Optional.of(session), Visitor.Absence.NONE);
  }

  private static Logins logins() {
    return (Logins)
        Proxy.newProxyInstance(
            PageServer.class.getClassLoader(),
            new Class<?>[] {Logins.class},
            (proxy, method, arguments) -> null);
  }

  static String token(String user) {
    return "token-" + user;
  }

  String origin() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  HttpResponse<String> get(String user, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(origin() + path)).header("User", user).build(),
        BodyHandlers.ofString());
  }

  /** Sends a form as htmx does. */
  HttpResponse<String> post(String user, String path, Map<String, String> fields) throws Exception {
    return post(
        path,
        fields,
        "User",
        user,
        "Origin",
        origin(),
        "X-Token",
        token(user),
        "HX-Request",
        "true");
  }

  /** Sends a form with these headers alone. */
  HttpResponse<String> post(String path, Map<String, String> fields, String... headers)
      throws Exception {
    String body =
        new TreeMap<>(fields)
            .entrySet().stream()
                .map(
                    f -> f.getKey() + "=" + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    return http.send(
        HttpRequest.newBuilder(URI.create(origin() + path))
            .headers(headers)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  @Override
  public void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
