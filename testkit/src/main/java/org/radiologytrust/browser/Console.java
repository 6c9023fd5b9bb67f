package org.radiologytrust.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.radiologytrust.launch.BasicLogin;
import org.radiologytrust.launch.Product;

/** The management server as the operator reaches it: by Jolokia and by Chromium. */
public final class Console {
  public static final String ROUTE = "org.apache.camel:context=rtl,type=routes,name=\"%s\"";
  public static final String CONTEXT = "org.apache.camel:context=rtl,type=context,name=\"rtl\"";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();

  public Console(int port) {
    this.port = port;
  }

  /** With a login, and with more headers as name and value. */
  public HttpResponse<String> get(String path, String password, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Authorization", BasicLogin.of("operator", password));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Asks Jolokia by POST; the status is in the answer. */
  public JsonNode jolokia(ObjectNode request) throws Exception {
    HttpResponse<String> response = post("operator", request.toString());
    assertEquals(200, response.statusCode(), response::body);
    return JSON.readTree(response.body());
  }

  /** Posts to Jolokia, with the login of a user who has the operator's password. */
  public HttpResponse<String> post(String user, String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/hawtio/jolokia/"))
            .header("Authorization", BasicLogin.of(user, Product.PASSWORD))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  public static ObjectNode request(String type) {
    return JSON.createObjectNode().put("type", type);
  }

  public JsonNode read(String mbean, String attribute) throws Exception {
    return jolokia(request("read").put("mbean", mbean).put("attribute", attribute));
  }

  public JsonNode exec(String mbean, String operation, Object... arguments) throws Exception {
    ObjectNode request = request("exec").put("mbean", mbean).put("operation", operation);
    request.set("arguments", JSON.valueToTree(arguments));
    return jolokia(request);
  }

  /** Object names that match a pattern. */
  public List<String> search(String pattern) throws Exception {
    JsonNode found = jolokia(request("search").put("mbean", pattern));
    assertEquals(200, found.path("status").asInt(), found::toString);
    List<String> names = new ArrayList<>();
    found.path("value").forEach(n -> names.add(n.asText()));
    return names;
  }

  /** What Chromium shows of a page, as the text of its document, with the login in the address. */
  public String page(String path, Path folder) throws IOException, InterruptedException {
    Path html = Files.createTempFile(folder, "page", ".html");
    Process chromium =
        Chromium.command(
                folder,
                "--virtual-time-budget=15000",
                "--dump-dom",
                "http://operator:"
                    + URLEncoder.encode(Product.PASSWORD, StandardCharsets.UTF_8)
                    + "@127.0.0.1:"
                    + port
                    + path)
            .redirectOutput(html.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertTrue(chromium.waitFor(90, TimeUnit.SECONDS), "Chromium does not end");
    } finally {
      chromium.destroyForcibly();
    }
    return Files.readString(html)
        .replaceAll("(?s)<(script|style)\\b.*?</\\1>", " ")
        .replaceAll("<[^>]*>", " ")
        .replaceAll("\\s+", " ");
  }
}
