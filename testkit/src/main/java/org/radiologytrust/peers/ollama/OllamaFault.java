package org.radiologytrust.peers.ollama;

import java.time.Duration;

/** One way in which a call to a model server goes wrong, or is merely slow. */
public record OllamaFault(Kind kind, int number, String text, Duration time) {
  enum Kind {
    NONE,
    HTTP,
    ERROR_IN_STREAM,
    DONE_FALSE,
    LENGTH,
    CONTENT,
    STALL_BEFORE,
    STALL_BETWEEN,
    ENDLESS,
    DROP,
    LOAD,
    PROMPT_TOKENS,
    NO_END,
    KEEP_ALIVES,
    CRLF,
    SPLIT
  }

  static final OllamaFault NONE = of(Kind.NONE);

  private static OllamaFault of(Kind kind) {
    return new OllamaFault(kind, 0, "", Duration.ZERO);
  }

  /** An HTTP status with Ollama's error JSON. */
  public static OllamaFault http(int status, String error) {
    return new OllamaFault(Kind.HTTP, status, error, Duration.ZERO);
  }

  /** 503 with Ollama's words. */
  public static OllamaFault busy() {
    return http(503, "server busy, please try again. maximum pending requests exceeded");
  }

  /** 500 at the load of a model, with Ollama's words. */
  public static OllamaFault loadFailed() {
    return http(500, "llama runner process has terminated: exit status 2");
  }

  /** 503 of llama-server while it loads. */
  public static OllamaFault loading() {
    return http(503, "Loading model");
  }

  /** 400 for a prompt over num_ctx, in the nested form of 0.33. */
  public static OllamaFault contextExceeded() {
    return contextExceeded(9000, 8192);
  }

  static OllamaFault contextExceeded(int prompt, int context) {
    return http(
        400,
        ("{\"error\":{\"code\":400,\"message\":\"request (%1$d tokens) exceeds the available context"
                + " size (%2$d tokens), try increasing it\",\"type\":\"exceed_context_size_error\","
                + "\"n_prompt_tokens\":%1$d,\"n_ctx\":%2$d}}")
            .formatted(prompt, context));
  }

  /** 200, some content, then an error line. Where no stream was asked for: a 500. */
  public static OllamaFault errorInStream(String error) {
    return new OllamaFault(Kind.ERROR_IN_STREAM, 0, error, Duration.ZERO);
  }

  /**
   * Gives up without an end, as after 30 equal tokens in a row. Ollama's streams just stop, without
   * figures or {@code [DONE]}; a whole answer has {@code done:false} or {@code finish_reason:null}
   * with a usage of 0, with which vLLM's and llama-server's streams end too.
   */
  public static OllamaFault doneFalse() {
    return of(Kind.DONE_FALSE);
  }

  /** The answer is cut in its middle and ends with {@code done_reason:length}. */
  public static OllamaFault lengthCut() {
    return of(Kind.LENGTH);
  }

  /** The given text in place of the answer: no JSON, JSON of another shape ... */
  public static OllamaFault content(String text) {
    return new OllamaFault(Kind.CONTENT, 0, text, Duration.ZERO);
  }

  /** No content at all, and yet {@code done_reason:stop}. */
  public static OllamaFault empty() {
    return content("");
  }

  /** Nothing, not even headers, for a time; then the answer. Also: latency. */
  public static OllamaFault stallBefore(Duration time) {
    return new OllamaFault(Kind.STALL_BEFORE, 0, "", time);
  }

  /** The first piece at once, the second after a time. */
  public static OllamaFault stallBetween(Duration time) {
    return new OllamaFault(Kind.STALL_BETWEEN, 0, "", time);
  }

  /** Content without end, until the client hangs up. */
  public static OllamaFault endless() {
    return of(Kind.ENDLESS);
  }

  /** The connection ends after the first piece (without a stream: before the answer). */
  public static OllamaFault drop() {
    return of(Kind.DROP);
  }

  /** The model has to be loaded first: takes that long and says so in load_duration. */
  public static OllamaFault slowLoad(Duration time) {
    return new OllamaFault(Kind.LOAD, 0, "", time);
  }

  /**
   * A prompt_eval_count as given: above num_ctx, or so small that the prompt must have been cut.
   */
  public static OllamaFault promptTokens(int count) {
    return new OllamaFault(Kind.PROMPT_TOKENS, count, "", Duration.ZERO);
  }

  /** The stream ends in good order after the last piece: no figures, no {@code [DONE]}. */
  public static OllamaFault noEnd() {
    return of(Kind.NO_END);
  }

  /** Comment lines between the events of the OpenAI-compatible wire. */
  public static OllamaFault keepAlives() {
    return of(Kind.KEEP_ALIVES);
  }

  /** Lines of the stream end with CR LF. */
  public static OllamaFault crlf() {
    return of(Kind.CRLF);
  }

  /** Each byte of the stream comes in a packet of its own. */
  public static OllamaFault splitBytes() {
    return of(Kind.SPLIT);
  }

  boolean is(Kind other) {
    return kind == other;
  }
}
