package org.radiologytrust.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
final class StubServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param authorization empty where there was none
   */
  record Asked(String path, String query, String authorization, JsonNode body) {}

  private record Answer(int status, String body) {}

  private final HttpServer http;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  StubServer() throws IOException {
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
                  JSON.readTree(exchange.getRequestBody().readAllBytes())));
          Answer answer = answers.getOrDefault(path, new Answer(404, "404 page not found"));
          byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    http.start();
  }

  StubServer answer(String path, int status, String body) {
    answers.put(path, new Answer(status, body));
    return this;
  }

  String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  List<Asked> asked(String path) {
    return asked.stream().filter(a -> a.path.equals(path)).toList();
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
