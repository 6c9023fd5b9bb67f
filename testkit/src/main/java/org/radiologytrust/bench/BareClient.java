package org.radiologytrust.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.radiologytrust.peers.ollama.OllamaCall;

/** The least that the same calls can cost: the JDK's client, one thread a slot, no engine. */
final class BareClient {
  private final URI url;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  BareClient(URI server) {
    this.url = URI.create(server + "/api/chat");
  }

  /**
   * Sends the very bodies that the product sent.
   *
   * @return nanoseconds from the first request to the last answer
   */
  long send(List<OllamaCall> calls, int threads) throws Exception {
    Queue<byte[]> bodies = new ConcurrentLinkedQueue<>();
    calls.forEach(call -> bodies.add(call.raw().getBytes(StandardCharsets.UTF_8)));
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      long start = System.nanoTime();
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        all.add(pool.submit(() -> drain(bodies)));
      }
      for (Future<?> one : all) {
        one.get();
      }
      return System.nanoTime() - start;
    } finally {
      pool.shutdownNow();
    }
  }

  private Void drain(Queue<byte[]> bodies) throws Exception {
    for (byte[] body = bodies.poll(); body != null; body = bodies.poll()) {
      HttpRequest request =
          HttpRequest.newBuilder(url)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofByteArray(body))
              .build();
      int status = http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
      if (status != 200) {
        throw new IllegalStateException("the model server answered " + status);
      }
    }
    return null;
  }
}
