package org.radiologytrust.page.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.launch.CapturedLog;
import org.radiologytrust.launch.FormBody;
import org.radiologytrust.page.PageServer;
import org.radiologytrust.page.SampleLogins;
import org.radiologytrust.session.Logins;
import org.radiologytrust.session.Right;
import org.radiologytrust.session.Session;
import org.radiologytrust.session.Visitor;
import org.radiologytrust.session.Visitor.Absence;

/** What every page does, whatever is on it. */
@Tag("safety")
@Tag("integration")
class PageRouterTest {
  private static final int LARGEST = 2000;

  private final Session session = new Session("id", "rita", "t0ken", Instant.EPOCH);
  private final List<Session> used = new CopyOnWriteArrayList<>();
  private final List<String> changes = new CopyOnWriteArrayList<>();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private PageServer server;
  private volatile Visitor visitor =
      new Visitor(
          "rita", Set.of(Right.READ_AUDITS, Right.DECIDE), Optional.of(session), Absence.NONE);

  @BeforeEach
  void start() throws Exception {
    Logins logins = new SampleLogins(used::add);
    server =
        new PageServer(request -> visitor, logins, LARGEST, new LoginPages(logins), this::routes);
  }

  private void routes(PageRouter pages) {
    pages.get("/reports/:id", Right.READ_AUDITS, PageRouterTest::thread);
    pages.get("/figures", Right.SEE_FIGURES, request -> Reply.nothing());
    pages.poll("/rows", Right.READ_AUDITS, request -> Reply.nothing());
    pages.get(
        "/broken",
        Right.READ_AUDITS,
        request -> {
          throw new IllegalStateException("Petra Phantom");
        });
    pages.get(
        "/long",
        Right.READ_AUDITS,
        request -> {
          begun.countDown();
          while (!request.left()) {
            TimeUnit.MILLISECONDS.sleep(5);
          }
          stopped.countDown();
          return Reply.nothing();
        });
    pages.post(
        "/decide",
        Right.DECIDE,
        request -> {
          changes.add(request.field("word"));
          return Reply.redirect("/reports/1");
        });
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private static Reply thread(PageRequest request) {
    return Reply.bytes(
        "text/plain",
        (Thread.currentThread().getName() + " " + request.id().isPresent())
            .getBytes(StandardCharsets.UTF_8));
  }

  private String origin() {
    return server.origin();
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = server.to(path);
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  private HttpResponse<String> post(String path, String body, String... headers) throws Exception {
    return send(server.to(path).POST(BodyPublishers.ofString(body)).headers(headers));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> response = server.send(request);
    assertEquals(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        response.headers().firstValue("Content-Security-Policy").orElse(""));
    // no-referrer would make browsers send the origin null
    assertEquals("same-origin", response.headers().firstValue("Referrer-Policy").orElse(""));
    if (!response.uri().getPath().startsWith("/assets/")) {
      assertEquals("no-store", response.headers().firstValue("Cache-Control").orElse(""));
    }
    return response;
  }

  private static String location(HttpResponse<String> response) {
    return response.headers().firstValue("Location").orElse("");
  }

  private HttpResponse<String> decide(String body, String... headers) throws Exception {
    return post(
        "/decide",
        body,
        Stream.concat(Stream.of("Content-Type", FormBody.TYPE), Stream.of(headers))
            .toArray(String[]::new));
  }

  @Test
  void handlersRunOnWorkerThreads() throws Exception {
    String answer = get("/reports/0d4e6f2a-1111-4222-8333-444455556666").body();
    assertTrue(answer.startsWith("vert.x-worker-thread-"), answer);
    assertTrue(answer.endsWith(" true"), answer);
    assertTrue(get("/reports/petra").body().endsWith(" false"));
  }

  /** What takes long can ask whether somebody still waits for it. */
  @Test
  void aHandlerHearsThatTheBrowserHasGone() throws Exception {
    URI address = server.to("/long").build().uri();
    try (Socket browser = new Socket(address.getHost(), address.getPort())) {
      browser
          .getOutputStream()
          .write("GET /long HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertTrue(begun.await(1, TimeUnit.MINUTES));
      assertEquals(1, stopped.getCount());
    }
    assertTrue(stopped.await(1, TimeUnit.MINUTES));
  }

  @Test
  void failedHandlerAnswersWithAPageAndLogsNoText() throws Exception {
    try (CapturedLog log = new CapturedLog("org.radiologytrust.page")) {
      HttpResponse<String> response = get("/broken");
      assertEquals(500, response.statusCode());
      assertTrue(response.body().contains("This page could not be shown."), response::body);
      assertFalse(response.body().contains("Petra"), response::body);
      assertEquals(1, log.lines().size(), () -> log.lines().toString());
      assertTrue(log.lines().get(0).contains("IllegalStateException"), log.lines()::toString);
      assertFalse(log.lines().get(0).contains("Petra"), log.lines()::toString);
    }
  }

  @Test
  void unknownAddressIsAPageToo() throws Exception {
    HttpResponse<String> response = get("/reports/1/nothing");
    assertEquals(404, response.statusCode());
    assertTrue(response.body().contains("There is no such page."), response::body);
  }

  @Test
  void missingRightIsNamed() throws Exception {
    HttpResponse<String> response = get("/figures");
    assertEquals(403, response.statusCode());
    assertTrue(response.body().contains("It needs the right “see figures”."), response::body);
    assertTrue(response.body().contains("with the right “read, decide”."), response::body);
    visitor = new Visitor("vera", Set.of(Right.READ_AUDITS), Optional.of(session), Absence.NONE);
    assertEquals(403, decide("token=t0ken&word=x", "Origin", origin()).statusCode());
    assertEquals(List.of(), changes);
  }

  @Test
  void onlyWhatShowsAPageIsLedToTheLogin() throws Exception {
    visitor = Visitor.nobody(Absence.NONE);
    String report = "/reports/0d4e6f2a-1111-4222-8333-444455556666";
    HttpResponse<String> page = get(report, "Accept", "text/html,*/*");
    assertEquals(303, page.statusCode());
    assertEquals("/login?next=" + report, location(page));
    HttpResponse<String> htmx =
        get(report + "/part", "HX-Request", "true", "HX-Current-URL", origin() + report + "?x=1");
    assertEquals(204, htmx.statusCode());
    assertEquals("", location(htmx));
    assertEquals("/login?next=" + report, htmx.headers().firstValue("HX-Redirect").orElse(""));
    HttpResponse<String> program = get(report);
    assertEquals(401, program.statusCode());
    assertTrue(program.headers().firstValue("WWW-Authenticate").orElse("").startsWith("Basic "));
    HttpResponse<String> picture = get(report, "Accept", "image/*", "Referer", origin() + report);
    assertEquals(401, picture.statusCode());
    assertEquals("", picture.headers().firstValue("WWW-Authenticate").orElse(""));
    assertEquals(401, decide("token=t0ken", "Origin", origin()).statusCode());
    assertEquals(
        "/login", location(decide("token=t0ken", "Origin", origin(), "Accept", "text/html")));
  }

  @Test
  void whoseSessionCannotBeLookedUpIsNotLedToTheLogin() throws Exception {
    visitor = Visitor.nobody(Absence.UNKNOWN);
    HttpResponse<String> page =
        get("/reports/0d4e6f2a-1111-4222-8333-444455556666", "Accept", "text/html");
    assertEquals(503, page.statusCode());
    assertEquals("", location(page));
    assertTrue(page.body().contains("This page could not be shown."), page::body);
    assertEquals(503, decide("token=t0ken", "Origin", origin()).statusCode());
    assertEquals(List.of(), changes);
  }

  @Test
  void formWithTokenAndOriginIsTaken() throws Exception {
    HttpResponse<String> form = decide("token=t0ken&word=%C3%A4+b&x=1", "Origin", origin());
    assertEquals(303, form.statusCode());
    assertEquals("/reports/1", location(form));
    HttpResponse<String> htmx =
        decide("word=c", "Origin", origin(), "X-Token", "t0ken", "HX-Request", "true");
    assertEquals(204, htmx.statusCode());
    assertEquals("/reports/1", htmx.headers().firstValue("HX-Redirect").orElse(""));
    assertEquals(List.of("ä b", "c"), changes);
  }

  @Test
  void formWithoutTheTokenChangesNothing() throws Exception {
    for (String body : new String[] {"", "word=x", "token=&word=x", "token=T0ken&word=x"}) {
      assertEquals(403, decide(body, "Origin", origin()).statusCode(), body);
    }
    HttpResponse<String> stale =
        decide("token=t0ken", "Origin", origin(), "X-Token", "other", "HX-Request", "true");
    assertEquals(403, stale.statusCode());
    assertEquals("true", stale.headers().firstValue("HX-Refresh").orElse(""));
    assertTrue(stale.body().contains("Nothing was changed."), stale::body);
    assertEquals(List.of(), changes);
  }

  @Test
  void formOfAnotherSiteChangesNothing() throws Exception {
    for (String origin :
        new String[] {"null", "https://evil.test", origin() + ".evil.test", origin() + "0"}) {
      assertEquals(403, decide("token=t0ken", "Origin", origin).statusCode(), origin);
      assertEquals(
          403,
          post("/login", "user=WRONG", "Content-Type", FormBody.TYPE, "Origin", origin)
              .statusCode(),
          origin);
    }
    assertEquals(403, decide("token=t0ken").statusCode());
    assertEquals(403, post("/login", "user=WRONG", "Content-Type", FormBody.TYPE).statusCode());
    assertEquals(List.of(), changes);
  }

  @Test
  void passwordInTheHeaderChangesNothing() throws Exception {
    visitor = new Visitor("rita", Set.of(Right.DECIDE), Optional.empty(), Absence.NONE);
    for (String body : new String[] {"token=", "token=t0ken", ""}) {
      assertEquals(403, decide(body, "Origin", origin()).statusCode(), body);
    }
    assertEquals(List.of(), changes);
  }

  @Test
  void onlyAFormIsRead() throws Exception {
    for (String type : new String[] {"multipart/form-data; boundary=x", "text/plain"}) {
      assertEquals(
          415,
          post("/decide", "token=t0ken", "Content-Type", type, "Origin", origin()).statusCode());
    }
    assertEquals(
        415, decide("token=t0ken", "Origin", origin(), "Content-Encoding", "gzip").statusCode());
    assertEquals(List.of(), changes);
  }

  @Test
  void largeFormIsRefused() throws Exception {
    String word = "x".repeat(LARGEST - "token=t0ken&word=".length());
    assertEquals(303, decide("token=t0ken&word=" + word, "Origin", origin()).statusCode());
    assertEquals(413, decide("token=t0ken&word=x" + word, "Origin", origin()).statusCode());
    assertEquals(
        413, decide("token=t0ken&word=" + "y".repeat(1 << 20), "Origin", origin()).statusCode());
    assertEquals(List.of(word), changes);
    String login = "user=WRONG&password=" + "x".repeat(9000);
    assertEquals(
        413, post("/login", login, "Content-Type", FormBody.TYPE, "Origin", origin()).statusCode());
  }

  @Test
  void manyFieldsAreNotAllRead() throws Exception {
    String fields = "token=t0ken" + "&a=1".repeat(300) + "&word=late";
    assertEquals(303, decide(fields, "Origin", origin()).statusCode());
    assertEquals(List.of(""), changes);
  }

  @Test
  void pollingIsNoUse() throws Exception {
    assertEquals(204, get("/rows").statusCode());
    assertEquals(200, get("/session").statusCode());
    assertEquals(List.of(), used);
    assertEquals(200, get("/session", "X-Active", "1").statusCode());
    assertEquals(List.of(session), used);
    get("/reports/1");
    decide("token=t0ken", "Origin", origin());
    assertEquals(3, used.size());
  }

  @Test
  void filesHaveAnAddressForEachContent() throws Exception {
    HttpResponse<String> script = get(Assets.ALL.address("keys.js"));
    assertEquals(200, script.statusCode());
    assertEquals(
        "text/javascript;charset=UTF-8", script.headers().firstValue("Content-Type").orElse(""));
    assertEquals(
        "public, max-age=31536000, immutable",
        script.headers().firstValue("Cache-Control").orElse(""));
    assertTrue(Assets.ALL.address("keys.js").matches("/assets/keys\\.js\\?[0-9a-f]{16}"));
    assertEquals(
        "no-cache", get("/assets/app.css").headers().firstValue("Cache-Control").orElse(""));
    assertEquals(200, get("/assets/htmx.min.js").statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reasons.yaml",
        "no.js",
        "..%2Fpage%2Fkeys.js",
        "%2e%2e/keys.js",
        "keys.js%00.svg"
      })
  void otherFilesAreNotServed(String name) throws Exception {
    assertEquals(404, server.send(server.to("/assets/" + name)).statusCode());
  }

  @Test
  void loginSaysWhatHappened() throws Exception {
    assertTrue(login("WRONG", 403).contains("After 5 wrong tries, log-in rests for 1 minute."));
    assertTrue(login("TOO_MANY_FAILURES", 429).contains("Log-in rests for 1 minute"));
    assertTrue(login("TOO_BUSY", 503).contains("Many people log in at this moment."));
    HttpResponse<String> link = get("/login/abc");
    assertEquals(403, link.statusCode());
    assertTrue(link.body().contains("This link was used already"), link::body);
    assertTrue(absent(Absence.IDLE).contains("after 30 minutes without a key or a click."));
    assertTrue(absent(Absence.OLD).contains("a log-in lasts 10 hours."));
    assertTrue(absent(Absence.RESTARTED).contains("The server was restarted"));
    assertTrue(absent(Absence.ENDED).contains("<b>You were logged out.</b>"));
    assertFalse(absent(Absence.NONE).contains("role="));
    assertTrue(absent(Absence.UNKNOWN).contains("cannot be looked up at this moment"));
  }

  private String login(String user, int status) throws Exception {
    HttpResponse<String> response =
        post("/login", "user=" + user, "Content-Type", FormBody.TYPE, "Origin", origin());
    assertEquals(status, response.statusCode());
    return response.body();
  }

  private String absent(Absence absence) throws Exception {
    visitor = Visitor.nobody(absence);
    HttpResponse<String> response = get("/login?next=//evil.test");
    assertEquals(200, response.statusCode());
    assertTrue(response.body().contains("name=\"next\" value=\"/\""), response::body);
    return response.body();
  }

  @Test
  void preferencesAreCookiesOfOneWord() throws Exception {
    HttpResponse<String> response =
        post(
            "/preferences",
            "token=t0ken&theme=light%0D%0Ax&path=/help",
            "Content-Type",
            FormBody.TYPE,
            "Origin",
            origin());
    // browsers send no field for a box that is not ticked
    assertEquals("/help?menu=shortcuts", location(response));
    assertEquals(
        List.of(
            "theme=dark; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000",
            "shortcuts=off; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000"),
        response.headers().allValues("Set-Cookie"));
    String page = get("/figures", "Cookie", "theme=light; shortcuts=off").body();
    assertTrue(page.contains("<html lang=\"en\" data-theme=\"light\">"), page);
    assertTrue(page.contains("data-shortcuts=\"off\""), page);
    assertTrue(get("/figures", "Cookie", "theme=x").body().contains("data-theme=\"dark\""));
    assertTrue(get("/figures", "Cookie", "theme=system").body().contains("<html lang=\"en\">"));
  }
}
