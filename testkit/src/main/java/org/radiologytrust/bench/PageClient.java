package org.radiologytrust.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.radiologytrust.launch.FormBody;

/** A person at the pages, logged in. Every answer must be the page that was asked for. */
final class PageClient {
  private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");

  private final HttpClient http = HttpClient.newHttpClient();
  private final String origin;
  private final String session;
  private final String token;

  PageClient(int port, String user, String password) throws IOException, InterruptedException {
    origin = "http://127.0.0.1:" + port;
    HttpResponse<String> in =
        http.send(
            form("/login", Map.of("user", user, "password", password)).build(),
            BodyHandlers.ofString());
    session = in.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    Matcher found = TOKEN.matcher(get("/"));
    if (!found.find()) {
      throw new IOException("the page has no token");
    }
    token = found.group(1);
  }

  private HttpRequest.Builder form(String path, Map<String, String> fields) {
    return FormBody.post(
        HttpRequest.newBuilder(URI.create(origin + path)).header("Origin", origin), fields);
  }

  /** A page. */
  String get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(origin + path)).header("Cookie", session).build();
    return body(http.send(request, BodyHandlers.ofString()), 200);
  }

  /** Sends a form and reads the page that it leads to. */
  String send(String path, Map<String, String> fields) throws IOException, InterruptedException {
    Map<String, String> all = new HashMap<>(fields);
    all.put("token", token);
    HttpResponse<String> sent =
        http.send(form(path, all).header("Cookie", session).build(), BodyHandlers.ofString());
    body(sent, 303);
    return get(sent.headers().firstValue("Location").orElseThrow());
  }

  private static String body(HttpResponse<String> response, int status) throws IOException {
    if (response.statusCode() != status) {
      throw new IOException("HTTP " + response.statusCode());
    }
    return response.body();
  }
}
