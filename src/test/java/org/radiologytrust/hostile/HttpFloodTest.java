package org.radiologytrust.hostile;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.auth.users.UsersFile;
import org.radiologytrust.launch.BasicLogin;
import org.radiologytrust.launch.Product;

/** Many bodies or connections at once, and slow ones: they wait for their turn, or have to go. */
@Tag("safety")
@Tag("integration")
class HttpFloodTest {
  private static final int LARGEST = 20_000;
  private static final String TYPE = "application/fhir+json";
  private static final String LOGIN = BasicLogin.of("operator", Product.PASSWORD);

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private Product product;

  private void start(String bodyTime) {
    start(Map.of("rtl.http.max-body", "" + LARGEST, "rtl.http.body-time", bodyTime));
  }

  private void start(Map<String, String> settings) {
    product = Product.start(folder.resolve("home"), settings);
  }

  @AfterEach
  void stop() throws Exception {
    product.close();
  }

  /** A DiagnosticReport that is refused, and blanks up to the length. */
  static String report(int length) {
    String report = "{\"resourceType\":\"DiagnosticReport\",\"status\":\"final\"}";
    return report + " ".repeat(length - report.length());
  }

  /** A POST that has begun: its body lacks the last byte. */
  private Socket begun() throws IOException {
    Socket socket = new Socket("127.0.0.1", product.httpPort());
    socket.setSoTimeout(20_000);
    String head =
        "POST /fhir HTTP/1.1\r\nHost: x\r\nContent-Type: "
            + TYPE
            + "\r\nAuthorization: "
            + LOGIN
            + "\r\nContent-Length: "
            + LARGEST
            + "\r\n\r\n";
    socket
        .getOutputStream()
        .write((head + report(LARGEST - 1)).getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String status(Socket socket) throws IOException {
    return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
  }

  private CompletableFuture<HttpResponse<String>> post(int length) {
    return http.sendAsync(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + product.httpPort() + "/fhir"))
            .header("Content-Type", TYPE)
            .header("Authorization", LOGIN)
            .POST(BodyPublishers.ofString(report(length)))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aBodyWaitsWhileOthersHoldAllThatMayBeHeld() throws Exception {
    start("30s");
    // the login is hashed once; from then on requests are taken up as they come
    assertEquals(200, product.get("/fhir/metadata").statusCode());
    List<Socket> holding = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        holding.add(begun());
      }
      // what has no body passes; it also shows that the three have been taken up
      for (int i = 0; i < 20; i++) {
        assertEquals(200, product.get("/fhir/metadata").statusCode());
      }
      List<CompletableFuture<HttpResponse<String>>> late = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        late.add(post(LARGEST / 2));
      }
      assertThrows(
          TimeoutException.class,
          () ->
              CompletableFuture.anyOf(late.toArray(CompletableFuture[]::new))
                  .get(2, TimeUnit.SECONDS),
          "one was read though there was no room");
      holding.get(0).getOutputStream().write(' ');
      assertEquals("HTTP/1.1 422", status(holding.get(0)));
      for (CompletableFuture<HttpResponse<String>> one : late) {
        assertEquals(422, one.get(20, TimeUnit.SECONDS).statusCode());
      }
      // one that goes away gives its place back
      holding.get(1).close();
      holding.get(2).close();
      List<Socket> again = new ArrayList<>(List.of(begun(), begun()));
      holding.addAll(again);
      for (Socket socket : again) {
        socket.getOutputStream().write(' ');
        assertEquals("HTTP/1.1 422", status(socket));
      }
      assertEquals(422, post(LARGEST).get(20, TimeUnit.SECONDS).statusCode());
    } finally {
      for (Socket socket : holding) {
        socket.close();
      }
    }
  }

  @Test
  void aBodyThatIsNotWholeInTimeIsCutOff() throws Exception {
    start("1s");
    try (Socket slow = begun()) {
      assertEquals("", status(slow), "the connection ends without an answer");
    }
    try (Socket one = begun();
        Socket two = begun();
        Socket three = begun()) {
      assertEquals(422, post(LARGEST).get(20, TimeUnit.SECONDS).statusCode(), "it gets a place");
      assertEquals("", status(one) + status(two) + status(three));
    }
  }

  @Test
  void aConnectionThatIsLostWhileItsLoginIsCheckedKeepsNoPlace() throws Exception {
    start("60s");
    UsersFile.in(folder.resolve("home")).put("sender 0", Role.OPERATOR, Product.PASSWORD);
    Path users = folder.resolve("home/users");
    String first =
        Files.readAllLines(users).stream()
            .filter(line -> line.startsWith("sender 0:"))
            .findFirst()
            .orElseThrow();
    // a hash as slow as that of any user, which is made once
    for (int i = 1; i < 10; i++) {
      String other = first.replace("sender 0:", "sender " + i + ":");
      Files.writeString(users, other + "\n", StandardOpenOption.APPEND);
    }
    for (int i = 0; i < 10; i++) {
      try (Socket lost = idle(product.httpPort())) {
        String head =
            "POST /fhir HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Type: "
                + TYPE
                + "\r\nAuthorization: "
                + BasicLogin.of("sender " + i, Product.PASSWORD)
                + "\r\n\r\n";
        lost.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      }
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> product.metrics().get("rtl_logins_total{outcome=\"accepted\"}") >= 10);
    assertEquals(422, post(LARGEST).get(30, TimeUnit.SECONDS).statusCode());
  }

  private Socket idle(int port) throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static boolean served(Socket socket) throws IOException {
    String head = "GET /x HTTP/1.1\r\nHost: x\r\n\r\n";
    try {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      return status(socket).equals("HTTP/1.1 401");
    } catch (SocketException reset) {
      return false;
    }
  }

  private void ask(Socket socket, String login) throws IOException {
    String head = "GET /fhir/x HTTP/1.1\r\nHost: x\r\nAuthorization: " + login + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
  }

  /** A wrong login is answered late: until then its connection has something to do. */
  @Test
  void noMoreRequestsThanThatAreInWork() throws Exception {
    start(
        Map.of(
            "rtl.http.max-connections", "3",
            "rtl.http.max-connections-of-address", "3",
            "rtl.auth.delay", "10m"));
    try (Socket one = idle(product.httpPort());
        Socket two = idle(product.httpPort());
        Socket three = idle(product.httpPort())) {
      for (Socket socket : List.of(one, two, three)) {
        ask(socket, BasicLogin.of("operator", "wrong"));
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> product.metrics().get("rtl_logins_total{outcome=\"refused\"}") >= 3);
      try (Socket four = idle(product.httpPort())) {
        assertFalse(served(four));
      }
      assertEquals(1, product.closed("http", "refused"));
      assertEquals(0, product.closed("http", "displaced"));
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              try (Socket again = idle(product.httpPort())) {
                return served(again);
              }
            });
  }

  @Test
  void aNewConnectionTakesThePlaceOfTheOneThatHasBeenIdleForTheLongest() throws Exception {
    start(
        Map.of(
            "rtl.http.max-connections", "3",
            "rtl.http.max-connections-of-address", "3"));
    for (int port : List.of(product.httpPort(), product.managementPort())) {
      try (Socket one = idle(port);
          Socket two = idle(port);
          Socket three = idle(port)) {
        assertTrue(served(one) && served(two) && served(three));
        rest(one);
        rest(two);
        rest(three);
        assertTrue(served(one), "it was used again");
        rest(one);
        try (Socket four = idle(port)) {
          assertTrue(served(four));
          rest(four);
          assertEquals(-1, two.getInputStream().read());
          assertTrue(served(one) && served(three) && served(four));
        }
      }
    }
  }

  /** Reads what follows the status of an answer without a body. */
  private static void rest(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) socket.getInputStream().read());
    }
  }

  @Test
  void aHeaderThatIsNotCompleteInTimeIsCutOff() throws Exception {
    start(Map.of("rtl.http.header-time", "1s"));
    for (int port : List.of(product.httpPort(), product.managementPort())) {
      try (Socket slow = idle(port)) {
        assertTrue(isCutOff(slow));
      }
    }
  }

  /** Sends a header that never ends, so that the connection is not idle. */
  private static boolean isCutOff(Socket socket) throws Exception {
    socket.setSoTimeout(200);
    try {
      socket
          .getOutputStream()
          .write("GET /x HTTP/1.1\r\nHost: ".getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < 600; i++) {
        socket.getOutputStream().write('x');
        try {
          return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
          continue;
        }
      }
      return false;
    } catch (SocketException reset) {
      return true;
    }
  }

  @Test
  void anIdleConnectionIsClosed() throws Exception {
    start(Map.of("rtl.http.idle", "1s"));
    for (int port : List.of(product.httpPort(), product.managementPort())) {
      try (Socket idle = idle(port);
          Socket half = idle(port)) {
        half.getOutputStream().write("GET /x HTTP/1.1\r\nHo".getBytes(StandardCharsets.US_ASCII));
        assertEquals("", status(idle) + status(half));
      }
    }
  }

  /** A request on its way to HTTP/2 is read whatever anybody says; so nobody is let go there. */
  @Test
  void nobodyIsUpgraded() throws Exception {
    start(Map.of());
    for (int port : List.of(product.httpPort(), product.managementPort())) {
      try (Socket socket = idle(port)) {
        String head =
            "POST /fhir HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                + "Upgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\r\n"
                + "Content-Length: 2\r\n\r\n{}";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        assertEquals("HTTP/1.1 401", status(socket));
      }
    }
  }
}
