package org.radiologytrust.page;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.radiologytrust.launch.FormBody;
import org.radiologytrust.page.door.PagePart;
import org.radiologytrust.page.door.PageRouter;
import org.radiologytrust.session.Logins;
import org.radiologytrust.session.Right;
import org.radiologytrust.session.Session;
import org.radiologytrust.session.Visitor;

/** Serves pages on loopback. */
public final class PageServer implements AutoCloseable {
  public static final String VIEWER = "vera";
  public static final String CHECKER = "cleo";

  /** Has texts checked, and reads audits. */
  public static final String CHECKING_READER = "rita";

  static final String OPERATOR = "otto";

  /** Has the rights of a reviewer and of an operator. */
  static final String BOTH = "beth";

  /** Has the rights of a quality lead. */
  public static final String LEAD = "lena";

  private static final int MAX_FORM = 64 * 1024;
  private static final Set<Right> READS = EnumSet.of(Right.READ_AUDITS);
  private static final Set<Right> DECIDES =
      EnumSet.of(Right.READ_AUDITS, Right.DECIDE, Right.CONFIRM_PATIENT);
  private static final Set<Right> LEADS =
      EnumSet.of(Right.READ_AUDITS, Right.SEE_FIGURES, Right.CHANGE_STRENGTHS, Right.SEE_TRIAL);
  private static final Set<Right> OPERATES =
      EnumSet.of(Right.READ_AUDITS, Right.CONFIRM_PATIENT, Right.SEND_REPORTS, Right.OPERATE);

  private final Vertx vertx = Vertx.vertx();
  // as browsers do without TLS
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpServer server;

  /** The header {@code User} logs in. Everybody decides, but for those who are named above. */
  public PageServer(PagePart... parts) throws Exception {
    this(named(), new SampleLogins(session -> {}), MAX_FORM, parts);
  }

  /**
   * @param visitors says who asks
   * @param maxForm largest form, bytes
   */
  public PageServer(
      Function<HttpServerRequest, Visitor> visitors, Logins logins, int maxForm, PagePart... parts)
      throws Exception {
    Router router = Router.router(vertx);
    router.route().handler(c -> c.put(Visitor.KEY, visitors.apply(c.request())).next());
    PageRouter pages = new PageRouter(router, logins, maxForm);
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

  /** Each user has one session. */
  private static Function<HttpServerRequest, Visitor> named() {
    Map<String, Session> sessions = new ConcurrentHashMap<>();
    return request -> {
      String user = request.getHeader("User");
      if (user == null) {
        return Visitor.nobody(Visitor.Absence.NONE);
      }
      Session session =
          sessions.computeIfAbsent(
              user, name -> new Session("id-" + name, name, token(name), Instant.now()));
      return new Visitor(user, rights(user), Optional.of(session), Visitor.Absence.NONE);
    };
  }

  private static Set<Right> rights(String user) {
    return switch (user) {
      case VIEWER -> READS;
      case CHECKER -> EnumSet.of(Right.CHECK_DRAFTS);
      case CHECKING_READER -> EnumSet.of(Right.CHECK_DRAFTS, Right.READ_AUDITS);
      case OPERATOR -> OPERATES;
      case LEAD -> LEADS;
      case BOTH -> {
        Set<Right> both = EnumSet.copyOf(DECIDES);
        both.addAll(OPERATES);
        yield both;
      }
      default -> DECIDES;
    };
  }

  public static String token(String user) {
    return "token-" + user;
  }

  public String origin() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  public HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(origin() + path));
  }

  public HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  public HttpResponse<String> get(String user, String path) throws Exception {
    return send(to(path).header("User", user));
  }

  /** Sends a form as htmx does. */
  public HttpResponse<String> post(String user, String path, Map<String, String> fields)
      throws Exception {
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
  public HttpResponse<String> post(String path, Map<String, String> fields, String... headers)
      throws Exception {
    return send(FormBody.post(to(path).headers(headers), fields));
  }

  @Override
  public void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
