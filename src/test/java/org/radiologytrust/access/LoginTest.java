package org.radiologytrust.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.auth.Issuer;
import org.radiologytrust.auth.users.QuickPassword;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.auth.users.UsersFile;
import org.radiologytrust.launch.BasicLogin;
import org.radiologytrust.launch.Product;
import org.radiologytrust.process.ProductVersion;

/** Who gets in where, over HTTP, at both ports. */
@Tag("safety")
@Tag("integration")
class LoginTest {
  private static final String PASSWORD = "Paßwort: 日本 1";
  private static final String REPORT =
      "{\"resourceType\":\"DiagnosticReport\",\"status\":\"final\"}";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String PARTS = "multipart/form-data; boundary=x";

  @TempDir static Path folder;
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String DRAGON = "https://login.example/dragon/v2.0";
  private static final String EXTENSION = "api://rtl";
  private static final String CALLER = "d9350f5d-71c2-46b9-b41d-3c5d51ffe6e8";

  private static Issuer issuer;
  private static Issuer dragon;
  private static Product product;
  private static UsersFile users;

  /** One request; its status must not depend on anything but who asks. */
  private record Asked(String method, String type, String path, boolean management) {
    private String body() {
      return switch (type) {
        case FORM -> "patient=x";
        case PARTS ->
            "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"../f.dcm\"\r\n\r\n"
                + "Petra\r\n--x--\r\n";
        default -> management ? "{\"type\":\"version\"}" : REPORT;
      };
    }

    private URI uri() {
      int port = management ? product.managementPort() : product.httpPort();
      return URI.create("http://127.0.0.1:" + port + path);
    }
  }

  @BeforeAll
  static void start() throws Exception {
    issuer = new Issuer();
    dragon = new Issuer();
    Path home = folder.resolve("home");
    product =
        Product.start(
            home,
            Map.of(
                "rtl.auth.jwt.keys",
                issuer.keys(),
                "rtl.auth.jwt.issuer",
                Issuer.NAME,
                "rtl.auth.jwt.audience",
                Issuer.AUDIENCE,
                "rtl.dragon.keys",
                dragon.keys(),
                "rtl.dragon.issuer",
                DRAGON,
                "rtl.dragon.audience",
                EXTENSION));
    users = UsersFile.in(home);
    users.put(QuickPassword.account("Jürgen", Role.VIEWER, PASSWORD));
    users.put(QuickPassword.account("rita", Role.REVIEWER, PASSWORD));
    users.put(QuickPassword.account("sven", Role.SENDER, PASSWORD));
    users.put(QuickPassword.account("otto", Role.OPERATOR, PASSWORD));
    users.put(QuickPassword.account("carla", Role.CHECKER, PASSWORD));
  }

  @AfterAll
  static void stop() throws Exception {
    product.close();
    issuer.close();
    dragon.close();
  }

  /** A token as Dragon Copilot sends it; what else it says must not count. */
  private static JWTClaimsSet.Builder extension() {
    return Issuer.claims()
        .issuer(DRAGON)
        .audience(EXTENSION)
        .claim("idtyp", "app")
        .claim("azp", CALLER)
        .claim("roles", List.of("operator"));
  }

  private static String dragon(JWTClaimsSet.Builder claims) {
    return "Bearer " + dragon.token(claims);
  }

  private static String bearer(Object roles) {
    return "Bearer " + issuer.token(Issuer.claims().claim("roles", roles));
  }

  private static HttpResponse<String> send(Asked asked, String login, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(asked.uri())
            .method(
                asked.method(),
                asked.method().equals("POST") || asked.method().equals("PUT")
                    ? BodyPublishers.ofString(asked.body())
                    : BodyPublishers.noBody());
    if (!asked.type().isEmpty()) {
      request.header("Content-Type", asked.type());
    }
    if (login != null) {
      request.header("Authorization", login);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static final String FHIR = "application/fhir+json";
  private static final Asked SEARCH = new Asked("GET", "", "/fhir/Observation?code=x", false);
  private static final String INCLUDING =
      "/fhir/Observation?_include=Observation:has-member&_revinclude=Provenance:target";
  private static final Asked JOLOKIA =
      new Asked("POST", "application/json", "/hawtio/jolokia/", true);

  private static final Set<Role> READERS =
      Set.of(Role.VIEWER, Role.REVIEWER, Role.QUALITY_LEAD, Role.OPERATOR);
  private static final Set<Role> SENDERS = Set.of(Role.SENDER, Role.OPERATOR);
  private static final Set<Role> OPERATORS = Set.of(Role.OPERATOR);
  private static final Set<Role> CHECKERS = Set.of(Role.CHECKER, Role.REVIEWER, Role.OPERATOR);

  /** Requests with the roles that may make them, and the status that those get. */
  private static final Map<Asked, Map.Entry<Set<Role>, Integer>> MATRIX = new LinkedHashMap<>();

  private static void may(Set<Role> roles, int status, Asked asked) {
    MATRIX.put(asked, Map.entry(roles, status));
  }

  static {
    may(READERS, 200, new Asked("GET", "", "/fhir/Device", false));
    may(READERS, 200, SEARCH);
    may(READERS, 200, new Asked("GET", "", "/fhir/Device?_id=none&_elements=status", false));
    may(READERS, 200, new Asked("GET", "", INCLUDING, false));
    may(READERS, 404, new Asked("GET", "", "/fhir/Observation/none/_history", false));
    may(READERS, 404, new Asked("GET", "", "/fhir/Observation/none/_history/1", false));
    may(READERS, 200, new Asked("OPTIONS", "", "/fhir/Observation", false));
    may(READERS, 200, new Asked("OPTIONS", "", "/fhir", false));
    may(READERS, 404, new Asked("GET", "", "/fhir/Observation/none", false));
    may(READERS, 200, new Asked("POST", FORM, "/fhir/Observation/_search", false));
    may(SENDERS, 422, new Asked("POST", FHIR, "/fhir", false));
    may(SENDERS, 422, new Asked("POST", FHIR, "/fhir/", false));
    may(SENDERS, 422, new Asked("POST", FHIR, "//fhir", false));
    may(SENDERS, 422, new Asked("POST", FHIR, "/x/../fhir", false));
    may(SENDERS, 422, new Asked("POST", FHIR, "/fhir/DiagnosticReport", false));
    may(SENDERS, 422, new Asked("POST", FHIR, "/fhir/_search/../DiagnosticReport", false));
    may(SENDERS, 422, new Asked("POST", FHIR, "/fhir?x=/_search", false));
    may(SENDERS, 400, new Asked("PUT", FHIR, "/fhir/DiagnosticReport/none", false));
    may(SENDERS, 400, new Asked("PUT", FHIR, "/fhir/Patient/../DiagnosticReport/none", false));
    may(CHECKERS, 400, new Asked("POST", "application/json", "/v1/process", false));
    may(CHECKERS, 422, new Asked("POST", "application/json", "/api/check", false));
    may(CHECKERS, 422, new Asked("POST", FHIR, "/fhir/DiagnosticReport/$check", false));
    may(OPERATORS, 404, new Asked("GET", "", "/v1/other", false));
    may(OPERATORS, 404, new Asked("GET", "", "/health/other", false));
    may(OPERATORS, 405, new Asked("PUT", FHIR, "/fhir/DiagnosticReport", false));
    may(OPERATORS, 405, new Asked("PUT", FHIR, "/fhir/DiagnosticReport/none/_history/1", false));
    may(OPERATORS, 405, new Asked("PUT", FHIR, "/fhir/DiagnosticReport/../Patient/none", false));
    may(OPERATORS, 405, new Asked("DELETE", "", "/fhir/DiagnosticReport/none", false));
    may(OPERATORS, 405, new Asked("DELETE", "", "/fhir/Observation/none", false));
    may(OPERATORS, 404, new Asked("POST", FHIR, "/other", false));
    may(OPERATORS, 404, new Asked("GET", "", "/other", false));
    may(OPERATORS, 302, new Asked("GET", "", "/hawtio", true));
    may(OPERATORS, 200, new Asked("GET", "", "/hawtio/", true));
    may(OPERATORS, 200, new Asked("GET", "", "/hawtio/jolokia", true));
    may(OPERATORS, 200, new Asked("GET", "", "/hawtio/user", true));
    may(OPERATORS, 200, new Asked("GET", "", "/hawtio/camel/routes", true));
    may(OPERATORS, 200, new Asked("GET", "", "/hawtio/jolokia/version", true));
    may(OPERATORS, 200, new Asked("GET", "", "//hawtio/jolokia/version", true));
    may(OPERATORS, 200, new Asked("GET", "", "/observe/../hawtio/user", true));
    may(OPERATORS, 200, JOLOKIA);
    may(OPERATORS, 404, new Asked("POST", "application/json", "/", true));
    may(OPERATORS, 404, new Asked("GET", "", "/observe/info", true));
  }

  /** Everybody who can come, and the roles that must be made of it. */
  private static Map<String, Set<Role>> logins() {
    Map<String, Set<Role>> all = new LinkedHashMap<>();
    all.put(BasicLogin.of("Jürgen", PASSWORD), Set.of(Role.VIEWER));
    all.put(BasicLogin.of("rita", PASSWORD), Set.of(Role.REVIEWER));
    all.put(BasicLogin.of("sven", PASSWORD), Set.of(Role.SENDER));
    all.put(BasicLogin.of("otto", PASSWORD), Set.of(Role.OPERATOR));
    all.put(BasicLogin.of("operator", Product.PASSWORD), Set.of(Role.OPERATOR));
    all.put(bearer("viewer"), Set.of(Role.VIEWER));
    all.put(bearer(List.of("reviewer", "viewer")), Set.of(Role.REVIEWER));
    all.put(bearer(List.of("x", "operator")), Set.of(Role.OPERATOR));
    all.put(bearer("quality-lead"), Set.of(Role.QUALITY_LEAD));
    all.put(bearer("sender"), Set.of(Role.SENDER));
    all.put(bearer("sender viewer"), Set.of(Role.SENDER, Role.VIEWER));
    all.put(bearer(List.of()), Set.of());
    all.put(BasicLogin.of("carla", PASSWORD), Set.of(Role.CHECKER));
    all.put(bearer("checker"), Set.of(Role.CHECKER));
    all.put(dragon(extension()), Set.of(Role.CHECKER));
    all.put(dragon(extension().claim("idtyp", null)), Set.of());
    all.put(dragon(extension().claim("azp", null)), Set.of());
    return all;
  }

  @Test
  void eachRoleMayWhatItMayAndNothingElse() throws Exception {
    for (Map.Entry<String, Set<Role>> login : logins().entrySet()) {
      for (Map.Entry<Asked, Map.Entry<Set<Role>, Integer>> row : MATRIX.entrySet()) {
        boolean allowed = login.getValue().stream().anyMatch(row.getValue().getKey()::contains);
        HttpResponse<String> response = send(row.getKey(), login.getKey());
        assertEquals(
            allowed ? row.getValue().getValue() : 403,
            response.statusCode(),
            () -> row.getKey() + " as " + login.getValue() + ": " + response.body());
        careful(response);
        if (!allowed && row.getKey().path().startsWith("/fhir")) {
          outcome(response, "forbidden");
        }
        if (!allowed && row.getKey().path().startsWith("/v1/")) {
          contract(response);
        }
      }
    }
  }

  /** The form of a refusal in the contract for reporting systems. */
  private static void contract(HttpResponse<String> response) {
    assertTrue(response.body().startsWith("{\"success\":false,\"error\":\""), response::body);
  }

  private static void outcome(HttpResponse<String> response, String code) {
    assertTrue(
        response
            .headers()
            .firstValue("Content-Type")
            .orElse("")
            .startsWith("application/fhir+json"),
        response.headers()::toString);
    assertTrue(
        response.body().startsWith("{\"resourceType\":\"OperationOutcome\""), response::body);
    assertTrue(response.body().contains("\"code\":\"" + code + "\""), response::body);
  }

  @Test
  void withoutAGoodLoginNobodyGetsAnything() throws Exception {
    JWTClaimsSet.Builder operator = Issuer.claims().claim("roles", "operator");
    String[] wrong = {
      null,
      BasicLogin.of("otto", PASSWORD + "1"),
      BasicLogin.of("otto", ""),
      BasicLogin.of("nobody", PASSWORD),
      "Basic",
      "Bearer",
      "Bearer abc",
      "Bearer " + Issuer.unsigned(),
      "Bearer " + issuer.byPublicText(),
      "Bearer " + Issuer.withItsOwnKey(),
      "Bearer " + Issuer.token(operator, Issuer.rsa("unknown")),
      "Bearer " + issuer.token(Issuer.claims().expirationTime(Issuer.in(-60))),
      "Bearer " + issuer.token(Issuer.claims().issuer("https://evil.example")),
      "Bearer " + issuer.token(Issuer.claims().audience("other")),
      "Bearer " + issuer.token(Issuer.claims().audience(EXTENSION)),
      "Bearer " + issuer.token(extension()),
      "Bearer " + Issuer.token(extension(), Issuer.rsa("k1")),
      dragon(operator),
      dragon(extension().issuer("https://login.example/dragon/v1.0")),
      dragon(extension().audience(Issuer.AUDIENCE)),
      dragon(extension().expirationTime(Issuer.in(-60))),
      dragon(extension().claim("idtyp", "user")),
      dragon(extension().claim("azp", "00000000-0000-0000-0000-000000000000")),
      dragon(extension().claim("azp", 7))
    };
    for (String login : wrong) {
      // a wrong password is hashed each time, which takes its time
      boolean slow = login != null && login.length() > 6 && login.startsWith("Basic ");
      for (Asked asked : slow ? List.of(SEARCH, JOLOKIA) : MATRIX.keySet()) {
        HttpResponse<String> response = send(asked, login);
        assertEquals(401, response.statusCode(), () -> asked + " with " + login);
        List<String> ask = response.headers().allValues("WWW-Authenticate");
        assertEquals(2, ask.size(), ask::toString);
        assertEquals("Basic realm=\"Radiology Trust Layer\", charset=\"UTF-8\"", ask.get(0));
        boolean token = login != null && login.startsWith("Bearer ");
        assertEquals(
            "Bearer realm=\"Radiology Trust Layer\"" + (token ? ", error=\"invalid_token\"" : ""),
            ask.get(1));
        careful(response);
        if (asked.path().startsWith("/fhir")) {
          outcome(response, "login");
        }
        if (asked.path().startsWith("/v1/")) {
          contract(response);
        }
      }
    }
    for (String path : List.of("/health/liveness", "/health/readiness")) {
      assertEquals(200, send(new Asked("GET", "", path, false), null).statusCode(), path);
      assertEquals(401, send(new Asked("POST", "", path, false), null).statusCode(), path);
    }
    for (String path : List.of("/observe/health", "/observe/health/live", "/observe/metrics")) {
      HttpResponse<String> open = send(new Asked("GET", "", path, true), null);
      assertEquals(200, open.statusCode(), path);
      careful(open);
    }
  }

  @Test
  void startPageOfTheManagementServerNeedsNoLoginAndItsLinksAreThere() throws Exception {
    HttpResponse<String> page = send(new Asked("GET", "", "/", true), null);
    assertEquals(200, page.statusCode());
    assertEquals("text/html;charset=UTF-8", page.headers().firstValue("Content-Type").get());
    careful(page);
    assertFalse(page.body().contains("<script"), page::body);
    assertFalse(page.body().contains(ProductVersion.CURRENT), page::body);
    Matcher links = Pattern.compile("href=\"([^\"]+)\"").matcher(page.body());
    int count = 0;
    while (links.find()) {
      HttpResponse<String> linked =
          send(new Asked("GET", "", links.group(1), true), BasicLogin.of("otto", PASSWORD));
      assertEquals(200, linked.statusCode(), links.group(1));
      count++;
    }
    assertEquals(4, count, page::body);
  }

  @Test
  void twoLoginsInOneRequestAreNone() throws Exception {
    Asked asked = new Asked("GET", "", "/fhir/Device", false);
    assertEquals(
        401,
        send(
                asked,
                BasicLogin.of("otto", PASSWORD),
                "Authorization",
                BasicLogin.of("rita", PASSWORD))
            .statusCode());
  }

  /** EHR clients read it before they log in. */
  @Test
  void metadataNeedsNoLoginAndIsAllThatNeedsNone() throws Exception {
    for (String login : new String[] {null, "Basic eDp4", BasicLogin.of("sven", PASSWORD)}) {
      HttpResponse<String> metadata =
          send(new Asked("GET", "", "/fhir/metadata", false), login, "Accept", FHIR);
      assertEquals(200, metadata.statusCode());
      assertTrue(metadata.body().startsWith("{\"resourceType\":\"CapabilityStatement\""));
      careful(metadata);
    }
    for (Asked asked :
        List.of(
            new Asked("POST", FHIR, "/fhir/metadata", false),
            new Asked("OPTIONS", "", "/fhir/metadata", false),
            new Asked("GET", "", "/fhir/metadata/x", false),
            new Asked("GET", "", "/fhir/metadata/../Device", false),
            new Asked("GET", "", "/fhir/Device/metadata", false))) {
      assertEquals(401, send(asked, null).statusCode(), asked::toString);
    }
  }

  @Test
  void noPreflightGoesRoundTheLogin() throws Exception {
    for (Asked asked :
        List.of(
            new Asked("OPTIONS", "", "/fhir/Observation", false),
            new Asked("OPTIONS", "", "/hawtio/jolokia/", true))) {
      HttpResponse<String> response =
          send(
              asked,
              null,
              "Access-Control-Request-Headers",
              "Authorization",
              "Access-Control-Request-Method",
              "POST");
      assertEquals(401, response.statusCode());
      assertTrue(response.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
    }
  }

  /** Headers that every answer has, once each. */
  private static void careful(HttpResponse<String> response) {
    boolean fhir = response.uri().getPath().startsWith("/fhir");
    boolean hawtio = response.uri().getPath().startsWith("/hawtio");
    Map<String, String> wanted = new LinkedHashMap<>();
    wanted.put("X-Content-Type-Options", "nosniff");
    wanted.put("X-Frame-Options", "DENY");
    wanted.put("Referrer-Policy", "no-referrer");
    if (fhir) {
      wanted.put("Cache-Control", "no-store");
    }
    wanted.forEach(
        (name, value) ->
            assertEquals(
                List.of(value),
                response.headers().allValues(name),
                () -> name + " of " + response.uri()));
    List<String> policy = response.headers().allValues("Content-Security-Policy");
    assertEquals(1, policy.size(), policy::toString);
    assertTrue(policy.get(0).startsWith("default-src 'none'"), policy::toString);
    assertTrue(policy.get(0).endsWith("frame-ancestors 'none'"), policy::toString);
    if (!hawtio) {
      assertEquals("default-src 'none'; frame-ancestors 'none'", policy.get(0));
    }
    for (String name : List.of("Server", "X-Powered-By", "Strict-Transport-Security")) {
      assertTrue(response.headers().firstValue(name).isEmpty(), name);
    }
  }

  @Test
  void hawtioShowsTheNameThatIsLoggedIn() throws Exception {
    Asked user = new Asked("GET", "", "/hawtio/user", true);
    assertEquals("\"otto\"", send(user, BasicLogin.of("otto", PASSWORD)).body());
    assertEquals("\"operator\"", send(user, BasicLogin.of("operator", Product.PASSWORD)).body());
    assertEquals("\"Grete Müller\"", send(user, bearer("operator")).body());
  }

  @Test
  void aChangeOfTheUsersCountsWithoutARestart() throws Exception {
    Asked asked = new Asked("GET", "", "/fhir/Device", false);
    Asked console = new Asked("GET", "", "/hawtio/user", true);
    String login = BasicLogin.of("new: one", PASSWORD);
    assertEquals(401, send(asked, login).statusCode(), "a name has no colon");
    login = BasicLogin.of("new one", PASSWORD);
    assertEquals(401, send(asked, login).statusCode());
    users.put(QuickPassword.account("new one", Role.VIEWER, PASSWORD));
    assertEquals(200, send(asked, login).statusCode());
    assertEquals(403, send(console, login).statusCode());
    users.put(QuickPassword.account("new one", Role.OPERATOR, PASSWORD));
    assertEquals(200, send(console, login).statusCode());
    users.remove("new one");
    assertEquals(401, send(asked, login).statusCode());
    assertEquals(401, send(console, login).statusCode());
    Path file = folder.resolve("home/users");
    String good = Files.readString(file);
    Files.writeString(file, good + "broken\n");
    assertEquals(200, send(asked, BasicLogin.of("rita", PASSWORD)).statusCode());
    Files.writeString(file, good);
    assertEquals(200, send(asked, BasicLogin.of("rita", PASSWORD)).statusCode());
  }

  @Test
  void noPasswordIsInAFileOfTheHomeOrInAMetric() throws Exception {
    assertEquals(
        200,
        send(new Asked("GET", "", "/fhir/Device", false), BasicLogin.of("rita", PASSWORD))
            .statusCode());
    try (var files = Files.walk(folder.resolve("home"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (String password : List.of(PASSWORD, Product.PASSWORD)) {
          String bytes =
              new String(password.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
          assertFalse(text.contains(bytes), file.toString());
        }
      }
    }
    String metrics = send(new Asked("GET", "", "/observe/metrics", true), null).body();
    assertFalse(metrics.contains("rita"), "a metric names no user");
    assertTrue(product.metrics().get("rtl_logins_total{outcome=\"accepted\"}") > 0);
  }

  @Test
  void packedBodiesAreRefusedEverywhere() throws Exception {
    for (Asked asked :
        List.of(
            new Asked("POST", FHIR, "/fhir", false),
            new Asked("POST", FORM, "/fhir/Observation/_search", false),
            JOLOKIA)) {
      for (String encoding : List.of("gzip", "deflate, gzip", "br", "GZIP")) {
        HttpResponse<String> response =
            send(asked, BasicLogin.of("otto", PASSWORD), "Content-Encoding", encoding);
        assertEquals(415, response.statusCode(), () -> asked + " " + encoding);
      }
    }
  }

  /** Vert.x's folder of uploads, in the folder of this process. */
  private static List<Path> uploads() throws IOException {
    Path folder = Path.of("file-uploads");
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (var all = Files.walk(folder)) {
      return all.toList();
    }
  }

  @Test
  void aFormLeavesNothingOnTheDiskAndOneWithFilesIsRefused() throws Exception {
    List<Path> before = uploads();
    String login = BasicLogin.of("otto", PASSWORD);
    assertEquals(
        200, send(new Asked("POST", FORM, "/fhir/Observation/_search", false), login).statusCode());
    for (Asked asked :
        List.of(
            new Asked("POST", PARTS, "/fhir", false),
            new Asked("POST", PARTS, "/fhir/Observation/_search", false),
            new Asked("POST", PARTS, "/other", false),
            new Asked("POST", PARTS, "/hawtio/jolokia/", true))) {
      assertEquals(415, send(asked, login).statusCode(), asked::toString);
    }
    assertEquals(before, uploads());
  }

  @Test
  void aBodyWithoutEndIsCutOffAndNotReadForSomebodyWithoutLogin() throws Exception {
    String chunked = "Transfer-Encoding: chunked\r\n\r\n";
    // what is said to come and what comes are two things
    String lie = "Content-Length: 99999999999\r\n\r\n";
    String login = "Authorization: " + BasicLogin.of("otto", PASSWORD) + "\r\n";
    for (String path : List.of("/fhir", "/hawtio/jolokia/")) {
      int port = path.equals("/fhir") ? product.httpPort() : product.managementPort();
      String head = "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
      assertEquals("HTTP/1.1 401", flood(port, head + chunked));
      assertEquals("HTTP/1.1 413", flood(port, head + login + chunked));
      assertEquals("HTTP/1.1 401", flood(port, head + lie));
      assertEquals("HTTP/1.1 413", flood(port, head + login + lie));
    }
  }

  /** Sends 1 MiB chunks until there is an answer; its status line. */
  private static String flood(int port, String head) throws IOException {
    byte[] blanks = new byte[1 << 20];
    Arrays.fill(blanks, (byte) ' ');
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      InputStream in = socket.getInputStream();
      for (int sent = 0; sent < 64 && in.available() == 0; sent++) {
        try {
          socket.getOutputStream().write("100000\r\n".getBytes(StandardCharsets.US_ASCII));
          socket.getOutputStream().write(blanks);
          socket.getOutputStream().write("\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
          // closed after the answer
          break;
        }
      }
      return new String(in.readNBytes(12), StandardCharsets.US_ASCII);
    }
  }
}
