package org.radiologytrust.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code POST /api/chat}: one call, with its fault. */
final class OllamaChat {
  /** Loads a model with that num_ctx; answers whether it had to. */
  @FunctionalInterface
  interface Loader {
    boolean load(OllamaModel model, int context);
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> NUMBERS =
      Set.of("temperature", "seed", "num_ctx", "num_predict", "top_p", "top_k", "num_thread");
  private static final int DEFAULT_CONTEXT = 4096;
  private static final int IMAGE_TOKENS = 256;
  private static final int CHARS_PER_TOKEN = 4;
  private static final int PIECES = 4;
  private static final long WARM_NANOS = 40_000_000L;
  private static final long LOAD_NANOS = 2_000_000_000L;

  /** What the last line of an answer says. */
  private record Figures(String reason, long load, int prompt, int answer) {}

  private final OllamaServer.Answer answer;
  private final Loader loader;

  OllamaChat(OllamaServer.Answer answer, Loader loader) {
    this.answer = answer;
    this.loader = loader;
  }

  static ObjectNode error(String text) {
    return JSON.createObjectNode().put("error", text);
  }

  /**
   * Answers a call.
   *
   * @param model {@code null} for one that is not there
   * @param fault {@code null} for none
   * @param beforeLast runs before the last byte goes out, so that a quick client's next call does
   *     not overlap this one
   */
  void run(
      HttpPeer.Exchange http,
      OllamaCall call,
      OllamaModel model,
      OllamaFault fault,
      Runnable beforeLast)
      throws IOException {
    OllamaFault.Kind kind = fault == null ? null : fault.kind();
    if (kind == OllamaFault.Kind.STALL_BEFORE || kind == OllamaFault.Kind.LOAD) {
      http.pause(fault.time());
    }
    Failure failure =
        kind == OllamaFault.Kind.HTTP
            ? new Failure(fault.number(), fault.text())
            : refusal(call, model);
    if (failure != null) {
      beforeLast.run();
      send(http, failure.status(), error(failure.text()));
      return;
    }
    int context = call.body().path("options").path("num_ctx").asInt(DEFAULT_CONTEXT);
    boolean loaded = loader.load(model, context);
    if (call.body().path("messages").isEmpty()) {
      beforeLast.run();
      send(http, 200, line(call, "").put("done_reason", "load").put("done", true));
      return;
    }
    String content;
    try {
      content = kind == OllamaFault.Kind.CONTENT ? fault.text() : answer.content(call);
    } catch (RuntimeException | AssertionError e) {
      beforeLast.run();
      send(http, 500, error("the test's answer failed: " + e));
      return;
    }
    int limit = call.body().path("options").path("num_predict").asInt(Integer.MAX_VALUE);
    boolean cut = kind == OllamaFault.Kind.LENGTH || tokens(content) > limit;
    if (kind == OllamaFault.Kind.LENGTH) {
      content = content.substring(0, content.length() / 2);
    } else if (cut) {
      content = content.substring(0, limit * CHARS_PER_TOKEN);
    }
    long load =
        kind == OllamaFault.Kind.LOAD
            ? fault.time().toNanos()
            : loaded && call.number() > 1 ? LOAD_NANOS : WARM_NANOS;
    int prompt =
        kind == OllamaFault.Kind.PROMPT_TOKENS
            ? fault.number()
            : Math.min(promptTokens(call), context);
    Figures figures = new Figures(cut ? "length" : "stop", load, prompt, tokens(content));
    if (call.stream()) {
      stream(http, call, content, figures, fault, beforeLast);
    } else {
      whole(http, call, content, figures, fault, beforeLast);
    }
  }

  private record Failure(int status, String text) {}

  private static Failure refusal(OllamaCall call, OllamaModel model) {
    JsonNode body = call.body();
    if (model == null) {
      return new Failure(404, "model '" + call.model() + "' not found");
    }
    for (var option : body.path("options").properties()) {
      if (NUMBERS.contains(option.getKey()) && !option.getValue().isNumber()) {
        return new Failure(500, "option \"" + option.getKey() + "\" must be of type integer");
      }
    }
    if (body.path("think").asBoolean(false)) {
      return new Failure(400, "\"" + call.model() + "\" does not support thinking");
    }
    if (!call.images().isEmpty() && !model.capabilities().contains("vision")) {
      return new Failure(
          400, "Multimodal data provided, but model does not support multimodal requests");
    }
    int context = body.path("options").path("num_ctx").asInt(DEFAULT_CONTEXT);
    if (promptTokens(call) > context && !body.path("truncate").asBoolean(true)) {
      return new Failure(400, OllamaFault.contextExceeded().text());
    }
    return null;
  }

  private void stream(
      HttpPeer.Exchange http,
      OllamaCall call,
      String content,
      Figures figures,
      OllamaFault fault,
      Runnable beforeLast)
      throws IOException {
    OllamaFault.Kind kind = fault == null ? null : fault.kind();
    http.begin(200, "application/x-ndjson");
    List<String> pieces = pieces(content);
    for (int i = 0; i < pieces.size(); i++) {
      piece(http, line(call, pieces.get(i)).put("done", false));
      if (i == 0 && kind == OllamaFault.Kind.STALL_BETWEEN) {
        http.pause(fault.time());
      }
      if (i == 0 && kind == OllamaFault.Kind.DROP) {
        http.drop();
        throw new IOException("dropped by the script");
      }
      if (i == 0 && kind == OllamaFault.Kind.ERROR_IN_STREAM) {
        beforeLast.run();
        piece(http, error(fault.text()));
        http.end();
        return;
      }
    }
    while (kind == OllamaFault.Kind.ENDLESS) {
      piece(http, line(call, "and so on and on ").put("done", false));
      http.pause(Duration.ofMillis(1));
    }
    beforeLast.run();
    piece(http, last(line(call, ""), figures, kind));
    http.end();
  }

  private void whole(
      HttpPeer.Exchange http,
      OllamaCall call,
      String content,
      Figures figures,
      OllamaFault fault,
      Runnable beforeLast)
      throws IOException {
    OllamaFault.Kind kind = fault == null ? null : fault.kind();
    if (kind == OllamaFault.Kind.STALL_BETWEEN) {
      http.pause(fault.time());
    }
    if (kind == OllamaFault.Kind.DROP) {
      http.drop();
      throw new IOException("dropped by the script");
    }
    while (kind == OllamaFault.Kind.ENDLESS) {
      http.pause(Duration.ofMinutes(1));
    }
    beforeLast.run();
    if (kind == OllamaFault.Kind.ERROR_IN_STREAM) {
      send(http, 500, error(fault.text()));
    } else {
      send(http, 200, last(line(call, content), figures, kind));
    }
  }

  private static ObjectNode line(OllamaCall call, String content) {
    ObjectNode line = JSON.createObjectNode().put("model", call.model());
    line.put("created_at", "2026-08-01T12:00:00.000000001Z");
    line.putObject("message").put("role", "assistant").put("content", content);
    return line;
  }

  private static ObjectNode last(ObjectNode line, Figures figures, OllamaFault.Kind kind) {
    if (kind == OllamaFault.Kind.DONE_FALSE) {
      return line.put("done", false);
    }
    line.put("done", true).put("done_reason", figures.reason());
    long prompt = figures.prompt() * 1_000_000L;
    long eval = figures.answer() * 10_000_000L;
    put(line, "total_duration", figures.load() + prompt + eval);
    put(line, "load_duration", figures.load());
    put(line, "prompt_eval_count", figures.prompt());
    put(line, "prompt_eval_duration", prompt);
    put(line, "eval_count", figures.answer());
    put(line, "eval_duration", eval);
    return line;
  }

  /** Ollama omits figures that are zero. */
  private static void put(ObjectNode line, String field, long value) {
    if (value != 0) {
      line.put(field, value);
    }
  }

  private static List<String> pieces(String content) {
    int size = Math.max(1, (content.length() + PIECES - 1) / PIECES);
    List<String> pieces = new ArrayList<>();
    int from = 0;
    while (from < content.length()) {
      int to = Math.min(content.length(), from + size);
      // A token is whole characters: never half of a surrogate pair.
      if (to < content.length() && Character.isLowSurrogate(content.charAt(to))) {
        to++;
      }
      pieces.add(content.substring(from, to));
      from = to;
    }
    return pieces;
  }

  private static int promptTokens(OllamaCall call) {
    return tokens(call.text()) + IMAGE_TOKENS * call.images().size();
  }

  private static int tokens(String text) {
    return (text.length() + CHARS_PER_TOKEN - 1) / CHARS_PER_TOKEN;
  }

  private static void piece(HttpPeer.Exchange http, JsonNode line) throws IOException {
    // HttpPeer's client may be gone without a write failing yet: look first.
    http.pause(Duration.ZERO);
    http.piece((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpPeer.Exchange http, int status, JsonNode body) throws IOException {
    http.send(status, "application/json; charset=utf-8", JSON.writeValueAsBytes(body));
  }
}
