package org.radiologytrust.llm.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.llm.ask.ModelFailure.Reason;

/**
 * Interprets the errors of servers: Ollama's {@code {"error": "..."}}, whose text may itself be
 * JSON, and {@code {"error": {"message", "type", "code"}}} of OpenAI's protocol, or only the inner
 * object. The server's message decides the failure's reason, but it is not passed on, because it
 * may quote the prompt.
 */
final class ServerError {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> TOO_LONG =
      List.of(
          "exceed_context_size", // llama-server, and Ollama from 0.30 on
          "exceeds the context length", // Ollama before 0.30
          "exceeds the available context size",
          "maximum context length", // vLLM
          "maximum model length",
          "max_tokens must be at least 1"); // the prompt alone exceeds the context

  private static final List<String> BLIND =
      List.of("image input", "multimodal data provided", "not a multimodal model");

  /**
   * Errors in the request. Some versions send status 500 with them, although a retry cannot help.
   */
  private static final List<String> OURS =
      List.of(
          "invalid json schema", "invalid format", "failed to parse grammar", "must be of type");

  private static final Pattern NO_MODEL =
      Pattern.compile("model\\W{1,3}\\S{1,200}\\W{1,3}(is )?(not found|does not exist)");

  private ServerError() {}

  /** The failure for a response whose status is not 200. */
  static ModelFailure of(ChatCall call, int status, byte[] body) throws IOException {
    JsonNode error = error(body);
    boolean redirected = status >= 300 && status < 400;
    boolean locked = status == 401 || status == 403 || status == 407;
    boolean elsewhere = status == 404 && !words(error).contains("model");
    if (redirected || locked || elsewhere) {
      return new ModelFailure(
          Reason.UNREACHABLE,
          call.who()
              + ": "
              + call.server()
              + " does not respond like a model server (status "
              + status
              + "): check "
              + (locked ? "rtl.model.token, " : "")
              + "rtl.model.urls and any proxy");
    }
    boolean page = error.isMissingNode();
    return of(
        call, status, page ? TextNode.valueOf(new String(body, StandardCharsets.UTF_8)) : error);
  }

  private static JsonNode error(byte[] body) throws IOException {
    try {
      JsonNode all = JSON.readTree(body);
      return all.path("object").asText().equals("error") ? all : all.path("error");
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  /** The message and type of an error object, in lower case; the whole text when it has none. */
  private static String words(JsonNode error) {
    String words =
        error.isValueNode()
            ? error.asText()
            : error.hasNonNull("message")
                ? error.path("message").asText() + " " + error.path("type").asText()
                : error.toString();
    return words.toLowerCase(Locale.ROOT);
  }

  /**
   * The failure for an error.
   *
   * @param status status of the response; for an error within a stream, the status that fits it
   * @param error the server's message, or an object with it
   */
  static ModelFailure of(ChatCall call, int status, JsonNode error) {
    String words = words(error);
    if (TOO_LONG.stream().anyMatch(words::contains)) {
      return new ModelFailure(
          Reason.PROMPT_TOO_LONG, call.who() + ": the prompt is longer than the context");
    }
    if (BLIND.stream().anyMatch(words::contains)) {
      return new ModelFailure(
          Reason.BAD_REQUEST, call.who() + " cannot see images: configure a model that can");
    }
    if (status == 404 || status == 400 && NO_MODEL.matcher(words).find()) {
      return new ModelFailure(
          Reason.NOT_FOUND, call.who() + " does not exist at the server: pull, create or serve it");
    }
    if (OURS.stream().anyMatch(words::contains)) {
      return refused(call, status);
    }
    return switch (status) {
      case 429, 503 -> new ModelFailure(Reason.BUSY, call.who() + ": the server is busy");
      case 408, 499, 500, 502, 504 ->
          new ModelFailure(
              Reason.SERVER_ERROR, call.who() + ": the server failed (" + status + ")");
      default -> refused(call, status);
    };
  }

  private static ModelFailure refused(ChatCall call, int status) {
    return new ModelFailure(
        Reason.BAD_REQUEST, call.who() + ": the server refused the request (" + status + ")");
  }
}
