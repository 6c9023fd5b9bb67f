package org.radiologytrust.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.launch.BasicLogin;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.ServeProcess;

/**
 * How long a check of an open report takes over HTTP while reports are audited beside: at 20
 * requests a second for five minutes, then at twice the rate each time until the 99th percentile is
 * over 250 ms. Time counts from when a request was due. Beside each request one is sent that checks
 * nothing.
 *
 * <p>Arguments: seconds of the first part, and a file of JSON lines whose {@code text} is a report;
 * without it the invented reports are checked. Ends with 1 when the target is missed.
 */
public final class PresignBench {
  private static final int RATE = 20;
  private static final int AUDITS_A_SECOND = 2;
  private static final double TARGET_MS = 100;
  private static final double LAST_MS = 250;
  private static final int WARM_UP_SECONDS = 20;
  private static final int STEP_SECONDS = 20;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Product product;
  private final List<String> texts;

  private record Figures(BenchFigures checks, BenchFigures beside, int refused) {}

  private PresignBench(Product product, List<String> texts) {
    this.product = product;
    this.texts = texts;
  }

  public static void main(String[] arguments) throws Exception {
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 300;
    List<String> texts = arguments.length > 1 ? texts(Path.of(arguments[1])) : invented();
    Path home = Files.createTempDirectory("rtl-presign");
    double p99;
    try (ServeProcess serve = ServeProcess.start(home, Map.of("rtl.images.wait", "0s"))) {
      p99 = new PresignBench(serve.product(), texts).run(seconds);
    } finally {
      BenchPostgres.delete(home);
    }
    System.exit(p99 <= TARGET_MS ? 0 : 1);
  }

  private static List<String> texts(Path file) throws IOException {
    List<String> texts = new ArrayList<>();
    ObjectMapper json = new ObjectMapper();
    for (String line : Files.readAllLines(file)) {
      texts.add(json.readTree(line).path("text").asText());
    }
    return texts;
  }

  private static List<String> invented() {
    return SiteFiles.shipped()
        .yaml("lab/checks/reports.yaml", new TypeReference<List<Map<String, String>>>() {})
        .stream()
        .map(one -> one.get("text").replaceAll("\\{(?i)side}", "left"))
        .toList();
  }

  private double run(int seconds) throws Exception {
    double length = texts.stream().mapToInt(String::length).average().orElseThrow();
    System.out.printf("%d reports of %.0f characters on average%n", texts.size(), length);
    ScheduledExecutorService feed = Executors.newSingleThreadScheduledExecutor();
    AtomicInteger audits = new AtomicInteger();
    feed.scheduleAtFixedRate(
        () -> audit(audits.incrementAndGet()), 0, 1000 / AUDITS_A_SECOND, TimeUnit.MILLISECONDS);
    try {
      at(RATE, WARM_UP_SECONDS);
      System.out.printf("%-28s %8s %8s %8s   %s%n", "ms", "median", "99 %", "503", "99 % beside");
      double p99 = print(RATE, at(RATE, seconds));
      for (int rate = RATE * 2; print(rate, at(rate, STEP_SECONDS)) <= LAST_MS; rate *= 2) {}
      System.out.printf("%d reports were taken for an audit beside%n", audits.get());
      return p99;
    } finally {
      feed.shutdownNow();
    }
  }

  private void audit(int number) {
    try {
      product.mllp(oru("B" + number, texts.get(number % texts.size())));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String oru(String number, String text) {
    String words = text.replaceAll("[\\\\|^~&\r\n]+", " ");
    return "MSH|^~\\&|RIS|HOSP|RTL|RTL|20260401||ORU^R01|%s|P|2.5.1\rPID|1||%s\r"
            .formatted(number, number)
        + "OBR|1||%s|1^XR CHEST^L|||202604010830|||||||||||%s||||202604010900||RAD|F\r"
            .formatted(number, number)
        + "OBX|1|TX|1^Report^L||"
        + words
        + "||||||F\r";
  }

  private static double print(int rate, Figures figures) {
    System.out.printf(
        "%-28s %8.1f %8.1f %8d   %.1f%n",
        rate + " checks a second",
        figures.checks().median(),
        figures.checks().percentile(99),
        figures.refused(),
        figures.beside().percentile(99));
    return figures.refused() > 0 ? Double.POSITIVE_INFINITY : figures.checks().percentile(99);
  }

  private Figures at(int rate, int seconds) {
    List<Double> checks = Collections.synchronizedList(new ArrayList<>());
    List<Double> beside = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger refused = new AtomicInteger();
    List<CompletableFuture<?>> sent = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < rate * seconds; i++) {
      long due = start + TimeUnit.SECONDS.toNanos(i) / rate;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      sent.add(timed(check(texts.get(i % texts.size())), due, checks, refused));
      sent.add(timed(alive(), due, beside, refused));
    }
    sent.forEach(CompletableFuture::join);
    return new Figures(figures(checks), figures(beside), refused.get());
  }

  private static BenchFigures figures(List<Double> millis) {
    return new BenchFigures(millis.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private CompletableFuture<?> timed(
      HttpRequest request, long due, List<Double> millis, AtomicInteger refused) {
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
        .thenAccept(
            reply -> {
              millis.add((System.nanoTime() - due) / 1e6);
              if (reply.statusCode() == 503) {
                refused.incrementAndGet();
              } else if (reply.statusCode() != 200) {
                throw new IllegalStateException("status " + reply.statusCode());
              }
            });
  }

  private HttpRequest check(String text) {
    return request("/api/check")
        .header("Content-Type", "application/json")
        .POST(
            HttpRequest.BodyPublishers.ofString(
                json.createObjectNode().put("text", text).toString()))
        .build();
  }

  private HttpRequest alive() {
    return request("/health/liveness").build();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + product.httpPort() + path))
        .timeout(Duration.ofMinutes(1))
        .header("Authorization", BasicLogin.of("operator", Product.PASSWORD));
  }
}
