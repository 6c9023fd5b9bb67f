package org.radiologytrust.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.auth.users.QuickPassword;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.auth.users.UsersFile;
import org.radiologytrust.launch.BasicLogin;
import org.radiologytrust.launch.CapturedLog;
import org.radiologytrust.launch.FormBody;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.ShippedRoutes;

/** Log-in at the pages: sessions, cookies, tokens and rights. */
@Tag("safety")
@Tag("integration")
class PageLoginTest {
  private static final String PASSWORD = "correct horse";
  private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  @TempDir static Path folder;
  private static Product product;
  private static UsersFile users;

  @BeforeAll
  static void start() throws Exception {
    Path routes = ShippedRoutes.copiedTo(folder);
    Files.writeString(
        routes.resolve("own.yaml"),
        """
        - route:
            id: own
            from:
              uri: platform-http:/help/own
              steps:
                - setBody:
                    constant: own
        """);
    product =
        Product.start(
            folder.resolve("home"),
            Map.of("rtl.routes", routes.toString(), "rtl.page.open.origins", "https://ris.test"));
    users = UsersFile.in(folder.resolve("home"));
    users.put(QuickPassword.account("vera", Role.VIEWER, PASSWORD));
    users.put(QuickPassword.account("rita", Role.REVIEWER, PASSWORD));
    users.put(QuickPassword.account("sven", Role.SENDER, PASSWORD));
    users.put(QuickPassword.account("cleo", Role.CHECKER, PASSWORD));
    users.put(QuickPassword.account("quentin", Role.QUALITY_LEAD, PASSWORD));
    users.put(QuickPassword.account("otto", Role.OPERATOR, PASSWORD));
  }

  @AfterAll
  static void stop() throws Exception {
    product.close();
  }

  private static String origin() {
    return "http://127.0.0.1:" + product.httpPort();
  }

  private static HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(
      String path, Map<String, String> fields, String... headers) throws Exception {
    HttpRequest.Builder request =
        FormBody.post(HttpRequest.newBuilder(URI.create(origin() + path)), fields);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> logIn(String user, String password, String next)
      throws Exception {
    return post(
        "/login", Map.of("user", user, "password", password, "next", next), "Origin", origin());
  }

  /** The cookie of a new session. */
  private static String session(String user) throws Exception {
    HttpResponse<String> response = logIn(user, PASSWORD, "/");
    assertEquals(303, response.statusCode());
    return response.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
  }

  private static String token(String page) {
    Matcher matcher = TOKEN.matcher(page);
    assertTrue(matcher.find(), page);
    return matcher.group(1);
  }

  @Test
  void formLogsInAndOut() throws Exception {
    HttpResponse<String> stranger = get("/", "Accept", "text/html");
    assertEquals(303, stranger.statusCode());
    assertEquals("/login", stranger.headers().firstValue("Location").orElseThrow());
    assertEquals(200, get("/login").statusCode());
    HttpResponse<String> in = logIn("rita", PASSWORD, "/");
    assertEquals(303, in.statusCode());
    assertEquals("/", in.headers().firstValue("Location").orElseThrow());
    String cookie = in.headers().firstValue("Set-Cookie").orElseThrow();
    assertTrue(cookie.matches("session=[\\w.-]{40,}; Path=/; HttpOnly; SameSite=Lax"), cookie);
    String session = cookie.split(";")[0];
    HttpResponse<String> list = get("/", "Cookie", session);
    assertEquals(200, list.statusCode());
    assertTrue(
        list.body().contains("Rights: read, decide, confirm patients, check drafts<"), list::body);
    HttpResponse<String> out =
        post("/logout", Map.of("token", token(list.body())), "Origin", origin(), "Cookie", session);
    assertEquals(303, out.statusCode());
    assertTrue(out.headers().firstValue("Set-Cookie").orElseThrow().contains("Max-Age=0"));
    assertEquals(401, get("/", "Cookie", session).statusCode());
    String login = get(out.headers().firstValue("Location").orElseThrow()).body();
    assertTrue(login.contains("You are logged out."), login);
  }

  /** A browser would ask for a password in a window of its own, over the page. */
  @Test
  void anUnknownAddressIsNotFoundWhileLoggedIn() throws Exception {
    String session = session("vera");
    for (String path : List.of("/nowhere", "/report/1", "/x/y.png")) {
      HttpResponse<String> known = get(path, "Cookie", session, "Accept", "text/html");
      assertEquals(404, known.statusCode(), path);
      assertTrue(known.body().contains("There is no such page."), known::body);
      assertTrue(known.headers().firstValue("WWW-Authenticate").isEmpty(), path);
      assertEquals(401, get(path).statusCode(), path);
      assertEquals(401, get(path, "Cookie", "session=ended").statusCode(), path);
      // a password in a header is checked as ever
      String vera = BasicLogin.of("vera", PASSWORD);
      assertEquals(403, get(path, "Cookie", session, "Authorization", vera).statusCode(), path);
    }
    HttpResponse<String> posted =
        post("/nowhere", Map.of("a", "b"), "Origin", origin(), "Cookie", session);
    assertEquals(404, posted.statusCode());
    // a session opens nothing that programs ask for
    assertEquals(401, get("/fhir/Observation", "Cookie", session).statusCode());
    assertEquals(401, get("/api/words", "Cookie", session).statusCode());
  }

  @Test
  void aFormOrQueryThatCannotBeDecodedIsAnswered() throws Exception {
    String form = "user=rita&password=secret%zz";
    try (CapturedLog log = new CapturedLog()) {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin() + "/login"));
      request.headers("Origin", origin(), "Content-Type", FormBody.TYPE);
      request.POST(BodyPublishers.ofString(form)).timeout(Duration.ofMinutes(1));
      assertEquals(400, HTTP.send(request.build(), BodyHandlers.ofString()).statusCode());
      assertTrue(firstLine("GET /login?next=%zz").contains(" 400 "));
      for (ILoggingEvent event : log.events()) {
        assertFalse(
            event.getThrowableProxy() != null
                && event.getThrowableProxy().getMessage().contains("zz"),
            event::toString);
      }
    }
  }

  /** Of the answer to a request that no client of Java would send. */
  private static String firstLine(String request) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", product.httpPort())) {
      socket.setSoTimeout(60_000);
      String head = request + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }

  @Test
  void wrongPasswordIsRefused() throws Exception {
    HttpResponse<String> wrong = logIn("rita", "wrong horse", "/");
    assertEquals(403, wrong.statusCode());
    assertTrue(wrong.body().contains("User name or password is wrong"), wrong::body);
    assertFalse(wrong.headers().firstValue("Set-Cookie").isPresent());
  }

  private static String basic(String user) {
    return BasicLogin.of(user, PASSWORD);
  }

  @ParameterizedTest
  @CsvSource({
    "vera, read",
    "rita, 'read, decide, confirm patients, check drafts'",
    "quentin, 'read, see figures, change strengths, see the trial'",
    "otto, 'read, confirm patients, check drafts, send reports, run the system'"
  })
  void eachRoleHasItsRights(String user, String rights) throws Exception {
    String page = get("/", "Cookie", session(user)).body();
    assertTrue(page.contains(">" + user + " <kbd>,</kbd></summary>"), page);
    assertTrue(page.contains("Rights: " + rights + "<"), page);
  }

  @Test
  void senderSeesNothing() throws Exception {
    HttpResponse<String> denied = get("/", "Cookie", session("sven"));
    assertEquals(403, denied.statusCode());
    assertTrue(denied.body().contains("Your account may not open this page."), denied::body);
    assertTrue(denied.body().contains("It needs the right “read”."), denied::body);
    assertFalse(denied.body().contains("Back to the worklist"), denied::body);
  }

  @Test
  void checkerLandsOnTheCheckAndSeesNothingElse() throws Exception {
    String session = session("cleo");
    HttpResponse<String> home = get("/", "Cookie", session);
    assertEquals(303, home.statusCode());
    assertEquals("/check", home.headers().firstValue("Location").orElseThrow());
    HttpResponse<String> page = get("/check", "Cookie", session);
    assertEquals(200, page.statusCode());
    assertTrue(page.body().contains("Rights: check drafts<"), page::body);
    assertFalse(page.body().contains("Worklist"), page::body);
    // it keeps the session, as every page does
    HttpResponse<String> who = get("/session", "Cookie", session);
    assertEquals(
        "{\"user\":\"cleo\",\"token\":\"" + token(page.body()) + "\"}", who.body(), "and no more");
    assertEquals(204, get("/session", "Authorization", basic("cleo")).statusCode());
    String report = "/reports/0d4e6f2a-1111-4222-8333-444455556666";
    for (String path :
        List.of(
            "/worklist/rows",
            report,
            report + "/made",
            report + "/print",
            report + "/observations",
            report + "/state",
            report + "/next",
            report + "/versions/1",
            report + "/viewer",
            report + "/image",
            "/n/0d4e6f2a-1111-4222-8333-444455556666",
            "/help")) {
      HttpResponse<String> denied = get(path, "Cookie", session);
      assertTrue(List.of(403, 404).contains(denied.statusCode()), path);
      assertFalse(denied.body().contains("Worklist"), denied::body);
      assertTrue(denied.body().contains("Back to the check"), denied::body);
    }
    String token = token(page.body());
    Map<String, String> decision = Map.of("token", token, "kind", "agree");
    assertEquals(
        403,
        post(report + "/decisions", decision, "Origin", origin(), "Cookie", session).statusCode());
    assertEquals(
        403, post("/worklist", decision, "Origin", origin(), "Cookie", session).statusCode());
    assertEquals(403, get("/fhir/Observation", "Authorization", basic("cleo")).statusCode());
    assertEquals(303, get("/check", "Accept", "text/html").statusCode());
    HttpResponse<String> checked =
        post(
            "/check",
            Map.of(
                "token",
                token,
                "text",
                "FINDINGS: Left pleural effusion.\nIMPRESSION: Right pleural effusion."),
            "Origin",
            origin(),
            "Cookie",
            session);
    assertEquals(200, checked.statusCode());
    assertTrue(checked.body().contains("data-flag=\"1\""), checked::body);
  }

  @Test
  void strangerSeesNothing() throws Exception {
    String report = "/reports/0d4e6f2a-1111-4222-8333-444455556666";
    for (String path :
        List.of("/", "/worklist/rows", report, report + "/images/1.png", "/help", "/session")) {
      assertEquals(401, get(path).statusCode(), path);
      assertEquals(303, get(path, "Accept", "text/html").statusCode(), path);
      assertEquals(401, get(path, "Cookie", "session=x").statusCode(), path);
    }
    HttpResponse<String> icon = get("/favicon.ico");
    assertEquals(200, icon.statusCode());
    assertEquals("image/svg+xml", icon.headers().firstValue("Content-Type").orElse(""));
    assertEquals(List.of(), icon.headers().allValues("Set-Cookie"));
  }

  @Test
  void programsReadWithAPasswordAndChangeNothing() throws Exception {
    HttpResponse<String> list = get("/", "Authorization", basic("rita"));
    assertEquals(200, list.statusCode());
    assertFalse(TOKEN.matcher(list.body()).find(), list::body);
    assertEquals(List.of(), list.headers().allValues("Set-Cookie"));
    assertEquals(403, get("/", "Authorization", basic("sven")).statusCode());
    HttpResponse<String> wrong = get("/", "Authorization", "Basic cml0YTp3cm9uZw==");
    assertEquals(401, wrong.statusCode());
    assertTrue(wrong.headers().firstValue("WWW-Authenticate").orElse("").startsWith("Basic "));
    assertEquals(
        401,
        post("/logout", Map.of("token", ""), "Origin", origin(), "Authorization", basic("rita"))
            .statusCode());
    // a browser sends the password by itself, after a log-out too
    assertEquals(
        401, get("/", "Authorization", basic("rita"), "Sec-Fetch-Mode", "navigate").statusCode());
  }

  @Test
  void sessionIsOfNoUseForFhir() throws Exception {
    String session = session("otto");
    assertEquals(401, get("/fhir/Device", "Cookie", session).statusCode());
    assertEquals(200, get("/fhir/Device", "Authorization", basic("otto")).statusCode());
  }

  @Test
  void loginLeadsToThePageThatWasAskedFor() throws Exception {
    String report = "/reports/0d4e6f2a-1111-4222-8333-444455556666";
    assertEquals(
        "/login?next=" + report,
        get(report, "Accept", "text/html").headers().firstValue("Location").orElseThrow());
    assertEquals(
        report, logIn("vera", PASSWORD, report).headers().firstValue("Location").orElseThrow());
    assertEquals(
        "/", logIn("vera", PASSWORD, "//evil.test").headers().firstValue("Location").orElseThrow());
    assertEquals(
        report,
        get("/login?next=" + report, "Cookie", session("vera"))
            .headers()
            .firstValue("Location")
            .orElseThrow());
  }

  @Test
  void aRisAsksWithItsOriginOrItsLoginAndForNothingElse() throws Exception {
    Map<String, String> numbers = Map.of("accession", "CANARY1", "patient", "CANARY2");
    String[] ris = {"Origin", "https://ris.test", "Sec-Fetch-Site", "cross-site"};
    try (CapturedLog log = new CapturedLog()) {
      HttpResponse<String> asked = post("/open", numbers, ris);
      assertEquals(303, asked.statusCode());
      String way = asked.headers().firstValue("Location").orElseThrow();
      assertEquals(
          "/login?next=" + way,
          get(way, "Accept", "text/html").headers().firstValue("Location").orElseThrow());
      assertEquals(
          way, logIn("vera", PASSWORD, way).headers().firstValue("Location").orElseThrow());
      assertEquals(404, get(way, "Cookie", session("vera")).statusCode());
      assertEquals(410, get(way, "Cookie", session("vera")).statusCode());

      assertEquals(303, post("/open", numbers, "Authorization", basic("vera")).statusCode());
      assertEquals(403, post("/open", numbers, "Authorization", basic("sven")).statusCode());
      assertEquals(
          401, post("/open", numbers, "Authorization", "Basic dmVyYTp3cm9uZw==").statusCode());
      assertEquals(403, post("/open", numbers, "Origin", "https://evil.test").statusCode());
      assertEquals(403, post("/open", numbers, "Origin", origin()).statusCode());
      assertEquals(403, post("/open", numbers).statusCode());
      for (String path : List.of("/worklist", "/login", "/logout", "/open/x", "/openx")) {
        assertEquals(
            403,
            post(path, numbers, "Origin", "https://ris.test", "Cookie", session("vera"))
                .statusCode(),
            path);
      }
      for (ILoggingEvent event : log.events()) {
        assertFalse(event.getFormattedMessage().contains("CANARY"), event::toString);
      }
    }
  }

  private static String prefer(String session, Map<String, String> fields) throws Exception {
    return post("/preferences", fields, "Origin", origin(), "Cookie", session)
        .headers()
        .firstValue("Location")
        .orElseThrow();
  }

  @Test
  void afterAChoiceTheMenuIsOpenOnTheSamePage() throws Exception {
    String session = session("rita");
    String token = token(get("/", "Cookie", session).body());
    String report = "/reports/0d4e6f2a-1111-4222-8333-444455556666";
    assertEquals(
        report + "?menu=theme",
        prefer(session, Map.of("token", token, "theme", "light", "path", report)));
    assertEquals(
        "/help?menu=shortcuts",
        prefer(session, Map.of("token", token, "theme", "dark", "path", "/help")));
    assertEquals(
        "/?menu=theme",
        prefer(session, Map.of("token", token, "theme", "system", "path", "//evil.test")));
    String page = get("/help?menu=theme", "Cookie", session).body();
    assertTrue(page.contains("<details class=\"menu\" open>"), page);
    assertTrue(page.contains("aria-label=\"Colours\" autofocus>"), page);
    String other = get("/help?menu=shortcuts", "Cookie", session).body();
    assertTrue(other.contains("value=\"on\" checked autofocus>"), other);
    assertTrue(get("/help", "Cookie", session).body().contains("<details class=\"menu\">"));
  }

  @Test
  void newLoginReplacesTheSessionOfTheBrowser() throws Exception {
    String before = session("vera");
    HttpResponse<String> again =
        post(
            "/login",
            Map.of("user", "rita", "password", PASSWORD),
            "Origin",
            origin(),
            "Cookie",
            before);
    String after = again.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    assertNotEquals(before, after);
    assertEquals(401, get("/", "Cookie", before).statusCode());
    assertTrue(get("/", "Cookie", after).body().contains(">rita <kbd>,</kbd></summary>"));
  }

  @Test
  void foreignOriginAndMissingTokenAreRefused() throws Exception {
    String session = session("rita");
    String token = token(get("/", "Cookie", session).body());
    for (String origin : List.of("null", "https://evil.test", origin() + "0")) {
      assertEquals(
          403,
          post("/logout", Map.of("token", token), "Origin", origin, "Cookie", session).statusCode(),
          origin);
    }
    assertEquals(403, post("/logout", Map.of("token", token), "Cookie", session).statusCode());
    assertEquals(
        403, post("/logout", Map.of(), "Origin", origin(), "Cookie", session).statusCode());
    String other = token(get("/", "Cookie", session("rita")).body());
    assertEquals(
        403,
        post("/logout", Map.of("token", other), "Origin", origin(), "Cookie", session)
            .statusCode());
    assertEquals(200, get("/", "Cookie", session).statusCode());
  }

  @Test
  void cookieIsSecureWhereTheBrowserUsesTls() throws Exception {
    HttpResponse<String> in =
        post(
            "/login",
            Map.of("user", "vera", "password", PASSWORD),
            "Origin",
            origin().replace("http:", "https:"));
    String cookie = in.headers().firstValue("Set-Cookie").orElseThrow();
    assertTrue(
        cookie.matches("__Host-session=[\\w.-]{40,}; Path=/; HttpOnly; SameSite=Lax; Secure"),
        cookie);
    assertEquals(200, get("/", "Cookie", cookie.split(";")[0]).statusCode());
  }

  @Test
  void routeOfASiteAtAPagesPathIsNotReached() throws Exception {
    assertEquals(401, get("/help/own").statusCode());
    HttpResponse<String> own = get("/help/own", "Cookie", session("otto"));
    assertEquals(404, own.statusCode());
    assertFalse(own.body().equals("own"));
  }
}
