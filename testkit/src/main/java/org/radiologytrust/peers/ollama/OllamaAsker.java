package org.radiologytrust.peers.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Asks a model server, real or not, as a plain client does. */
final class OllamaAsker {
  static final ObjectMapper JSON = new ObjectMapper();

  /** An answer, whole or all of its stream. */
  record Answered(int status, String type, String body) {
    JsonNode json() {
      return read(body);
    }

    /** Lines of NDJSON. */
    List<JsonNode> lines() {
      return Stream.of(body.split("\n")).map(OllamaAsker::read).toList();
    }

    JsonNode last() {
      return lines().get(lines().size() - 1);
    }

    /** Data of server-sent events, {@code [DONE]} apart; comments are left out. */
    List<JsonNode> events() {
      return Stream.of(body.split("\r?\n\r?\n"))
          .filter(event -> event.startsWith("data: ") && !event.contains("[DONE]"))
          .map(event -> read(event.substring("data: ".length())))
          .toList();
    }

    /** Content of all pieces of either stream. */
    String content() {
      StringBuilder content = new StringBuilder();
      if (type.startsWith("text/event-stream")) {
        events().forEach(e -> content.append(e.at("/choices/0/delta/content").asText("")));
      } else {
        lines().forEach(line -> content.append(line.at("/message/content").asText()));
      }
      return content.toString();
    }
  }

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI server;
  private final String login;

  OllamaAsker(URI server) {
    this(server, "");
  }

  /**
   * @param login value of the Authorization header; empty for none
   */
  OllamaAsker(URI server, String login) {
    this.server = server;
    this.login = login;
  }

  static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  /** An object of JSON in which single quotes stand for double ones. */
  static ObjectNode object(String text) {
    return (ObjectNode) read(text.replace('\'', '"'));
  }

  Answered get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(server + path)));
  }

  Answered post(String path, JsonNode body) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(server + path))
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  private Answered send(HttpRequest.Builder request) throws IOException, InterruptedException {
    if (!login.isEmpty()) {
      request.header("Authorization", login);
    }
    HttpResponse<String> response =
        client.send(
            request.timeout(Duration.ofMinutes(2)).build(), HttpResponse.BodyHandlers.ofString());
    String type = response.headers().firstValue("Content-Type").orElse("");
    return new Answered(response.statusCode(), type, response.body());
  }
}
