package org.radiologytrust.llm.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.peers.ollama.OllamaServer;

@Tag("integration")
class ModelCatalogTest {
  private static final String NOBODY = "http://127.0.0.1:1";
  private static final List<String> M = List.of("m");

  private final OllamaServer ollama = new OllamaServer(call -> "").model("m", "vision");
  private final OllamaServer second = new OllamaServer(call -> "").model("m", "vision");
  private final String url = ollama.url().toString();
  private final String url2 = second.url().toString();

  @AfterEach
  void stop() {
    ollama.close();
    second.close();
  }

  private static ModelCatalog catalog(List<String> servers) {
    return ModelCatalog.ollama(() -> servers, 4096, Map.of(), "", Optional.empty());
  }

  @Test
  void tellsWhatIsMissing() {
    ModelCatalog catalog = catalog(List.of(url));
    assertTrue(catalog.missing(M, M).isEmpty());
    assertEquals(List.of(), catalog.problems(M, M));
    assertEquals(ollama.digest("m"), catalog.digest(url, "m"));
    assertTrue(
        catalog.missing(List.of("other"), M).orElseThrow().contains("lacks the model other"));
    ollama.model("blind", "completion");
    List<String> blind = List.of("blind");
    assertTrue(catalog.missing(blind, blind).orElseThrow().contains("cannot see"));
    ModelCatalog nobody = catalog(List.of(NOBODY));
    assertTrue(nobody.missing(M, M).orElseThrow().contains("no model server answers at " + NOBODY));
    assertEquals("", nobody.digest(NOBODY, "m"));
  }

  @Test
  void oneFitServerIsEnoughAndTheOthersAreNamed() {
    second.removeModel("m");
    ModelCatalog catalog = catalog(List.of(NOBODY, url2, url));
    assertTrue(catalog.missing(M, M).isEmpty());
    List<String> problems = catalog.problems(List.of("m", "m"), M);
    assertEquals(2, problems.size(), problems.toString());
    assertTrue(problems.get(0).contains(NOBODY));
    assertTrue(problems.get(1).contains(url2 + " lacks the model m"));
    assertEquals(ollama.digest("m"), catalog.digest(url, "m"));
  }

  @Test
  void modelsSpreadOverServersAreNotEnough() {
    second.removeModel("m").model("n", "vision");
    List<String> both = List.of("m", "n");
    assertTrue(catalog(List.of(url, url2)).missing(both, both).isPresent());
  }

  @Test
  void differentModelsUnderOneNameAreRefused() {
    second.weights("m", "other");
    ModelCatalog catalog = catalog(List.of(url, url2));
    assertTrue(
        catalog.missing(M, M).orElseThrow().contains("different models under the name m"),
        "Provenance could not tell which of them answered");
    assertEquals(1, catalog.problems(M, M).size());
    assertNotEquals(catalog.digest(url, "m"), catalog.digest(url2, "m"));
  }

  @Test
  void anotherModelUnderAPinnedNameIsNotUsed() {
    String pin = ollama.digest("m");
    ModelCatalog pinned =
        ModelCatalog.ollama(() -> List.of(url), 4096, Map.of("m", pin), "", Optional.empty());
    assertTrue(pinned.missing(M, M).isEmpty());
    ollama.weights("m", "new");
    String problem = pinned.missing(M, M).orElseThrow();
    assertTrue(problem.contains(ollama.digest("m") + ", not " + pin), problem);
  }

  @Test
  void digestIsOfWhatAnswersAndAsLastSeenWhereNobodyDoes() {
    ModelCatalog catalog = catalog(List.of(url, url2));
    String before = ollama.digest("m");
    assertEquals(before, catalog.digest(url, "m"));
    ollama.weights("m", "new");
    assertEquals(ollama.digest("m"), catalog.digest(url, "m"));
    assertEquals(before, catalog.digest(url2, "m"), "each server has its own");
    String last = ollama.digest("m");
    ollama.close();
    assertEquals(last, catalog.digest(url, "m"));
  }

  private static HttpServer serving(HttpHandler handler) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", handler);
    server.start();
    return server;
  }

  private static String place(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void allServersAreAskedAtTheSameTime() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    HttpHandler slow =
        exchange -> {
          try {
            // answers only once the other one was asked too
            both.await(2, TimeUnit.MINUTES);
            answer(exchange, 200, "{\"models\": []}");
          } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            exchange.close();
          }
        };
    HttpServer one = serving(slow);
    HttpServer other = serving(slow);
    try {
      List<String> problems = catalog(List.of(place(one), place(other))).problems(M, M);
      assertEquals(2, problems.size());
      problems.forEach(problem -> assertTrue(problem.contains("lacks the model m"), problem));
    } finally {
      one.stop(0);
      other.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"200 <html>", "200 []", "200 ", "302 {}", "401 {}", "403 no", "500 {}"})
  void somethingElseThatAnswersIsNamed(String answer) throws Exception {
    String[] parts = answer.split(" ", 2);
    AtomicInteger asked = new AtomicInteger();
    HttpServer proxy =
        serving(
            exchange -> {
              asked.incrementAndGet();
              exchange.getResponseHeaders().set("Location", url + "/api/tags");
              answer(exchange, Integer.parseInt(parts[0]), parts[1]);
            });
    String there = place(proxy);
    try {
      String problem = catalog(List.of(there)).missing(M, M).orElseThrow();
      assertTrue(problem.startsWith(there + " does not respond like a model server"), problem);
      assertEquals(1, asked.get());
    } finally {
      proxy.stop(0);
    }
  }

  @Test
  void serverThatStallsInItsAnswerIsAway() throws Exception {
    try (var listener = new java.net.ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread stalls =
          new Thread(
              () -> {
                try (var socket = listener.accept()) {
                  socket
                      .getOutputStream()
                      .write(
                          "HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{"
                              .getBytes(StandardCharsets.US_ASCII));
                  Thread.sleep(120_000);
                } catch (Exception e) {
                  // the test is over
                }
              });
      stalls.setDaemon(true);
      stalls.start();
      String there = "http://127.0.0.1:" + listener.getLocalPort();
      assertTimeoutPreemptively(
          Duration.ofMinutes(1),
          () ->
              assertTrue(
                  catalog(List.of(there)).missing(M, M).orElseThrow().contains("no model server")));
      stalls.interrupt();
    }
  }
}
