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
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.auth.login.ActionLog;
import org.radiologytrust.auth.login.Authentication;
import org.radiologytrust.auth.login.Login;
import org.radiologytrust.auth.login.PageDoor;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.session.Right;
import org.radiologytrust.session.SessionCookie;
import org.radiologytrust.session.Visitor;
import org.radiologytrust.session.Visitor.Absence;

/**
 * The first handler of an HTTP port: sets security headers, asks for a login, and checks that the
 * user has the right that the request needs. It reads no body before that.
 */
final class Guard implements AuthenticationHandler {
  private static final String ASK = "WWW-Authenticate";
  private static final String REALM = "realm=\"Radiology Trust Layer\"";
  private static final String NO_CONTENT = "default-src 'none'; frame-ancestors 'none'";

  /** Hawtio's client sends text/json. */
  private static final Set<String> JSON = Set.of("application/json", "text/json");

  /** What a form of another site can send. */
  private static final Set<String> FORMS =
      Set.of("application/x-www-form-urlencoded", "text/plain");

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int UNSUPPORTED = 415;
  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;

  private final PathRights rights;
  private final Optional<StartPage> startPage;
  private final PageDoor pages;
  private final Authentication authentication;
  private final BodyAdmission bodies;

  /**
   * @param startPage of a port that has no other pages
   * @param bodies shared by all ports
   */
  Guard(
      PathRights rights,
      Optional<StartPage> startPage,
      PageDoor pages,
      Authentication authentication,
      BodyAdmission bodies) {
    this.rights = rights;
    this.startPage = startPage;
    this.pages = pages;
    this.authentication = authentication;
    this.bodies = bodies;
  }

  @Override
  public void handle(RoutingContext c) {
    if (HeadRequests.reroutedAsGet(c)) {
      return;
    }
    headers(c);
    if (foreign(c) && !PageDoor.isLaunch(c)) {
      refuse(c, FORBIDDEN, "forbidden", "Another site's page asks for this");
      return;
    }
    if (startPage.filter(page -> page.answer(c)).isPresent()) {
      return;
    }
    if (rights.isPage(c.normalizedPath())) {
      visitor(c, visitor -> page(c, visitor));
      return;
    }
    Optional<Right> right = rights.right(c.request().method(), c.normalizedPath());
    if (right.isEmpty()) {
      c.next();
      return;
    }
    List<String> given = c.request().headers().getAll(HttpHeaders.AUTHORIZATION);
    if (given.isEmpty()) {
      if (rights.isOutside(c.normalizedPath()) && SessionCookie.of(c.request()).isPresent()) {
        visitor(c, visitor -> outside(c, visitor));
      } else {
        askForLogin(c, false);
      }
      return;
    }
    check(c, given, login -> admit(c, right.get(), login));
  }

  /** A person who is logged in at the pages is told so there: the browser asks for no password. */
  private void outside(RoutingContext c, Visitor visitor) {
    if (visitor.known()) {
      page(c, visitor);
    } else {
      askForLogin(c, false);
    }
  }

  /** No byte of the body is delivered before the visitor is known. */
  private void visitor(RoutingContext c, Consumer<Visitor> then) {
    CompletableFuture<Visitor> visitor = pages.visitor(c);
    if (visitor.isDone()) {
      then.accept(visitor.join());
      return;
    }
    c.request().pause();
    Context loop = c.vertx().getOrCreateContext();
    visitor.thenAccept(
        known ->
            loop.runOnContext(
                v -> {
                  if (!c.request().isEnded()) {
                    c.request().resume();
                  }
                  then.accept(known);
                }));
  }

  /**
   * Only a session may change something: the pages refuse other bodies unread, but for a launch.
   */
  private void page(RoutingContext c, Visitor visitor) {
    if (visitor.known()) {
      c.request().pause();
      enter(c, () -> pages.enter(c, visitor));
    } else if ((reads(c) || PageDoor.isLaunch(c)) && PageDoor.isProgram(c)) {
      check(
          c,
          c.request().headers().getAll(HttpHeaders.AUTHORIZATION),
          login ->
              enter(
                  c,
                  () ->
                      pages.enter(
                          c,
                          new Visitor(
                              login.name(), login.rights(), Optional.empty(), Absence.NONE))));
    } else {
      pages.enter(c, visitor);
    }
  }

  private void check(RoutingContext c, List<String> given, Consumer<Login> right) {
    HttpServerRequest request = c.request();
    request.pause();
    Context loop = c.vertx().getOrCreateContext();
    // with two headers, different readers could see different logins
    authentication
        .check(given.size() == 1 ? given.get(0) : "", request.remoteAddress().host())
        .whenComplete((outcome, e) -> loop.runOnContext(v -> answer(c, right, outcome, e)));
  }

  private void answer(
      RoutingContext c,
      Consumer<Login> right,
      Authentication.@Nullable Outcome outcome,
      @Nullable Throwable failure) {
    if (failure != null) {
      c.fail(failure);
      return;
    }
    switch (outcome.answer()) {
      case RIGHT -> right.accept(outcome.login());
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
   * {@code setUser} is deprecated for everything but authentication, which this is. Camel hands the
   * user to the routes.
   */
  @SuppressWarnings("deprecation")
  private void admit(RoutingContext c, Right right, Login login) {
    if (!login.has(right)) {
      logUnread(c, login);
      refuse(c, FORBIDDEN, "forbidden", "This needs the role " + Role.codesWith(right));
      return;
    }
    String encoding = c.request().getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
      // nothing here decompresses: a compressed form would be read as another search
      logUnread(c, login);
      refuse(c, UNSUPPORTED, "not-supported", "Content-Encoding: send the body uncompressed");
      return;
    }
    String type = contentType(c);
    if (type.startsWith("multipart/")) {
      // Vert.x would write the parts to files
      logUnread(c, login);
      refuse(c, UNSUPPORTED, "not-supported", "Content-Type: multipart is not supported");
      return;
    }
    if (console(c) && !reads(c) && !JSON.contains(type)) {
      // a form cannot send this type, and another site's script only after a CORS preflight
      logUnread(c, login);
      refuse(c, UNSUPPORTED, "not-supported", "Content-Type: send application/json");
      return;
    }
    if (api(c) && FORMS.contains(type)) {
      refuse(c, UNSUPPORTED, "not-supported", "Content-Type: forms are not supported");
      return;
    }
    c.setUser(ActionLog.user(login));
    enter(c, c::next);
  }

  /** Goes on as soon as there is room for the body. */
  private void enter(RoutingContext c, Runnable next) {
    boolean room =
        bodies.enter(
            c,
            () -> {
              if (!c.request().isEnded()) {
                c.request().resume();
              }
              next.run();
            });
    if (!room) {
      wait(c, UNAVAILABLE, 1, "transient", "Too many requests at once; try again");
    }
  }

  /**
   * Logs a refused request to Jolokia; {@link ActionLog} gets admitted ones from Jolokia itself.
   */
  private static void logUnread(RoutingContext c, Login login) {
    if (jolokia(c)) {
      ActionLog.logUnread(login);
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
   * @param code code of FHIR's IssueType
   */
  private static void refuse(RoutingContext c, int status, String code, String text) {
    HttpServerResponse response = c.response();
    if (response.closed() || response.ended()) {
      return;
    }
    if (!c.request().isEnded()) {
      // the rest of the body is read and dropped, so that the client sees the response
      c.request().resume();
    }
    response.setStatusCode(status);
    if (contract(c)) {
      response
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/json;charset=UTF-8")
          .end(new JsonObject().put("success", false).put("error", text).encode());
      return;
    }
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

  /** Whether an answer has the form of the contract for reporting systems. */
  private static boolean contract(RoutingContext c) {
    return c.normalizedPath().startsWith("/v1/");
  }

  private static void headers(RoutingContext c) {
    HttpServerResponse response = c.response();
    response.putHeader("X-Content-Type-Options", "nosniff");
    response.putHeader("X-Frame-Options", "DENY");
    response.putHeader("Referrer-Policy", "no-referrer");
    if (c.request().isSSL()) {
      response.putHeader("Strict-Transport-Security", "max-age=31536000");
    }
    // handlers that serve pages replace this policy
    response.putHeader("Content-Security-Policy", NO_CONTENT);
    if (fhir(c) || api(c) || contract(c)) {
      response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
  }

  /**
   * Whether another site's page caused the request. A browser that has logged in once sends the
   * login with such requests, too. They must change nothing, and in the console they may only open
   * a page. Over plain HTTP, browsers send no Sec-Fetch-Site except for loopback, but every POST
   * has an Origin.
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

  private static boolean api(RoutingContext c) {
    return c.normalizedPath().startsWith("/api/");
  }

  private static boolean reads(RoutingContext c) {
    HttpMethod method = c.request().method();
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
  }

  /** In lower case and without parameters; empty when the header is missing. */
  private static String contentType(RoutingContext c) {
    String type = c.request().getHeader(HttpHeaders.CONTENT_TYPE);
    return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }
}
