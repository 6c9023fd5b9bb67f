package org.radiologytrust.bench;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
            form("/login", List.of("user", user, "password", password)).build(),
            BodyHandlers.ofString());
    session = in.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    Matcher found = TOKEN.matcher(get("/"));
    if (!found.find()) {
      throw new IOException("the page has no token");
    }
    token = found.group(1);
  }

  private HttpRequest.Builder form(String path, List<String> fields) {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < fields.size(); i += 2) {
      body.append(i == 0 ? "" : "&").append(fields.get(i)).append('=');
      body.append(URLEncoder.encode(fields.get(i + 1), StandardCharsets.UTF_8));
    }
    return HttpRequest.newBuilder(URI.create(origin + path))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Origin", origin)
        .POST(BodyPublishers.ofString(body.toString()));
  }

  /** A page. */
  String get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(origin + path)).header("Cookie", session).build();
    return body(http.send(request, BodyHandlers.ofString()), 200);
  }

  /** Sends a form and reads the page that it leads to. */
  String send(String path, String... fields) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("token", token));
    all.addAll(List.of(fields));
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
