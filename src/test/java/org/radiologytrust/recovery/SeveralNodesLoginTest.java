package org.radiologytrust.recovery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.browser.Console;
import org.radiologytrust.chaos.Relay;
import org.radiologytrust.cli.Rtl;
import org.radiologytrust.journal.PostgresDatabases;
import org.radiologytrust.journal.store.PostgresLogin;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.BasicLogin;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.FormBody;
import org.radiologytrust.launch.Product;
import org.radiologytrust.peers.PostgresServer;

/**
 * Two nodes on one database behind a load balancer that sends each request to either: log-in,
 * log-out, filters and users count at both.
 */
@Tag("peers")
@Tag("safety")
class SeveralNodesLoginTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String PASSWORD = "correct horse";
  private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir static Path folder;
  private static final Map<String, String> JOURNAL = new HashMap<>();
  private static Relay line;
  private static Product one;
  private static Product two;

  @BeforeAll
  static void start() throws Exception {
    PostgresLogin login = PostgresDatabases.server().journal(PostgresDatabases.migrated());
    JOURNAL.putAll(PostgresServer.settings(login));
    one = node("one", JOURNAL);
    int port = URI.create(login.url().substring("jdbc:".length())).getPort();
    line = new Relay("127.0.0.1", port);
    Map<String, String> relayed = new HashMap<>(JOURNAL);
    relayed.put("rtl.journal.url", login.url().replace(":" + port, ":" + line.port()));
    two = node("two", relayed);
  }

  private static Product node(String name, Map<String, String> journal) {
    return Product.start(folder.resolve(name), journal);
  }

  @AfterAll
  static void stop() throws Exception {
    one.close();
    two.close();
    line.close();
  }

  /** The command {@code rtl user}, beside the nodes. */
  private static int user(String... arguments) {
    List<String> all = new ArrayList<>(List.of("user"));
    all.addAll(List.of(arguments));
    all.add("-Drtl.home=" + folder.resolve("three"));
    JOURNAL.forEach((key, value) -> all.add("-D" + key + "=" + value));
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(PASSWORD.getBytes(StandardCharsets.UTF_8)));
    try {
      return Rtl.run(all.toArray(String[]::new));
    } finally {
      System.setIn(before);
    }
  }

  /** Adds a user and waits until both nodes know it. */
  private static void add(String name) {
    assertEquals(0, user("add", name, "--role", "reviewer", "--password-stdin"));
    for (Product node : List.of(one, two)) {
      await().atMost(LONG).until(() -> fhir(node, name) == 200);
    }
  }

  private static int fhir(Product node, String name) throws Exception {
    return get(node, "/fhir/Device", "Authorization", BasicLogin.of(name, PASSWORD)).statusCode();
  }

  private static String origin(Product node) {
    return "http://127.0.0.1:" + node.httpPort();
  }

  private static HttpResponse<String> get(Product node, String path, String... headers)
      throws Exception {
    URI uri = URI.create(origin(node) + path);
    return HTTP.send(
        HttpRequest.newBuilder(uri).headers(headers).timeout(LONG).build(),
        BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(
      Product node, String path, Map<String, String> fields, String... headers) throws Exception {
    HttpRequest.Builder request =
        FormBody.post(HttpRequest.newBuilder(URI.create(origin(node) + path)), fields)
            .header("Origin", origin(node))
            .timeout(LONG);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  /** The cookie of a new session. */
  private static String session(Product node, String user) throws Exception {
    HttpResponse<String> in =
        post(node, "/login", Map.of("user", user, "password", PASSWORD, "next", "/"));
    assertEquals(303, in.statusCode());
    return in.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
  }

  private static String token(String page) {
    Matcher matcher = TOKEN.matcher(page);
    assertTrue(matcher.find(), page);
    return matcher.group(1);
  }

  private static int status(Product node, String session) throws Exception {
    return get(node, "/", "Cookie", session).statusCode();
  }

  @Test
  void sessionCountsAtBothNodesAndEndsAtBoth() throws Exception {
    add("rita");
    String session = session(one, "rita");
    HttpResponse<String> list = get(two, "/", "Cookie", session);
    assertEquals(200, list.statusCode());
    assertTrue(
        list.body().contains("Rights: read, decide, confirm patients, check drafts<"), list::body);
    String token = token(list.body());
    // the filter that was chosen at one node holds at the other
    assertEquals(
        303,
        post(two, "/worklist", Map.of("text", "Zebra", "token", token), "Cookie", session)
            .statusCode());
    assertTrue(get(one, "/", "Cookie", session).body().contains("Zebra"));
    String other = session(two, "rita");
    assertFalse(get(one, "/", "Cookie", other).body().contains("Zebra"));

    assertEquals(303, post(two, "/logout", Map.of("token", token), "Cookie", session).statusCode());
    assertEquals(401, status(one, session));
    assertEquals(401, status(two, session));
    assertEquals(200, status(one, other));
  }

  @Test
  void sessionOutlivesTheRestartOfANode() throws Exception {
    add("robert");
    String session = session(one, "robert");
    one.close();
    assertEquals(200, status(two, session));
    one = node("one", JOURNAL);
    assertEquals(200, status(one, session));
  }

  @Test
  void removedUserIsLoggedOutOfAllNodes() throws Exception {
    add("vera");
    String session = session(one, "vera");
    assertEquals(200, status(two, session));
    assertEquals(0, user("remove", "vera"));
    for (Product node : List.of(one, two)) {
      await().atMost(LONG).until(() -> status(node, session) == 401);
      await().atMost(LONG).until(() -> fhir(node, "vera") == 401);
    }
    assertEquals(1, user("remove", "vera"));
  }

  @Test
  void databaseThatIsAwayLogsNobodyOut() throws Exception {
    add("doris");
    String session = session(two, "doris");
    line.silence();
    try {
      assertEquals(503, status(two, session));
      assertEquals(200, status(one, session));
      // an operator can see what is wrong
      HttpResponse<String> console =
          new Console(two.managementPort()).get("/hawtio/jolokia/version", Product.PASSWORD);
      assertEquals(200, console.statusCode());
      // health answers although the database does not
      await()
          .atMost(LONG)
          .until(
              () ->
                  new Console(two.managementPort())
                          .get("/observe/health/ready", Product.PASSWORD)
                          .statusCode()
                      == 503);
    } finally {
      line.mend();
    }
    List<Integer> seen = new ArrayList<>();
    await()
        .atMost(LONG)
        .until(
            () -> {
              seen.add(status(two, session));
              return seen.contains(200);
            });
    assertFalse(seen.contains(401), seen::toString);
  }

  /** Lines of the access log in the database. */
  private static long readsBy(String user) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                JOURNAL.get("rtl.journal.url"),
                JOURNAL.get("rtl.journal.user"),
                JOURNAL.get("rtl.journal.password"));
        PreparedStatement count =
            connection.prepareStatement("select count(*) from access_log where username = ?")) {
      count.setString(1, user);
      try (ResultSet row = count.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  @Test
  void homeOfANodeHoldsNoUsersAndNoTrail() throws Exception {
    add("hanna");
    one.mllp(Chest.oru(PhantomStudy.chest("ACC1"), "M1", "PHANTOM-1", Chest.TEXT, "F", 0));
    String session = session(one, "hanna");
    // a worklist that shows a report leaves a line
    await().atMost(LONG).until(() -> status(one, session) == 200 && readsBy("hanna") > 0);
    for (String file : List.of("users", "operator-password", "access.log", "journal.db")) {
      assertFalse(Files.exists(folder.resolve("one").resolve(file)), file);
    }
    assertFalse(Files.exists(folder.resolve("three")));
  }
}
