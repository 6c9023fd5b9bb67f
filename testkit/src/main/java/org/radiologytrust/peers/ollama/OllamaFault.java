package org.radiologytrust.peers.ollama;

import java.time.Duration;

/**
 * One way in which a call to a model server goes wrong, or is merely slow.
 *
 * @param before nothing is sent for so long
 * @param between the second piece comes so long after the first
 */
public record OllamaFault(Kind kind, int number, String text, Duration before, Duration between) {
  enum Kind {
    NONE,
    HTTP,
    ERROR_IN_STREAM,
    DONE_FALSE,
    LENGTH,
    CONTENT,
    ENDLESS,
    DROP,
    PROMPT_TOKENS
  }

  static final OllamaFault NONE = of(Kind.NONE, 0, "");

  private static OllamaFault of(Kind kind, int number, String text) {
    return new OllamaFault(kind, number, text, Duration.ZERO, Duration.ZERO);
  }

  /** An HTTP status with Ollama's error JSON. */
  public static OllamaFault http(int status, String error) {
    return of(Kind.HTTP, status, error);
  }

  /** 503 with Ollama's words. */
  public static OllamaFault busy() {
    return http(503, "server busy, please try again. maximum pending requests exceeded");
  }

  /** 500 at the load of a model, with Ollama's words. */
  public static OllamaFault loadFailed() {
    return http(500, "llama runner process has terminated: exit status 2");
  }

  /** 400 for a prompt over num_ctx, in the nested form of 0.33. */
  public static OllamaFault contextExceeded() {
    return http(
        400,
        "{\"error\":{\"code\":400,\"message\":\"request (9000 tokens) exceeds the available context"
            + " size (8192 tokens), try increasing it\",\"type\":\"exceed_context_size_error\","
            + "\"n_prompt_tokens\":9000,\"n_ctx\":8192}}");
  }

  /** 200, some content, then an error line. */
  public static OllamaFault errorInStream(String error) {
    return of(Kind.ERROR_IN_STREAM, 0, error);
  }

  /** The stream just stops, as after 30 equal tokens in a row. */
  public static OllamaFault doneFalse() {
    return of(Kind.DONE_FALSE, 0, "");
  }

  /** The answer is cut in its middle and ends with {@code done_reason:length}. */
  public static OllamaFault lengthCut() {
    return of(Kind.LENGTH, 0, "");
  }

  /** The given text in place of the answer: no JSON, JSON of another shape ... */
  public static OllamaFault content(String text) {
    return of(Kind.CONTENT, 0, text);
  }

  /** No content at all, and yet {@code done_reason:stop}. */
  public static OllamaFault empty() {
    return content("");
  }

  /** Nothing, not even headers, for a time; then the answer. */
  public static OllamaFault stallBefore(Duration time) {
    return new OllamaFault(Kind.NONE, 0, "", time, Duration.ZERO);
  }

  /** The first piece at once, the second after a time. */
  public static OllamaFault stallBetween(Duration time) {
    return new OllamaFault(Kind.NONE, 0, "", Duration.ZERO, time);
  }

  /** Content without end, until the client hangs up. */
  public static OllamaFault endless() {
    return of(Kind.ENDLESS, 0, "");
  }

  /** The connection ends after the first piece. */
  public static OllamaFault drop() {
    return of(Kind.DROP, 0, "");
  }

  /** A prompt_eval_count as given: so small that the prompt must have been cut. */
  public static OllamaFault promptTokens(int count) {
    return of(Kind.PROMPT_TOKENS, count, "");
  }

  boolean is(Kind other) {
    return kind == other;
  }

  /** The HTTP status of a refusal; 0 where it is none. */
  int status() {
    return kind == Kind.HTTP ? number : 0;
  }
}
