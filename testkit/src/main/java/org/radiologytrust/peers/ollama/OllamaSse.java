package org.radiologytrust.peers.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The OpenAI-compatible wire, as vLLM, llama-server and Ollama speak it: server-sent events. */
final class OllamaSse implements OllamaWriter {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long CREATED = 1_785_585_600L;

  private final OllamaKind kind;
  private boolean begun;

  OllamaSse(OllamaKind kind) {
    this.kind = kind;
  }

  @Override
  public String type() {
    return kind.ollama() ? "text/event-stream" : "text/event-stream; charset=utf-8";
  }

  /** vLLM and llama-server tell the role alone first; llama-server with a content of null. */
  @Override
  public String begin(OllamaCall call) {
    if (kind.ollama()) {
      return "";
    }
    ObjectNode chunk = body(call, "chat.completion.chunk");
    ObjectNode delta = choice(chunk, "delta", null).put("role", "assistant");
    delta.put("content", kind == OllamaKind.VLLM ? "" : null);
    return event(chunk);
  }

  @Override
  public String piece(OllamaCall call, OllamaReply.Piece piece) {
    ObjectNode chunk = body(call, "chat.completion.chunk");
    delta(chunk, piece.text(), null);
    logprobs(chunk, call, piece.tokens());
    return event(chunk);
  }

  /** Ollama tells the role with each piece; since 0.33 with the first alone. */
  private void delta(ObjectNode chunk, String content, String reason) {
    ObjectNode delta = choice(chunk, "delta", reason);
    if (kind == OllamaKind.OLLAMA_0_24 || kind == OllamaKind.OLLAMA_0_33 && !begun) {
      delta.put("role", "assistant");
    }
    delta.put("content", content);
    begun = true;
  }

  @Override
  public String broken(String error) {
    return event(error(OllamaRefusal.of(500, error)));
  }

  @Override
  public String end(OllamaCall call, OllamaReply reply) {
    if (reply.reason() == null && kind.ollama()) {
      return "";
    }
    ObjectNode last = body(call, "chat.completion.chunk");
    if (kind == OllamaKind.OLLAMA_0_33) {
      choice(last, "delta", reply.reason());
    } else {
      delta(last, "", reply.reason());
    }
    String usage = "";
    if (call.body().at("/stream_options/include_usage").asBoolean()) {
      ObjectNode chunk = body(call, "chat.completion.chunk");
      chunk.putArray("choices");
      usage = event(usage(chunk, reply));
    }
    return event(last) + usage + "data: [DONE]\n\n";
  }

  @Override
  public JsonNode whole(OllamaCall call, OllamaReply reply) {
    ObjectNode answer = body(call, "chat.completion");
    choice(answer, "message", reply.reason()).put("role", "assistant").put("content", reply.text());
    logprobs(answer, call, reply.tokens());
    return usage(answer, reply);
  }

  @Override
  public JsonNode error(OllamaRefusal refusal) {
    ObjectNode root = JSON.createObjectNode();
    if (kind == OllamaKind.VLLM && refusal.status() == 401) {
      return root.put("error", refusal.text());
    }
    ObjectNode error = root.putObject("error").put("message", refusal.text());
    error.put("type", refusal.type().isEmpty() ? type(refusal.status()) : refusal.type());
    error.putNull("param").put("code", kind.ollama() ? null : (Integer) refusal.status());
    return root;
  }

  private String type(int status) {
    if (kind == OllamaKind.VLLM) {
      return switch (status) {
        case 400 -> "BadRequestError";
        case 404 -> "NotFoundError";
        default -> "InternalServerError";
      };
    }
    return switch (status) {
      case 400 -> "invalid_request_error";
      case 401 -> "authentication_error";
      case 404 -> "not_found_error";
      case 503 -> kind.ollama() ? "api_error" : "unavailable_error";
      default -> kind.ollama() ? "api_error" : "server_error";
    };
  }

  private static String event(JsonNode data) {
    return "data: " + data + "\n\n";
  }

  private ObjectNode body(OllamaCall call, String object) {
    ObjectNode body = JSON.createObjectNode().put("id", "chatcmpl-" + call.number());
    body.put("object", object).put("created", CREATED).put("model", call.model());
    if (kind.ollama()) {
      body.put("system_fingerprint", "fp_ollama");
    } else if (kind == OllamaKind.LLAMA_SERVER) {
      body.put("system_fingerprint", kind.version);
    }
    return body;
  }

  /**
   * Adds the one choice.
   *
   * @param reason {@code null} while it goes on
   * @return its part of that name, to be filled
   */
  private ObjectNode choice(ObjectNode body, String part, String reason) {
    ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
    if (kind == OllamaKind.VLLM) {
      choice.putNull("logprobs");
    }
    choice.put("finish_reason", reason);
    return choice.putObject(part);
  }

  private static void logprobs(ObjectNode body, OllamaCall call, List<OllamaToken> tokens) {
    if (!tokens.isEmpty()) {
      ObjectNode choice = (ObjectNode) body.at("/choices/0");
      ArrayNode list = choice.putObject("logprobs").putArray("content");
      tokens.forEach(token -> list.add(token.json(JSON, call.topLogprobs())));
    }
  }

  private static ObjectNode usage(ObjectNode body, OllamaReply reply) {
    boolean none = reply.reason() == null;
    int prompt = none ? 0 : reply.prompt();
    int answer = none ? 0 : reply.answer();
    body.putObject("usage")
        .put("prompt_tokens", prompt)
        .put("completion_tokens", answer)
        .put("total_tokens", prompt + answer);
    return body;
  }
}
