package org.radiologytrust.servers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;

/** Asks a server by its protocol, as plainly as can be: nothing is checked or asked again. */
final class RawChat {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration MOST = Duration.ofMinutes(5);

  /** Tokens of the context. */
  static final int CONTEXT = 4096;

  private final URI server;
  private final boolean ollama;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  /**
   * @param ollama whether it speaks Ollama's own protocol; otherwise OpenAI's
   */
  RawChat(URI server, boolean ollama) {
    this.server = server;
    this.ollama = ollama;
  }

  Told ask(Ask ask) throws IOException, InterruptedException {
    long start = System.nanoTime();
    HttpResponse<byte[]> response =
        http.send(request(body(ask, false)), HttpResponse.BodyHandlers.ofByteArray());
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    JsonNode json = JSON.readTree(response.body());
    return ollama ? ofOllama(response, json, took) : ofOpenAi(response, json, took);
  }

  /** Begins an answer, and hangs up at its first bytes. */
  void hangUp(Ask ask) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        http.send(request(body(ask, true)), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream in = response.body()) {
      in.read();
    }
  }

  private HttpRequest request(ObjectNode body) {
    String path = ollama ? "/api/chat" : "/v1/chat/completions";
    return HttpRequest.newBuilder(URI.create(server + path))
        .header("Content-Type", "application/json")
        .timeout(MOST)
        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
        .build();
  }

  private ObjectNode body(Ask ask, boolean stream) {
    ObjectNode body = JSON.createObjectNode().put("model", ask.model()).put("stream", stream);
    ObjectNode message = body.putArray("messages").addObject().put("role", "user");
    body.put("logprobs", true).put("top_logprobs", 20);
    if (ollama) {
      message.put("content", ask.prompt());
      ArrayNode images = message.putArray("images");
      ask.images().forEach(png -> images.add(Base64.getEncoder().encodeToString(png)));
      body.put("truncate", false).put("shift", false).put("think", false);
      body.putObject("options")
          .put("temperature", 0)
          .put("num_ctx", CONTEXT)
          .put("num_predict", ask.room());
      if (ask.schema() != null) {
        body.set("format", ask.schema());
      }
      return body;
    }
    message.set("content", parts(ask));
    body.put("temperature", 0).put("max_tokens", ask.room());
    if (ask.schema() != null) {
      ObjectNode format = body.putObject("response_format").put("type", "json_schema");
      format
          .putObject("json_schema")
          .put("name", "answer")
          .put("strict", true)
          .set("schema", ask.schema());
    }
    return body;
  }

  private static ArrayNode parts(Ask ask) {
    ArrayNode parts = JSON.createArrayNode();
    String[] texts = ask.prompt().split("\\[img]", -1);
    for (int i = 0; i < texts.length; i++) {
      if (!texts[i].isEmpty()) {
        parts.addObject().put("type", "text").put("text", texts[i]);
      }
      if (i < ask.images().size()) {
        String data = Base64.getEncoder().encodeToString(ask.images().get(i));
        parts
            .addObject()
            .put("type", "image_url")
            .putObject("image_url")
            .put("url", "data:image/png;base64," + data);
      }
    }
    return parts;
  }

  private static Told ofOllama(HttpResponse<?> response, JsonNode json, Duration took) {
    JsonNode message = json.path("message");
    return new Told(
        response.statusCode(),
        message.path("content").asText(),
        message.path("thinking").asText(),
        json.path("done").asBoolean() ? json.path("done_reason").asText() : "not done",
        json.path("error").asText(),
        json.path("prompt_eval_count").asInt(),
        0,
        json.path("eval_count").asInt(),
        json.path("logprobs"),
        took);
  }

  private static Told ofOpenAi(HttpResponse<?> response, JsonNode json, Duration took) {
    JsonNode choice = json.path("choices").path(0);
    JsonNode error = json.path("error");
    String type = error.path("type").asText();
    return new Told(
        response.statusCode(),
        choice.path("message").path("content").asText(),
        choice.path("message").path("reasoning_content").asText(),
        choice.path("finish_reason").asText("none"),
        error.isMissingNode() ? "" : type + " " + error.path("message").asText(),
        json.path("usage").path("prompt_tokens").asInt(),
        json.path("usage").path("prompt_tokens_details").path("cached_tokens").asInt(),
        json.path("usage").path("completion_tokens").asInt(),
        choice.path("logprobs").path("content"),
        took);
  }
}
