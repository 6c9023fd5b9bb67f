package org.radiologytrust.hostile;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.Rounds;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.BasicLogin;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.ModelAnswers;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.ServeProcess;
import org.radiologytrust.peers.ollama.OllamaServer;

/** A flood while the model stalls, against a heap that could not hold it. */
@Tag("safety")
@Tag("integration")
@Tag("rounds")
class FloodTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final int SENDERS = 8;

  /** Even few of them are larger together than the memory of the process. */
  private static final int REPORTS = Rounds.of(12, 25);

  /** Base64 of a document of 1.5 MiB. */
  private static final String DOCUMENT = "JVBERi0x".repeat(1 << 18);

  private static final int POSTS = 120;
  private static final int LARGEST = 2 << 20;

  @TempDir Path folder;

  private ServeProcess serve(OllamaServer ollama) throws IOException {
    Map<String, String> settings = Product.ollama(ollama.url().toString());
    settings.put("rtl.http.max-body", "" + LARGEST);
    return ServeProcess.start(
        folder.resolve("home"),
        settings,
        Map.of("JDK_JAVA_OPTIONS", "-Xmx160m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError"),
        ProcessBuilder.Redirect.INHERIT);
  }

  /** Text to audit, and a PDF beside it. */
  private static String report(int sender, int number) {
    String id = "F" + sender + "-" + number;
    String oru = Chest.oru(PhantomStudy.chest(id), id, "PHANTOM-1", Chest.TEXT, "F", 0);
    return oru + "OBX|99|ED|PDF^Document^L||^application^pdf^Base64^" + DOCUMENT + "||||||F\r";
  }

  private static double metric(Product product, String name) throws Exception {
    return product.metrics().getOrDefault(name, 0.0);
  }

  private static <T> List<T> all(List<Callable<T>> senders) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(senders.size());
    try {
      List<T> done = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(senders)) {
        done.add(future.get());
      }
      return done;
    } finally {
      threads.shutdownNow();
    }
  }

  /** Sends one after the other, as an interface engine does; every one is acknowledged. */
  private static int send(Product product, int sender) throws IOException {
    for (int i = 0; i < REPORTS; i++) {
      String ack = product.mllp(report(sender, i));
      assertTrue(ack.contains("\rMSA|AA|F" + sender + "-" + i), ack);
    }
    return REPORTS;
  }

  @Test
  void reportsAreAcknowledgedWaitOnTheDiskAndAreAuditedWhenTheModelGoesOn() throws Exception {
    CountDownLatch goesOn = new CountDownLatch(1);
    try (OllamaServer ollama =
            OllamaServer.ofPair(
                call -> {
                  try {
                    goesOn.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  return ModelAnswers.of(call);
                });
        ServeProcess process = serve(ollama)) {
      Product product = process.product();
      List<Callable<Integer>> senders = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        int sender = i;
        senders.add(() -> send(product, sender));
      }
      int sent = all(senders).stream().mapToInt(Integer::intValue).sum();
      assertEquals(SENDERS * REPORTS, sent);

      assertEquals(sent, metric(product, "rtl_messages_total{outcome=\"parsed\"}"));
      await()
          .atMost(LONG)
          .until(() -> metric(product, "rtl_reports_open{state=\"ready\"}") == sent - 2);
      assertEquals(2, metric(product, "rtl_reports_open{state=\"auditing\"}"));
      String calls = "rtl_model_server_calls{server=\"" + ollama.url() + "\"}";
      assertEquals(1, metric(product, calls));
      double waiting = product.metrics().get("rtl_model_calls_waiting");
      assertTrue(waiting <= 4, "two branches of two runs: " + waiting);

      goesOn.countDown();
      await()
          .atMost(LONG)
          .until(() -> metric(product, "rtl_reports_total{outcome=\"checked_only\"}") == sent);
      assertEquals(0, metric(product, "rtl_messages_total{outcome=\"duplicate\"}"));
      assertEquals(
          200, product.anonymous(product.managementPort(), "/observe/health/live").statusCode());
    }
  }

  @Test
  void manyLargeBodiesAtOnceAreAllAnswered() throws Exception {
    byte[] body = HttpFloodTest.report(LARGEST).getBytes(StandardCharsets.UTF_8);
    try (OllamaServer ollama = new OllamaServer(ModelAnswers::of);
        ServeProcess process = serve(ollama)) {
      // the login is hashed once, and known from then on
      assertEquals(200, process.product().get("/fhir/metadata").statusCode());
      HttpClient http = HttpClient.newHttpClient();
      HttpRequest post =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + process.product().httpPort() + "/fhir"))
              .header("Content-Type", "application/fhir+json")
              .header("Authorization", BasicLogin.of("operator", Product.PASSWORD))
              // read piece by piece: the client would hold each request's whole body otherwise
              .POST(
                  BodyPublishers.fromPublisher(
                      BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)),
                      body.length))
              .build();
      List<Callable<Integer>> senders = new ArrayList<>();
      for (int i = 0; i < POSTS; i++) {
        senders.add(() -> http.send(post, HttpResponse.BodyHandlers.discarding()).statusCode());
      }
      assertEquals(Set.of(422), Set.copyOf(all(senders)));
    }
  }
}
