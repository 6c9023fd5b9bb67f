package org.radiologytrust.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.builder.AdviceWith;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.llm.ask.ChatRequest;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.llm.ask.ModelFailure.Reason;

/** Calls through a proxy that answers by itself, to a slow server, and with a fault of our own. */
@Tag("safety")
@Tag("integration")
class OddServerTest {
  private static final Duration LONG = ModelRoute.LONG;
  private static final Duration SHORT = Duration.ofSeconds(2);

  /** Much longer than each deadline: a call that lasts as long ignored its deadline. */
  private static final long STALL_MILLIS = LONG.toMillis();

  private static final String TOKEN = "{\"message\":{\"content\":\"{}\"},\"done\":false}\n";
  private static final String LAST =
      "{\"message\":{\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\"}\n";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger asked = new AtomicInteger();
  private ModelRoute route = new ModelRoute();
  private HttpServer server;
  private ModelClient client;

  private interface Handler {
    void handle(HttpExchange exchange) throws IOException, InterruptedException;
  }

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
    client = client(server.getAddress().getPort());
    route.start();
  }

  private ModelClient client(int port) {
    return route.client(ModelRoute.servers(List.of("http://127.0.0.1:" + port), 1, 2, LONG));
  }

  /** Sets short deadlines. */
  private void hurry(Duration firstToken, Duration betweenTokens, Duration total) throws Exception {
    route.close();
    route = new ModelRoute(firstToken, betweenTokens, total);
    client = client(server.getAddress().getPort());
    route.start();
  }

  @AfterEach
  void stop() {
    route.close();
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(Handler handler) {
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.getRequestBody().readAllBytes();
          try {
            handler.handle(exchange);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            exchange.close();
          }
        });
  }

  private String ask(byte[]... images) throws Exception {
    JsonNode schema = new ObjectMapper().readTree("{\"type\":\"object\"}");
    ChatRequest request =
        new ChatRequest("claims", "m", "Split it.", List.of(images), schema, 100, "n");
    return client.ask(request, JsonNode::toString).value();
  }

  private ModelFailure failure() {
    return assertThrows(ModelFailure.class, () -> ask());
  }

  private static void write(HttpExchange exchange, String text) throws IOException {
    exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
    exchange.getResponseBody().flush();
  }

  static Stream<Arguments> pages() {
    String page = "<html>\n<body>Please log in, Erika Mustermann</body></html>";
    return Stream.of(
        arguments(200, page, Reason.BROKEN_STREAM, 3),
        arguments(200, "[]", Reason.BROKEN_STREAM, 3),
        arguments(200, "", Reason.NOT_DONE, 2),
        arguments(302, "", Reason.UNREACHABLE, 3),
        arguments(307, page, Reason.UNREACHABLE, 3),
        arguments(401, "", Reason.UNREACHABLE, 3),
        arguments(403, page, Reason.UNREACHABLE, 3),
        arguments(407, page, Reason.UNREACHABLE, 3),
        arguments(404, page, Reason.UNREACHABLE, 3),
        arguments(404, "{\"error\":\"model 'm' not found\"}", Reason.NOT_FOUND, 1),
        arguments(413, page, Reason.BAD_REQUEST, 1),
        arguments(502, page, Reason.SERVER_ERROR, 3),
        arguments(503, page, Reason.BUSY, 3));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void pageOfAProxyIsNoAnswer(int status, String page, Reason reason, int calls) {
    serve(
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          exchange.sendResponseHeaders(status, page.isEmpty() ? -1 : page.length());
          exchange.getResponseBody().write(page.getBytes(StandardCharsets.UTF_8));
        });
    ModelFailure failure = failure();
    assertEquals(reason, failure.reason());
    assertFalse(failure.getMessage().contains("Mustermann"));
    assertEquals(calls, asked.get(), "a redirect is not followed");
  }

  @Test
  void compressedAnswerIsRead() throws Exception {
    serve(
        exchange -> {
          exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream gzip = new GZIPOutputStream(exchange.getResponseBody())) {
            gzip.write((TOKEN + LAST).getBytes(StandardCharsets.UTF_8));
          }
        });
    assertEquals("{}", ask());
  }

  /** A small answer that unpacks to 128 MiB. */
  private static void bomb(HttpExchange exchange, int status, String begin, String more)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    exchange.sendResponseHeaders(status, 0);
    byte[] piece = more.repeat((1 << 20) / more.length()).getBytes(StandardCharsets.UTF_8);
    try (OutputStream gzip = new GZIPOutputStream(exchange.getResponseBody())) {
      gzip.write(begin.getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < 128; i++) {
        gzip.write(piece);
      }
    }
  }

  static Stream<Arguments> bombs() {
    String token = "{\"message\":{\"content\":\"" + "x".repeat(1000) + "\"},\"done\":false}\n";
    return Stream.of(
        arguments("a line without end", 200, "", "x", Reason.BROKEN_STREAM, 3),
        arguments("a page without end", 500, "<html>", "x", Reason.SERVER_ERROR, 3),
        arguments(
            "an answer without end",
            200,
            "{\"message\":{\"content\":\"{\\\"a\\\":\\\"\"},\"done\":false}\n",
            token,
            Reason.ANSWER_CUT,
            2));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bombs")
  void whatAPackedAnswerUnpacksToIsCounted(
      String kind, int status, String begin, String more, Reason reason, int calls) {
    serve(exchange -> bomb(exchange, status, begin, more));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    ModelFailure failure = failure();
    long used = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    assertEquals(reason, failure.reason());
    assertEquals(calls, asked.get());
    assertTrue(used < 128 << 20, used + " bytes were made of it");
  }

  @ParameterizedTest
  @ValueSource(ints = {900, 2_000, 100_000})
  void deepJsonIsNoAnswer(int depth) {
    String deep = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
    serve(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          write(exchange, deep + "\n");
        });
    assertEquals(
        depth < 1_000 ? Reason.NOT_DONE : Reason.BROKEN_STREAM,
        failure().reason(),
        "no line of Ollama's");
  }

  @Test
  void deepJsonInAnAnswerIsInvalid() {
    String deep = "{\\\"a\\\":".repeat(2_000) + "1" + "}".repeat(2_000);
    serve(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          write(exchange, "{\"message\":{\"content\":\"" + deep + "\"},\"done\":false}\n" + LAST);
        });
    assertEquals(Reason.INVALID_ANSWER, failure().reason());
  }

  /** Camel obeys headers of these names where they come in. */
  @Test
  void headersOfTheServerDoNothing() throws Exception {
    AtomicInteger elsewhere = new AtomicInteger();
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext("/", exchange -> elsewhere.incrementAndGet());
    other.start();
    String url = "http://127.0.0.1:" + other.getAddress().getPort() + "/";
    serve(
        exchange -> {
          for (String name :
              List.of("CamelHttpUri", "cAMELHTTPURI", "CamelHttpPath", "Location", "Refresh")) {
            exchange.getResponseHeaders().add(name, url);
          }
          exchange.getResponseHeaders().add("CAmelBeanMethodName", "request");
          exchange.getResponseHeaders().add("CamelHttpResponseCode", "200");
          boolean first = asked.get() == 1;
          exchange.sendResponseHeaders(first ? 503 : 200, 0);
          write(exchange, first ? "busy" : TOKEN + LAST);
        });
    try {
      assertEquals("{}", ask());
      assertEquals("{}", ask());
      assertEquals(3, asked.get(), "the 503 was one");
      assertEquals(0, elsewhere.get());
    } finally {
      other.stop(0);
    }
  }

  @Test
  void firstTokensDeadlineCountsFromTheRequest() throws Exception {
    // a busy machine has seconds for the head: its deadline is the same
    Duration first = Duration.ofSeconds(5);
    hurry(first, LONG, LONG);
    long head = 500;
    serve(
        exchange -> {
          Thread.sleep(head);
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().flush();
          Thread.sleep(STALL_MILLIS);
        });
    assertEquals(Reason.STALLED, failure().reason());
    for (Duration left : route.watched().stream().skip(1).toList()) {
      assertTrue(left.compareTo(first.minusMillis(head)) <= 0, left.toString());
    }
  }

  @Test
  void wholeCallsDeadlineCountsFromTheRequest() throws Exception {
    // a busy machine has seconds for the head
    Duration total = Duration.ofSeconds(6);
    hurry(LONG, LONG, total);
    long head = 500;
    serve(
        exchange -> {
          Thread.sleep(head);
          exchange.sendResponseHeaders(200, 0);
          while (true) {
            write(exchange, TOKEN);
            Thread.sleep(100);
          }
        });
    assertEquals(Reason.TOO_SLOW, failure().reason());
    List<Duration> left = route.watched().stream().skip(1).toList();
    assertFalse(left.isEmpty());
    for (Duration one : left) {
      assertTrue(one.compareTo(total.minusMillis(head)) <= 0, one.toString());
    }
  }

  @Test
  void errorPageThatStallsIsAStall() throws Exception {
    hurry(SHORT, SHORT, LONG);
    serve(
        exchange -> {
          exchange.sendResponseHeaders(500, 0);
          write(exchange, "<html>");
          Thread.sleep(STALL_MILLIS);
        });
    assertEquals(Reason.STALLED, failure().reason());
    assertEquals(1, asked.get());
  }

  /** Accepts one connection and hands it to the handler. */
  private ServerSocket listen(Connection handler) throws IOException {
    ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    threads.submit(
        () -> {
          try (Socket socket = listener.accept()) {
            handler.handle(socket.getOutputStream());
          }
          return null;
        });
    client = client(listener.getLocalPort());
    return listener;
  }

  private interface Connection {
    void handle(OutputStream out) throws IOException, InterruptedException;
  }

  @Test
  void serverThatReadsNoRequestKeepsNoCall() throws Exception {
    hurry(SHORT, LONG, LONG);
    try (ServerSocket listener = listen(out -> Thread.sleep(STALL_MILLIS))) {
      byte[] big = new byte[40 << 20];
      ModelFailure failure =
          assertTimeoutPreemptively(
              LONG.dividedBy(2), () -> assertThrows(ModelFailure.class, () -> ask(big)));
      assertEquals(Reason.STALLED, failure.reason());
    }
  }

  @Test
  void serverThatNeverEndsItsHeadKeepsNoCall() throws Exception {
    hurry(SHORT, LONG, LONG);
    Connection trickle =
        out -> {
          out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
          while (true) {
            out.write('x');
            out.flush();
            Thread.sleep(100);
          }
        };
    try (ServerSocket listener = listen(trickle)) {
      ModelFailure failure =
          assertTimeoutPreemptively(
              LONG.dividedBy(2), () -> assertThrows(ModelFailure.class, () -> ask()));
      assertEquals(Reason.STALLED, failure.reason());
    }
  }

  private void fail(Exception thrown) throws Exception {
    AdviceWith.adviceWith(
        route.camel(),
        "model-call",
        a ->
            a.weaveByToUri("http:*")
                .replace()
                .process(
                    exchange -> {
                      asked.incrementAndGet();
                      throw thrown;
                    }));
  }

  @Test
  void faultOfOursIsNoBrokenStreamAndIsNotTriedAgain() throws Exception {
    RuntimeException ours = new IllegalArgumentException("ours");
    fail(ours);
    assertSame(ours, assertThrows(IllegalArgumentException.class, () -> ask()));
    assertEquals(1, asked.get());
    assertEquals(List.of(), route.refusals());
    assertSame(ours, assertThrows(IllegalArgumentException.class, () -> ask()), "the slot is free");
  }

  @Test
  void checkedFaultOfOursIsNoBrokenStreamEither() throws Exception {
    fail(new Exception("ours"));
    assertThrows(IllegalStateException.class, () -> ask());
    assertEquals(1, asked.get());
  }

  @Test
  void interruptionStaysOne() throws Exception {
    fail(new InterruptedException());
    assertThrows(InterruptedException.class, () -> ask());
    assertEquals(1, asked.get());
  }

  @Test
  void brokenConnectionOfAnInterruptedThreadIsAnInterruption() throws Exception {
    AdviceWith.adviceWith(
        route.camel(),
        "model-call",
        a ->
            a.weaveByToUri("http:*")
                .replace()
                .process(
                    exchange -> {
                      Thread.currentThread().interrupt();
                      throw new IOException("aborted");
                    }));
    assertThrows(InterruptedException.class, () -> ask());
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void ioFailureIsABrokenStream() throws Exception {
    fail(new IOException("reset"));
    assertEquals(Reason.BROKEN_STREAM, failure().reason());
    assertEquals(3, asked.get());
  }
}
