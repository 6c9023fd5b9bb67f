package org.radiologytrust.peers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A chat call as it came, and what became of it. */
public final class OllamaCall {
  /** Names that the steps' schemas give their answer; the schema tells the step. */
  private static final Map<String, String> STEPS =
      Map.of(
          "claims", "claims",
          "findings", "findings",
          "judgements", "alignment",
          "rewrites", "rewrite",
          "clinician", "summaries");

  private final int number;
  private final String raw;
  private final JsonNode body;
  private final int inFlight;
  private final long arrived = System.nanoTime();
  private volatile long left;
  private volatile int finishOrder;
  private volatile boolean cancelled;

  OllamaCall(int number, String raw, JsonNode body, int inFlight) {
    this.number = number;
    this.raw = raw;
    this.body = body;
    this.inFlight = inFlight;
  }

  /** Order of arrival, from 1. */
  public int number() {
    return number;
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

  /** claims, findings, alignment, rewrite or summaries by the schema's properties; else empty. */
  public String step() {
    for (var names = body.path("format").path("properties").fieldNames(); names.hasNext(); ) {
      String step = STEPS.get(names.next());
      if (step != null) {
        return step;
      }
    }
    return "";
  }

  /** Contents of all messages, a line break between them. */
  public String text() {
    List<String> texts = new ArrayList<>();
    body.path("messages").forEach(message -> texts.add(message.path("content").asText()));
    return String.join("\n", texts);
  }

  /** All images, Base64. */
  public List<String> images() {
    List<String> images = new ArrayList<>();
    for (JsonNode message : body.path("messages")) {
      message.path("images").forEach(image -> images.add(image.asText()));
    }
    return images;
  }

  /** Whether the answer is streamed: Ollama's default. */
  public boolean stream() {
    return body.path("stream").asBoolean(true);
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
