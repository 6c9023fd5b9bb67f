package org.radiologytrust.hospital;

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
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.radiologytrust.launch.FormBody;

/** A radiologist at the review page, without a browser. */
final class PageReader {
  private static final Pattern TOKEN = Pattern.compile("\"X-Token\":\"([^\"]+)\"");

  private final HttpClient http = HttpClient.newHttpClient();
  private final String origin;
  private final String cookie;

  /** Logs in. */
  PageReader(int port, String user, String password) throws IOException, InterruptedException {
    origin = "http://127.0.0.1:" + port;
    HttpRequest.Builder request = request("/login");
    FormBody.post(request, Map.of("user", user, "password", password, "next", "/"));
    cookie =
        http.send(request.build(), BodyHandlers.ofString())
            .headers()
            .firstValue("Set-Cookie")
            .orElseThrow(() -> new IOException(user + " cannot log in"))
            .split(";")[0];
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(origin + path)).header("Origin", origin);
  }

  /** The text of a page. */
  String read(String path) throws IOException, InterruptedException {
    return open(path).text();
  }

  private Document open(String path) throws IOException, InterruptedException {
    HttpRequest request = request(path).header("Cookie", cookie).build();
    return Jsoup.parse(http.send(request, BodyHandlers.ofString()).body());
  }

  /** Whether the page of a report has an image, and its pixels come. */
  boolean sees(String path) throws IOException, InterruptedException {
    Element pane = open(path).selectFirst("section.seen[data-images]");
    if (pane == null) {
      return false;
    }
    String pixels = pane.attr("data-images") + "1/pixels?frame=0&run=" + pane.attr("data-run");
    HttpRequest request = request(pixels).header("Cookie", cookie).build();
    return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
  }

  /** Agrees with the flag in hand of a report. */
  void agree(String path) throws IOException, InterruptedException {
    Document page = open(path);
    Element form = page.selectFirst("form.decide");
    if (form == null) {
      throw new IOException("the page offers no decision");
    }
    Map<String, String> fields = new HashMap<>();
    form.select("input").forEach(field -> fields.put(field.attr("name"), field.attr("value")));
    fields.put("kind", "agree");
    Matcher token = TOKEN.matcher(page.html().replace("&#34;", "\"").replace("&quot;", "\""));
    if (!token.find()) {
      throw new IOException("the page has no token");
    }
    HttpRequest.Builder request = request(form.attr("action"));
    FormBody.post(request, fields).header("Cookie", cookie).header("X-Token", token.group(1));
    HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() != 303) {
      throw new IOException("the decision was answered " + answer.statusCode());
    }
  }
}
