package org.radiologytrust.peers.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Ollama's own wire: a line of JSON for each piece. */
final class OllamaNdjson implements OllamaWriter {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public String type() {
    return "application/x-ndjson";
  }

  @Override
  public String begin(OllamaCall call) {
    return "";
  }

  @Override
  public String piece(OllamaCall call, OllamaReply.Piece piece) {
    ObjectNode line = line(call, piece.text()).put("done", false);
    logprobs(line, call, piece.tokens());
    return line + "\n";
  }

  @Override
  public String broken(String error) {
    return error(OllamaRefusal.of(500, error)) + "\n";
  }

  @Override
  public String end(OllamaCall call, OllamaReply reply) {
    return reply.reason() == null ? "" : figures(line(call, ""), reply) + "\n";
  }

  @Override
  public ObjectNode whole(OllamaCall call, OllamaReply reply) {
    ObjectNode answer = figures(line(call, reply.text()), reply);
    logprobs(answer, call, reply.tokens());
    return answer;
  }

  @Override
  public JsonNode error(OllamaRefusal refusal) {
    return JSON.createObjectNode().put("error", refusal.text());
  }

  /**
   * The answer to a call without messages.
   *
   * @param reason {@code load} or {@code unload}
   */
  JsonNode loaded(OllamaCall call, String reason) {
    return line(call, "").put("done", true).put("done_reason", reason);
  }

  private static ObjectNode line(OllamaCall call, String content) {
    ObjectNode line = JSON.createObjectNode().put("model", call.model());
    line.put("created_at", "2026-08-01T12:00:00.000000001Z");
    line.putObject("message").put("role", "assistant").put("content", content);
    return line;
  }

  private static void logprobs(ObjectNode line, OllamaCall call, List<OllamaToken> tokens) {
    if (!tokens.isEmpty()) {
      ArrayNode list = line.putArray("logprobs");
      tokens.forEach(token -> list.add(token.json(JSON, call.topLogprobs())));
    }
  }

  private static ObjectNode figures(ObjectNode line, OllamaReply reply) {
    if (reply.reason() == null) {
      return line.put("done", false);
    }
    line.put("done", true).put("done_reason", reply.reason());
    long prompt = reply.overflown() ? 0 : reply.prompt() * 1_000_000L;
    long eval = reply.overflown() ? Long.MIN_VALUE : reply.answer() * 10_000_000L;
    put(line, "total_duration", reply.load() + prompt + Math.max(0, eval));
    put(line, "load_duration", reply.load());
    put(line, "prompt_eval_count", reply.prompt());
    put(line, "prompt_eval_duration", prompt);
    put(line, "eval_count", reply.answer());
    put(line, "eval_duration", eval);
    return line;
  }

  /** Ollama omits figures that are zero. */
  private static void put(ObjectNode line, String field, long value) {
    if (value != 0) {
      line.put(field, value);
    }
  }
}
