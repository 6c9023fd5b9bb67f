package org.radiologytrust.peers.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Why a server does not even begin to answer, in the words of its kind.
 *
 * @param type the error's type on the OpenAI-compatible wire; empty for the one that fits the
 *     status
 */
record OllamaRefusal(int status, String text, String type) {
  private static final Set<String> INTEGERS =
      Set.of("seed", "num_ctx", "num_predict", "top_k", "num_thread");
  private static final Set<String> FLOATS =
      Set.of("temperature", "top_p", "min_p", "repeat_penalty");
  private static final String TOO_LONG =
      "the prompt is longer than the context length currently available to the model; shorten the"
          + " prompt, adjust the context length in settings, or use a model with a longer context"
          + " length";
  private static final Set<String> SCHEMA_TYPES =
      Set.of("object", "array", "string", "integer", "number", "boolean", "null");

  static OllamaRefusal of(int status, String text) {
    return new OllamaRefusal(status, text, "");
  }

  /** What the llama-server inside of Ollama says, as Ollama passes it on. */
  private static OllamaRefusal inner(String message) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.putObject("error")
        .put("code", 400)
        .put("message", message)
        .put("type", "invalid_request_error");
    return of(400, root.toString());
  }

  /**
   * @param model {@code null} for one that is not there
   * @return {@code null} where the call can be answered
   */
  static OllamaRefusal of(OllamaCall call, OllamaModel model, OllamaKind kind, int context) {
    OllamaRefusal refusal = call.openAi() ? null : options(call);
    if (refusal == null) {
      refusal = model(call, model, kind);
    }
    if (refusal == null) {
      refusal = schema(call.schema(), kind);
    }
    return refusal != null ? refusal : overflow(call, kind, context);
  }

  private static OllamaRefusal options(OllamaCall call) {
    if (call.topLogprobs() < 0 || call.topLogprobs() > 20) {
      return of(400, "top_logprobs must be between 0 and 20");
    }
    if (call.model().isEmpty()) {
      return of(400, "model is required");
    }
    for (var option : call.body().path("options").properties()) {
      boolean number = option.getValue().isNumber();
      if (INTEGERS.contains(option.getKey()) && !number) {
        return of(500, "option \"" + option.getKey() + "\" must be of type integer");
      }
      if (FLOATS.contains(option.getKey()) && !number) {
        return of(500, "option \"" + option.getKey() + "\" must be of type float32");
      }
    }
    return null;
  }

  private static OllamaRefusal model(OllamaCall call, OllamaModel model, OllamaKind kind) {
    if (model == null) {
      return kind == OllamaKind.VLLM
          ? new OllamaRefusal(
              404, "The model `" + call.model() + "` does not exist.", "NotFoundError")
          : of(404, "model '" + call.model() + "' not found");
    }
    if (call.body().path("think").asBoolean(false)) {
      return of(400, "\"" + call.model() + "\" does not support thinking");
    }
    if (call.images().isEmpty() || model.capabilities().contains("vision")) {
      return null;
    }
    return switch (kind) {
      case OLLAMA_0_24 ->
          of(
              500,
              "Failed to create new sequence: failed to process inputs: this model is missing data"
                  + " required for image input");
      case OLLAMA_0_33 ->
          inner("Multimodal data provided, but model does not support multimodal requests.");
      case VLLM ->
          new OllamaRefusal(400, call.model() + " is not a multimodal model", "BadRequestError");
      case LLAMA_SERVER ->
          new OllamaRefusal(
              500,
              "image input is not supported - hint: if this is unexpected, you may need to provide"
                  + " the mmproj",
              "server_error");
    };
  }

  private static OllamaRefusal schema(JsonNode schema, OllamaKind kind) {
    boolean badType = bad(schema, "type", type -> !SCHEMA_TYPES.contains(type));
    boolean loosePattern = bad(schema, "pattern", p -> !p.startsWith("^") || !p.endsWith("$"));
    return switch (kind) {
      case OLLAMA_0_24 -> badType || loosePattern ? of(500, "invalid JSON schema in format") : null;
      // llama.cpp writes the grammar: it leaves out a pattern that it cannot use
      case OLLAMA_0_33 ->
          badType
              ? inner(
                  "Field 'json_schema': \"json_schema\": JSON schema conversion failed:\n"
                      + "JSON schema error at #: unrecognized type "
                      + schema.path("type").asText())
              : null;
      case LLAMA_SERVER ->
          badType
              ? new OllamaRefusal(
                  400,
                  "JSON schema conversion failed:\nUnrecognized schema",
                  "invalid_request_error")
              : null;
      case VLLM ->
          badType ? new OllamaRefusal(400, "Grammar error: unknown type", "BadRequestError") : null;
    };
  }

  /** Whether the schema, at any depth, has a text under that keyword that is bad. */
  private static boolean bad(JsonNode schema, String keyword, Predicate<String> bad) {
    return schema.findValues(keyword).stream()
        .filter(JsonNode::isTextual)
        .anyMatch(value -> bad.test(value.asText()));
  }

  private static OllamaRefusal overflow(OllamaCall call, OllamaKind kind, int context) {
    int prompt = OllamaReply.promptTokens(call);
    boolean over = prompt > context;
    boolean truncate = call.openAi() || call.body().path("truncate").asBoolean(true);
    boolean shift = call.openAi() || call.body().path("shift").asBoolean(true);
    return switch (kind) {
      case OLLAMA_0_24 ->
          over && !truncate ? of(400, "the input length exceeds the context length") : null;
      case OLLAMA_0_33 ->
          !over || truncate && shift
              ? null
              : of(400, truncate ? TOO_LONG : OllamaFault.contextExceeded(prompt, context).text());
      case VLLM -> {
        // the answer's room counts too
        int room = call.limit() == Integer.MAX_VALUE ? 0 : call.limit();
        yield prompt + room > context
            ? new OllamaRefusal(
                400,
                "This model's maximum context length is "
                    + context
                    + " tokens. However, you requested "
                    + (prompt + room)
                    + " tokens ("
                    + prompt
                    + " in the messages, "
                    + room
                    + " in the completion). Please reduce the length of the messages or"
                    + " completion.",
                "BadRequestError")
            : null;
      }
      case LLAMA_SERVER ->
          over
              ? new OllamaRefusal(
                  400,
                  "the request exceeds the available context size, try increasing it",
                  "exceed_context_size_error")
              : null;
    };
  }
}
