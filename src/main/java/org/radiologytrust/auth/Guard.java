package org.radiologytrust.auth;

import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.AuthenticationHandler;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Comes before everything else on an HTTP port: sets the headers that make browsers careful, asks
 * for a login, and checks that the user has the right that the request needs. No body is read
 * before.
 */
final class Guard implements AuthenticationHandler {
  private static final String ASK = "WWW-Authenticate";
  private static final String REALM = "realm=\"Radiology Trust Layer\"";
  private static final String NO_CONTENT = "default-src 'none'; frame-ancestors 'none'";

  /** Hawtio's client sends text/json. */
  private static final Set<String> JSON = Set.of("application/json", "text/json");

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int UNSUPPORTED = 415;
  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;

  private final PathRights rights;
  private final StartPage startPage;
  private final Authentication authentication;
  private final Bodies bodies;

  /**
   * @param bodies shared by all ports
   */
  Guard(PathRights rights, StartPage startPage, Authentication authentication, Bodies bodies) {
    this.rights = rights;
    this.startPage = startPage;
    this.authentication = authentication;
    this.bodies = bodies;
  }

  @Override
  public void handle(RoutingContext c) {
    if (Head.takenAsGet(c)) {
      return;
    }
    headers(c);
    if (foreign(c)) {
      refuse(c, FORBIDDEN, "forbidden", "Another site's page asks for this");
      return;
    }
    if (startPage.answer(c)) {
      return;
    }
    Optional<Right> right = rights.right(c.request().method(), c.normalizedPath());
    if (right.isEmpty()) {
      c.next();
      return;
    }
    List<String> given = c.request().headers().getAll(HttpHeaders.AUTHORIZATION);
    if (given.isEmpty()) {
      askForLogin(c, false);
      return;
    }
    HttpServerRequest request = c.request();
    request.pause();
    Context loop = c.vertx().getOrCreateContext();
    // several would be a way to show each reader another login
    authentication
        .check(given.size() == 1 ? given.get(0) : "", request.remoteAddress().host())
        .whenComplete((outcome, e) -> loop.runOnContext(v -> answer(c, right.get(), outcome, e)));
  }

  private void answer(
      RoutingContext c, Right right, Authentication.Outcome outcome, Throwable failure) {
    if (failure != null) {
      c.fail(failure);
      return;
    }
    switch (outcome.answer()) {
      case RIGHT -> admit(c, right, outcome.login());
      case WRONG ->
          c.vertx()
              .setTimer(
                  Math.max(1, authentication.limits().delay().toMillis()),
                  t -> askForLogin(c, true));
      case TOO_MANY_FAILURES ->
          wait(
              c,
              TOO_MANY,
              Math.max(1, authentication.limits().window().toSeconds()),
              "throttled",
              "Too many logins failed; try again later");
      case TOO_BUSY -> wait(c, UNAVAILABLE, 1, "transient", "Too many logins at once; try again");
      default -> throw new IllegalStateException(outcome.answer().name());
    }
  }

  /**
   * The routes find the user as Camel gives it to them; setting it is an authentication's matter.
   */
  @SuppressWarnings("deprecation")
  private void admit(RoutingContext c, Right right, Login login) {
    if (!login.has(right)) {
      tellUnread(c, login);
      refuse(c, FORBIDDEN, "forbidden", "This needs the role " + Role.codesWith(right));
      return;
    }
    String encoding = c.request().getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
      // nothing here unpacks; read as it is, a packed form would be another search
      tellUnread(c, login);
      refuse(c, UNSUPPORTED, "not-supported", "Content-Encoding: send it unpacked");
      return;
    }
    String type = contentType(c);
    if (type.startsWith("multipart/")) {
      // Vert.x would write its parts to files
      tellUnread(c, login);
      refuse(c, UNSUPPORTED, "not-supported", "Content-Type: nothing takes a form of parts");
      return;
    }
    if (console(c) && !reads(c) && !JSON.contains(type)) {
      // a type that no form can send, and a script of another site only after it has asked us
      tellUnread(c, login);
      refuse(c, UNSUPPORTED, "not-supported", "Content-Type: send application/json");
      return;
    }
    c.setUser(Actions.user(login));
    if (!bodies.enter(c, () -> proceed(c))) {
      wait(c, UNAVAILABLE, 1, "transient", "Too many requests at once; try again");
    }
  }

  private static void proceed(RoutingContext c) {
    if (!c.request().isEnded()) {
      c.request().resume();
    }
    c.next();
  }

  /** What Jolokia lets through it tells by itself. */
  private static void tellUnread(RoutingContext c, Login login) {
    if (jolokia(c)) {
      Actions.unread(login);
    }
  }

  private static boolean jolokia(RoutingContext c) {
    return c.normalizedPath().startsWith("/hawtio/jolokia");
  }

  private void askForLogin(RoutingContext c, boolean wrong) {
    c.response().headers().add(ASK, "Basic " + REALM + ", charset=\"UTF-8\"");
    if (authentication.takesTokens()) {
      String given = c.request().getHeader(HttpHeaders.AUTHORIZATION);
      boolean token = given != null && given.regionMatches(true, 0, "Bearer ", 0, 7);
      c.response()
          .headers()
          .add(ASK, "Bearer " + REALM + (token ? ", error=\"invalid_token\"" : ""));
    }
    refuse(c, UNAUTHORIZED, "login", wrong ? "The login is wrong" : "Log in");
  }

  private static void wait(RoutingContext c, int status, long seconds, String code, String text) {
    c.response().putHeader(HttpHeaders.RETRY_AFTER, "" + seconds);
    refuse(c, status, code, text);
  }

  /**
   * @param code of FHIR's IssueType
   */
  private static void refuse(RoutingContext c, int status, String code, String text) {
    HttpServerResponse response = c.response();
    if (response.closed() || response.ended()) {
      return;
    }
    if (!c.request().isEnded()) {
      // what is left of the body is read, so that the client sees the answer, and dropped
      c.request().resume();
    }
    response.setStatusCode(status);
    if (!fhir(c)) {
      response.end();
      return;
    }
    JsonObject issue =
        new JsonObject().put("severity", "error").put("code", code).put("diagnostics", text);
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/fhir+json;charset=UTF-8")
        .end(
            new JsonObject()
                .put("resourceType", "OperationOutcome")
                .put("issue", new JsonArray().add(issue))
                .encode());
  }

  private static boolean fhir(RoutingContext c) {
    String path = c.normalizedPath();
    return path.equals("/fhir") || path.startsWith("/fhir/");
  }

  private static void headers(RoutingContext c) {
    HttpServerResponse response = c.response();
    response.putHeader("X-Content-Type-Options", "nosniff");
    response.putHeader("X-Frame-Options", "DENY");
    response.putHeader("Referrer-Policy", "no-referrer");
    if (c.request().isSSL()) {
      response.putHeader("Strict-Transport-Security", "max-age=31536000");
    }
    // what shows pages says what they need
    response.putHeader("Content-Security-Policy", NO_CONTENT);
    if (fhir(c)) {
      response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
  }

  /**
   * A browser that has logged in once sends the login with whatever another site's page asks of us.
   * Such a request must change nothing, and of the console it may only open a page. Over plain HTTP
   * on a network name browsers do not say which site asks, but every POST names its origin.
   */
  private static boolean foreign(RoutingContext c) {
    if (reads(c) && !console(c)) {
      return false;
    }
    String site = c.request().getHeader("Sec-Fetch-Site");
    String origin = c.request().getHeader(HttpHeaders.ORIGIN);
    boolean page = reads(c) && "document".equals(c.request().getHeader("Sec-Fetch-Dest"));
    boolean other = site != null && !site.equals("same-origin") && !site.equals("none");
    boolean strange =
        origin != null && !origin.endsWith("://" + c.request().getHeader(HttpHeaders.HOST));
    return strange || other && (jolokia(c) || !page);
  }

  private static boolean console(RoutingContext c) {
    return c.normalizedPath().startsWith("/hawtio");
  }

  private static boolean reads(RoutingContext c) {
    HttpMethod method = c.request().method();
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
  }

  /** Lower case, without parameters; empty where there is none. */
  private static String contentType(RoutingContext c) {
    String type = c.request().getHeader(HttpHeaders.CONTENT_TYPE);
    return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }
}
