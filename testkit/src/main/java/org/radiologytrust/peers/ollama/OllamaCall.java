package org.radiologytrust.peers.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A chat call as it came, on either protocol, and what became of it. */
public final class OllamaCall {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Names that the steps' schemas give their answer; the schema tells the step. */
  private static final Map<String, String> STEPS =
      Map.of(
          "claims", "claims",
          "findings", "findings",
          "judgements", "alignment",
          "probability", "question",
          "seen", "exam",
          "rewrites", "rewrite");

  private static final int CHARS_PER_TOKEN = 4;
  private static final int IMAGE_TOKENS = 256;

  private final boolean openAi;
  private final String raw;
  private final JsonNode body;
  private final long arrived = System.nanoTime();
  private int number;
  private int inFlight;
  private volatile List<String> seen;
  private volatile boolean answered;
  private volatile long left;
  private volatile int finishOrder;
  private volatile boolean cancelled;

  OllamaCall(boolean openAi, String raw) throws IOException {
    this.openAi = openAi;
    this.raw = raw;
    this.body = JSON.readTree(raw);
    this.seen = images();
  }

  void begin(int order, int together) {
    number = order;
    inFlight = together;
  }

  /** Order of arrival, from 1. */
  public int number() {
    return number;
  }

  /** Whether it came by {@code /v1/chat/completions}; otherwise by {@code /api/chat}. */
  boolean openAi() {
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
   * claims, findings, alignment, question, rewrite or exam by the schema's properties; else empty.
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

  /** The text in front of the first image. */
  public String head() {
    StringBuilder head = new StringBuilder();
    for (JsonNode part : body.at("/messages/0/content")) {
      if (part.has("image_url")) {
        return head.toString();
      }
      head.append(part.path("text").asText());
    }
    return text().split("\\[img]")[0];
  }

  /** All images, Base64, without the data URI's head. */
  public List<String> images() {
    List<String> images = new ArrayList<>();
    for (JsonNode message : body.path("messages")) {
      message.path("images").forEach(image -> images.add(image.asText()));
      message
          .path("content")
          .findValues("image_url")
          .forEach(part -> images.add(part.path("url").asText().replaceFirst("^data:[^,]*,", "")));
    }
    return images;
  }

  /** The images that the model looks at, Base64: see {@link OllamaServer#cache}. */
  public List<String> seen() {
    return seen;
  }

  void seen(List<String> images) {
    seen = images;
  }

  /** Whether the answer is streamed: Ollama's default on its own protocol. */
  boolean stream() {
    return body.path("stream").asBoolean(!openAi);
  }

  /** Whether the answer's tokens come with their probabilities. */
  public boolean logprobs() {
    return body.path("logprobs").asBoolean();
  }

  /** How many alternatives to each token are asked for. */
  public int topLogprobs() {
    return body.path("top_logprobs").asInt();
  }

  /** Characters that fit into the tokens which the caller leaves to the answer. */
  int room() {
    int most = openAi ? body.path("max_tokens").asInt() : body.at("/options/num_predict").asInt();
    return most > 0 ? most * CHARS_PER_TOKEN : Integer.MAX_VALUE;
  }

  /** Tokens of context that the caller asks for. */
  int context() {
    return body.at("/options/num_ctx").asInt(Integer.MAX_VALUE);
  }

  int promptTokens() {
    return tokens(text()) + IMAGE_TOKENS * images().size();
  }

  static int tokens(String text) {
    return (text.length() + CHARS_PER_TOKEN - 1) / CHARS_PER_TOKEN;
  }

  /** Whether it got an answer, be it a bad one, and no refusal. */
  public boolean isAnswered() {
    return answered;
  }

  void answered() {
    answered = true;
  }

  int inFlight() {
    return inFlight;
  }

  /** Order of finishing, from 1; 0 while in flight. */
  int finishOrder() {
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
