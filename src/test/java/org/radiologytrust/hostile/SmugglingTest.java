package org.radiologytrust.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.radiologytrust.launch.BasicLogin;
import org.radiologytrust.launch.Product;

/**
 * Request smuggling: what a proxy in front of us may take for one request must never be two to us.
 * Each request here is written byte by byte on a connection of its own, with a second, whole
 * request hidden behind it. The second one must get no answer, and the connection must be closed.
 */
@Tag("safety")
@Timeout(120)
@Tag("integration")
class SmugglingTest {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})");
  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";
  private static final String LAST = "0\r\n\r\n";
  private static final int SILENCE_MILLIS = 20_000;

  @TempDir static Path folder;
  private static Product product;

  @BeforeAll
  static void start() {
    product = Product.start(folder.resolve("home"), Map.of());
  }

  @AfterAll
  static void stop() throws Exception {
    product.close();
  }

  /** A port, with a request that changes something there and one that only reads. */
  private enum Port {
    API("/fhir", "/fhir/Device"),
    MANAGEMENT("/hawtio/jolokia/", "/hawtio/user"),
    OPEN("/observe/health", "/observe/metrics");

    private final String posted;
    private final String read;

    Port(String posted, String read) {
      this.posted = posted;
      this.read = read;
    }

    private int number() {
      return this == API ? product.httpPort() : product.managementPort();
    }
  }

  private static String head(String line) {
    return line
        + " HTTP/1.1\r\nHost: x\r\nAuthorization: "
        + BasicLogin.of("operator", Product.PASSWORD)
        + "\r\n";
  }

  private static String hidden(Port port) {
    return head("GET " + port.read) + "\r\n";
  }

  /** All that comes back until the product closes the connection. */
  private static String exchange(Port port, String bytes) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port.number())) {
      socket.setSoTimeout(SILENCE_MILLIS);
      ByteArrayOutputStream heard = new ByteArrayOutputStream();
      try {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        InputStream in = socket.getInputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
          heard.write(b);
        }
      } catch (SocketTimeoutException e) {
        throw new AssertionError("The connection stays open after: " + heard, e);
      } catch (IOException e) {
        // reset, since not all was read: closed as well
      }
      return heard.toString(StandardCharsets.UTF_8);
    }
  }

  private static List<String> statuses(String heard) {
    List<String> all = new ArrayList<>();
    Matcher status = STATUS.matcher(heard);
    while (status.find()) {
      all.add(status.group(1));
    }
    return all;
  }

  /** Header lines that leave in doubt where the body ends; each ends with CRLF. */
  private static Stream<String> doubtfulHeads() {
    return Stream.of(
        "Transfer-Encoding: chunked, xchunked\r\n",
        "Transfer-Encoding: xchunked, chunked\r\n",
        "Transfer-Encoding: identity, chunked\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: chunked, chunked\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: chunked,\r\n",
        "Transfer-Encoding: ,chunked\r\n",
        "Transfer-Encoding: \"chunked\"\r\n",
        "Transfer-Encoding: chunked;q=1\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: identity\r\n",
        "Transfer-Encoding:\r\n",
        "Transfer-Encoding: \u000bchunked\r\n",
        "Transfer-Encoding: chunked\u000b\r\n",
        "Transfer-Encoding:\r\n chunked\r\n",
        "Transfer-Encoding:\r\n\tchunked\r\n",
        "Transfer-Encoding: chunked\r\n ,x\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Transfer-Encoding\t: chunked\r\n",
        "X: y\rTransfer-Encoding: chunked\r\n",
        "X: y\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\n",
        "Transfer-Encoding: chunked\r",
        CHUNKED + CHUNKED,
        CHUNKED + "Transfer-Encoding: identity\r\n",
        "Transfer-Encoding: identity\r\n" + CHUNKED,
        CHUNKED + "Content-Length: 5\r\n",
        "Content-Length: 5\r\n" + CHUNKED,
        "Content-Length: 0\r\n" + CHUNKED,
        "Content-Length: 0\r\nTransfer-Encoding: identity\r\n",
        "Content-Length: 5\r\nContent-Length: 5\r\n",
        "Content-Length: 5\r\nContent-Length: 0\r\n",
        "Content-Length: 0\r\nContent-Length: 5\r\n",
        "Content-Length: 5, 5\r\n",
        "Content-Length: 0,5\r\n",
        "Content-Length: +5\r\n",
        "Content-Length: -5\r\n",
        "Content-Length: 0x5\r\n",
        "Content-Length: 5 \u000b\r\n",
        "Content-Length: 1 5\r\n",
        "Content-Length:\r\n 5\r\n",
        "Content-Length: 1\r\n 5\r\n",
        "Content-Length : 5\r\n",
        "Content-Length:\r\n",
        "Content-Length: 99999999999999999999\r\n",
        "Content-Length: 18446744073709551621\r\n",
        // an obsolete handshake, at which Netty takes eight bytes more than the head says
        "Sec-WebSocket-Key1: x\r\nSec-WebSocket-Key2: y\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\n");
  }

  private static Stream<Arguments> doubtfulHeadsAtEachPort() {
    return Stream.of(Port.values()).flatMap(p -> doubtfulHeads().map(h -> Arguments.of(p, h)));
  }

  @ParameterizedTest
  @MethodSource("doubtfulHeadsAtEachPort")
  void aHeadThatLeavesTheBodysEndInDoubtIsRefused(Port port, String lines) throws Exception {
    for (String method : List.of("POST", "GET")) {
      String first =
          head(method + " " + port.posted) + "Content-Type: application/json\r\n" + lines;
      assertEquals(
          List.of("400"),
          statuses(exchange(port, first + "\r\n" + LAST + hidden(port))),
          () -> method + " at " + port + ": 400, and nothing after it");
    }
  }

  /** Chunked bodies that another reader may end elsewhere. */
  private static Stream<String> doubtfulBodies(Port port) {
    String second = hidden(port);
    return Stream.of(
        "1;a=\"\r\nX\r\n" + LAST + second,
        "1;a=\r\nX\r\n0;b=\"\r\n\r\n" + second + "\"",
        "1;a\nX\r\n" + LAST + second,
        "1\nX\n0\n\n" + second,
        "1\r\nX\n" + LAST + second,
        "1\r\nX\r" + LAST + second,
        "1\r\nXY\r\n" + LAST + second,
        "1\r\nX\r\n0\n\r\n" + second,
        "1\r\nX\r\n0\r\n\n" + second,
        "\r\n1\r\nX\r\n" + LAST + second,
        " 1\r\nX\r\n" + LAST + second,
        "0x1\r\nX\r\n" + LAST + second,
        "+1\r\nX\r\n" + LAST + second,
        "-1\r\nX\r\n" + LAST + second,
        "1 \u000b\r\nX\r\n" + LAST + second,
        "1_0\r\nX\r\n" + LAST + second,
        "100000001\r\nX\r\n" + LAST + second,
        "10000000000000001\r\nX\r\n" + LAST + second,
        "\r\n" + second,
        ";a=b\r\n\r\n" + second,
        "1\r\nX\r\n0\r\nContent-Length : 5\r\n\r\n" + second,
        "1\r\nX\r\n0\r\nX: y\n\r\n" + second,
        "1\r\nX\r\n0\r\n Transfer-Encoding: chunked\r\n\r\n" + second);
  }

  private static Stream<Arguments> doubtfulBodiesAtEachPort() {
    return Stream.of(Port.values()).flatMap(p -> doubtfulBodies(p).map(b -> Arguments.of(p, b)));
  }

  @ParameterizedTest
  @MethodSource("doubtfulBodiesAtEachPort")
  void aChunkedBodyWhoseEndIsInDoubtHidesNoRequest(Port port, String body) throws Exception {
    String first = head("POST " + port.posted) + "Content-Type: application/json\r\n" + CHUNKED;
    List<String> statuses = statuses(exchange(port, first + "\r\n" + body));
    assertTrue(statuses.size() <= 1, () -> "one request, answered " + statuses);
  }

  /**
   * To us this line is the end of the one before it; others may drop it, or read it as a header.
   */
  @ParameterizedTest
  @MethodSource("ports")
  void aFoldedLineHidesNoRequest(Port port) throws Exception {
    String first = head("POST " + port.posted) + " " + CHUNKED + "\r\n" + LAST;
    List<String> statuses = statuses(exchange(port, first + hidden(port)));
    assertEquals("400", statuses.get(statuses.size() - 1));
    assertFalse(statuses.contains("200"), "the hidden request was answered");
  }

  private static Stream<Port> ports() {
    return Stream.of(Port.values());
  }

  @ParameterizedTest
  @MethodSource("ports")
  void whoHasNoLoginHidesNothingEither(Port port) throws Exception {
    String first = "POST " + port.posted + " HTTP/1.1\r\nHost: x\r\n";
    assertEquals(
        List.of("400"),
        statuses(
            exchange(port, first + CHUNKED + "Content-Length: 5\r\n\r\n" + LAST + hidden(port))));
  }

  /** What is plain stays possible: several requests, one after the other, on one connection. */
  @Test
  void twoPlainRequestsOnOneConnectionAreBothAnswered() throws Exception {
    String json = "Content-Type: application/fhir+json\r\n";
    String last = head("GET /fhir/metadata") + "Connection: close\r\n\r\n";
    for (String first :
        List.of(
            head("POST /fhir") + json + CHUNKED + "\r\n2;name=\"value\"\r\n{}\r\n" + LAST,
            head("POST /fhir") + json + "Transfer-Encoding: Chunked\r\n\r\n2\r\n{}\r\n" + LAST,
            head("POST /fhir") + json + "Content-Length: 2\r\n\r\n{}")) {
      List<String> statuses = statuses(exchange(Port.API, first + last));
      assertEquals(2, statuses.size(), statuses::toString);
      assertEquals("200", statuses.get(1));
    }
  }
}
