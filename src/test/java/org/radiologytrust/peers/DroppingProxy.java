package org.radiologytrust.peers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a FHIR server and loses the answer to a transaction that the server committed. */
public final class DroppingProxy implements AutoCloseable {
  private static final Set<String> PASSED_ON = Set.of("content-type", "accept", "prefer");

  private final URI server;
  private final HttpServer listener;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger left = new AtomicInteger();
  private final AtomicInteger dropped = new AtomicInteger();

  /**
   * @param server base URL of the server
   */
  public DroppingProxy(URI server) throws IOException {
    this.server = server;
    listener = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    listener.createContext("/", this::handle);
    listener.setExecutor(threads);
    listener.start();
  }

  /** The server's base URL through the proxy. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + listener.getAddress().getPort() + server.getRawPath());
  }

  /** The answer to the next transaction gets lost. */
  public void dropNextTransaction() {
    left.incrementAndGet();
  }

  /** How many answers got lost. */
  public int dropped() {
    return dropped.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean transaction =
          exchange.getRequestMethod().equals("POST")
              && exchange.getRequestURI().getRawPath().equals(server.getRawPath());
      HttpResponse<byte[]> answer = ask(exchange);
      if (transaction && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
        dropped.incrementAndGet();
        return; // closed without an answer
      }
      answer
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      int length = answer.body().length;
      exchange.sendResponseHeaders(answer.statusCode(), length == 0 ? -1 : length);
      exchange.getResponseBody().write(answer.body());
    }
  }

  private HttpResponse<byte[]> ask(HttpExchange exchange) throws IOException {
    URI asked = exchange.getRequestURI();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(asked.toString()))
            .method(
                exchange.getRequestMethod(),
                BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (PASSED_ON.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    try {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    listener.stop(0);
    threads.shutdownNow();
  }
}
