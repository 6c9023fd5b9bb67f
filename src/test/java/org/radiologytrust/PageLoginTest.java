package org.radiologytrust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.auth.Role;
import org.radiologytrust.auth.UsersFile;

/** Log-in at the pages: sessions, cookies, tokens and rights. */
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
    product = Product.start(folder.resolve("home"), Map.of());
    users = UsersFile.in(folder.resolve("home"));
    users.put("vera", Role.VIEWER, PASSWORD);
    users.put("rita", Role.REVIEWER, PASSWORD);
    users.put("sven", Role.SENDER, PASSWORD);
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
    String body =
        new TreeMap<>(fields)
            .entrySet().stream()
                .map(
                    f -> f.getKey() + "=" + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(origin() + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body));
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
    assertTrue(list.body().contains("Rights: read, decide<"), list::body);
    HttpResponse<String> out =
        post("/logout", Map.of("token", token(list.body())), "Origin", origin(), "Cookie", session);
    assertEquals(303, out.statusCode());
    assertTrue(out.headers().firstValue("Set-Cookie").orElseThrow().contains("Max-Age=0"));
    assertEquals(401, get("/", "Cookie", session).statusCode());
  }

  @Test
  void wrongPasswordIsRefused() throws Exception {
    HttpResponse<String> wrong = logIn("rita", "wrong horse", "/");
    assertEquals(403, wrong.statusCode());
    assertTrue(wrong.body().contains("User name or password is wrong"), wrong::body);
    assertFalse(wrong.headers().firstValue("Set-Cookie").isPresent());
  }
}
