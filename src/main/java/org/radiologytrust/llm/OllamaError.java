package org.radiologytrust.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.radiologytrust.llm.ModelFailure.Reason;

/**
 * What an error of the server means. The server's own words may quote the prompt, so they decide,
 * and are not passed on.
 */
final class OllamaError {
  private static final ObjectMapper JSON = new ObjectMapper();

  private OllamaError() {}

  /** Of a response that is not 200. */
  static ModelFailure of(ChatCall call, int status, byte[] body) throws IOException {
    JsonNode error;
    try {
      error = JSON.readTree(body).path("error");
    } catch (JsonProcessingException e) {
      error = JSON.missingNode();
    }
    boolean redirected = status >= 300 && status < 400;
    boolean locked = status == 401 || status == 403 || status == 407;
    if (redirected || locked || status == 404 && error.isMissingNode()) {
      return new ModelFailure(
          Reason.UNREACHABLE,
          call.who()
              + ": what answers at "
              + call.server()
              + " is no open model server ("
              + status
              + "): check rtl.model.urls and any proxy");
    }
    // 0.33 nests the error: its kind is in there
    String words = error.isValueNode() ? error.asText() : error.toString();
    return of(call, status, error.isMissingNode() ? text(body) : words);
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }

  /**
   * @param error the server's words
   */
  static ModelFailure of(ChatCall call, int status, String error) {
    String words = error.toLowerCase(Locale.ROOT);
    if (words.contains("exceed_context_size") || words.contains("exceeds the context length")) {
      return new ModelFailure(
          Reason.PROMPT_TOO_LONG, call.who() + ": the prompt is longer than the context");
    }
    if (words.contains("image input") || words.contains("multimodal data provided")) {
      return new ModelFailure(
          Reason.BAD_REQUEST, call.who() + " cannot see images: configure one that can");
    }
    return switch (status) {
      case 404 ->
          new ModelFailure(
              Reason.NOT_FOUND, call.who() + " is not at the server: pull or create it");
      case 429, 503 -> new ModelFailure(Reason.BUSY, call.who() + ": the server is busy");
      case 408, 499, 500, 502, 504 ->
          new ModelFailure(
              Reason.SERVER_ERROR, call.who() + ": the server failed (" + status + ")");
      default ->
          new ModelFailure(
              Reason.BAD_REQUEST, call.who() + ": the server refused the request (" + status + ")");
    };
  }
}
