package org.radiologytrust.page.door;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.session.Logins;
import org.radiologytrust.session.Right;
import org.radiologytrust.session.Session;
import org.radiologytrust.session.Visitor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses of the pages. Each handler runs on a worker thread, after the visitor's right, and
 * the origin and token of a form, were checked. A handler that throws answers with an error page.
 */
public final class PageRouter {
  private static final Logger LOG = LoggerFactory.getLogger(PageRouter.class);
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int SEE_OTHER = 303;
  private static final int NO_CONTENT = 204;
  private static final int UNAVAILABLE = 503;

  private final Router router;
  private final Logins logins;
  private final int maxForm;

  /**
   * @param maxForm largest form, bytes
   */
  public PageRouter(Router router, Logins logins, int maxForm) {
    this.router = router;
    this.logins = logins;
    this.maxForm = maxForm;
    router.route().handler(PageRouter::headers);
  }

  /**
   * A page, or a part of one.
   *
   * @param path such as {@code /reports/:id}
   * @param right what the visitor needs
   */
  public void get(String path, Right right, PageHandler handler) {
    router.get(path).handler(c -> admit(c, right, v -> answer(c, v, Map.of(), true, handler)));
  }

  /** As {@link #get}, for what a page asks by itself: it does not keep the session alive. */
  public void poll(String path, Right right, PageHandler handler) {
    router.get(path).handler(c -> admit(c, right, v -> answer(c, v, Map.of(), false, handler)));
  }

  /** As {@link #poll}, for every user. */
  void poll(String path, PageHandler handler) {
    router.get(path).handler(c -> admit(c, null, v -> answer(c, v, Map.of(), false, handler)));
  }

  /** A change: a form that one of our pages sends. Only a session can make one. */
  public void post(String path, Right right, PageHandler handler) {
    change(path, right, handler);
  }

  /** As {@link #post}, for every user. */
  public void post(String path, PageHandler handler) {
    change(path, null, handler);
  }

  /**
   * As {@link #post}, for a form that may have a file.
   *
   * @param maxFile largest file, bytes. Of a larger one the handler gets no byte
   */
  public void upload(String path, Right right, int maxFile, PageHandler handler) {
    change(
        path,
        right,
        (request, read, refused) -> {
          if (UploadReader.isUpload(request)) {
            int limit = (int) Math.min(Integer.MAX_VALUE - 8, (long) maxForm + maxFile);
            UploadReader.read(request, limit, read, refused);
          } else {
            form(request, read, refused);
          }
        },
        handler);
  }

  /** A page for which nobody must be logged in. */
  void open(String path, PageHandler handler) {
    router.get(path).handler(c -> answer(c, c.get(Visitor.KEY), Map.of(), false, handler));
  }

  /**
   * A form for which nobody must be logged in.
   *
   * @param limit largest form, bytes
   * @param handler runs on the event loop, and must not block
   */
  void openForm(String path, int limit, Function<PageRequest, CompletionStage<Reply>> handler) {
    router
        .post(path)
        .handler(
            c -> {
              Visitor visitor = c.get(Visitor.KEY);
              if (!ownOrigin(c)) {
                send(c, Reply.status(FORBIDDEN));
                return;
              }
              FormReader.read(
                  c.request(),
                  limit,
                  form ->
                      finish(c, visitor, () -> handler.apply(new PageRequest(c, visitor, form))),
                  status -> send(c, Reply.status(status)));
            });
  }

  /**
   * A form that changes nothing, from a page of one of these origins, or from a program that sends
   * its log-in with it. Nobody must be logged in at the pages.
   *
   * @param limit largest form, bytes
   * @param refused what others get; their form is not read
   */
  public void foreignForm(
      String path, int limit, Set<String> origins, PageHandler refused, PageHandler handler) {
    router
        .post(path)
        .handler(
            c -> {
              Visitor visitor = c.get(Visitor.KEY);
              if (!mayAsk(c, visitor, origins)) {
                answer(c, visitor, Map.of(), false, refused);
                return;
              }
              FormReader.read(
                  c.request(),
                  limit,
                  form -> answer(c, visitor, form, false, handler),
                  status -> send(c, Reply.status(status)));
            });
  }

  /** A browser sends the origin of the page with each form. */
  private static boolean mayAsk(RoutingContext c, Visitor visitor, Set<String> origins) {
    String origin = c.request().getHeader(HttpHeaders.ORIGIN);
    return origin == null
        ? visitor.session().isEmpty() && visitor.may(Right.READ_AUDITS)
        : origins.contains(origin);
  }

  /** Answers every other path. Called after all pages were added. */
  public void end() {
    router
        .route()
        .handler(c -> admit(c, null, v -> answer(c, v, Map.of(), false, PageRouter::noPage)));
  }

  private static Reply noPage(PageRequest request) {
    return Reply.page(404, "page/door/noPage.jte", new Message(request.layout("Not found")));
  }

  private interface Admitted {
    void go(Visitor visitor);
  }

  private void admit(RoutingContext c, @Nullable Right right, Admitted admitted) {
    Visitor visitor = c.get(Visitor.KEY);
    if (visitor.absence() == Visitor.Absence.UNKNOWN) {
      send(c, unknown(c, visitor));
    } else if (!visitor.known()) {
      send(c, absent(c));
    } else if (right != null && !visitor.may(right)) {
      answer(c, visitor, Map.of(), false, request -> denied(request, right));
    } else {
      admitted.go(visitor);
    }
  }

  /** The address of the site alone leads whoever may not see the worklist to another page. */
  private static Reply denied(PageRequest request, Right right) {
    Layout layout = request.layout("Not allowed");
    return request.path().equals("/") && !layout.home().equals("/")
        ? Reply.redirect(layout.home())
        : Reply.page(FORBIDDEN, "page/door/denied.jte", new Denied(layout, right));
  }

  /**
   * The page was shown before the last log-in: in a tab that stayed open, or on another site. htmx
   * loads the page anew, with the token of this session.
   */
  private static Reply stale(PageRequest request) {
    Message message = new Message(request.layout("Not changed"));
    return Reply.page(FORBIDDEN, "page/door/stale.jte", message).with("HX-Refresh", "true");
  }

  /** Whoever has a session must not be sent to the log-in, which would end it. */
  private static Reply unknown(RoutingContext c, Visitor visitor) {
    PageRequest request = new PageRequest(c, visitor, Map.of());
    return Reply.page(UNAVAILABLE, "page/door/failed.jte", new Message(request.layout("Not shown")))
        .with("Retry-After", "1");
  }

  /** To the log-in, for what shows a page; a picture or a program cannot use that. */
  private static Reply absent(RoutingContext c) {
    PageRequest request = new PageRequest(c, c.get(Visitor.KEY), Map.of());
    if (request.htmx()) {
      return Reply.redirect(NextPath.login(NextPath.ofUrl(request.header("HX-Current-URL"))));
    }
    boolean reads = c.request().method().equals(HttpMethod.GET);
    if (request.header("Accept").contains("text/html")) {
      return Reply.redirect(NextPath.login(reads ? request.path() : ""));
    }
    Reply reply = Reply.status(UNAUTHORIZED);
    boolean browser =
        !request.header("Referer").isEmpty() || !request.header("Sec-Fetch-Mode").isEmpty();
    // a browser would ask for a password in a window of its own
    return browser
        ? reply
        : reply.with(
            "WWW-Authenticate", "Basic realm=\"Radiology Trust Layer\", charset=\"UTF-8\"");
  }

  private void change(String path, @Nullable Right right, PageHandler handler) {
    change(path, right, this::form, handler);
  }

  /** Reads the body of a change. */
  private interface FormOf {
    void read(HttpServerRequest request, Consumer<UploadReader.Form> read, IntConsumer refused);
  }

  private void form(
      HttpServerRequest request, Consumer<UploadReader.Form> read, IntConsumer refused) {
    FormReader.read(
        request,
        maxForm,
        fields -> read.accept(new UploadReader.Form(fields, Optional.empty())),
        refused);
  }

  private void change(String path, @Nullable Right right, FormOf body, PageHandler handler) {
    router
        .post(path)
        .handler(
            c -> {
              if (!ownOrigin(c)) {
                send(c, Reply.status(FORBIDDEN));
                return;
              }
              admit(
                  c,
                  right,
                  visitor ->
                      body.read(
                          c.request(),
                          form -> {
                            if (hasToken(c, visitor, form.fields())) {
                              answer(c, new PageRequest(c, visitor, form), true, handler);
                            } else {
                              answer(c, visitor, Map.of(), false, PageRouter::stale);
                            }
                          },
                          status -> send(c, Reply.status(status))));
            });
  }

  /** Every browser sends the origin of a form. A foreign one, and {@code null}, are refused. */
  private static boolean ownOrigin(RoutingContext c) {
    String origin = c.request().getHeader(HttpHeaders.ORIGIN);
    HostAndPort host = c.request().authority();
    if (origin == null || host == null) {
      return false;
    }
    String own = host.port() < 0 ? host.host() : host.host() + ":" + host.port();
    return origin.equals("https://" + own) || origin.equals("http://" + own);
  }

  private static boolean hasToken(
      RoutingContext c, Visitor visitor, Map<String, List<String>> form) {
    PageRequest request = new PageRequest(c, visitor, form);
    String header = request.header("X-Token");
    byte[] given =
        (header.isEmpty() ? request.field("token") : header).getBytes(StandardCharsets.UTF_8);
    return visitor
        .session()
        .map(Session::token)
        .filter(token -> MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8), given))
        .isPresent();
  }

  private void answer(
      RoutingContext c,
      Visitor visitor,
      Map<String, List<String>> form,
      boolean used,
      PageHandler handler) {
    answer(c, new PageRequest(c, visitor, form), used, handler);
  }

  private void answer(RoutingContext c, PageRequest request, boolean used, PageHandler handler) {
    if (used) {
      request.visitor().session().ifPresent(logins::used);
    }
    finish(c, request.visitor(), () -> worker(c, request, handler));
  }

  private static CompletionStage<Reply> worker(
      RoutingContext c, PageRequest request, PageHandler handler) {
    return c.vertx().executeBlocking(() -> handler.answer(request), false).toCompletionStage();
  }

  private interface Answering {
    CompletionStage<Reply> begin();
  }

  private void finish(RoutingContext c, Visitor visitor, Answering answering) {
    CompletionStage<Reply> reply;
    try {
      reply = answering.begin();
    } catch (RuntimeException e) {
      reply = CompletableFuture.failedFuture(e);
    }
    Context loop = c.vertx().getOrCreateContext();
    reply.whenComplete(
        (answer, failure) ->
            loop.runOnContext(
                v -> send(c, failure == null ? answer : failed(c, visitor, failure))));
  }

  /** Its text may name a patient, so the log gets the class and where it was thrown. */
  private static Reply failed(RoutingContext c, Visitor visitor, Throwable wrapped) {
    Throwable failure =
        wrapped instanceof CompletionException && wrapped.getCause() != null
            ? wrapped.getCause()
            : wrapped;
    StackTraceElement[] trace = failure.getStackTrace();
    LOG.error(
        "a page failed: {} at {}",
        failure.getClass().getName(),
        trace.length == 0 ? "an unknown place" : trace[0]);
    // of the journal or the access log, which may be written again soon
    int status = failure instanceof JournalException ? 503 : 500;
    try {
      PageRequest request = new PageRequest(c, visitor, Map.of());
      return Reply.page(status, "page/door/failed.jte", new Message(request.layout("Not shown")));
    } catch (RuntimeException e) {
      LOG.error("the error page failed, too: {}", e.getClass().getName());
      return Reply.status(status);
    }
  }

  private static void headers(RoutingContext c) {
    c.response()
        .putHeader("Content-Security-Policy", POLICY)
        // with no-referrer, a browser sends the origin of a form as null
        .putHeader("Referrer-Policy", "same-origin")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (isQueryReadable(c)) {
      c.next();
    } else {
      send(c, Reply.status(BAD_REQUEST));
    }
  }

  /** False for one that cannot be decoded: each page would fail at it. */
  private static boolean isQueryReadable(RoutingContext c) {
    try {
      c.queryParams();
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static void send(RoutingContext c, Reply reply) {
    HttpServerResponse response = c.response();
    if (response.closed() || response.ended()) {
      reply.streamed().ifPresent(page -> page.ended().run());
      return;
    }
    if (!c.request().isEnded()) {
      // the rest of the body is read and dropped, so that the client sees the response
      c.request().resume();
    }
    response.setStatusCode(reply.status());
    reply.headers().forEach(header -> put(response, header.getKey(), header.getValue()));
    reply.target().ifPresent(target -> redirect(c, target));
    if (!reply.type().isEmpty()) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, reply.type());
    }
    if (reply.streamed().isPresent()) {
      ChunkedPage.send(c, reply.streamed().get());
    } else {
      response.end(Buffer.buffer(reply.body()));
    }
  }

  /** There may be several cookies; any other header replaces the one that all pages have. */
  private static void put(HttpServerResponse response, String name, String value) {
    if (name.equals("Set-Cookie")) {
      response.headers().add(name, value);
    } else {
      response.headers().set(name, value);
    }
  }

  /** htmx would follow a redirect itself and put the page into a part of this one. */
  private static void redirect(RoutingContext c, String target) {
    boolean htmx = "true".equals(c.request().getHeader("HX-Request"));
    c.response()
        .setStatusCode(htmx ? NO_CONTENT : SEE_OTHER)
        .putHeader(htmx ? "HX-Redirect" : "Location", target);
  }
}
