package org.radiologytrust.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.radiologytrust.feature.FreePorts;

/** Debian's Prometheus with the product's own files, but for the address of what it reads. */
public final class PrometheusServer implements AutoCloseable {
  private static final String TARGET = "rtl:8081";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final AtExit atExit;
  private final URI url;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * @param folder of its own
   * @param port of the product's management server on loopback
   */
  public PrometheusServer(Path folder, int port) throws IOException {
    String config = Files.readString(Path.of("config/prometheus.yml"));
    if (!config.contains(TARGET)) {
      throw new IOException("config/prometheus.yml does not name " + TARGET);
    }
    Files.createDirectories(folder);
    Path file =
        Files.writeString(
            folder.resolve("prometheus.yml"),
            config.replace(TARGET, "127.0.0.1:" + port).replace("15s", "1s"));
    Files.copy(Path.of("config/alerts.yml"), folder.resolve("alerts.yml"));
    int free = FreePorts.one();
    url = URI.create("http://127.0.0.1:" + free);
    process =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + file,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + free)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    atExit = new AtExit("prometheus", process::destroyForcibly);
  }

  /** Without a slash at its end. */
  public URI url() {
    return url;
  }

  /** The value of an expression that gives one; NaN while it gives none, or nobody answers. */
  public double value(String expression) throws IOException, InterruptedException {
    return get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
        .at("/data/result/0/value/1")
        .asDouble(Double.NaN);
  }

  /** What its HTTP interface answers; missing while nobody does. */
  public JsonNode get(String path) throws IOException, InterruptedException {
    try {
      return JSON.readTree(
          http.send(
                  HttpRequest.newBuilder(URI.create(url + path)).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body());
    } catch (java.net.ConnectException e) {
      return JSON.missingNode();
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    atExit.close();
  }
}
