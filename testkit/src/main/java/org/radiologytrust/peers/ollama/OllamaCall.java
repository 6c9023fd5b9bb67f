package org.radiologytrust.peers.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A chat call as it came, on either wire, and what became of it. */
public final class OllamaCall {
  /** Names that the steps' schemas give their answer; the schema tells the step. */
  private static final Map<String, String> STEPS =
      Map.of(
          "claims", "claims",
          "findings", "findings",
          "judgements", "alignment",
          "probability", "question",
          "seen", "exam",
          "rewrites", "rewrite",
          "clinician", "summaries");

  private final int number;
  private final boolean openAi;
  private final String raw;
  private final JsonNode body;
  private final int inFlight;
  private final long arrived = System.nanoTime();
  private volatile long left;
  private volatile int finishOrder;
  private volatile boolean cancelled;
  private volatile boolean stale;
  private volatile List<String> seen;

  OllamaCall(int number, boolean openAi, String raw, JsonNode body, int inFlight) {
    this.number = number;
    this.openAi = openAi;
    this.raw = raw;
    this.body = body;
    this.inFlight = inFlight;
    this.seen = images();
  }

  /** Order of arrival, from 1. */
  public int number() {
    return number;
  }

  /** Whether it came by {@code /v1/chat/completions}; otherwise by {@code /api/chat}. */
  public boolean openAi() {
    return openAi;
  }

  /** The request body, exactly. */
  public String raw() {
    return raw;
  }

  public JsonNode body() {
    return body;
  }

  /** The model as the caller named it. */
  public String model() {
    return body.path("model").asText();
  }

  /** The schema that binds the answer; missing where none does. */
  public JsonNode schema() {
    return openAi ? body.at("/response_format/json_schema/schema") : body.path("format");
  }

  /**
   * claims, findings, alignment, question, rewrite, summaries or exam by the schema's properties;
   * else empty.
   */
  public String step() {
    for (var names = schema().path("properties").fieldNames(); names.hasNext(); ) {
      String step = STEPS.get(names.next());
      if (step != null) {
        return step;
      }
    }
    return "";
  }

  /** Whether it only loads the model: no messages. */
  public boolean isWarmUp() {
    return !openAi && body.path("messages").isEmpty();
  }

  /** Contents of all messages, a line break between them. */
  public String text() {
    List<String> texts = new ArrayList<>();
    for (JsonNode message : body.path("messages")) {
      JsonNode content = message.path("content");
      content.findValues("text").forEach(part -> texts.add(part.asText()));
      if (content.isTextual()) {
        texts.add(content.asText());
      }
    }
    return String.join("\n", texts);
  }

  /** All images, Base64, without the data URI's head. */
  public List<String> images() {
    List<String> images = new ArrayList<>();
    for (JsonNode message : body.path("messages")) {
      message.path("images").forEach(image -> images.add(image.asText()));
      message.path("content").findValues("image_url").forEach(part -> images.add(image(part)));
    }
    return images;
  }

  /** Base64 of an {@code image_url}: {@code data:image/png;base64,...}. */
  static String image(JsonNode imageUrl) {
    return imageUrl.path("url").asText().replaceFirst("^data:[^,]*,", "");
  }

  /** Whether the answer is streamed: Ollama's default on its own wire. */
  public boolean stream() {
    return body.path("stream").asBoolean(!openAi);
  }

  /** A sampling option under the name that the wire gives it; missing where not sent. */
  public JsonNode option(String name) {
    return openAi ? body.path(name) : body.path("options").path(name);
  }

  /** Most tokens of the answer. */
  public int limit() {
    int limit = option(openAi ? "max_tokens" : "num_predict").asInt(-1);
    return limit < 0 ? Integer.MAX_VALUE : limit;
  }

  /** Whether the answer's tokens come with their probabilities. */
  public boolean logprobs() {
    return body.path("logprobs").asBoolean();
  }

  /** How many alternatives to each token are asked for. */
  public int topLogprobs() {
    return body.path("top_logprobs").asInt();
  }

  /** llama-server's adapters of this call: {@code [{"id":0,"scale":1}]}; missing where none. */
  public JsonNode lora() {
    return body.path("lora");
  }

  /**
   * With {@link OllamaServer#imageTrap}: whether the server would answer from image state that has
   * seen another question.
   */
  public boolean stale() {
    return stale;
  }

  void stale(boolean value) {
    stale = value;
  }

  /**
   * The images that the model looks at, Base64: those of the call, unless {@link
   * OllamaServer#mixesImages} or {@link OllamaServer#mixesImagesBehindANonce} exchanged them.
   */
  public List<String> seen() {
    return seen;
  }

  void seen(List<String> images) {
    seen = images;
  }

  /** How many calls were in flight when this one came, itself included. */
  public int inFlight() {
    return inFlight;
  }

  /** Order of finishing, from 1; 0 while in flight. */
  public int finishOrder() {
    return finishOrder;
  }

  /** Whether the client hung up before the end. */
  public boolean cancelled() {
    return cancelled;
  }

  long arrived() {
    return arrived;
  }

  long left() {
    return left;
  }

  void finish(int order, boolean clientGone) {
    left = System.nanoTime();
    cancelled = clientGone;
    finishOrder = order;
  }
}
