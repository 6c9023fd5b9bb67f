package org.radiologytrust.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers each path with what it is told, and keeps what was asked; 404 for other paths. */
public final class StubServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param authorization empty where there was none
   */
  public record Asked(
      String path, String query, String authorization, String upgrade, JsonNode body) {}

  /** Writes an answer's head and body. */
  public interface Answer {
    void write(HttpExchange exchange) throws IOException;
  }

  private final HttpServer http;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  public StubServer() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(threads);
    http.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          String query = exchange.getRequestURI().getQuery();
          String authorization = exchange.getRequestHeaders().getFirst("Authorization");
          asked.add(
              new Asked(
                  path,
                  query == null ? "" : query,
                  authorization == null ? "" : authorization,
                  String.join("", exchange.getRequestHeaders().getOrDefault("Upgrade", List.of())),
                  JSON.readTree(exchange.getRequestBody().readAllBytes())));
          try (exchange) {
            answers.getOrDefault(path, whole(404, "404 page not found")).write(exchange);
          }
        });
    http.start();
  }

  private static Answer whole(int status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return exchange -> {
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  public StubServer answer(String path, int status, String body) {
    return answer(path, whole(status, body));
  }

  public StubServer answer(String path, Answer answer) {
    answers.put(path, answer);
    return this;
  }

  public String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  public List<Asked> asked(String path) {
    return asked.stream().filter(a -> a.path.equals(path)).toList();
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
